"""Facets, dates and orders of a segment's documents.

Documents that agree in forums, topics and year share a profile, so filters and counts work on profiles, of which there
are few, whatever is found.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.compact import starts_of
from indexer.engines.arrays.segments.container import Array
from indexer.engines.arrays.segments.ranges import stretches
from indexer.fields import FACET_KINDS, covers
from indexer.model import Facet, FacetChoice, FacetCode, Sort

Value = tuple[Facet, FacetCode]
Flags = NDArray[np.bool_]
_WITHOUT_DAY = 9999
_UNDATED = 99999999


class Columns:
    """The columns of a segment; see `docs/index-format.md`, Documents."""

    def __init__(self, arrays: Mapping[str, Array], meta: Mapping[str, Any]) -> None:
        self.dates = arrays["dates"]
        self.profiles = arrays["profiles"]
        self.values: list[Value] = [(facet, code) for facet, code in meta["values"]]
        self._profile_starts, self._profile_values = arrays["profile_starts"], arrays["profile_values"]
        self._places: dict[Sort, Array] = {
            "relevance": arrays["newest"],
            "newest": arrays["newest"],
            "oldest": arrays["oldest"],
            "title": arrays["by_title"],
        }

    def places(self, sort: Sort) -> Array:
        """Return the place of each document in an order; by relevance, that of those equally relevant."""
        return self._places[sort]

    @property
    def profile_count(self) -> int:
        """The number of profiles."""
        return len(self._profile_starts) - 1

    def having(self, facet: Facet, values: Iterable[FacetChoice]) -> Flags:
        """Return which profiles have one of the values; year ranges are inclusive."""
        found = np.zeros(self.profile_count, np.bool_)
        for value in values:
            for number in self._numbers(facet, value):
                found[self._owners[self._value_starts[number] : self._value_starts[number + 1]]] = True
        return found

    def documents(self, profiles: Flags) -> NDArray[np.intp]:
        """Return the documents that have one of the profiles, in no order."""
        chosen = profiles.nonzero()[0]
        starts = self._profile_documents_starts
        return self._profile_documents[stretches(starts[chosen], starts[chosen + 1])]

    def profile_counts(self, docs: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return how many of some documents have each profile."""
        return np.bincount(self.profiles.take(docs), minlength=self.profile_count)

    def counts(self, profiles: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return how many documents each value has, given how many each profile has."""
        if not self.values:
            return np.zeros(0, np.intp)
        return np.add.reduceat(profiles.take(self._owners), self._value_starts[:-1])

    def of_facet(self, facet: Facet) -> Flags:
        """Return which of `values` are a facet's."""
        return np.array([of == facet for of, _ in self.values], np.bool_)

    def _numbers(self, facet: Facet, choice: FacetChoice) -> Sequence[int]:
        """Return the values that a choice covers."""
        if isinstance(choice, tuple):
            return [n for n, (of, value) in enumerate(self.values) if of == facet and covers(facet, choice, value)]
        return self._groups.get((facet, FACET_KINDS[facet].group(choice)), ())

    @cached_property
    def _profile_documents(self) -> NDArray[np.intp]:
        """The documents of each profile, one profile behind the other."""
        return np.argsort(self.profiles, kind="stable")

    @cached_property
    def _profile_documents_starts(self) -> NDArray[np.int64]:
        return starts_of(np.bincount(self.profiles, minlength=self.profile_count))

    @cached_property
    def _groups(self) -> dict[tuple[Facet, Hashable], list[int]]:
        """The values that count as one, by what they share."""
        groups: dict[tuple[Facet, Hashable], list[int]] = {}
        for number, (facet, value) in enumerate(self.values):
            groups.setdefault((facet, FACET_KINDS[facet].group(value)), []).append(number)
        return groups

    @cached_property
    def _owners(self) -> NDArray[np.intp]:
        """The profiles of each value, one value behind the other."""
        lengths = (self._profile_starts[1:] - self._profile_starts[:-1]).astype(np.intp)
        owners = np.repeat(np.arange(self.profile_count), lengths)
        return owners[np.argsort(self._profile_values, kind="stable")]

    @cached_property
    def _value_starts(self) -> NDArray[np.int64]:
        return starts_of(np.bincount(self._profile_values, minlength=len(self.values)))


def oldest_keys(dates: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return what sorts the dates of the column with the oldest first; a year alone stands behind its days."""
    keys = dates.astype(np.int64)
    keys[dates % 10000 == 0] += _WITHOUT_DAY
    keys[dates == 0] = _UNDATED
    return keys
