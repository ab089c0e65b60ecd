"""Postings and pairs as a segment keeps them, before they are laid out on disk; parts of them join end to end."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.compact import Unsigned


@dataclass(frozen=True, slots=True, eq=False)
class TermPostings:
    """How many documents each of several terms has; the documents, ascending, and the impact in each."""

    counts: NDArray[np.uint32]
    docs: NDArray[np.uint16]
    impacts: NDArray[np.uint8]


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
    """The postings of some families and of their forms, and the pairs that begin with them."""

    families: TermPostings
    forms: TermPostings
    pairs: PairPostings


def joined(parts: Sequence[Inverted]) -> Inverted:
    """Return neighbouring parts as one."""
    parts = parts or [_nothing()]
    return Inverted(
        _joined_terms([part.families for part in parts]),
        _joined_terms([part.forms for part in parts]),
        _joined_pairs([part.pairs for part in parts]),
    )


def _joined_terms(parts: Sequence[TermPostings]) -> TermPostings:
    return TermPostings(
        np.concatenate([part.counts for part in parts]),
        np.concatenate([part.docs for part in parts]),
        np.concatenate([part.impacts for part in parts]),
    )


def _joined_pairs(parts: Sequence[PairPostings]) -> PairPostings:
    return PairPostings(
        np.concatenate([part.pairs for part in parts]),
        np.concatenate([part.seconds for part in parts]),
        np.concatenate([part.variants for part in parts]),
        np.concatenate([part.lefts for part in parts]),
        np.concatenate([part.rights for part in parts]),
        _joined_terms([part.postings for part in parts]),
        np.concatenate([part.frequencies for part in parts]),
        np.concatenate([part.positions for part in parts]),
    )


def _nothing() -> Inverted:
    """Return what stands for no families at all."""
    numbers = np.empty(0, np.uint32)
    terms = TermPostings(numbers, np.empty(0, np.uint16), np.empty(0, np.uint8))
    small = np.empty(0, np.uint8)
    return Inverted(terms, terms, PairPostings(numbers, numbers, numbers, small, small, terms, small, small))
