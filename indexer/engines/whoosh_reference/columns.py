"""The values of all articles by document number, read once for each state of the index."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from whoosh.reading import IndexReader

from indexer.engines.base import Choice, FacetCode
from indexer.model import Facet


@dataclass(frozen=True)
class Columns:
    """What filtering, counting and ordering need, without touching stored articles.

    Each list has one entry a document number, deleted ones included; `live` are the numbers that count.
    """

    live: frozenset[int]
    ids: Sequence[str]
    dates: Sequence[str]
    years: Sequence[int]
    lengths: Sequence[int]
    codes: dict[Facet, Sequence[tuple[FacetCode, ...]]]
    title_keys: Sequence[bytes]

    @cached_property
    def average_length(self) -> float:
        """The mean number of words of an article, at least 1."""
        return max(1.0, sum(self.lengths[doc] for doc in self.live) / max(1, len(self.live)))

    @cached_property
    def members(self) -> dict[Facet, dict[FacetCode, set[int]]]:
        """The documents of each facet value; articles without a value are under None."""
        found: dict[Facet, dict[FacetCode, set[int]]] = {facet: defaultdict(set) for facet in self.codes}
        for facet, codes in self.codes.items():
            for doc in self.live:
                for code in codes[doc]:
                    found[facet][code].add(doc)
        return found

    @cached_property
    def newest(self) -> Sequence[int]:
        """The place of each document where the newest come first."""
        return self._places(lambda d: (-self.years[d], -_day_number(self.dates[d]), self.ids[d]))

    @cached_property
    def oldest(self) -> Sequence[int]:
        """The place of each document where the oldest come first; a year alone stands behind its dates."""
        return self._places(lambda d: (self.years[d] or 10_000, _day_number(self.dates[d]) or 10**8, self.ids[d]))

    @cached_property
    def by_title(self) -> Sequence[int]:
        """The place of each document in the order of titles; articles without one come last."""
        return self._places(lambda d: (not self.title_keys[d], self.title_keys[d], self.ids[d]))

    def chosen(self, facet: Facet, values: Iterable[str | tuple[int, int] | None]) -> set[int]:
        """Return the documents with any of the values; year ranges are inclusive."""
        return {doc for value in values for code in self._codes(value, facet) for doc in self.members[facet][code]}

    def _codes(self, value: str | tuple[int, int] | None, facet: Facet) -> list[FacetCode]:
        members = self.members[facet]
        if isinstance(value, tuple):
            low, high = value
            return [code for code in members if isinstance(code, int) and low <= code <= high]
        return [value] if value in members else []

    def counts(self, facet: Facet, docs: Iterable[int]) -> dict[FacetCode, int]:
        """Count the values of a facet over documents."""
        codes = self.codes[facet]
        return dict(Counter(chain.from_iterable(codes[doc] for doc in docs)))

    def allowed(self, choice: Choice, facet: Facet) -> set[int] | None:
        """Return the documents with one of the chosen values, or None where nothing is chosen."""
        return self.chosen(facet, choice.any_of) if choice.any_of else None

    def _places(self, key: Callable[[int], tuple[object, ...]]) -> Sequence[int]:
        places = [0] * len(self.ids)
        for place, doc in enumerate(sorted(self.live, key=key)):
            places[doc] = place
        return places


def read_columns(reader: IndexReader) -> Columns:
    """Read all columns of an index."""
    years = [int(year) for year in _column(reader, "year")]
    return Columns(
        live=frozenset(reader.all_doc_ids()),
        ids=[_text(value) for value in _column(reader, "id")],
        dates=[_text(value) for value in _column(reader, "date")],
        years=years,
        lengths=[reader.doc_field_length(doc, "text") or 0 for doc in range(reader.doc_count_all())],
        codes={
            "forum": [_ids(value) for value in _column(reader, "forum")],
            "year": [(year or None,) for year in years],
            "topic": [_ids(value) for value in _column(reader, "topic")],
        },
        title_keys=list(_column(reader, "title_key")),
    )


def _column(reader: IndexReader, field: str) -> Iterator[bytes]:
    column = reader.column_reader(field, translate=False)
    return (column[doc] for doc in range(reader.doc_count_all()))


def _text(value: bytes) -> str:
    return value.decode("utf-8")


def _ids(value: bytes) -> tuple[FacetCode, ...]:
    return tuple(_text(value).split()) or (None,)


def _day_number(date: str) -> int:
    return int(date.replace("-", "") or 0)
