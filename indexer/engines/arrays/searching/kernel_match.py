"""Searching with the kernel: what it finds in a segment, scores there, and how near it finds words to each other."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from indexer.engines.arrays.searching.kernel_plan import KernelPlan
from indexer.engines.arrays.searching.matched_postings import Candidates
from indexer.engines.arrays.searching.nearness import TOKEN
from indexer.engines.arrays.searching.scorer import SCORED, ScoredQuery, Weights
from indexer.engines.arrays.searching.segment_matcher import SegmentMatcher
from indexer.engines.arrays.searching.topk import ScoreArray, ScoredNumber
from indexer.engines.arrays.segments.numeric import Flags, Indexes
from indexer.engines.arrays.segments.tiers import TierArray
from indexer.engines.scoring import lead_end
from indexer.query.nodes import Query, Term, WordNode

if TYPE_CHECKING:
    from indexer.engines.arrays.kernel._kernel import Match, SegmentKernel


class KernelRefused(Exception):
    """The work exceeds the budget: what is left out then is decided without the kernel."""


class KernelPostings:
    """The postings of a leaf, counted; see `MatchedPostings`."""

    __slots__ = ("_match", "leaf")

    def __init__(self, match: "Match", leaf: int) -> None:
        self._match = match
        self.leaf = leaf

    def document_frequency(self, tier: int) -> int:
        """Return how many documents match with a tier up to this one."""
        return self._match.frequency(self.leaf, tier)

    def posting_count(self, tier: int) -> int:
        """Return how many postings have a tier up to this one."""
        return self._match.posting_count(self.leaf, tier)


class KernelMatch:
    """What a query matches in a segment. Raises `KernelRefused` if the budget does not suffice."""

    def __init__(self, searcher: "SegmentKernel", matcher: SegmentMatcher, plan: KernelPlan) -> None:
        self.segment = matcher.segment
        self._matcher = matcher
        self._plan = plan
        steps = int(min(matcher.budget.left, sys.maxsize))
        match = searcher.match(plan.words, plan.leaves(matcher), plan.tree(matcher), steps)
        if match is None:
            raise KernelRefused
        self._match = match
        self._spend(match.steps())

    def candidates(self) -> Candidates:
        """Return the documents that match."""
        docs = np.frombuffer(self._match.docs(), np.uint16).astype(np.intp)
        return Candidates(docs, np.frombuffer(self._match.tiers(), np.uint8))

    def tiers(self, node: Query) -> TierArray:
        """Return the tiers of all documents for a node of the tree."""
        return np.frombuffer(self._match.evaluated(self._plan.part(node, self._matcher)), np.uint8)

    def value_counts(self, passing: Flags | None) -> Indexes:
        """Return how many documents have each facet value, of those whose profile is flagged (None: all)."""
        counts = self._match.value_counts(passing, len(self.segment.columns.values))
        return np.frombuffer(counts, np.uint32).astype(np.intp)

    def of(self, node: WordNode, cap: int) -> KernelPostings:
        """Return what a leaf of the tree matches."""
        return KernelPostings(self._match, self._plan.leaf(node, cap))

    def pair(self, left: Term, right: Term, cap: int, _worst: int) -> KernelPostings:
        """Return what two words of the tree match next to each other."""
        return KernelPostings(self._match, self._plan.pair(left, right, cap))

    def top(self, clauses: Sequence[tuple[int, float]], docs: Indexes, tier: int, wanted: int) -> list[ScoredNumber]:
        """Score documents that match with a tier by leaves and their weights; return the first ones in order."""
        self._spend_scoring(clauses, tier, len(docs))
        return self._match.top(tier, tuple(clauses), docs.astype(np.uint16), wanted)

    def scores(self, clauses: Sequence[tuple[int, float]], docs: Indexes, tier: int) -> ScoreArray:
        """Return the scores of documents that match with a tier by leaves and their weights."""
        self._spend_scoring(clauses, tier, len(docs))
        return np.frombuffer(self._match.scores(tier, tuple(clauses), docs.astype(np.uint16)), np.float32)

    def tightness(self, tier: int, docs: Sequence[int]) -> list[float] | None:
        """Return how near the units of the tree are to each other in each document; None if it takes NumPy to tell."""
        units = self._plan.units
        if units is None:
            return None
        asked = tuple(docs)
        self._spend(self._match.lead_tokens(asked) * len(units) * TOKEN)
        return self._match.nearness(units, tier, lead_end(0), asked)

    def _spend_scoring(self, clauses: Sequence[tuple[int, float]], tier: int, docs: int) -> None:
        read = sum([self._match.posting_count(leaf, tier) for leaf, _ in clauses])
        self._spend((read + docs * len(clauses)) * SCORED)

    def _spend(self, steps: float) -> None:
        if not self._matcher.budget.spend(steps):
            raise KernelRefused


class KernelScorer:
    """Scores what the kernel found; see `Scorer`."""

    def __init__(self, query: ScoredQuery, matches: Sequence[KernelMatch]) -> None:
        self._weights: Weights[KernelPostings] = Weights(query, matches)
        self._matches = matches

    def first(self, segment: int, docs: Indexes, tier: int, wanted: int) -> list[ScoredNumber]:
        """Score documents of a segment that match with a tier; return the first ones in order, with their scores."""
        return self._matches[segment].top(self._clauses(segment, tier), docs, tier, wanted)

    def scores(self, segment: int, docs: Indexes, tier: int) -> ScoreArray:
        """Return the scores of documents of a segment that match with a tier, float32."""
        return self._matches[segment].scores(self._clauses(segment, tier), docs, tier)

    def _clauses(self, segment: int, tier: int) -> list[tuple[int, float]]:
        """Return the leaves that score documents of a tier, and their weights."""
        return [
            (matches[segment].leaf, clause.boost * weight) for clause, weight, matches in self._weights.of_tier(tier)
        ]

    def nearness(self, segment: int, docs: Sequence[int], tier: int) -> list[float] | None:
        """Return what the nearness of all words adds to the scores of a few documents; None if NumPy has to tell."""
        near = self._matches[segment].tightness(tier, docs)
        if near is None:
            return None
        weight = self._weights.of_nearness(tier)
        return [weight * each for each in near]
