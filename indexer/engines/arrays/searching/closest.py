"""Which articles that a query does not find come closest to it? Those that have most of its words, by weight."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from indexer.engines.arrays.searching.topk import ScoreArray, ScoredDoc, first_by_score, newest_key
from indexer.engines.arrays.segments.numeric import Flags, Indexes
from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.arrays.segments.tiers import NO_MATCH, TierArray
from indexer.engines.scoring import LEAST_SHARE, rarity
from indexer.query.nodes import And, Query


class CloseDoc(NamedTuple):
    """An article that lacks some clauses of a query: which ones, as indexes.

    Its score is its closeness, as in `indexer.engines.scoring`.
    """

    hit: ScoredDoc
    missing: tuple[int, ...]


class Closest:
    """The articles closest to a query whose `optional` clauses may be missing; the `required` ones all match.

    `tiers` returns the tiers of a node in a segment, by number, and `scores` those of documents that match with a tier.
    """

    def __init__(
        self,
        optional: Sequence[Query],
        required: Sequence[Query],
        segments: Sequence[Segment],
        tiers: Callable[[int, Query], TierArray],
        scores: Callable[[int, Indexes, int], ScoreArray],
    ) -> None:
        self._required = And([*required]) if required else None
        self._segments = segments
        self._tiers_of = tiers
        self._scores = scores
        self._tiers = [np.stack([tiers(number, node) for node in optional]) for number in range(len(segments))]
        counted = (
            np.count_nonzero((own != NO_MATCH) & segment.live, axis=1)
            for own, segment in zip(self._tiers, segments, strict=True)
        )
        frequencies: list[int] = np.sum([*counted], axis=0).tolist()
        documents = sum(map(len, segments))
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
        segment, tiers = self._segments[number], self._tiers[number]
        shares = np.zeros(segment.documents)
        for weight, own in zip(self._weights, tiers, strict=True):
            shares += (own != NO_MATCH) * (weight / sum(self._weights))
        among = among & (shares >= LEAST_SHARE)
        if self._required is not None:
            among &= self._tiers_of(number, self._required) != NO_MATCH
        docs = among.nonzero()[0]
        shares, matches = shares.take(docs), tiers.take(docs, axis=1) != NO_MATCH
        worst = np.where(matches, tiers.take(docs, axis=1), 0).max(axis=0)
        scores = np.empty(len(docs), np.float32)
        for tier in {*worst.tolist()}:
            scores[worst == tier] = self._scores(number, docs[worst == tier], tier)
        close = scores * shares.astype(np.float32)
        for at in first_by_score(docs, close, segment.columns.ordinals("relevance"), wanted).tolist():
            hit = ScoredDoc(segment, int(docs[at]), int(worst[at]), float(close[at]))
            yield CloseDoc(hit, tuple(np.flatnonzero(~matches[:, at]).tolist()))
