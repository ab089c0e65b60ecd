"""The terms of a segment in order: folded and surface terms, numbered, and as the term dictionary stores them."""

import io
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import word
from indexer.engines.arrays.segments.accents import accent_bits
from indexer.engines.arrays.segments.numeric import Array
from indexer.engines.arrays.segments.term_dictionary import FIELD_LETTERS, prefix_number
from indexer.fields import TEXT


@dataclass(frozen=True, slots=True, eq=False)
class TermList:
    """The folded terms of a segment and their surface terms, all uint32 arrays.

    `surface_starts` has the first surface term of each folded term, then the number of surface terms. `folded_of` has
    the folded term of each surface term, `spellings` its number among the spellings of that term; a last row stands for
    no term: the number of folded terms, and 0. Folded terms from `first_text` on belong to the text, whose letter is
    the last.
    """

    folded_terms: Sequence[str]
    surface_terms: Sequence[str]
    surface_starts: NDArray[np.uint32]
    folded_of: NDArray[np.uint32]
    spellings: NDArray[np.uint32]
    first_text: int


def term_list(terms: Sequence[str]) -> TermList:
    """Return the list of sorted terms: the letter of the field and the folded term, tab, the surface term.

    Such terms sort by folded term, then by surface term, because a tab sorts before all letters of words.
    """
    folded_terms: list[str] = []
    surface_terms: list[str] = []
    numbers = array("I")
    for term in terms:
        folded, _, surface = term.partition("\t")
        if not folded_terms or folded != folded_terms[-1]:
            folded_terms.append(folded)
        surface_terms.append(surface)
        numbers.append(len(folded_terms) - 1)
    folded_of = np.array([*numbers, len(folded_terms)], np.uint32)
    surface_starts = folded_of.searchsorted(np.arange(len(folded_terms) + 1)).astype(np.uint32)
    return TermList(
        folded_terms=folded_terms,
        surface_terms=surface_terms,
        surface_starts=surface_starts,
        folded_of=folded_of,
        spellings=np.arange(len(folded_of), dtype=np.uint32) - surface_starts[folded_of],
        first_text=bisect_left(folded_terms, FIELD_LETTERS[TEXT]),
    )


def dictionary_arrays(terms: TermList) -> dict[str, Array]:
    """Return the arrays of the term dictionary; see `docs/index-format.md`, Terms."""
    prefixes = (prefix_number(folded.encode("utf-8")) for folded in terms.folded_terms)
    folded_ends, folded_terms = _lines(terms.folded_terms)
    surface_ends, surface_terms = _lines(terms.surface_terms)
    accents = map(_accents, terms.surface_terms)
    return {
        "folded_prefixes": np.fromiter(prefixes, np.uint64, len(terms.folded_terms)),
        "folded_ends": folded_ends,
        "folded_terms": folded_terms,
        "surface_starts": terms.surface_starts,
        "surface_ends": surface_ends,
        "surface_terms": surface_terms,
        "surface_accents": np.fromiter(accents, np.uint64, len(terms.surface_terms)),
    }


def alphabet(terms: TermList) -> str:
    """Return every character of the folded terms, sorted, without the letters of fields."""
    return "".join(sorted(set().union(*(folded[1:] for folded in terms.folded_terms))))


def _accents(surface_term: str) -> int:
    return 0 if surface_term.isascii() else accent_bits(word(surface_term.partition("\t")[0]))


def _lines(lines: Iterable[str]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Return where each line ends, and the bytes of all lines, each with a line feed."""
    text = io.BytesIO()
    for line in lines:
        text.write(line.encode("utf-8"))
        text.write(b"\n")
    data = np.frombuffer(text.getbuffer(), np.uint8)
    return (np.flatnonzero(data == ord("\n")) + 1).astype(np.uint32), data
