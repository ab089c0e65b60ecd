"""Leads: which words stand where in the title of a document and in the first words of its body?

They are kept by document, so that the words of a few documents can be compared without reading all postings of each.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.numeric import Array, Indexes, Integers, Unsigned, concat_ranges
from indexer.engines.scoring import lead_end
from indexer.errors import IndexCorrupt


def lead_ends(title_ends: Unsigned) -> Integers:
    """Return the positions at which the leads of documents end, given those of their titles, 0 for none."""
    ends: Integers = np.maximum(title_ends.astype(np.int64), 1) + (lead_end(0) - 1)
    return ends


class LeadTokens(NamedTuple):
    """The tokens in the leads of some documents: which of these each is in, its surface term, and its position."""

    slots: Indexes
    terms: NDArray[np.uint32]
    positions: NDArray[np.int64]


class Leads:
    """The leads of a segment; see `docs/index-format.md`, Leads."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._starts = arrays["lead_starts"]
        self._terms, self._positions = arrays["lead_terms"], arrays["lead_positions"]

    def tokens(self, docs: Indexes) -> LeadTokens:
        """Return the tokens in the leads of documents; `slots` are indexes into `docs`. Raises `IndexCorrupt`."""
        starts, ends = self._starts.take(docs).astype(np.intp), self._starts.take(docs + 1).astype(np.intp)
        if (starts > ends).any() or ends.max(initial=0) > len(self._terms):
            raise IndexCorrupt("the leads are damaged; run timdau reindex --full")
        chosen = concat_ranges(starts, ends)
        slots = np.repeat(np.arange(len(docs)), ends - starts)
        return LeadTokens(slots, self._terms.take(chosen), self._positions.take(chosen).astype(np.int64))
