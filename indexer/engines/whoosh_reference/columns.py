"""The values of all articles by document number, read once for each state of the index."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from whoosh.reading import IndexReader

from indexer.engines.base import Choice
from indexer.fields import FACET_KINDS, TEXT, covers, shown_spelling
from indexer.model import FACETS, Facet, FacetChoice, FacetCode
from indexer.schema import facet_column, unpacked


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
    codes: Mapping[Facet, Sequence[tuple[FacetCode, ...]]]
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

    def chosen(self, facet: Facet, choices: Iterable[FacetChoice]) -> set[int]:
        """Return the documents with a value that one of the choices covers."""
        members = self.members[facet].items()
        return {doc for choice in choices for value, docs in members if covers(facet, choice, value) for doc in docs}

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
    live = frozenset(reader.all_doc_ids())
    codes = {facet: _codes(reader, facet, live) for facet in FACETS}
    return Columns(
        live=live,
        ids=[_text(value) for value in _column(reader, "id")],
        dates=[_text(value) for value in _column(reader, "date")],
        years=[int(years[0] or 0) for years in codes["year"]],
        lengths=[reader.doc_field_length(doc, TEXT) or 0 for doc in range(reader.doc_count_all())],
        codes=codes,
        title_keys=list(_column(reader, "title_key")),
    )


def _codes(reader: IndexReader, facet: Facet, live: frozenset[int]) -> list[tuple[FacetCode, ...]]:
    """Return the values of a facet for each document, all spellings of a value written as the most frequent one."""
    columns = [unpacked(value) for value in _column(reader, facet_column(facet))]
    group = FACET_KINDS[facet].group
    spellings: dict[Hashable, Counter[FacetCode]] = defaultdict(Counter)
    for doc in live:
        for value in columns[doc]:
            spellings[group(value)][value] += 1
    shown = {spelling: shown_spelling(counts) for counts in spellings.values() for spelling in counts}
    return [tuple(shown.get(value, value) for value in values) for values in columns]


def _column(reader: IndexReader, field: str) -> Iterator[bytes]:
    column = reader.column_reader(field, translate=False)
    return (column[doc] for doc in range(reader.doc_count_all()))


def _text(value: bytes) -> str:
    return value.decode("utf-8")


def _day_number(date: str) -> int:
    return int(date.replace("-", "") or 0)
