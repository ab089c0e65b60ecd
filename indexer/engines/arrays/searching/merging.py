"""One order out of the orders of several segments, read only as far as it is asked for."""

from collections.abc import Callable, Iterable, Iterator
from heapq import merge
from typing import Any, NamedTuple

from icu import Collator, Locale

from indexer.engines.arrays.segments.columns import oldest_keys
from indexer.engines.arrays.segments.segment import Segment
from indexer.model import Sort
from indexer.summary import Summary

_COLLATOR = Collator.createInstance(Locale("vi"))


class Place(NamedTuple):
    """A document found: where it is, its tier and its score."""

    segment: Segment
    document: int
    tier: int
    score: float

    @property
    def summary(self) -> Summary:
        """What results show of the document."""
        return self.segment.texts.summary(self.document)


class _Id:
    """The id of a place, which is read only where everything else is equal."""

    __slots__ = ("_place",)

    def __init__(self, place: Place) -> None:
        self._place = place

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Id) and self._place == other._place

    def __lt__(self, other: "_Id") -> bool:
        return self._place.summary.id < other._place.summary.id

    __hash__ = None  # type: ignore[assignment]  # it is compared, never looked up


def merged(orders: Iterable[Iterable[Place]], sort: Sort) -> Iterator[Place]:
    """Yield the places of several segments in one order, given each segment's in that order."""
    return merge(*orders, key=_KEYS[sort])


def _by_relevance(place: Place) -> tuple[Any, ...]:
    return place.tier, -place.score, *_newest(place)


def _newest(place: Place) -> tuple[Any, ...]:
    return -int(place.segment.columns.dates[place.document]), _Id(place)


def _oldest(place: Place) -> tuple[Any, ...]:
    return int(oldest_keys(place.segment.columns.dates[place.document : place.document + 1])[0]), _Id(place)


def _by_title(place: Place) -> tuple[Any, ...]:
    title = place.summary.title
    return not title, _COLLATOR.getSortKey(title) if title else b"", _Id(place)


_KEYS: dict[Sort, Callable[[Place], tuple[Any, ...]]] = {
    "relevance": _by_relevance,
    "newest": _newest,
    "oldest": _oldest,
    "title": _by_title,
}
