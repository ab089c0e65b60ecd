"""I have terms of a segment: where are their postings?"""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.container import Array
from indexer.engines.arrays.segments.lists import Listed, Mixed, PostingList, Row
from indexer.engines.arrays.segments.ranges import stretches

Terms = Sequence[int] | NDArray[np.intp]
_FEW = 8
"""So many terms are taken one by one."""


class Postings:
    """The postings of a segment; see `docs/index-format.md`, Postings."""

    def __init__(self, arrays: Mapping[str, Array], documents: int) -> None:
        self._documents = documents
        self._starts = arrays["posting_starts"]
        self._start_numbers = self._starts.data
        self._docs, self._impacts = arrays["docs"], arrays["impacts"]
        self._dense_terms, self._dense = arrays["dense_terms"], arrays["dense"]
        self._dense_counts = arrays["dense_counts"]

    def of_term(self, term: int) -> PostingList:
        """Return the postings of a term."""
        row = self._rows.get(term)
        if row is not None:
            return row
        start, end = self._start_numbers[term], self._start_numbers[term + 1]
        return Listed(self._docs[start:end], self._impacts[start:end])

    def of_terms(self, terms: Terms) -> Sequence[PostingList]:
        """Return the postings of several terms: of few one by one, of many the rare ones together and each row."""
        if len(terms) <= _FEW:
            return [self.of_term(int(term)) for term in terms]
        numbers = np.asarray(terms, np.intp)
        picked = stretches(self._starts[numbers], self._starts[numbers + 1])
        rows = [self._rows[term] for term in np.intersect1d(numbers, self._dense_terms).tolist()]
        return [Mixed(self._docs[picked], self._impacts[picked]), *rows]

    @cached_property
    def _rows(self) -> dict[int, Row]:
        rows = self._dense.reshape(len(self._dense_terms), self._documents)
        counts = self._dense_counts.tolist()
        return {term: Row(*each) for term, *each in zip(self._dense_terms.tolist(), rows, counts, strict=True)}
