"""Which articles that a query does not find come closest to it? Those that have most of its words, by weight."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.searching.evaluate import evaluate
from indexer.engines.arrays.searching.segment_matcher import SegmentMatcher
from indexer.engines.arrays.searching.topk import ScoreArray, ScoredDoc, first_by_score, newest_key
from indexer.engines.arrays.segments.numeric import Flags, Indexes
from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.arrays.segments.tiers import NO_MATCH, TierArray, matching_clauses
from indexer.engines.scoring import LEAST_SHARE, rarity
from indexer.model import TIERS
from indexer.query.nodes import And, Query


class CloseDoc(NamedTuple):
    """An article that lacks some clauses of a query: which ones, as indexes.

    Its score is its closeness, as in `indexer.engines.scoring`.
    """

    hit: ScoredDoc
    missing: tuple[int, ...]


class Shares(NamedTuple):
    """Documents that have most of some clauses: the share of each, and for each clause the tiers of the documents."""

    docs: Indexes
    shares: NDArray[np.float64]
    tiers: NDArray[np.uint8]


class Clauses(Protocol):
    """Matches clauses of a query one by one in a segment."""

    @property
    def segment(self) -> Segment:
        """The segment."""
        ...

    def tiers(self, node: Query) -> TierArray:
        """Return the tiers of all documents for a node."""
        ...

    def clause_frequencies(self, clauses: Sequence[Query], among: Flags) -> list[int]:
        """Return how many of the flagged documents match each clause."""
        ...

    def most_clauses(self, clauses: Sequence[Query], among: Flags) -> int:
        """Return the greatest number of clauses that a flagged document matches."""
        ...

    def close(self, clauses: Sequence[Query], shares: Sequence[float], least: float) -> Shares:
        """Return the documents with at least this share of the clauses, of which each has a share."""
        ...


class EvaluatedClauses:
    """Matches clauses of a query one by one in a segment, without the kernel."""

    def __init__(self, matcher: SegmentMatcher, cap: int) -> None:
        self.segment = matcher.segment
        self._matcher = matcher
        self._cap = cap

    def tiers(self, node: Query) -> TierArray:
        """Return the tiers of all documents for a node."""
        return evaluate(node, self._matcher, self._cap, None)

    def clause_frequencies(self, clauses: Sequence[Query], among: Flags) -> list[int]:
        """Return how many of the flagged documents match each clause."""
        return [int(np.count_nonzero((self.tiers(clause) != NO_MATCH) & among)) for clause in clauses]

    def most_clauses(self, clauses: Sequence[Query], among: Flags) -> int:
        """Return the greatest number of clauses that a flagged document matches."""
        counts = matching_clauses([self.tiers(clause) for clause in clauses], len(TIERS) - 1)
        return int(counts.max(initial=0, where=among))

    def close(self, clauses: Sequence[Query], shares: Sequence[float], least: float) -> Shares:
        """Return the documents with at least this share of the clauses, of which each has a share."""
        tiers = np.stack([self.tiers(clause) for clause in clauses])
        summed = np.zeros(self.segment.documents)
        for share, own in zip(shares, tiers, strict=True):
            summed += (own != NO_MATCH) * share
        docs = (summed >= least).nonzero()[0]
        return Shares(docs, summed.take(docs), tiers.take(docs, axis=1))


class Closest:
    """The articles closest to a query whose `optional` clauses may be missing; the `required` ones all match.

    `scores` returns those of documents of a segment, by its number, that match with a tier.
    """

    def __init__(
        self,
        optional: Sequence[Query],
        required: Sequence[Query],
        segments: Sequence[Clauses],
        scores: Callable[[int, Indexes, int], ScoreArray],
    ) -> None:
        self._optional = optional
        self._required = And([*required]) if required else None
        self._segments = segments
        self._scores = scores
        counted = [each.clause_frequencies(optional, each.segment.live) for each in segments]
        documents = sum(len(each.segment) for each in segments)
        frequencies = [sum(each) for each in zip(*counted, strict=True)]
        # What no article has takes nothing from the closeness of any.
        weights = [rarity(frequency, documents) if frequency else 0.0 for frequency in frequencies]
        self._shares = [weight / sum(weights) for weight in weights] if any(weights) else []

    def first(self, among: Sequence[Flags], wanted: int) -> list[CloseDoc]:
        """Return the closest of the documents of each segment that are `among` those left by the choices."""
        close = [
            each for number, flags in enumerate(among) if self._shares for each in self._closest(number, flags, wanted)
        ]
        return sorted(close, key=lambda each: (-each.hit.score, *newest_key(each.hit)))[:wanted]

    def _closest(self, number: int, among: Flags, wanted: int) -> Iterator[CloseDoc]:
        """Yield the closest documents of segment `number` that are `among` the flagged ones."""
        found = self._segments[number].close(self._optional, self._shares, LEAST_SHARE)
        if self._required is not None:
            among = among & (self._segments[number].tiers(self._required) != NO_MATCH)
        left = among.take(found.docs).nonzero()[0]
        docs, tiers = found.docs.take(left), found.tiers.take(left, axis=1)
        matches = tiers != NO_MATCH
        worst = np.where(matches, tiers, 0).max(axis=0)
        scores = np.empty(len(docs), np.float32)
        for tier in {*worst.tolist()}:
            scores[worst == tier] = self._scores(number, docs[worst == tier], tier)
        segment = self._segments[number].segment
        close = scores * found.shares.take(left).astype(np.float32)
        for at in first_by_score(docs, close, segment.columns.ordinals("relevance"), wanted).tolist():
            hit = ScoredDoc(segment, int(docs[at]), int(worst[at]), float(close[at]))
            yield CloseDoc(hit, tuple(np.flatnonzero(~matches[:, at]).tolist()))
