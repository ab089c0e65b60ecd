"""Columns: the values of all articles by document number, read once for each state of the index."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from whoosh.reading import IndexReader

from indexer.engines.base import Choice
from indexer.fields import FACET_KINDS, TEXT, covers, shown_spelling
from indexer.model import FACETS, Facet, FacetChoice, FacetCode
from indexer.schema import facet_column, unpacked


@dataclass(frozen=True)
class WhooshColumns:
    """What filters, facet counts and orders need, without reading stored articles.

    Each list has one entry for each document number, deleted ones included; `live` are the others.
    """

    live: frozenset[int]
    ids: Sequence[str]
    dates: Sequence[str]
    words: Sequence[int]
    years: Sequence[int]
    lengths: Sequence[int]
    codes: Mapping[Facet, Sequence[tuple[FacetCode, ...]]]
    title_keys: Sequence[bytes]

    @cached_property
    def average_length(self) -> float:
        """The mean length of an article in tokens, at least 1."""
        return max(1.0, sum(self.lengths[doc] for doc in self.live) / max(1, len(self.live)))

    @cached_property
    def documents_by_value(self) -> dict[Facet, dict[FacetCode, set[int]]]:
        """The documents of each facet value; None has those without a value."""
        found: dict[Facet, dict[FacetCode, set[int]]] = {facet: defaultdict(set) for facet in self.codes}
        for facet, codes in self.codes.items():
            for doc in self.live:
                for code in codes[doc]:
                    found[facet][code].add(doc)
        return found

    @cached_property
    def newest(self) -> Sequence[int]:
        """The position of each document in newest-first order."""
        return self._ordinals(lambda d: (-self.years[d], -_day_number(self.dates[d]), self.ids[d]))

    @cached_property
    def oldest(self) -> Sequence[int]:
        """The position of each document in oldest-first order; a year alone sorts after its dates."""
        return self._ordinals(lambda d: (self.years[d] or 10_000, _day_number(self.dates[d]) or 10**8, self.ids[d]))

    @cached_property
    def by_title(self) -> Sequence[int]:
        """The position of each document by title; articles without one come last."""
        return self._ordinals(lambda d: (not self.title_keys[d], self.title_keys[d], self.ids[d]))

    def chosen(self, facet: Facet, choices: Iterable[FacetChoice]) -> set[int]:
        """Return the documents with a value that any of the choices covers."""
        values = self.documents_by_value[facet].items()
        return {doc for choice in choices for value, docs in values if covers(facet, choice, value) for doc in docs}

    def counts(self, facet: Facet, docs: Iterable[int]) -> dict[FacetCode, int]:
        """Return how many of the documents have each value of a facet."""
        codes = self.codes[facet]
        return dict(Counter(chain.from_iterable(codes[doc] for doc in docs)))

    def allowed(self, choice: Choice, facet: Facet) -> set[int] | None:
        """Return the documents with any of the chosen values, or None if nothing is chosen."""
        return self.chosen(facet, choice.any_of) if choice.any_of else None

    def _ordinals(self, key: Callable[[int], tuple[object, ...]]) -> Sequence[int]:
        ordinals = [0] * len(self.ids)
        for ordinal, doc in enumerate(sorted(self.live, key=key)):
            ordinals[doc] = ordinal
        return ordinals


def read_columns(reader: IndexReader) -> WhooshColumns:
    """Read all columns of an index."""
    live = frozenset(reader.all_doc_ids())
    codes = {facet: _codes(reader, facet, live) for facet in FACETS}
    return WhooshColumns(
        live=live,
        ids=[_text(value) for value in _column(reader, "id")],
        dates=[_text(value) for value in _column(reader, "date")],
        words=list(_column(reader, "words")),
        years=[int(years[0] or 0) for years in codes["year"]],
        lengths=[reader.doc_field_length(doc, TEXT) or 0 for doc in range(reader.doc_count_all())],
        codes=codes,
        title_keys=list(_column(reader, "title_key")),
    )


def _codes(reader: IndexReader, facet: Facet, live: frozenset[int]) -> list[tuple[FacetCode, ...]]:
    """Return the values of a facet for each document, each in its most frequent spelling."""
    columns = [unpacked(value) for value in _column(reader, facet_column(facet))]
    group = FACET_KINDS[facet].group
    spellings: dict[Hashable, Counter[FacetCode]] = defaultdict(Counter)
    for doc in live:
        for value in columns[doc]:
            spellings[group(value)][value] += 1
    shown = {spelling: shown_spelling(counts) for counts in spellings.values() for spelling in counts}
    return [tuple(shown.get(value, value) for value in values) for values in columns]


def _column(reader: IndexReader, field: str) -> Iterator[Any]:
    column = reader.column_reader(field, translate=False)
    return (column[doc] for doc in range(reader.doc_count_all()))


def _text(value: bytes) -> str:
    return value.decode("utf-8")


def _day_number(date: str) -> int:
    return int(date.replace("-", "") or 0)
