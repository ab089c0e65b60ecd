"""Facets, dates and sort orders: the values of a segment's documents.

Documents with the same facet values share a profile. There are few profiles, so filters and counts work on profiles,
however many documents are found.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.numeric import Array, Flags, Indexes, Integers, concat_ranges, starts_of
from indexer.fields import FACET_KINDS, covers
from indexer.model import FACETS, Facet, FacetChoice, FacetCode, Sort

FacetKey = tuple[Facet, FacetCode]
_WITHOUT_DAY = 9999
_UNDATED = 99999999


class ValuePairs(NamedTuple):
    """The pairs of values of two facets that documents have, by the numbers of both values, and who has them.

    `owners` are the profiles of each pair, concatenated; those of a pair start at its `starts`.
    """

    first: Indexes
    second: Indexes
    owners: Indexes
    starts: Indexes


class SegmentColumns:
    """The columns of a segment; see `docs/index-format.md`, Documents."""

    def __init__(self, arrays: Mapping[str, Array], meta: Mapping[str, Any]) -> None:
        self.dates = arrays["dates"]
        self.date_numbers = self.dates.data
        self.profiles = arrays["profiles"]
        self.values: list[FacetKey] = [(facet, code) for facet, code in meta["values"]]
        self._profile_starts, self._profile_values = arrays["profile_starts"], arrays["profile_values"]
        self._ordinals: dict[Sort, Array] = {
            "relevance": arrays["newest"],
            "newest": arrays["newest"],
            "oldest": arrays["oldest"],
            "title": arrays["by_title"],
        }
        self._value_pairs: dict[tuple[Facet, Facet], ValuePairs] = {}

    def ordinals(self, sort: Sort) -> Array:
        """Return the position of each document in a sort order; for relevance, the order of ties: newest first."""
        return self._ordinals[sort]

    @property
    def profile_count(self) -> int:
        """The number of profiles."""
        return len(self._profile_starts) - 1

    def profiles_with(self, facet: Facet, values: Iterable[FacetChoice]) -> Flags:
        """Return which profiles have one of the values; year ranges are inclusive."""
        found = np.zeros(self.profile_count, np.bool_)
        for value in values:
            for number in self._numbers(facet, value):
                found[self._owners[self._value_starts[number] : self._value_starts[number + 1]]] = True
        return found

    def documents(self, profiles: Flags) -> Indexes:
        """Return the documents with one of the profiles, in any order."""
        chosen = profiles.nonzero()[0]
        starts = self._profile_documents_starts
        return self._profile_documents[concat_ranges(starts[chosen], starts[chosen + 1])]

    def profile_counts(self, docs: Indexes) -> Indexes:
        """Return how many of the documents have each profile."""
        return np.bincount(self.profiles.take(docs), minlength=self.profile_count)

    def value_counts(self, profile_counts: Indexes) -> Indexes:
        """Return how many documents have each value, given how many have each profile."""
        if not self.values:
            return np.zeros(0, np.intp)
        return np.add.reduceat(profile_counts.take(self._owners), self._value_starts[:-1])

    def value_pairs(self, first: Facet, second: Facet) -> ValuePairs:
        """Return the pairs of values of two facets that documents have, which are found once for each two facets."""
        pairs = self._value_pairs.get((first, second))
        if pairs is None:
            pairs = self._value_pairs[first, second] = self._paired(first, second)
        return pairs

    def pair_counts(self, first: Facet, second: Facet, profile_counts: Indexes) -> Indexes:
        """Return how many documents have each of the `value_pairs`, given how many have each profile."""
        pairs = self.value_pairs(first, second)
        if not len(pairs.starts):
            return np.zeros(0, np.intp)
        return np.add.reduceat(profile_counts.take(pairs.owners), pairs.starts)

    def of_facet(self, facet: Facet) -> Indexes:
        """Return the numbers of the `values` that belong to a facet, ascending."""
        return self._by_facet[facet]

    def _numbers(self, facet: Facet, choice: FacetChoice) -> Sequence[int]:
        """Return the values that a choice covers."""
        if isinstance(choice, tuple):
            return [n for n in self.of_facet(facet).tolist() if covers(facet, choice, self.values[n][1])]
        return self._groups.get((facet, FACET_KINDS[facet].group(choice)), ())

    def _paired(self, first: Facet, second: Facet) -> ValuePairs:
        """Pair each value of one facet in a profile with each of the other in it, then group equal pairs."""
        lengths = (self._profile_starts[1:] - self._profile_starts[:-1]).astype(np.intp)
        profiles, values = np.repeat(np.arange(self.profile_count), lengths), self._profile_values.astype(np.intp)
        ours, theirs = (np.isin(values, self.of_facet(facet)).nonzero()[0] for facet in (first, second))
        starts = starts_of(np.bincount(profiles[theirs], minlength=self.profile_count))
        from_, to = starts[profiles[ours]], starts[profiles[ours] + 1]
        mine = np.repeat(ours, to - from_)
        keys = values[mine] * len(self.values) + values[theirs[concat_ranges(from_, to)]]
        order = np.argsort(keys, kind="stable")
        distinct, first_at = np.unique(keys[order], return_index=True)
        return ValuePairs(*np.divmod(distinct, max(1, len(self.values))), profiles[mine[order]], first_at)

    @cached_property
    def _by_facet(self) -> dict[Facet, Indexes]:
        facets = [facet for facet, _ in self.values]
        return {facet: np.array([n for n, own in enumerate(facets) if own == facet], np.intp) for facet in FACETS}

    @cached_property
    def _profile_documents(self) -> Indexes:
        """The documents of each profile, concatenated."""
        return np.argsort(self.profiles, kind="stable")

    @cached_property
    def _profile_documents_starts(self) -> Integers:
        return starts_of(np.bincount(self.profiles, minlength=self.profile_count))

    @cached_property
    def _groups(self) -> dict[tuple[Facet, Hashable], list[int]]:
        """The values that are spellings of one value, by what they share."""
        groups: dict[tuple[Facet, Hashable], list[int]] = {}
        for number, (facet, value) in enumerate(self.values):
            groups.setdefault((facet, FACET_KINDS[facet].group(value)), []).append(number)
        return groups

    @cached_property
    def _owners(self) -> Indexes:
        """The profiles of each value, concatenated."""
        lengths = (self._profile_starts[1:] - self._profile_starts[:-1]).astype(np.intp)
        owners = np.repeat(np.arange(self.profile_count), lengths)
        return owners[np.argsort(self._profile_values, kind="stable")]

    @cached_property
    def _value_starts(self) -> Integers:
        return starts_of(np.bincount(self._profile_values, minlength=len(self.values)))


def oldest_keys(dates: NDArray[np.uint32]) -> Integers:
    """Return sort keys, oldest first, for the dates of the column; a year alone sorts after its days."""
    keys = dates.astype(np.int64)
    keys[dates % 10000 == 0] += _WITHOUT_DAY
    keys[dates == 0] = _UNDATED
    return keys
