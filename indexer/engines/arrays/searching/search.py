"""One request over all segments: what is found, how many, and in which order."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from indexer.engines.arrays.searching.closest import Clauses, CloseDoc, Closest, EvaluatedClauses
from indexer.engines.arrays.searching.evaluate import candidates
from indexer.engines.arrays.searching.facet_counts import facet_counts, profile_filter
from indexer.engines.arrays.searching.kernel_match import KernelMatch, KernelRefused, KernelScorer
from indexer.engines.arrays.searching.kernel_plan import KernelPlan
from indexer.engines.arrays.searching.matched_postings import Candidates
from indexer.engines.arrays.searching.scorer import ScoredQuery, Scorer
from indexer.engines.arrays.searching.segment_matcher import ExpanderCache, SegmentMatcher
from indexer.engines.arrays.searching.topk import ScoredDoc, ScoredNumber, first_by_ordinal, merged
from indexer.engines.arrays.segments.numeric import Flags, Indexes
from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.arrays.segments.tiers import NO_MATCH, TierArray
from indexer.engines.base import Choice, EngineRequest
from indexer.engines.budget import Budget
from indexer.engines.scoring import RESCORED
from indexer.model import TIERS, Explanation, Facet, Tier
from indexer.query.nodes import MODE_CAPS, Query, has_accents, word_nodes
from indexer.query.relax import relaxable, relaxed

if TYPE_CHECKING:
    from indexer.engines.arrays.kernel._kernel import SegmentKernel


_MOST_HANDED = 8
"""With more leaves that the kernel cannot find, it saves little, and past the budget all is done twice."""


class SegmentHits:
    """What a request finds in segment `number`: the documents that match and pass all choices."""

    def __init__(
        self, number: int, segment: Segment, found: KernelMatch | Candidates, choices: Mapping[Facet, Choice]
    ) -> None:
        self.number = number
        self.segment = segment
        self._found = found
        self._filter = profile_filter(segment.columns, choices)
        self._flags = self._filter.flags()
        if isinstance(found, KernelMatch):
            if self._flags is not None:
                found.keep(self._flags)
            self.tier_counts = found.tier_counts()
            """The number of documents in each tier."""
        else:
            self.tier_counts = np.bincount(self.tiers, minlength=len(TIERS)).tolist()

    def __len__(self) -> int:
        """Return the number of documents."""
        return sum(self.tier_counts)

    @property
    def docs(self) -> Indexes:
        """The documents, ascending."""
        return self._kept.docs

    @property
    def tiers(self) -> TierArray:
        """The tier of each document."""
        return self._kept.tiers

    def others(self) -> Flags:
        """Return which documents are live, pass all choices, and are not found."""
        flags = self.segment.live.copy()
        flags[self._matching.docs] = False
        return flags if self._passing is None else flags & self._passing

    @cached_property
    def _matching(self) -> Candidates:
        """The documents that match, whatever the choices."""
        return self._found.candidates() if isinstance(self._found, KernelMatch) else self._found

    @cached_property
    def _kept(self) -> Candidates:
        if self._passing is None:
            return self._matching
        left = self._passing.take(self._matching.docs).nonzero()[0]
        return Candidates(self._matching.docs.take(left), self._matching.tiers.take(left))

    @cached_property
    def _passing(self) -> Flags | None:
        """Which documents pass all choices; None if nothing is chosen or excluded."""
        return None if self._flags is None else self._flags.take(self.segment.columns.profiles)

    @property
    def best_tier(self) -> int:
        """The best tier of the documents, of which there must be some."""
        return next(tier for tier, count in enumerate(self.tier_counts) if count)

    def of_tier(self, tier: int) -> Indexes:
        """Return the documents that match with a tier."""
        docs: Indexes = self.docs.take((self.tiers == tier).nonzero()[0])
        return docs

    def facet_counts(self) -> Indexes:
        """Return how many documents each facet value of the segment would find as the only choice in its facet."""
        counted = self._found.value_counts if isinstance(self._found, KernelMatch) else self._value_counts
        return facet_counts(self.segment.columns, self._filter, counted)

    def pair_counts(self, first: Facet, second: Facet) -> Indexes:
        """Return how many documents each of `columns.value_pairs` would find as the only choices in their facets."""
        flags = self._filter.flags(first, second)
        counts = self._profile_counts if flags is None else self._profile_counts * flags
        return self.segment.columns.pair_counts(first, second, counts)

    def _value_counts(self, passing: Flags | None) -> Indexes:
        counts = self._profile_counts if passing is None else self._profile_counts * passing
        return self.segment.columns.value_counts(counts)

    @cached_property
    def _profile_counts(self) -> Indexes:
        return self.segment.columns.profile_counts(self._matching.docs)


class Search:
    """A request, evaluated in every segment; documents are scored when hits are read.

    With the `kernels` of all segments, it may raise `KernelRefused`, now or when hits are read.
    """

    def __init__(
        self,
        segments: Sequence[Segment],
        alphabet: str,
        request: EngineRequest,
        budget: Budget,
        kernels: "Sequence[SegmentKernel]" = (),
    ) -> None:
        words = list(word_nodes(request.query))
        self._request = request
        self._has_words = bool(words)
        self._cap = MODE_CAPS[request.mode]
        self._expanders = ExpanderCache(budget, has_accents=any(map(has_accents, words)), alphabet=alphabet)
        self._matchers = [SegmentMatcher(segment, self._expanders) for segment in segments]
        self._kernels = kernels
        self._kernel_matches: Sequence[KernelMatch] = ()
        self._kernel_scorer: KernelScorer | None = None
        self.relaxed, found = self._evaluated()
        self.segment_hits = [
            SegmentHits(number, *each, request.choices) for number, each in enumerate(zip(segments, found, strict=True))
        ]

    @property
    def total(self) -> int:
        """The number of articles found."""
        return sum(map(len, self.segment_hits))

    def tier_counts(self) -> dict[Tier, int]:
        """Return the number of articles found in each tier; nothing if the query has no words."""
        if not self._has_words:
            return {}
        return {tier: sum(each.tier_counts[n] for each in self.segment_hits) for n, tier in enumerate(TIERS)}

    @property
    def truncated(self) -> tuple[str, ...]:
        """The patterns that match more words than were compared."""
        return tuple(self._expanders.truncated)

    def hits(self, skipped: int, wanted: int) -> Iterator[ScoredDoc]:
        """Yield the first hits after those that are skipped, in the order of the request."""
        rescored = self._rescored
        yield from rescored[skipped : skipped + wanted]
        ranked = max(skipped, len(rescored))
        yield from self._ranked(ranked, skipped + wanted - ranked)

    def _ranked(self, skipped: int, wanted: int) -> Iterator[ScoredDoc]:
        """Yield the first hits after those that are skipped, without looking at nearness."""
        if wanted <= 0:
            return iter(())
        found = [each for each in self.segment_hits if len(each)]
        if len(found) == 1:
            return self._ordered(found[0], skipped, wanted)
        orders = [self._ordered(each, 0, skipped + wanted) for each in found]
        return islice(merged(orders, self._request.sort), skipped, skipped + wanted)

    def closest(self, wanted: int) -> list[CloseDoc]:
        """Return the articles that come closest to the query among those that it does not find."""
        optional, required = relaxable(self._request.query)
        if not optional or not self._matchers or self._expanders.budget.exhausted:
            return []
        scorer = self._kernel_scorer or self._scorer
        close = Closest(optional, required, self._clauses, scorer.scores)
        return close.first([each.others() for each in self.segment_hits], wanted)

    def tier(self, hit: ScoredDoc) -> Tier | None:
        """Return the tier of a hit, or None if the query has no words."""
        return TIERS[hit.tier] if self._has_words else None

    def explanation(self, number: int, doc: int) -> Explanation | None:
        """Take apart the score of a document of segment `number`; None if it is not found."""
        found = self.segment_hits[number]
        at = int(found.docs.searchsorted(doc))
        if at == len(found.docs) or found.docs[at] != doc:
            return None
        tier = int(found.tiers[at])
        parts = self._scorer.contributions(number, doc, tier)
        if any(hit.segment is found.segment and hit.document == doc for hit in self._rescored):
            near = self._scorer.nearness_contribution(number, doc, tier)
            parts = (*parts, near) if near.saturation else parts
        hit = ScoredDoc(found.segment, doc, tier, sum(part.score for part in parts))
        return Explanation(hit.summary.id, self.tier(hit), hit.score, parts)

    def _evaluated(self) -> tuple[bool, Sequence[KernelMatch | Candidates]]:
        """Evaluate the tree or, if nothing matches it, a relaxed one, with as many of its words as any document has."""
        tree = self._request.query
        found = self._matching(tree)
        # Past the budget, nobody knows whether an article has all the words.
        if any(each.size for each in found) or self._expanders.budget.exhausted:
            return False, found
        optional, required = relaxable(tree)
        if not optional:
            return False, found
        most = max((_most(clauses, optional, required) for clauses in self._clauses), default=0)
        if not most:
            return False, found
        return True, self._matching(relaxed(optional, required, most))

    @property
    def _clauses(self) -> Sequence[Clauses]:
        """What matches clauses of the query one by one in each segment."""
        return self._kernel_matches or [EvaluatedClauses(matcher, self._cap) for matcher in self._matchers]

    def _matching(self, tree: Query) -> Sequence[KernelMatch | Candidates]:
        """Return what matches in each segment, whatever the choices."""
        self._scored = ScoredQuery(tree, self._request.mode)
        if not self._kernels:
            return [candidates(tree, matcher, self._cap) for matcher in self._matchers]
        plan = KernelPlan(tree, self._scored, self._expanders.ignores_accents)
        if plan.handed > _MOST_HANDED:
            raise KernelRefused
        self._kernel_matches = [
            KernelMatch(kernel, matcher, plan) for kernel, matcher in zip(self._kernels, self._matchers, strict=True)
        ]
        self._kernel_scorer = KernelScorer(self._scored, plan, self._kernel_matches)
        return self._kernel_matches

    @cached_property
    def _rescored(self) -> list[ScoredDoc]:
        """The best hits of the best tier, scored again by nearness. Whatever this adds, they stay before all others."""
        if self._request.sort != "relevance" or len(self._scored.units) < 2:
            return []
        found = [each for each in self.segment_hits if len(each)]
        if not found:
            return []
        tier = min(each.best_tier for each in found)
        firsts = {each.number: self._first(each, tier, RESCORED) for each in found if each.best_tier == tier}
        if len(firsts) > 1:
            firsts = self._best_of(firsts, tier)
        nearer = [self._nearer(self.segment_hits[number], scored, tier) for number, scored in firsts.items()]
        return list(merged(nearer, "relevance"))

    def _best_of(self, firsts: Mapping[int, Sequence[ScoredNumber]], tier: int) -> dict[int, list[ScoredNumber]]:
        """Return those documents of each segment that are among the best of all to be scored again."""
        orders = [
            [ScoredDoc(self.segment_hits[number].segment, doc, tier, score) for doc, score in scored]
            for number, scored in firsts.items()
        ]
        best = list(islice(merged(orders, "relevance"), RESCORED))
        return {
            number: [(hit.document, hit.score) for hit in best if hit.segment is self.segment_hits[number].segment]
            for number in firsts
        }

    def _nearer(self, found: SegmentHits, scored: Sequence[ScoredNumber], tier: int) -> list[ScoredDoc]:
        """Return documents of a segment in their order once the nearness of all words is added to their scores."""
        near = self._nearness(found.number, [doc for doc, _ in scored], tier)
        newest = found.segment.columns.ordinals("relevance").data
        keys = [(-(score + more), newest[doc], doc) for (doc, score), more in zip(scored, near, strict=True)]
        return [ScoredDoc(found.segment, doc, tier, -negative) for negative, _, doc in sorted(keys)]

    def _nearness(self, number: int, docs: Sequence[int], tier: int) -> list[float]:
        near = self._kernel_scorer.nearness(number, docs, tier) if self._kernel_scorer else None
        return self._scorer.nearness(number, docs, tier) if near is None else near

    @cached_property
    def _scorer(self) -> Scorer:
        return Scorer(self._scored, self._matchers)

    def _first(self, found: SegmentHits, tier: int, wanted: int) -> list[ScoredNumber]:
        """Score the documents of a tier; return the first ones in order, with their scores."""
        if self._kernel_scorer:
            return self._kernel_scorer.first(found.number, tier, wanted)
        return self._scorer.first(found.number, found.of_tier(tier), tier, wanted)

    def _ordered(self, found: SegmentHits, skipped: int, wanted: int) -> Iterator[ScoredDoc]:
        """Yield the first hits of a segment after those that are skipped."""
        if self._request.sort == "relevance":
            return self._by_relevance(found, skipped, wanted)
        return self._by_ordinal(found, skipped, wanted)

    def _by_relevance(self, found: SegmentHits, skipped: int, wanted: int) -> Iterator[ScoredDoc]:
        """Yield hits tier by tier; tiers that are not reached are not scored, nor are those that are skipped."""
        for tier, count in enumerate(found.tier_counts):
            if count <= skipped:
                skipped -= count
                continue
            first = self._first(found, tier, skipped + wanted)[skipped:]
            for doc, score in first:
                yield ScoredDoc(found.segment, doc, tier, score)
            skipped = 0
            wanted -= len(first)
            if not wanted:
                return

    def _by_ordinal(self, found: SegmentHits, skipped: int, wanted: int) -> Iterator[ScoredDoc]:
        ordinals = found.segment.columns.ordinals(self._request.sort)
        first = first_by_ordinal(found.docs, ordinals, skipped + wanted)[skipped:]
        docs, tiers = found.docs.take(first), found.tiers.take(first)
        scores = np.empty(len(docs), np.float32)
        scorer = self._kernel_scorer or self._scorer
        for tier in {*tiers.tolist()}:
            scores[tiers == tier] = scorer.scores(found.number, docs[tiers == tier], tier)
        for doc, tier, score in zip(docs.tolist(), tiers.tolist(), scores.tolist(), strict=True):
            yield ScoredDoc(found.segment, doc, tier, score)


def _most(clauses: Clauses, optional: Sequence[Query], required: Sequence[Query]) -> int:
    """Return the greatest number of optional clauses that any document of a segment matches with all required."""
    left = clauses.segment.live
    for node in required:
        left = left & (clauses.tiers(node) != NO_MATCH)
    return clauses.most_clauses(optional, left)
