"""A word as it is indexed: its surface, its folded form, its accents; and how close two words are."""

import re
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from indexer.analysis.fold import fold_letter
from indexer.analysis.normalise import fold_case
from indexer.analysis.syllables import read_syllable

Accents = frozenset[tuple[int, str]]


class Word(Struct, frozen=True, gc=False):
    """One word: `surface` is its canonical spelling (NFC, case-folded, tone in its place), `folded` its Latin letters.

    `accents` are pairs of a slot and an accent. A slot is the index of a letter of `folded`; the tone of a syllable has
    a slot of its own, -1 less the index at which the syllable starts.
    """

    surface: str
    folded: str
    accents: Accents


SIGNS = "-/.,:'&@+"
"""Signs that join the parts of a compound; a plus may also trail one."""
LETTER_LIKE_APOSTROPHES = "ʹʻʼʽˈˊˋ"
"""Signs that Unicode calls letters."""
PLAIN_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("‘’‛´`′＇" + LETTER_LIKE_APOSTROPHES, "'"),
    }
)
"""Maps typographic variants to the signs of `SIGNS`."""
_PARTS = re.compile(f"[{re.escape(SIGNS)}]+|[^{re.escape(SIGNS)}]+")
_LETTERS = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
"""A letter with the combining characters that cannot be composed with it."""
_NO_ACCENTS: Accents = frozenset()


_LONGEST_REMEMBERED = 20


def word(text: str) -> Word:
    """Return a piece of text as a word; in a compound, each part has a tone of its own.

    >>> word("Hoà").surface, word("Hoà-2").folded
    ('hòa', 'hoa-2')
    """
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _word(text)


def _word(text: str) -> Word:
    folded = fold_case(text)
    if folded.isascii():
        return Word(folded, folded, _NO_ACCENTS)
    return _part(folded) if folded.isalnum() else _joined(map(_part, _PARTS.findall(folded)))


_remembered = lru_cache(maxsize=1 << 15)(_word)


def compare_accents(typed: Accents, found: Accents) -> int:
    """Return the tier in `TIERS` of a word found, given the accents of the word typed and its own.

    >>> [compare_accents(word("đuong").accents, word(w).accents) for w in ("đuong", "đường", "duong", "dương")]
    [0, 1, 2, 3]
    """
    if typed == found:
        return 0
    if typed < found:
        return 1
    return 2 if not found else 3


def _joined(parts: Iterable[Word]) -> Word:
    surface, folded = "", ""
    accents: list[tuple[int, str]] = []
    for part in parts:
        shift = len(folded)
        accents += [(slot + shift if slot >= 0 else slot - shift, accent) for slot, accent in part.accents]
        surface += part.surface
        folded += part.folded
    return Word(surface, folded, frozenset(accents))


def _part(text: str) -> Word:
    """Return a word of letters alone, or of signs alone."""
    surface, toneless, tone = read_syllable(text) or (text, text, "")
    folded, accents = "", [(-1, tone)] if tone else []
    if toneless.isascii():
        return Word(surface, toneless, frozenset(accents))
    for letter in toneless if toneless.isalnum() else _LETTERS.findall(toneless):
        folded_letter, letter_accents = fold_letter(letter)
        for accent in letter_accents:
            accents.append((len(folded), accent))
        folded += folded_letter
    return Word(surface, folded, frozenset(accents))
