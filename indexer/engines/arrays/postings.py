"""I have terms of a segment: which documents have them, and with which impact?"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.container import Array
from indexer.engines.arrays.ranges import stretches

_FEW = 64
_NO_DOCS, _NO_IMPACTS = np.empty(0, np.intp), np.empty(0, np.uint8)

Impacts = NDArray[np.uint8]
"""Impact codes, 0 for none: one a posting, or one a document of a segment."""
Terms = Sequence[int] | NDArray[np.intp]


class Gathered(NamedTuple):
    """The postings of some terms.

    Rare terms are listed, one behind the other: `docs` and, along them, `impacts`, so that documents repeat where
    they have several of the terms. Frequent terms have a row each in `rows`: the impact in every document. Where there
    is just one term, so that no document repeats, `documents` says how many it has.
    """

    docs: NDArray[np.intp]
    impacts: Impacts
    rows: Sequence[Impacts] = ()
    documents: int | None = None


class Postings:
    """The postings of a segment; see `docs/index-format.md`, Postings."""

    def __init__(self, arrays: Mapping[str, Array], documents: int) -> None:
        self._documents = documents
        self._starts = arrays["posting_starts"]
        self._start_numbers = self._starts.data
        self._docs, self._impacts = arrays["docs"], arrays["impacts"]
        self._dense_terms, self._dense = arrays["dense_terms"], arrays["dense"]
        self._dense_counts = arrays["dense_counts"]

    def gathered(self, terms: Terms) -> Gathered:
        """Return the postings of some terms."""
        if len(terms) == 1:
            return self.of_term(int(terms[0]))
        numbers = np.asarray(terms, np.intp)
        picked = stretches(self._starts[numbers], self._starts[numbers + 1])
        rows = [self._row(row) for row in self._rows_among(numbers)]
        return Gathered(self._docs[picked].astype(np.intp), self._impacts[picked], rows)

    def of_term(self, term: int) -> Gathered:
        """Return the postings of a term."""
        row = self._rows.get(term)
        if row is not None:
            return Gathered(_NO_DOCS, _NO_IMPACTS, (self._row(row),), int(self._dense_counts[row]))
        start, end = self._start_numbers[term], self._start_numbers[term + 1]
        return Gathered(self._docs[start:end].astype(np.intp), self._impacts[start:end], (), end - start)

    def _row(self, number: int) -> Impacts:
        return self._dense[number * self._documents : (number + 1) * self._documents]

    def _rows_among(self, terms: NDArray[np.intp]) -> list[int]:
        if len(terms) < _FEW:
            return [self._rows[term] for term in terms.tolist() if term in self._rows]
        return [self._rows[term] for term in np.intersect1d(terms, self._dense_terms).tolist()]

    @cached_property
    def _rows(self) -> dict[int, int]:
        return {term: row for row, term in enumerate(self._dense_terms.tolist())}
