"""Postings: which documents have a term, and how much it adds to the score of each.

An impact is the saturation of BM25 in one byte, quantised once, when it is written: code c stands for c / 255. As
saturation is x / (1 + x), with x the frequency over the length norm, the x of several terms add up: `RATIO` maps a code
to its x, `quantise` maps back. A rare term has a list of documents, a frequent one a byte for every document.
"""

import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Protocol, Self
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.numeric import Array, Flags, Indexes, concat_ranges
from indexer.engines.arrays.segments.tiers import TierArray, where
from indexer.engines.scoring import K1, B
from indexer.errors import IndexCorrupt

Impacts = NDArray[np.uint8]
"""Impact codes, 0 for none: one for each posting, or one for each document of a segment."""
TermNumbers = Sequence[int] | Indexes

LEVELS = 255
LAST = LEVELS - 1
"""The greatest code: a saturation of 1 would take an infinite frequency."""
RATIO: NDArray[np.float64] = np.arange(LEVELS) / (LEVELS - np.arange(LEVELS))
"""The x of each code, float64[255]."""
_PROBE_COST = 12
"""Looking up one document by binary search takes as long as scattering this many postings: measured."""
_FEW_TERMS = 8
"""Up to this many terms are read one by one."""


def norms(lengths: NDArray[np.integer], average: float) -> NDArray[np.float32]:
    """Return 1 / (k1 · (1 − b + b · length / average)) for each document, float32."""
    return (1 / (K1 * (1 - B + B * lengths.astype(np.float32) / np.float32(average)))).astype(np.float32)


def code_scores(codes: Impacts | NDArray[np.float32], weight: float) -> NDArray[np.float32]:
    """Return the saturation of each code times a weight."""
    return codes * np.float32(weight / LEVELS)


def ratio_scores(ratios: NDArray[np.float64], weight: float) -> NDArray[np.float32]:
    """Return the saturation x / (1 + x) of each x times a weight; for the x of one code, exactly the score of the code.

    Otherwise rounding would order equally relevant documents of different segments.
    """
    return code_scores((LEVELS * ratios / (1 + ratios)).astype(np.float32), weight)


def quantise(ratios: NDArray[np.float32]) -> Impacts:
    """Return the code, 1 to 254, of each x above 0."""
    codes: NDArray[np.float32] = np.rint(LEVELS * ratios / (1 + ratios))
    return codes.clip(1, LAST).astype(np.uint8)


class DocSet:
    """Distinct documents out of the `documents` of a segment, in any order: `docs` are their numbers."""

    def __init__(self, docs: Indexes, documents: int) -> None:
        self.docs = docs
        self.documents = documents

    def __len__(self) -> int:
        """Return the number of documents in the set."""
        return len(self.docs)

    @cached_property
    def stored(self) -> NDArray[np.uint16]:
        """The documents as postings store them."""
        return self.docs.astype(np.uint16)

    @cached_property
    def slots(self) -> NDArray[np.uint32]:
        """For each document of the segment 1 + its index in `docs`, 0 if it is not in the set."""
        slots = np.zeros(self.documents, np.uint32)
        slots[self.docs] = np.arange(1, len(self.docs) + 1)
        return slots


class Postings(Protocol):
    """The postings of one or several terms: `size` in all; no document has two of them if they are `distinct`."""

    distinct: bool

    @property
    def size(self) -> int:
        """The number of postings."""
        ...

    @property
    def arrays(self) -> tuple[NDArray[np.uint16] | None, Impacts]:
        """The document and the impact of each posting; of a row, None and the impact in every document."""
        ...

    def documents(self) -> Indexes | None:
        """Return the documents, ascending, or None if there is no list of them."""
        ...

    def set_tier(self, tiers: TierArray, tier: int) -> None:
        """Set the tier of every document that has a posting; it must not be worse than the one already there."""
        ...

    @property
    def probe_limit(self) -> int:
        """Below this many candidates, binary search beats scattering the list."""
        ...

    def contains(self, candidates: DocSet) -> Flags:
        """Return which candidates have a posting."""
        ...

    def ratios(self, candidates: DocSet) -> NDArray[np.float64]:
        """Return the sum of x (see the module) in each candidate, 0 for none."""
        ...

    def scores(self, candidates: DocSet, weight: float) -> NDArray[np.float32]:
        """Return saturation times weight in each candidate, 0 for none."""
        ...


class _CodedPostings(ABC):
    """The postings of one term: one impact code in each of its documents."""

    distinct = True

    @abstractmethod
    def codes(self, candidates: DocSet) -> Impacts:
        """Return the impact in each candidate."""

    def ratios(self, candidates: DocSet) -> NDArray[np.float64]:
        return RATIO.take(self.codes(candidates))

    def scores(self, candidates: DocSet, weight: float) -> NDArray[np.float32]:
        return code_scores(self.codes(candidates), weight)


class SparsePostings(_CodedPostings):
    """A rare term: its documents, ascending, and the impact in each."""

    def __init__(self, docs: NDArray[np.uint16], impacts: Impacts) -> None:
        self.docs = docs
        self._impacts = impacts

    @property
    def size(self) -> int:
        return len(self.docs)

    @property
    def arrays(self) -> tuple[NDArray[np.uint16] | None, Impacts]:
        return self.docs, self._impacts

    def documents(self) -> Indexes | None:
        return self.docs.astype(np.intp)

    def set_tier(self, tiers: TierArray, tier: int) -> None:
        tiers[self.docs.astype(np.intp)] = tier

    @property
    def probe_limit(self) -> int:
        return len(self.docs) // _PROBE_COST

    def contains(self, candidates: DocSet) -> Flags:
        return self._probe(candidates)[1] if len(candidates) < self.probe_limit else self.codes(candidates) != 0

    def codes(self, candidates: DocSet) -> Impacts:
        if len(candidates) < self.probe_limit:
            indexes, found = self._probe(candidates)
            return self._impacts.take(indexes, mode="clip") * found
        codes = np.zeros(candidates.documents, np.uint8)
        codes[self.docs.astype(np.intp)] = self._impacts
        return codes.take(candidates.docs)

    def _probe(self, candidates: DocSet) -> tuple[Indexes, Flags]:
        """Return an index into the list for each candidate, possibly past its end, and whether it is a match."""
        indexes = self.docs.searchsorted(candidates.stored)
        return indexes, self.docs.take(indexes, mode="clip") == candidates.stored


class DensePostings(_CodedPostings):
    """A frequent term: the impact in every document of the segment, above 0 in `size` of them."""

    probe_limit = sys.maxsize

    def __init__(self, impacts: Impacts, size: int, checksum: int) -> None:
        self._impacts = impacts
        self.size = size
        self._checksum = checksum
        self._is_intact = False

    def intact(self) -> Self:
        """Return the postings, compared with their CRC-32 the first time. Raises `IndexCorrupt`."""
        if not self._is_intact:
            if crc32(self._impacts.data) != self._checksum:
                raise IndexCorrupt("the impacts of a frequent word (dense) are damaged; run timdau reindex --full")
            self._is_intact = True
        return self

    @property
    def arrays(self) -> tuple[NDArray[np.uint16] | None, Impacts]:
        return None, self._impacts

    def documents(self) -> Indexes | None:
        return None

    def set_tier(self, tiers: TierArray, tier: int) -> None:
        np.minimum(tiers, where(self._impacts != 0) | np.uint8(tier), out=tiers)

    def contains(self, candidates: DocSet) -> Flags:
        found: Flags = self._impacts.take(candidates.docs) != 0
        return found

    def codes(self, candidates: DocSet) -> Impacts:
        return self._impacts.take(candidates.docs)


class UnionPostings:
    """Several rare terms, their lists concatenated: a document repeats if it has more than one of them."""

    distinct = False
    probe_limit = 0

    def __init__(self, docs: NDArray[np.uint16], impacts: Impacts) -> None:
        self._docs = docs.astype(np.intp)
        self.arrays: tuple[NDArray[np.uint16] | None, Impacts] = docs, impacts
        self._impacts = impacts

    @property
    def size(self) -> int:
        return len(self._docs)

    def documents(self) -> Indexes | None:
        return None

    def set_tier(self, tiers: TierArray, tier: int) -> None:
        tiers[self._docs] = tier

    def contains(self, candidates: DocSet) -> Flags:
        found = np.zeros(candidates.documents, np.bool_)
        found[self._docs] = True
        return found.take(candidates.docs)

    def ratios(self, candidates: DocSet) -> NDArray[np.float64]:
        slots = candidates.slots.take(self._docs)
        rows = slots.nonzero()[0]
        added = RATIO.take(self._impacts.take(rows))
        return np.bincount(slots.take(rows), added, len(candidates) + 1).astype(np.float64, copy=False)[1:]

    def scores(self, candidates: DocSet, weight: float) -> NDArray[np.float32]:
        return ratio_scores(self.ratios(candidates), weight)


class PostingsReader:
    """Reads the postings of a segment by term number; see `docs/index-format.md`, Postings."""

    def __init__(self, arrays: Mapping[str, Array], documents: int) -> None:
        self._documents = documents
        self._starts = arrays["posting_starts"]
        self._start_numbers = self._starts.data
        self._docs, self._impacts = arrays["docs"], arrays["impacts"]
        self._dense_terms, self._dense = arrays["dense_terms"], arrays["dense"]
        self._dense_counts, self._dense_checksums = arrays["dense_counts"], arrays["dense_checksums"]

    def of_term(self, term: int) -> Postings:
        """Return the postings of a term. Raises `IndexCorrupt` if they are dense and damaged."""
        dense = self._dense_postings.get(term)
        if dense is not None:
            return dense.intact()
        start, end = self._start_numbers[term], self._start_numbers[term + 1]
        return SparsePostings(self._docs[start:end], self._impacts[start:end])

    def of_terms(self, terms: TermNumbers) -> Sequence[Postings]:
        """Return the postings of several terms: of each, or if they are many, the rare ones as one union."""
        if len(terms) <= _FEW_TERMS:
            return [self.of_term(int(term)) for term in terms]
        numbers = np.asarray(terms, np.intp)
        rows = concat_ranges(self._starts[numbers], self._starts[numbers + 1])
        dense = [self._dense_postings[term].intact() for term in np.intersect1d(numbers, self._dense_terms).tolist()]
        return [UnionPostings(self._docs[rows], self._impacts[rows]), *dense]

    @cached_property
    def _dense_postings(self) -> dict[int, DensePostings]:
        rows = self._dense.reshape(len(self._dense_terms), self._documents)
        counts, checksums = self._dense_counts.tolist(), self._dense_checksums.tolist()
        return {
            term: DensePostings(*each)
            for term, *each in zip(self._dense_terms.tolist(), rows, counts, checksums, strict=True)
        }
