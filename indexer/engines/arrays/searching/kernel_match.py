"""Searching with the kernel: what it finds in a segment, scores there, and how near it finds words to each other."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from indexer.engines.arrays.searching.closest import Shares
from indexer.engines.arrays.searching.kernel_plan import KernelPlan, NodeKind
from indexer.engines.arrays.searching.matched_postings import Candidates
from indexer.engines.arrays.searching.nearness import TOKEN
from indexer.engines.arrays.searching.scorer import SCORED, ScoredQuery, clause_weights, nearness_weight
from indexer.engines.arrays.searching.segment_matcher import SegmentMatcher
from indexer.engines.arrays.searching.topk import ScoreArray, ScoredNumber
from indexer.engines.arrays.segments.numeric import Flags, Indexes
from indexer.engines.arrays.segments.tiers import TierArray
from indexer.engines.scoring import lead_end
from indexer.query.nodes import Query

if TYPE_CHECKING:
    from indexer.engines.arrays.kernel._kernel import KernelNode, SegmentKernel

KernelClauses = tuple[tuple[int, float], ...]
"""Leaves that score, by number, and their weights."""


class KernelRefused(Exception):
    """The work exceeds the budget: what is left out then is decided without the kernel."""


class KernelMatch:
    """What a query matches in a segment. Raises `KernelRefused` if the budget does not suffice."""

    def __init__(self, searcher: "SegmentKernel", matcher: SegmentMatcher, plan: KernelPlan) -> None:
        self.segment = matcher.segment
        self._budget = matcher.budget
        self._matcher = matcher
        self._plan = plan
        steps = int(min(matcher.budget.left, sys.maxsize))
        match = searcher.match(plan.words, plan.leaves(matcher), plan.tree(matcher), steps)
        if match is None:
            raise KernelRefused
        self._match = match
        self._spend(match.steps())

    @property
    def size(self) -> int:
        """The number of kept documents."""
        return sum(self._match.tier_counts())

    def candidates(self) -> Candidates:
        """Return the documents that match, whatever the choices."""
        docs = np.frombuffer(self._match.docs(), np.uint16).astype(np.intp)
        return Candidates(docs, np.frombuffer(self._match.tiers(), np.uint8))

    def keep(self, profiles: Flags) -> None:
        """Keep the documents whose profile is flagged."""
        self._match.keep(profiles)

    def tier_counts(self) -> list[int]:
        """Return how many of the kept documents match with each tier."""
        return self._match.tier_counts()

    def tiers(self, node: Query) -> TierArray:
        """Return the tiers of all documents for a node of the tree."""
        return np.frombuffer(self._match.evaluated(self._plan.part(node, self._matcher)), np.uint8)

    def clause_frequencies(self, clauses: Sequence[Query], among: Flags) -> list[int]:
        """Return how many of the flagged documents match each of some clauses of the tree."""
        return self._match.clause_frequencies(self._node(clauses), among)

    def most_clauses(self, clauses: Sequence[Query], among: Flags) -> int:
        """Return the greatest number of some clauses of the tree that a flagged document matches."""
        return self._match.most_clauses(self._node(clauses), among)

    def close(self, clauses: Sequence[Query], shares: Sequence[float], least: float) -> Shares:
        """Return the documents with at least this share of some clauses of the tree, of which each has a share."""
        docs, summed, tiers = self._match.close(self._node(clauses), tuple(shares), least)
        by_clause = np.frombuffer(tiers, np.uint8).reshape(len(clauses), -1)
        return Shares(np.frombuffer(docs, np.uint16).astype(np.intp), np.frombuffer(summed), by_clause)

    def value_counts(self, passing: Flags | None) -> Indexes:
        """Return how many documents that match have each facet value, of those with a flagged profile (None: all)."""
        counts = self._match.value_counts(passing, len(self.segment.columns.values))
        return np.frombuffer(counts, np.uint32).astype(np.intp)

    def posting_counts(self, tier: int, leaves: tuple[int, ...]) -> list[int]:
        """Return how many postings of each leaf have a tier up to this one."""
        return self._match.posting_counts(tier, leaves)

    def frequencies(self, tier: int, leaves: tuple[int, ...]) -> list[int]:
        """Return how many documents match each leaf with a tier up to this one."""
        return self._match.frequencies(tier, leaves)

    def top(self, clauses: KernelClauses, tier: int, wanted: int) -> list[ScoredNumber]:
        """Score the kept documents that match with a tier; return the first ones in order."""
        self._spend_scoring(clauses, tier, self._match.tier_counts()[tier])
        return self._match.top(tier, clauses, wanted)

    def scores(self, clauses: KernelClauses, docs: Indexes, tier: int) -> ScoreArray:
        """Return the scores of documents that match with a tier."""
        self._spend_scoring(clauses, tier, len(docs))
        return np.frombuffer(self._match.scores(tier, clauses, docs.astype(np.uint16)), np.float32)

    def tightness(self, tier: int, docs: Sequence[int]) -> list[float] | None:
        """Return how near the units of the tree are to each other in each document; None if it takes NumPy to tell."""
        units = self._plan.units
        if units is None:
            return None
        asked = tuple(docs)
        self._spend(self._match.lead_tokens(asked) * len(units) * TOKEN)
        return self._match.nearness(units, tier, lead_end(0), asked)

    def _node(self, clauses: Sequence[Query]) -> "KernelNode":
        return NodeKind.ALL, *[self._plan.part(clause, self._matcher) for clause in clauses]

    def _spend_scoring(self, clauses: KernelClauses, tier: int, docs: int) -> None:
        read = sum(self._match.posting_counts(tier, tuple([leaf for leaf, _ in clauses])))
        self._spend((read + docs * len(clauses)) * SCORED)

    def _spend(self, steps: float) -> None:
        if not self._budget.spend(steps):
            raise KernelRefused


class KernelScorer:
    """Scores what the kernel found; see `Scorer`."""

    def __init__(self, query: ScoredQuery, plan: KernelPlan, matches: Sequence[KernelMatch]) -> None:
        self._query = query
        self._plan = plan
        self._matches = matches
        self._documents = sum([each.segment.documents for each in matches])
        self._by_tier: dict[int, KernelClauses] = {}

    def first(self, segment: int, tier: int, wanted: int) -> list[ScoredNumber]:
        """Score the documents found in a segment with a tier; return the first ones in order, with their scores."""
        return self._matches[segment].top(self._clauses(tier), tier, wanted)

    def scores(self, segment: int, docs: Indexes, tier: int) -> ScoreArray:
        """Return the scores of documents of a segment that match with a tier, float32."""
        return self._matches[segment].scores(self._clauses(tier), docs, tier)

    def nearness(self, segment: int, docs: Sequence[int], tier: int) -> list[float] | None:
        """Return what the nearness of all words adds to the scores of a few documents; None if NumPy has to tell."""
        near = self._matches[segment].tightness(tier, docs)
        if near is None:
            return None
        frequencies = _summed([each.frequencies(tier, self._plan.unit_leaves) for each in self._matches])
        weight = nearness_weight(self._query.units, frequencies, self._documents)
        return [weight * each for each in near]

    def _clauses(self, tier: int) -> KernelClauses:
        """Return the leaves that score documents of a tier, and their weights."""
        if tier not in self._by_tier:
            leaves = self._plan.scored
            words = leaves[: self._query.word_count]
            postings = _summed([each.posting_counts(tier, leaves) for each in self._matches])
            frequencies = _summed([each.frequencies(tier, words) for each in self._matches])
            weights = clause_weights(postings, frequencies, self._documents)
            self._by_tier[tier] = tuple(
                [
                    (leaf, clause.boost * weight)
                    for leaf, clause, count, weight in zip(leaves, self._query.clauses, postings, weights, strict=True)
                    if count
                ]
            )
        return self._by_tier[tier]


def _summed(counts: Sequence[list[int]]) -> list[int]:
    """Return the sums over all segments."""
    return counts[0] if len(counts) == 1 else [sum(each) for each in zip(*counts, strict=True)]
