"""I have a term of a segment: which documents have it, and with which impact?"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.container import Array
from indexer.engines.arrays.impacts import RATIO, quantise, summed
from indexer.engines.arrays.ranges import stretches

_MOSTLY_REPEATED = 8
_FEW = 64
_SHORT = 16

Impacts = NDArray[np.uint8]
"""One impact code a document of a segment, 0 where it does not match."""


Terms = Sequence[int] | NDArray[np.intp]


class Listed(NamedTuple):
    """Postings side by side: document numbers (of several terms, so they may repeat) and impact codes."""

    docs: NDArray[np.intp]
    impacts: NDArray[np.uint8]


class Postings:
    """The postings of a segment; see `docs/index-format.md`, Postings."""

    def __init__(self, arrays: Mapping[str, Array], documents: int) -> None:
        self._documents = documents
        self._starts = arrays["posting_starts"]
        self._docs, self._impacts = arrays["docs"], arrays["impacts"]
        self._dense_terms, self._dense = arrays["dense_terms"], arrays["dense"]

    def impacts(self, term: int) -> Impacts:
        """Return the impact of a term in every document; not to be written to."""
        row = self._rows.get(term)
        if row is not None:
            return self._dense[row * self._documents : (row + 1) * self._documents]
        start, end = self._starts[term : term + 2].tolist()
        impacts = np.zeros(self._documents, np.uint8)
        impacts[self._docs[start:end].astype(np.intp)] = self._impacts[start:end]
        return impacts

    def short(self, terms: Terms) -> Listed | None:
        """Return the postings of a single rare term; None for others, which are better taken document by document."""
        if len(terms) > 1 or int(terms[0]) in self._rows:
            return None
        start, end = self._starts[int(terms[0]) : int(terms[0]) + 2].tolist()
        if (end - start) * _SHORT > self._documents:
            return None
        return Listed(self._docs[start:end].astype(np.intp), self._impacts[start:end])

    def union(self, terms: Terms) -> Impacts:
        """Return the impacts of documents that have any of the terms: their frequencies add up."""
        if len(terms) == 1:
            return self.impacts(int(terms[0]))
        numbers = np.asarray(terms, np.intp)
        picked = stretches(self._starts[numbers], self._starts[numbers + 1])
        total = scattered(Listed(self._docs[picked].astype(np.intp), self._impacts[picked]), self._documents)
        for term in self._dense_among(numbers):
            total = added(total, self.impacts(term))
        return total

    def _dense_among(self, terms: NDArray[np.intp]) -> list[int]:
        if len(terms) < _FEW:
            return [term for term in terms.tolist() if term in self._rows]
        dense: list[int] = np.intersect1d(terms, self._dense_terms).tolist()
        return dense

    @cached_property
    def _rows(self) -> dict[int, int]:
        return {term: row for row, term in enumerate(self._dense_terms.tolist())}


def scattered(listed: Listed, documents: int) -> Impacts:
    """Return one impact a document; where documents repeat, what stands behind the impacts adds up."""
    impacts = np.zeros(documents, np.uint8)
    impacts[listed.docs] = listed.impacts
    if not len(listed.docs) or (listed.docs[1:] > listed.docs[:-1]).all():
        return impacts
    last = np.empty(documents, np.intp)
    rows = np.arange(len(listed.docs))
    last[listed.docs] = rows
    repeated = np.flatnonzero(last.take(listed.docs) != rows)
    if len(repeated) * _MOSTLY_REPEATED > len(rows):
        return _summed(listed, documents)
    if not len(repeated):
        return impacts
    return added(impacts, scattered(Listed(listed.docs[repeated], listed.impacts[repeated]), documents))


def added(left: Impacts, right: Impacts) -> Impacts:
    """Return the impacts of documents that have one or both of two words."""
    total = np.maximum(left, right)
    both = np.flatnonzero(np.minimum(left, right) != 0)
    total[both] = summed(left.take(both), right.take(both))
    return total


def _summed(listed: Listed, documents: int) -> Impacts:
    impacts = np.zeros(documents, np.uint8)
    ratios = np.bincount(listed.docs, RATIO.take(listed.impacts), documents)
    there = np.flatnonzero(ratios != 0)
    impacts[there] = quantise(ratios[there].astype(np.float32))
    return impacts
