"""A word as the index knows it: its form, its key, its marks; and how close two words are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, reduce

from indexer.analysis.fold import fold_letter
from indexer.analysis.normalise import fold_case
from indexer.analysis.syllables import canonical_tone, is_syllable, split_tone

Marks = frozenset[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `form` is canonical (NFC, case-folded, tone in its place), `key` its Latin letters.

    `marks` are pairs of a slot and a mark. A slot is the index of a letter of the key; the tone of a syllable has
    one slot of its own, -1 less the index at which the syllable begins.
    """

    form: str
    key: str
    marks: Marks


SIGNS = "-/.,:'&@+"
"""What joins the parts of a compound; a plus may also trail one."""
PLAIN_SIGNS = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), "’": "'"})
"""The signs that print as another one of `SIGNS`."""
_PARTS = re.compile(f"[{re.escape(SIGNS)}]+|[^{re.escape(SIGNS)}]+")
_NOTHING = Word("", "", frozenset())


@lru_cache(maxsize=1 << 17)
def word(text: str) -> Word:
    """Return the word that a piece of text is; in a compound each part has a tone of its own.

    >>> word("Hoà").form, word("Hoà-2").key
    ('hòa', 'hoa-2')
    """
    parts = _PARTS.findall(fold_case(text))
    return _part(parts[0]) if len(parts) == 1 else reduce(_append, map(_part, parts), _NOTHING)


def compare_marks(typed: Marks, found: Marks) -> int:
    """Return the rank in `TIERS` of a word with the marks `found` for one typed with the marks `typed`.

    >>> [compare_marks(word("đuong").marks, word(w).marks) for w in ("đuong", "đường", "duong", "dương")]
    [0, 1, 2, 3]
    """
    if typed == found:
        return 0
    if typed < found:
        return 1
    return 2 if not found else 3


def _append(left: Word, right: Word) -> Word:
    shift = len(left.key)
    moved = frozenset((slot + shift if slot >= 0 else slot - shift, mark) for slot, mark in right.marks)
    return Word(left.form + right.form, left.key + right.key, left.marks | moved)


def _part(text: str) -> Word:
    if text[0] in SIGNS:
        return Word(text, text, frozenset())
    form = canonical_tone(text)
    return _letters(form, syllable=is_syllable(form))


def _letters(form: str, *, syllable: bool) -> Word:
    toneless, tone, _ = split_tone(form) if syllable else (form, "", -1)
    key, marks = "", set(((-1, tone),) if tone else ())
    for part, letter_marks in map(fold_letter, _graphemes(toneless)):
        marks.update((len(key), mark) for mark in letter_marks)
        key += part
    return Word(form, key, frozenset(marks))


def _graphemes(text: str) -> Iterator[str]:
    """Yield letters, each with the combining marks that no composed letter exists for."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not _is_mark(text[index]):
            yield text[start:index]
            start = index


def _is_mark(char: str) -> bool:
    return "\u0300" <= char <= "\u036f"
