"""One request over all segments: what is found, how many, and in which order."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.searching.evaluate import evaluate, hits
from indexer.engines.arrays.searching.facets import counts, filters
from indexer.engines.arrays.searching.leaves import Leaves, Plans
from indexer.engines.arrays.searching.matches import Hits
from indexer.engines.arrays.searching.merging import Place, merged
from indexer.engines.arrays.searching.order import first_by_place, first_by_score
from indexer.engines.arrays.searching.scores import Scoring
from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.arrays.segments.tiers import matching_parts
from indexer.engines.base import EngineRequest
from indexer.model import TIERS, Explanation, Tier
from indexer.query.nodes import MODE_CAPS, And, Query, every, has_accents, word_nodes
from indexer.query.relax import relaxable, relaxed


class Matched:
    """What a request finds in segment `number`: `docs` that pass all choices, ascending, and the tier of each."""

    def __init__(self, number: int, segment: Segment, found: Hits, request: EngineRequest) -> None:
        self.number = number
        self.segment = segment
        self._all = found
        self._limits = filters(segment.columns, request.choices)
        if self._limits.limiting:
            passing = self._limits.passing(np.ones(segment.columns.profile_count, np.intp))
            left = passing.take(segment.columns.profiles.take(found.docs)).nonzero()[0]
            found = Hits(found.docs.take(left), found.tiers.take(left))
        self.docs, self.tiers = found

    def of_tier(self, tier: int) -> NDArray[np.intp]:
        """Return the documents that match with a tier."""
        here = (self.tiers == tier).nonzero()[0]
        return self.docs if len(here) == len(self.docs) else self.docs.take(here)

    def value_counts(self) -> NDArray[np.intp]:
        """Return how many documents each facet value of the segment would leave as its facet's only choice."""
        columns = self.segment.columns
        return counts(columns, columns.profile_counts(self._all.docs), self._limits)


class Search:
    """A request, evaluated; raises nothing for what it holds."""

    def __init__(self, segments: Sequence[Segment], letters: str, request: EngineRequest) -> None:
        words = list(word_nodes(request.query))
        self._request = request
        self._has_words = bool(words)
        self._cap = MODE_CAPS[request.mode]
        self._plans = Plans(merged=not any(map(has_accents, words)), letters=letters)
        self._leaves = [Leaves(segment, self._plans) for segment in segments]
        self._tree, self.relaxed, found = self._evaluated()
        self.matched = [
            Matched(number, *each, request) for number, each in enumerate(zip(segments, found, strict=True))
        ]

    @property
    def total(self) -> int:
        """The number of articles found."""
        return sum(len(matched.docs) for matched in self.matched)

    @property
    def truncated(self) -> tuple[str, ...]:
        """The patterns that stand for more words than were looked at."""
        return tuple(self._plans.truncated)

    def places(self, wanted: int) -> Iterator[Place]:
        """Yield the first of what was found, in the order asked for."""
        orders = [
            self._places(matched, min(wanted, len(matched.docs))) for matched in self.matched if len(matched.docs)
        ]
        return islice(orders[0] if len(orders) == 1 else merged(orders, self._request.sort), wanted)

    def tier(self, place: Place) -> Tier | None:
        """Return the tier of a place: none for a query without words."""
        return TIERS[place.tier] if self._has_words else None

    def explanation(self, number: int, doc: int) -> Explanation | None:
        """Take apart the score of a document of segment `number`; None where it is not found."""
        matched = self.matched[number]
        at = int(matched.docs.searchsorted(doc))
        if at == len(matched.docs) or matched.docs[at] != doc:
            return None
        tier = int(matched.tiers[at])
        parts = self._scoring.contributions(number, doc, tier)
        place = Place(matched.segment, doc, tier, sum(part.score for part in parts))
        return Explanation(place.summary.id, self.tier(place), place.score, parts)

    def _evaluated(self) -> tuple[Query, bool, list[Hits]]:
        """Evaluate the tree, and where nothing matches it, with as many of its words as any document has."""
        tree = self._request.query
        found = self._hits(tree)
        if any(len(docs) for docs, _ in found):
            return tree, False, found
        optional, required = relaxable(tree)
        if not optional:
            return tree, False, found
        within = self._hits(And(required) if required else every())
        most = max(
            (self._most(each, optional, docs) for each, (docs, _) in zip(self._leaves, within, strict=True)), default=0
        )
        if not most:
            return tree, False, found
        relaxation = relaxed(optional, required, most)
        return relaxation, True, self._hits(relaxation)

    def _hits(self, tree: Query) -> list[Hits]:
        return [hits(tree, leaves, self._cap) for leaves in self._leaves]

    def _most(self, leaves: Leaves, optional: Sequence[Query], docs: NDArray[np.intp]) -> int:
        """Return the most of the nodes that one of some documents of a segment matches."""
        having = matching_parts([evaluate(node, leaves, self._cap, None) for node in optional], len(TIERS) - 1)
        return int(having.take(docs).max(initial=0))

    @cached_property
    def _scoring(self) -> Scoring:
        return Scoring(self._tree, self._request.mode, self._leaves)

    def _places(self, matched: Matched, wanted: int) -> Iterator[Place]:
        """Yield the first documents of a segment."""
        if self._request.sort == "relevance":
            return self._by_relevance(matched, wanted)
        return self._by_place(matched, wanted)

    def _by_relevance(self, matched: Matched, wanted: int) -> Iterator[Place]:
        """Yield documents tier by tier; what is not asked for is not scored."""
        segment, newest = matched.segment, matched.segment.columns.places("relevance")
        for tier in range(len(TIERS)):
            docs = matched.of_tier(tier)
            if not len(docs):
                continue
            scores = self._scoring.scores(matched.number, docs, tier)
            first = first_by_score(docs, scores, newest, wanted)
            for doc, score in zip(docs.take(first).tolist(), scores.take(first).tolist(), strict=True):
                yield Place(segment, doc, tier, score)
            wanted -= len(first)
            if not wanted:
                return

    def _by_place(self, matched: Matched, wanted: int) -> Iterator[Place]:
        first = first_by_place(matched.docs, matched.segment.columns.places(self._request.sort), wanted)
        docs, tiers = matched.docs.take(first), matched.tiers.take(first)
        scores = np.empty(len(docs), np.float32)
        for tier in {*tiers.tolist()}:
            scores[tiers == tier] = self._scoring.scores(matched.number, docs[tiers == tier], tier)
        for doc, tier, score in zip(docs.tolist(), tiers.tolist(), scores.tolist(), strict=True):
            yield Place(matched.segment, doc, tier, score)
