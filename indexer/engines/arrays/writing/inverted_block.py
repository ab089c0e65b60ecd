"""The postings of some folded terms, as the inverter computes them and as a segment stores them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.numeric import Flags, Unsigned

DENSE_SHARE = 4
"""A term in one document of this many, or more, has a byte for each document: fewer bytes, and nothing to scatter."""


@dataclass(frozen=True, slots=True, eq=False)
class TermPostings:
    """The number of documents of each term, then the documents of all terms, ascending, and the impact in each."""

    counts: NDArray[np.uint32]
    docs: NDArray[np.uint16]
    impacts: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class StoredPostings:
    """Postings as stored: `counts` of all terms, documents and impacts only of those that are not dense.

    `dense` has the impact of each dense term in every document, concatenated.
    """

    counts: NDArray[np.uint32]
    docs: NDArray[np.uint16]
    impacts: NDArray[np.uint8]
    dense: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class BigramPostings:
    """The bigrams that start with some folded terms.

    One row for each first term in `bigrams_each` (its number of bigrams), for each bigram in `second_terms` and
    `surface_bigrams_each`, for each surface bigram in `firsts` and `seconds` (the spellings of the two words) and in
    the counts of `postings`, for each posting in `frequencies`, and for each occurrence in `positions` (of the first
    word).
    """

    bigrams_each: NDArray[np.uint32]
    second_terms: NDArray[np.uint32]
    surface_bigrams_each: NDArray[np.uint32]
    firsts: Unsigned
    seconds: Unsigned
    postings: TermPostings
    frequencies: Unsigned
    positions: Unsigned


@dataclass(frozen=True, slots=True, eq=False)
class TokensOfLeads:
    """Tokens in leads, by surface term: the document, the surface term and the position of each."""

    docs: NDArray[np.uint16]
    terms: NDArray[np.uint32]
    positions: Unsigned


@dataclass(frozen=True, slots=True, eq=False)
class InvertedBlock:
    """The postings of some folded terms and of their surface terms, the bigrams that start with them, and where they
    stand in leads.

    The only surface term of a folded term counts no documents here: it shares those of the folded term.
    """

    folded: StoredPostings
    surface: StoredPostings
    bigrams: BigramPostings
    leads: TokensOfLeads


def is_dense(counts: NDArray[np.uint32], documents: int) -> Flags:
    """Return which terms are stored dense, given their document frequencies and the number of documents."""
    dense: Flags = counts.astype(np.int64) * DENSE_SHARE >= max(documents, 1)
    return dense


def stored(terms: TermPostings, documents: int) -> StoredPostings:
    """Return postings as they are stored, given the number of documents."""
    chosen = is_dense(terms.counts, documents)
    rows = np.repeat(np.where(chosen, np.cumsum(chosen) - 1, -1), terms.counts)
    in_dense = rows >= 0
    dense = np.zeros(np.count_nonzero(chosen) * documents, np.uint8)
    dense[rows[in_dense] * documents + terms.docs[in_dense]] = terms.impacts[in_dense]
    return StoredPostings(terms.counts, terms.docs[~in_dense], terms.impacts[~in_dense], dense)
