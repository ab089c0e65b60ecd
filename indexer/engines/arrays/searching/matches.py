"""What a word, a phrase or a pair matches in a segment: which documents, how well, and with which saturation."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.found import Found
from indexer.engines.arrays.segments.impacts import saturation
from indexer.engines.arrays.segments.lists import PostingList
from indexer.engines.arrays.segments.tiers import NO_MATCH, TierArray, any_of, where

TieredPostings = tuple[int, Sequence[PostingList]]
"""Postings that match with one tier."""


class Hits(NamedTuple):
    """Documents of a segment, ascending, and the tier with which each matches."""

    docs: NDArray[np.intp]
    tiers: TierArray

    @classmethod
    def of(cls, tiers: TierArray) -> "Hits":
        """Return the documents that match, given the tier of every one."""
        docs = (tiers != NO_MATCH).nonzero()[0]
        return cls(docs, tiers.take(docs))

    def narrowed(self, tiers: TierArray) -> "Hits":
        """Return the documents that match something else too, whose tiers are given along `docs`."""
        worse = np.maximum(self.tiers, tiers)
        left = (worse != NO_MATCH).nonzero()[0]
        return Hits(self.docs.take(left), worse.take(left))


class Matches:
    """The postings that a leaf of a query stands for, by their tiers, the worst tier first.

    Where they are `nested`, those of the worst tier hold all others.
    """

    def __init__(self, documents: int, tiered: Sequence[TieredPostings] = (), *, nested: bool = False) -> None:
        self._documents = documents
        self._tiered = tiered
        self._nested = nested
        self._all: TierArray | None = None

    def tiers(self, found: Found | None = None) -> TierArray:
        """Return the tier with which each document matches, all or some; not to be written to."""
        if found is None:
            if self._all is None:
                self._all = self._laid_out([(tier, each) for tier, postings in self._tiered for each in postings])
            return self._all
        tiers: list[TierArray] = []
        others: list[tuple[int, PostingList]] = []
        for tier, postings in self._tiered:
            for each in postings:
                if len(found) < each.reach:
                    tiers.append(where(each.having(found), tier))
                else:
                    others.append((tier, each))
        if others or not tiers:
            tiers.append(self._laid_out(others).take(found.docs))
        return any_of(tiers, 1)

    def hits(self) -> Hits:
        """Return the documents that match."""
        if len(self._tiered) == 1 and len(self._tiered[0][1]) == 1:
            tier, (only,) = self._tiered[0]
            if (docs := only.documents()) is not None:
                return Hits(docs, np.full(len(docs), tier, np.uint8))
        return Hits.of(self.tiers())

    @property
    def size(self) -> int:
        """How many postings there are: no fewer than documents that match."""
        return sum([each.size for _, postings in self._tiered for each in postings])

    def frequency(self, tier: int) -> int:
        """Return how many documents match with a tier up to this."""
        counted = self._up_to(tier)
        if len(counted) == 1 and counted[0].distinct:
            return counted[0].size
        return int(np.count_nonzero(self.tiers() <= tier))

    def postings(self, tier: int) -> int:
        """Return how many postings there are with a tier up to this."""
        return sum([each.size for each in self._up_to(tier)])

    def scores(self, found: Found, tier: int, weight: float) -> NDArray[np.floating]:
        """Return the saturation in each of some documents of what has a tier up to this, times a weight."""
        counted = self._up_to(tier)
        if len(counted) == 1:
            return counted[0].scores(found, weight)
        ratios = np.zeros(len(found))
        for each in counted:
            ratios += each.ratios(found)
        return saturation(ratios) * weight

    def _laid_out(self, postings: Sequence[tuple[int, PostingList]]) -> TierArray:
        """Return the tiers of all documents by some of the postings."""
        tiers = np.full(self._documents, NO_MATCH)
        for tier, each in postings:
            each.mark(tiers, tier)
        return tiers

    def _up_to(self, tier: int) -> Sequence[PostingList]:
        """Return the postings that add up to what has a tier up to this."""
        if self._tiered and (self._nested or len(self._tiered) == 1) and self._tiered[0][0] <= tier:
            return self._tiered[0][1]
        return [each for own, postings in self._tiered if own <= tier for each in postings]


def having(documents: int, postings: Sequence[PostingList]) -> NDArray[np.bool_]:
    """Return which of so many documents have any of some postings."""
    found: NDArray[np.bool_] = Matches(documents, [(0, postings)]).tiers() != NO_MATCH
    return found
