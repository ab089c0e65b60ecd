"""Filters and facet counts of one segment, all computed from the profiles of the documents found."""

from collections.abc import Callable, Mapping
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

    def flags(self, *without: Facet) -> Flags | None:
        """Return which profiles pass, the choices in some facets disregarded; None if all do."""
        limits = [flags for facet, flags in self.chosen.items() if facet not in without]
        if self.kept is not None:
            limits.append(self.kept)
        return reduce(np.logical_and, limits) if limits else None


def profile_filter(columns: SegmentColumns, choices: Mapping[Facet, Choice]) -> ProfileFilter:
    """Return the filter that choices amount to in a segment."""
    chosen = {facet: columns.profiles_with(facet, each.any_of) for facet, each in choices.items() if each.any_of}
    excluded = [columns.profiles_with(facet, each.none_of) for facet, each in choices.items() if each.none_of]
    return ProfileFilter(chosen, ~reduce(np.logical_or, excluded) if excluded else None)


def facet_counts(columns: SegmentColumns, limits: ProfileFilter, counted: Callable[[Flags | None], Indexes]) -> Indexes:
    """Return how many documents each of `columns.values` would find as the only choice in its facet.

    `counted` returns how many documents that match the query have each value, of those with a flagged profile.
    """
    totals = counted(limits.flags())
    for facet in limits.chosen:
        own = columns.of_facet(facet)
        totals[own] = counted(limits.flags(facet))[own]
    return totals
