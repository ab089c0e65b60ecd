"""A word as the index knows it: its form, its key, its accents; and how close two words are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from indexer.analysis.fold import fold_letter
from indexer.analysis.normalise import fold_case
from indexer.analysis.syllables import read_syllable

Accents = frozenset[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `form` is canonical (NFC, case-folded, tone in its place), `key` its Latin letters.

    `accents` are pairs of a slot and a mark. A slot is the index of a letter of the key; the tone of a syllable has
    one slot of its own, -1 less the index at which the syllable begins.
    """

    surface: str
    folded: str
    accents: Accents


SIGNS = "-/.,:'&@+"
"""What joins the parts of a compound; a plus may also trail one."""
PLAIN_SIGNS = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), "’": "'"})
"""The signs that print as another one of `SIGNS`."""
_PARTS = re.compile(f"[{re.escape(SIGNS)}]+|[^{re.escape(SIGNS)}]+")
_LETTERS = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
"""A letter, with the combining marks that no composed letter exists for; these are no letters themselves."""
_NO_ACCENTS: Accents = frozenset()


@lru_cache(maxsize=1 << 17)
def word(text: str) -> Word:
    """Return the word that a piece of text is; in a compound each part has a tone of its own.

    >>> word("Hoà").surface, word("Hoà-2").folded
    ('hòa', 'hoa-2')
    """
    folded = fold_case(text)
    if folded.isascii():
        return Word(folded, folded, _NO_ACCENTS)
    return _part(folded) if folded.isalnum() else _joined(map(_part, _PARTS.findall(folded)))


def compare_accents(typed: Accents, found: Accents) -> int:
    """Return the tier in `TIERS` of a word with the accents `found` for one typed with the accents `typed`.

    >>> [compare_accents(word("đuong").accents, word(w).accents) for w in ("đuong", "đường", "duong", "dương")]
    [0, 1, 2, 3]
    """
    if typed == found:
        return 0
    if typed < found:
        return 1
    return 2 if not found else 3


def _joined(parts: Iterable[Word]) -> Word:
    form, key = "", ""
    accents: list[tuple[int, str]] = []
    for part in parts:
        shift = len(key)
        accents += [(slot + shift if slot >= 0 else slot - shift, mark) for slot, mark in part.accents]
        form += part.surface
        key += part.folded
    return Word(form, key, frozenset(accents))


def _part(text: str) -> Word:
    """Return the word that letters alone are, or signs alone."""
    form, toneless, tone = read_syllable(text) or (text, text, "")
    key, accents = "", [(-1, tone)] if tone else []
    if toneless.isascii():
        return Word(form, toneless, frozenset(accents))
    for letter in toneless if toneless.isalnum() else _LETTERS.findall(toneless):
        letter_key, letter_accents = fold_letter(letter)
        for mark in letter_accents:
            accents.append((len(key), mark))
        key += letter_key
    return Word(form, key, frozenset(accents))
