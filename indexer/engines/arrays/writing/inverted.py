"""Postings and pairs as a segment keeps them, family by family, before they are laid out on disk."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.compact import Unsigned

DENSE_SHARE = 4
"""A term in one document of so many, or more, has a byte for each document: fewer bytes, and no scattering."""


@dataclass(frozen=True, slots=True, eq=False)
class TermPostings:
    """How many documents each of several terms has; the documents, ascending, and the impact in each."""

    counts: NDArray[np.uint32]
    docs: NDArray[np.uint16]
    impacts: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class StoredPostings:
    """Postings as they are stored: `counts` of every term, but documents and impacts only of those that are not dense.

    Of the dense ones, `dense` has the impact in every document, one term behind the other.
    """

    counts: NDArray[np.uint32]
    docs: NDArray[np.uint16]
    impacts: NDArray[np.uint8]
    dense: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class PairPostings:
    """The pairs of several first families.

    One row a first family in `pairs` (how many second ones it has), one a pair of families in `seconds` and `variants`
    (how many), one a variant in `lefts` and `rights` (places of the two forms in their families) and in the `counts`
    of `postings`, one a document of a variant in `frequencies`, and as many `positions` of the first word.
    """

    pairs: NDArray[np.uint32]
    seconds: NDArray[np.uint32]
    variants: NDArray[np.uint32]
    lefts: Unsigned
    rights: Unsigned
    postings: TermPostings
    frequencies: Unsigned
    positions: Unsigned


@dataclass(frozen=True, slots=True, eq=False)
class Inverted:
    """The postings of some families and of those forms that are not alone in one, and the pairs that begin with them.

    A form that is alone counts no documents.
    """

    families: StoredPostings
    forms: StoredPostings
    pairs: PairPostings


def is_dense(counts: NDArray[np.uint32], documents: int) -> NDArray[np.bool_]:
    """Tell which terms are stored dense, given in how many of the documents each is."""
    dense: NDArray[np.bool_] = counts.astype(np.int64) * DENSE_SHARE >= max(documents, 1)
    return dense


def stored(terms: TermPostings, documents: int) -> StoredPostings:
    """Return postings as they are stored, given how many documents there are."""
    chosen = is_dense(terms.counts, documents)
    rows = np.repeat(np.where(chosen, np.cumsum(chosen) - 1, -1), terms.counts)
    in_row = rows >= 0
    dense = np.zeros(np.count_nonzero(chosen) * documents, np.uint8)
    dense[rows[in_row] * documents + terms.docs[in_row]] = terms.impacts[in_row]
    return StoredPostings(terms.counts, terms.docs[~in_row], terms.impacts[~in_row], dense)
