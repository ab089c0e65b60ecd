"""Totals, filters and facet counts of one segment, all from one count of the profiles found."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.columns import Columns, Flags
from indexer.engines.base import Choice
from indexer.model import Facet


@dataclass(frozen=True, slots=True)
class Filters:
    """Which profiles of a segment the choice in each facet lets pass, and which no exclusion meets."""

    chosen: Mapping[Facet, Flags]
    kept: Flags

    @property
    def limiting(self) -> bool:
        """Whether anything is chosen or excluded."""
        return bool(self.chosen) or not self.kept.all()

    def passing(self, without: Facet | None = None) -> Flags:
        """Return the profiles that all choices let pass, but for one facet's."""
        passing = self.kept
        for facet, flags in self.chosen.items():
            if facet != without:
                passing = passing & flags
        return passing


def filters(columns: Columns, choices: Mapping[Facet, Choice]) -> Filters:
    """Return what choices mean in a segment."""
    chosen = {facet: columns.having(facet, choice.any_of) for facet, choice in choices.items() if choice.any_of}
    kept = np.ones(columns.profile_count, np.bool_)
    for facet, choice in choices.items():
        if choice.none_of:
            kept &= ~columns.having(facet, choice.none_of)
    return Filters(chosen, kept)


def counts(columns: Columns, found: NDArray[np.intp], limits: Filters) -> NDArray[np.intp]:
    """Return how many documents each of `columns.values` would leave as its facet's only choice.

    `found` says how many documents of each profile the query finds.
    """
    totals = columns.counts(np.where(limits.passing(), found, 0))
    for facet in limits.chosen:
        own = columns.of_facet(facet)
        totals[own] = columns.counts(np.where(limits.passing(without=facet), found, 0))[own]
    return totals
