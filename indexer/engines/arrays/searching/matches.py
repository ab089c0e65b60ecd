"""What a word, a phrase or a pair matches in a segment: which documents, how well, and with which saturation."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.found import Found
from indexer.engines.arrays.segments.impacts import saturation
from indexer.engines.arrays.segments.lists import PostingList
from indexer.engines.arrays.segments.ranks import NONE, Ranks, any_of, where

RankedPostings = tuple[int, Sequence[PostingList]]
"""Postings that match with one rank."""


class Hits(NamedTuple):
    """Documents of a segment, ascending, and the rank with which each matches."""

    docs: NDArray[np.intp]
    ranks: Ranks

    @classmethod
    def of(cls, ranks: Ranks) -> "Hits":
        """Return the documents that match, given the rank of every one."""
        docs = (ranks != NONE).nonzero()[0]
        return cls(docs, ranks.take(docs))

    def narrowed(self, ranks: Ranks) -> "Hits":
        """Return the documents that match something else too, whose ranks are given along `docs`."""
        worse = np.maximum(self.ranks, ranks)
        left = (worse != NONE).nonzero()[0]
        return Hits(self.docs.take(left), worse.take(left))


class Matches:
    """The postings that a leaf of a query stands for, by their ranks, the worst rank first.

    Where they are `nested`, those of the worst rank hold all others.
    """

    def __init__(self, documents: int, ranked: Sequence[RankedPostings] = (), *, nested: bool = False) -> None:
        self._documents = documents
        self._ranked = ranked
        self._nested = nested
        self._all: Ranks | None = None

    def ranks(self, found: Found | None = None) -> Ranks:
        """Return the rank with which each document matches, all or some; not to be written to."""
        if found is None:
            if self._all is None:
                self._all = self._laid_out([(rank, each) for rank, postings in self._ranked for each in postings])
            return self._all
        ranks: list[Ranks] = []
        others: list[tuple[int, PostingList]] = []
        for rank, postings in self._ranked:
            for each in postings:
                if len(found) < each.reach:
                    ranks.append(where(each.having(found), rank))
                else:
                    others.append((rank, each))
        if others or not ranks:
            ranks.append(self._laid_out(others).take(found.docs))
        return any_of(ranks, 1)

    def hits(self) -> Hits:
        """Return the documents that match."""
        if len(self._ranked) == 1 and len(self._ranked[0][1]) == 1:
            rank, (only,) = self._ranked[0]
            if (docs := only.documents()) is not None:
                return Hits(docs, np.full(len(docs), rank, np.uint8))
        return Hits.of(self.ranks())

    @property
    def size(self) -> int:
        """How many postings there are: no fewer than documents that match."""
        return sum([each.size for _, postings in self._ranked for each in postings])

    def frequency(self, rank: int) -> int:
        """Return how many documents match with a rank up to this."""
        counted = self._up_to(rank)
        if len(counted) == 1 and counted[0].distinct:
            return counted[0].size
        return int(np.count_nonzero(self.ranks() <= rank))

    def postings(self, rank: int) -> int:
        """Return how many postings there are with a rank up to this."""
        return sum([each.size for each in self._up_to(rank)])

    def scores(self, found: Found, rank: int, weight: float) -> NDArray[np.floating]:
        """Return the saturation in each of some documents of what has a rank up to this, times a weight."""
        counted = self._up_to(rank)
        if len(counted) == 1:
            return counted[0].scores(found, weight)
        ratios = np.zeros(len(found))
        for each in counted:
            ratios += each.ratios(found)
        return saturation(ratios) * weight

    def _laid_out(self, postings: Sequence[tuple[int, PostingList]]) -> Ranks:
        """Return the ranks of all documents by some of the postings."""
        ranks = np.full(self._documents, NONE)
        for rank, each in postings:
            each.mark(ranks, rank)
        return ranks

    def _up_to(self, rank: int) -> Sequence[PostingList]:
        """Return the postings that add up to what has a rank up to this."""
        if self._ranked and (self._nested or len(self._ranked) == 1) and self._ranked[0][0] <= rank:
            return self._ranked[0][1]
        return [each for own, postings in self._ranked if own <= rank for each in postings]


def having(documents: int, postings: Sequence[PostingList]) -> NDArray[np.bool_]:
    """Return which of so many documents have any of some postings."""
    found: NDArray[np.bool_] = Matches(documents, [(0, postings)]).ranks() != NONE
    return found
