"""Which articles that a query does not find come closest to it? Those that have most of its words, by weight."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from indexer.engines.arrays.searching.evaluate import evaluate
from indexer.engines.arrays.searching.scorer import Scorer
from indexer.engines.arrays.searching.segment_matcher import SegmentMatcher
from indexer.engines.arrays.searching.topk import ScoredDoc, first_by_score, newest_key
from indexer.engines.arrays.segments.numeric import Flags
from indexer.engines.arrays.segments.tiers import NO_MATCH
from indexer.engines.scoring import LEAST_SHARE, rarity
from indexer.query.nodes import And, Query


class CloseDoc(NamedTuple):
    """An article that lacks some clauses of a query: which ones, as indexes.

    Its score is its closeness, as in `indexer.engines.scoring`.
    """

    hit: ScoredDoc
    missing: tuple[int, ...]


class Closest:
    """The articles closest to a query whose `optional` clauses may be missing; the `required` ones all match."""

    def __init__(
        self,
        optional: Sequence[Query],
        required: Sequence[Query],
        matchers: Sequence[SegmentMatcher],
        cap: int,
        scorer: Scorer,
    ) -> None:
        self._required = And([*required]) if required else None
        self._matchers = matchers
        self._cap = cap
        self._scorer = scorer
        self._tiers = [np.stack([evaluate(node, each, cap, None) for node in optional]) for each in matchers]
        counted = (
            np.count_nonzero((tiers != NO_MATCH) & each.segment.live, axis=1)
            for tiers, each in zip(self._tiers, matchers, strict=True)
        )
        frequencies: list[int] = np.sum([*counted], axis=0).tolist()
        documents = sum(len(each.segment) for each in matchers)
        # What no article has takes nothing from the closeness of any.
        self._weights = [rarity(frequency, documents) if frequency else 0.0 for frequency in frequencies]

    def first(self, among: Sequence[Flags], wanted: int) -> list[CloseDoc]:
        """Return the closest of the documents of each segment that are `among` those left by the choices."""
        close = [
            each
            for number, flags in enumerate(among)
            if any(self._weights)
            for each in self._closest(number, flags, wanted)
        ]
        return sorted(close, key=lambda each: (-each.hit.score, *newest_key(each.hit)))[:wanted]

    def _closest(self, number: int, among: Flags, wanted: int) -> Iterator[CloseDoc]:
        """Yield the closest documents of segment `number` that are `among` the flagged ones."""
        segment, tiers = self._matchers[number].segment, self._tiers[number]
        shares = np.zeros(segment.documents)
        for weight, own in zip(self._weights, tiers, strict=True):
            shares += (own != NO_MATCH) * (weight / sum(self._weights))
        among = among & (shares >= LEAST_SHARE)
        if self._required is not None:
            among &= evaluate(self._required, self._matchers[number], self._cap, None) != NO_MATCH
        docs = among.nonzero()[0]
        shares, matches = shares.take(docs), tiers.take(docs, axis=1) != NO_MATCH
        worst = np.where(matches, tiers.take(docs, axis=1), 0).max(axis=0)
        scores = np.empty(len(docs), np.float32)
        for tier in {*worst.tolist()}:
            scores[worst == tier] = self._scorer.scores(number, docs[worst == tier], tier)
        close = scores * shares.astype(np.float32)
        for at in first_by_score(docs, close, segment.columns.ordinals("relevance"), wanted).tolist():
            hit = ScoredDoc(segment, int(docs[at]), int(worst[at]), float(close[at]))
            yield CloseDoc(hit, tuple(np.flatnonzero(~matches[:, at]).tolist()))
