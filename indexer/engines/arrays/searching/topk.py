"""Which hits come first? The top ones of each segment, then the order across segments."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from typing import Any, NamedTuple

import numpy as np
from icu import Collator, Locale
from numpy.typing import NDArray

from indexer.engines.arrays.segments.columns import oldest_keys
from indexer.engines.arrays.segments.numeric import Array, Indexes
from indexer.engines.arrays.segments.segment import Segment
from indexer.model import Sort
from indexer.summary import Summary

ScoreArray = NDArray[np.float32]
ScoredNumber = tuple[int, float]
"""A document of a segment and its score."""

_COLLATOR = Collator.createInstance(Locale("vi"))
_DEPTH = 256
"""The maximum of this many scores is cheaper than sorting them: measured."""


def first_by_ordinal(docs: Indexes, ordinals: Array, wanted: int) -> Indexes:
    """Return which documents come first in a sort order, as indexes into `docs`; `ordinals` are by document."""
    own = ordinals.take(docs)
    if wanted >= len(docs):
        return np.argsort(own)
    nearest = np.argpartition(own, wanted)[:wanted]
    return nearest[np.argsort(own[nearest])]


def first_by_score(docs: Indexes, scores: ScoreArray, ordinals: Array, wanted: int) -> Indexes:
    """Return which documents come first by score, then by ordinal, as indexes into `docs`, as `scores` are."""
    if wanted >= len(docs):
        return np.lexsort((ordinals.take(docs), -scores))
    best = np.flatnonzero(scores >= _threshold(scores, wanted))
    order = np.lexsort((ordinals.take(docs.take(best)), -scores.take(best)))
    return best.take(order[:wanted])


def _threshold(scores: ScoreArray, wanted: int) -> np.float32:
    """Return a score that at least `wanted` documents reach; for many scores, computed from the maxima of columns."""
    columns = len(scores) // _DEPTH
    if columns >= 4 * wanted:
        scores = scores[: columns * _DEPTH].reshape(_DEPTH, columns).max(axis=0)
    threshold: np.float32 = np.partition(scores, -wanted)[-wanted]
    return threshold


class ScoredDoc(NamedTuple):
    """A hit: the document and its segment, its tier and its score."""

    segment: Segment
    document: int
    tier: int
    score: float

    @property
    def summary(self) -> Summary:
        """What results show of the article."""
        return self.segment.docstore.summary(self.document)


def merged(orders: Sequence[Iterable[ScoredDoc]], sort: Sort) -> Iterator[ScoredDoc]:
    """Yield the hits of several segments in one order, given those of each segment in that order; lazy."""
    return iter(orders[0]) if len(orders) == 1 else merge(*orders, key=_SORT_KEYS[sort])


class _LazyId:
    """The id of a hit, read only if everything else is equal, and once: in a merge, a hit is compared many times."""

    __slots__ = ("_hit", "_id")

    def __init__(self, hit: ScoredDoc) -> None:
        self._hit = hit
        self._id: str | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _LazyId) and self._hit == other._hit

    def __lt__(self, other: "_LazyId") -> bool:
        return self._read() < other._read()

    def _read(self) -> str:
        if self._id is None:
            self._id = self._hit.summary.id
        return self._id

    __hash__ = None  # type: ignore[assignment]  # compared, never looked up


def _by_relevance(hit: ScoredDoc) -> tuple[Any, ...]:
    """Return what sorts hits of several segments by tier and score, newest first if these are equal."""
    return hit.tier, -hit.score, *newest_key(hit)


def newest_key(hit: ScoredDoc) -> tuple[Any, ...]:
    """Return what sorts hits of several segments newest first."""
    return -hit.segment.columns.date_numbers[hit.document], _LazyId(hit)


def _oldest(hit: ScoredDoc) -> tuple[Any, ...]:
    return int(oldest_keys(hit.segment.columns.dates[hit.document : hit.document + 1])[0]), _LazyId(hit)


def _by_title(hit: ScoredDoc) -> tuple[Any, ...]:
    title = hit.summary.title
    return not title, _COLLATOR.getSortKey(title) if title else b"", _LazyId(hit)


_SORT_KEYS: dict[Sort, Callable[[ScoredDoc], tuple[Any, ...]]] = {
    "relevance": _by_relevance,
    "newest": newest_key,
    "oldest": _oldest,
    "title": _by_title,
}
