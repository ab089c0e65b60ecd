"""One request over all segments: what is found, how many, and in which order."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice, takewhile

import numpy as np

from indexer.engines.arrays.searching.closest import CloseDoc, Closest
from indexer.engines.arrays.searching.evaluate import candidates, evaluate
from indexer.engines.arrays.searching.facet_counts import facet_counts, profile_filter
from indexer.engines.arrays.searching.matched_postings import Candidates
from indexer.engines.arrays.searching.scorer import Scorer
from indexer.engines.arrays.searching.segment_matcher import ExpanderCache, SegmentMatcher
from indexer.engines.arrays.searching.topk import ScoredDoc, by_relevance, first_by_ordinal, first_by_score, merged
from indexer.engines.arrays.segments.numeric import Flags, Indexes
from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.arrays.segments.tiers import matching_clauses
from indexer.engines.base import EngineRequest
from indexer.engines.budget import Budget
from indexer.engines.scoring import RESCORED
from indexer.model import TIERS, Explanation, Facet, Tier
from indexer.query.nodes import MODE_CAPS, And, Query, every, has_accents, word_nodes
from indexer.query.relax import relaxable, relaxed


class SegmentHits:
    """What a request finds in segment `number`: the `docs` that pass all choices, ascending, and the tier of each."""

    def __init__(self, number: int, segment: Segment, found: Candidates, request: EngineRequest) -> None:
        self.number = number
        self.segment = segment
        self._candidates = found
        self._filter = profile_filter(segment.columns, request.choices)
        if self._filter.is_active:
            left = self._passing.take(found.docs).nonzero()[0]
            found = Candidates(found.docs.take(left), found.tiers.take(left))
        self.docs, self.tiers = found

    def others(self) -> Flags:
        """Return which documents are live, pass all choices, and are not found."""
        flags = self.segment.live.copy()
        flags[self._candidates.docs] = False
        return flags & self._passing if self._filter.is_active else flags

    @cached_property
    def _passing(self) -> Flags:
        """Which documents pass all choices."""
        columns = self.segment.columns
        passing = self._filter.passing(np.ones(columns.profile_count, np.intp)) > 0
        return passing.take(columns.profiles)

    def of_tier(self, tier: int) -> Indexes:
        """Return the documents that match with a tier."""
        own = (self.tiers == tier).nonzero()[0]
        return self.docs if len(own) == len(self.docs) else self.docs.take(own)

    def facet_counts(self) -> Indexes:
        """Return how many documents each facet value of the segment would find as the only choice in its facet."""
        columns = self.segment.columns
        return facet_counts(columns, columns.profile_counts(self._candidates.docs), self._filter)

    def pair_counts(self, first: Facet, second: Facet) -> Indexes:
        """Return how many documents each of `columns.value_pairs` would find as the only choices in their facets."""
        columns = self.segment.columns
        counts = self._filter.passing(columns.profile_counts(self._candidates.docs), first, second)
        return columns.pair_counts(first, second, counts)


class Search:
    """A request, evaluated in every segment; documents are scored when hits are read."""

    def __init__(self, segments: Sequence[Segment], alphabet: str, request: EngineRequest, budget: Budget) -> None:
        words = list(word_nodes(request.query))
        self._request = request
        self._has_words = bool(words)
        self._cap = MODE_CAPS[request.mode]
        self._expanders = ExpanderCache(budget, has_accents=any(map(has_accents, words)), alphabet=alphabet)
        self._matchers = [SegmentMatcher(segment, self._expanders) for segment in segments]
        self._tree, self.relaxed, found = self._evaluated()
        self.segment_hits = [
            SegmentHits(number, *each, request) for number, each in enumerate(zip(segments, found, strict=True))
        ]

    @property
    def total(self) -> int:
        """The number of articles found."""
        return sum(len(each.docs) for each in self.segment_hits)

    def tier_counts(self) -> dict[Tier, int]:
        """Return the number of articles found in each tier; nothing if the query has no words."""
        if not self._has_words:
            return {}
        counts = sum(np.bincount(each.tiers, minlength=len(TIERS)) for each in self.segment_hits)
        return dict(zip(TIERS, np.broadcast_to(counts, len(TIERS)).tolist(), strict=True))

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
        found = [each for each in self.segment_hits if len(each.docs)]
        if len(found) == 1:
            return self._ordered(found[0], skipped, wanted)
        orders = [self._ordered(each, 0, skipped + wanted) for each in found]
        return islice(merged(orders, self._request.sort), skipped, skipped + wanted)

    def closest(self, wanted: int) -> list[CloseDoc]:
        """Return the articles that come closest to the query among those that it does not find."""
        optional, required = relaxable(self._request.query)
        if not optional or self._expanders.budget.exhausted:
            return []
        close = Closest(optional, required, self._matchers, self._cap, self._scorer)
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

    def _evaluated(self) -> tuple[Query, bool, list[Candidates]]:
        """Evaluate the tree or, if nothing matches it, a relaxed one, with as many of its words as any document has."""
        tree = self._request.query
        found = self._candidates(tree)
        # Past the budget, nobody knows whether an article has all the words.
        if any(len(docs) for docs, _ in found) or self._expanders.budget.exhausted:
            return tree, False, found
        optional, required = relaxable(tree)
        if not optional:
            return tree, False, found
        within = self._candidates(And(required) if required else every())
        most = max(
            (self._most(each, optional, docs) for each, (docs, _) in zip(self._matchers, within, strict=True)),
            default=0,
        )
        if not most:
            return tree, False, found
        relaxation = relaxed(optional, required, most)
        return relaxation, True, self._candidates(relaxation)

    def _candidates(self, tree: Query) -> list[Candidates]:
        return [candidates(tree, matcher, self._cap) for matcher in self._matchers]

    def _most(self, matcher: SegmentMatcher, optional: Sequence[Query], docs: Indexes) -> int:
        """Return the greatest number of clauses that any of the documents of a segment matches."""
        counts = matching_clauses([evaluate(node, matcher, self._cap, None) for node in optional], len(TIERS) - 1)
        return int(counts.take(docs).max(initial=0))

    @cached_property
    def _rescored(self) -> list[ScoredDoc]:
        """The best hits of the best tier, scored again by nearness. Whatever this adds, they stay before all others."""
        if self._request.sort != "relevance" or not self._scorer.has_nearness or not self.total:
            return []
        tier = min(int(each.tiers.min()) for each in self.segment_hits if len(each.docs))
        best = list(takewhile(lambda hit: hit.tier == tier, self._ranked(0, RESCORED)))
        rescored: list[ScoredDoc] = []
        for found in self.segment_hits:
            own = [hit for hit in best if hit.segment is found.segment]
            near = self._scorer.nearness(found.number, np.array([hit.document for hit in own], np.intp), tier)
            rescored += [
                ScoredDoc(found.segment, hit.document, tier, hit.score + more)
                for hit, more in zip(own, near.tolist(), strict=True)
            ]
        return sorted(rescored, key=by_relevance)

    @cached_property
    def _scorer(self) -> Scorer:
        return Scorer(self._tree, self._request.mode, self._matchers)

    def _ordered(self, found: SegmentHits, skipped: int, wanted: int) -> Iterator[ScoredDoc]:
        """Yield the first hits of a segment after those that are skipped."""
        if self._request.sort == "relevance":
            return self._by_relevance(found, skipped, wanted)
        return self._by_ordinal(found, skipped, wanted)

    def _by_relevance(self, found: SegmentHits, skipped: int, wanted: int) -> Iterator[ScoredDoc]:
        """Yield hits tier by tier; tiers that are not reached are not scored, nor are those that are skipped."""
        segment, newest = found.segment, found.segment.columns.ordinals("relevance")
        for tier in range(len(TIERS)):
            docs = found.of_tier(tier)
            if len(docs) <= skipped:
                skipped -= len(docs)
                continue
            scores = self._scorer.scores(found.number, docs, tier)
            first = first_by_score(docs, scores, newest, skipped + wanted)[skipped:]
            for doc, score in zip(docs.take(first).tolist(), scores.take(first).tolist(), strict=True):
                yield ScoredDoc(segment, doc, tier, score)
            skipped = 0
            wanted -= len(first)
            if not wanted:
                return

    def _by_ordinal(self, found: SegmentHits, skipped: int, wanted: int) -> Iterator[ScoredDoc]:
        ordinals = found.segment.columns.ordinals(self._request.sort)
        first = first_by_ordinal(found.docs, ordinals, skipped + wanted)[skipped:]
        docs, tiers = found.docs.take(first), found.tiers.take(first)
        scores = np.empty(len(docs), np.float32)
        for tier in {*tiers.tolist()}:
            scores[tiers == tier] = self._scorer.scores(found.number, docs[tiers == tier], tier)
        for doc, tier, score in zip(docs.tolist(), tiers.tolist(), scores.tolist(), strict=True):
            yield ScoredDoc(found.segment, doc, tier, score)
