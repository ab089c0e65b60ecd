"""Totals, filters and facet counts of one segment, all from one count of the profiles found."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.columns import Columns, Flags
from indexer.engines.base import Choice
from indexer.model import Facet


@dataclass(frozen=True, slots=True)
class Filters:
    """Which profiles of a segment the choice in each facet lets pass, and which no exclusion meets (None: all)."""

    chosen: Mapping[Facet, Flags]
    kept: Flags | None

    @property
    def limiting(self) -> bool:
        """Whether anything is chosen or excluded."""
        return bool(self.chosen) or self.kept is not None

    def passing(self, profiles: NDArray[np.intp], without: Facet | None = None) -> NDArray[np.intp]:
        """Return numbers of documents by profile, 0 where choices, but for one facet's, do not let a profile pass."""
        limits = [flags for facet, flags in self.chosen.items() if facet != without]
        return reduce(np.multiply, limits if self.kept is None else [*limits, self.kept], profiles)


def filters(columns: Columns, choices: Mapping[Facet, Choice]) -> Filters:
    """Return what choices mean in a segment."""
    chosen = {facet: columns.having(facet, choice.any_of) for facet, choice in choices.items() if choice.any_of}
    excluded = [columns.having(facet, choice.none_of) for facet, choice in choices.items() if choice.none_of]
    return Filters(chosen, ~reduce(np.logical_or, excluded) if excluded else None)


def counts(columns: Columns, found: NDArray[np.intp], limits: Filters) -> NDArray[np.intp]:
    """Return how many documents each of `columns.values` would leave as its facet's only choice.

    `found` says how many documents of each profile the query finds.
    """
    totals = columns.counts(limits.passing(found))
    for facet in limits.chosen:
        own = columns.of_facet(facet)
        totals[own] = columns.counts(limits.passing(found, without=facet))[own]
    return totals
