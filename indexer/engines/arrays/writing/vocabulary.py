"""The words of a segment in their order: families and forms, as numbers and as stored."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import word
from indexer.engines.arrays.segments.accents import accent_bits
from indexer.engines.arrays.segments.container import Array
from indexer.engines.arrays.segments.lexicon import FIELD_LETTERS, prefix_number
from indexer.fields import TEXT


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The families of a segment by their `keys`, and its `forms`.

    `family_forms` has the first form of each family and, behind them, the number of forms; `form_families` and
    `form_places` the family of each form and its place there, and in a last row what stands for nothing: the number
    of families, and 0. All are uint32. Families from `first_text` on are those of the text, whose letter is the last.
    """

    keys: Sequence[str]
    forms: Sequence[str]
    family_forms: NDArray[np.uint32]
    form_families: NDArray[np.uint32]
    form_places: NDArray[np.uint32]
    first_text: int


def vocabulary(terms: Sequence[str]) -> Vocabulary:
    """Return the families and forms of sorted terms (letter of the field, key, tab, form).

    Terms sort as their keys do, and within a key as their forms do, because a tab sorts before what keys are made of.
    """
    split = [term.split("\t", 1) for term in terms]
    numbers: dict[str, int] = {}
    families = np.array([numbers.setdefault(key, len(numbers)) for key, _ in split] + [len(numbers)], np.uint32)
    family_forms = families.searchsorted(np.arange(len(numbers) + 1)).astype(np.uint32)
    return Vocabulary(
        keys=list(numbers),
        forms=[form for _, form in split],
        family_forms=family_forms,
        form_families=families,
        form_places=np.arange(len(families), dtype=np.uint32) - family_forms[families],
        first_text=bisect_left(list(numbers), FIELD_LETTERS[TEXT]),
    )


def stored_words(words: Vocabulary) -> dict[str, Array]:
    """Return the arrays of a vocabulary; see `docs/index-format.md`, Words."""
    prefixes = (prefix_number(key.encode("utf-8")) for key in words.keys)
    key_ends, keys = _lines(words.keys)
    form_ends, forms = _lines(words.forms)
    return {
        "family_prefixes": np.fromiter(prefixes, np.uint64, len(words.keys)),
        "family_key_ends": key_ends,
        "family_keys": keys,
        "family_forms": words.family_forms,
        "form_ends": form_ends,
        "forms": forms,
        "form_accents": np.array([accent_bits(word(form.partition("\t")[0])) for form in words.forms], np.uint64),
    }


def letters(words: Vocabulary) -> str:
    """Return every character that occurs in a key, sorted; the letters of the fields do not count."""
    return "".join(sorted(set().union(*(key[1:] for key in words.keys))))


def _lines(lines: Iterable[str]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Return where each line ends, and the bytes of all lines, each with a line feed."""
    data = np.frombuffer("".join(f"{line}\n" for line in lines).encode("utf-8"), np.uint8)
    return (np.flatnonzero(data == ord("\n")) + 1).astype(np.uint32), data
