"""Filters and facet counts of one segment, all computed from the profiles of the documents found."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np

from indexer.engines.arrays.segments.columns import SegmentColumns
from indexer.engines.arrays.segments.numeric import Flags, Indexes
from indexer.engines.base import Choice
from indexer.model import Facet


@dataclass(frozen=True, slots=True)
class ProfileFilter:
    """The profiles of a segment that the choice in each facet accepts, and those that no exclusion hits (None: all)."""

    chosen: Mapping[Facet, Flags]
    kept: Flags | None

    @property
    def is_active(self) -> bool:
        """Whether anything is chosen or excluded."""
        return bool(self.chosen) or self.kept is not None

    def passing(self, profile_counts: Indexes, *without: Facet) -> Indexes:
        """Return the counts with 0 for profiles that are filtered out, the choices in some facets disregarded."""
        limits = [flags for facet, flags in self.chosen.items() if facet not in without]
        return reduce(np.multiply, limits if self.kept is None else [*limits, self.kept], profile_counts)


def profile_filter(columns: SegmentColumns, choices: Mapping[Facet, Choice]) -> ProfileFilter:
    """Return the filter that choices amount to in a segment."""
    chosen = {facet: columns.profiles_with(facet, each.any_of) for facet, each in choices.items() if each.any_of}
    excluded = [columns.profiles_with(facet, each.none_of) for facet, each in choices.items() if each.none_of]
    return ProfileFilter(chosen, ~reduce(np.logical_or, excluded) if excluded else None)


def facet_counts(columns: SegmentColumns, profile_counts: Indexes, limits: ProfileFilter) -> Indexes:
    """Return how many documents each of `columns.values` would find as the only choice in its facet.

    `profile_counts` says how many documents of each profile match the query.
    """
    totals = columns.value_counts(limits.passing(profile_counts))
    for facet in limits.chosen:
        own = columns.of_facet(facet)
        totals[own] = columns.value_counts(limits.passing(profile_counts, facet))[own]
    return totals
