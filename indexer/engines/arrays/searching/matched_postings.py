"""What a word, phrase or pair matches in a segment: which documents, in which tiers, with which saturation."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.numeric import Flags, Indexes
from indexer.engines.arrays.segments.postings import DocSet, Postings, ratio_scores
from indexer.engines.arrays.segments.tiers import NO_MATCH, TierArray, any_of, where

if TYPE_CHECKING:
    from indexer.engines.arrays.kernel._kernel import KernelLeaf

TieredPostings = tuple[int, Sequence[Postings]]
"""Postings that match with one tier."""


class Candidates(NamedTuple):
    """Documents of a segment that match so far, ascending, each with its tier."""

    docs: Indexes
    tiers: TierArray

    @property
    def size(self) -> int:
        """The number of documents."""
        return len(self.docs)

    @classmethod
    def of(cls, tiers: TierArray) -> "Candidates":
        """Return the documents that match, given the tiers of all documents."""
        docs = (tiers != NO_MATCH).nonzero()[0]
        return cls(docs, tiers.take(docs))

    def narrowed(self, tiers: TierArray) -> "Candidates":
        """Return the documents that also match another clause, given its tiers along `docs`."""
        worst = np.maximum(self.tiers, tiers)
        left = (worst != NO_MATCH).nonzero()[0]
        return Candidates(self.docs.take(left), worst.take(left))


class MatchedPostings:
    """The postings that a leaf matches, by tier, the worst tier first.

    If they are `nested`, the postings of the worst tier include those of all others.
    """

    def __init__(self, documents: int, tiered: Sequence[TieredPostings] = (), *, nested: bool = False) -> None:
        self._documents = documents
        self._tiered = tiered
        self._nested = nested
        self._all: TierArray | None = None

    def tiers(self, within: DocSet | None = None) -> TierArray:
        """Return the tier of every document, or of those in a set, along its `docs`; do not modify it."""
        if within is None:
            if self._all is None:
                self._all = self._scattered([(tier, each) for tier, postings in self._tiered for each in postings])
            return self._all
        tiers: list[TierArray] = []
        others: list[tuple[int, Postings]] = []
        for tier, postings in self._tiered:
            for each in postings:
                if len(within) < each.probe_limit:
                    tiers.append(where(each.contains(within), tier))
                else:
                    others.append((tier, each))
        if others or not tiers:
            tiers.append(self._scattered(others).take(within.docs))
        return any_of(tiers, 1)

    def candidates(self) -> Candidates:
        """Return the documents that match."""
        if len(self._tiered) == 1 and len(self._tiered[0][1]) == 1:
            tier, (only,) = self._tiered[0]
            if (docs := only.documents()) is not None:
                return Candidates(docs, np.full(len(docs), tier, np.uint8))
        return Candidates.of(self.tiers())

    def handed_over(self) -> "KernelLeaf":
        """Return the postings as the kernel takes them."""
        each_tier = ((tier, postings) for tier, each in self._tiered for postings in each)
        return self._nested, tuple((tier, not each.distinct, *each.arrays, each.size) for tier, each in each_tier)

    @property
    def size(self) -> int:
        """The number of postings: at least the number of documents that match."""
        return sum([each.size for _, postings in self._tiered for each in postings])

    def document_frequency(self, tier: int) -> int:
        """Return how many documents match with a tier up to this one."""
        counted = self._up_to(tier)
        if len(counted) == 1 and counted[0].distinct:
            return counted[0].size
        return int(np.count_nonzero(self.tiers() <= tier))

    def posting_count(self, tier: int) -> int:
        """Return how many postings have a tier up to this one."""
        return sum([each.size for each in self._up_to(tier)])

    def scores(self, candidates: DocSet, tier: int, weight: float) -> NDArray[np.float32]:
        """Return weight times the saturation, in each candidate, of the postings with a tier up to this one."""
        counted = self._up_to(tier)
        if len(counted) == 1:
            return counted[0].scores(candidates, weight)
        ratios = np.zeros(len(candidates))
        for each in counted:
            ratios += each.ratios(candidates)
        return ratio_scores(ratios, weight)

    def _scattered(self, postings: Sequence[tuple[int, Postings]]) -> TierArray:
        """Return the tiers that some of the postings give to all documents."""
        tiers = np.full(self._documents, NO_MATCH)
        for tier, each in postings:
            each.set_tier(tiers, tier)
        return tiers

    def _up_to(self, tier: int) -> Sequence[Postings]:
        """Return the postings that together make up the tiers up to this one."""
        if self._tiered and (self._nested or len(self._tiered) == 1) and self._tiered[0][0] <= tier:
            return self._tiered[0][1]
        return [each for own, postings in self._tiered if own <= tier for each in postings]


def documents_with(documents: int, postings: Sequence[Postings]) -> Flags:
    """Return which of a segment's documents have any of the postings."""
    found: Flags = MatchedPostings(documents, [(0, postings)]).tiers() != NO_MATCH
    return found
