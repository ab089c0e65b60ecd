"""The words of a text as the phrases of a vocabulary are compared with them, and where they stand in it.

Where words begin and end, and a number for each by which most are told to be of no interest, is reckoned for all of a
text at once; only the words that are asked for are cut out of it.
"""

import re
from bisect import bisect_left
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.syllables import tone_placements
from indexer.model import Span

_PASSED_OVER = frozenset("-‐‑–—\"'“”‘’«»")
_WORD = re.compile(rf"\w+|[^\w\s{re.escape(''.join(_PASSED_OVER))}]")
_BLANK, _LETTER, _SIGN = 0, 1, 2
_STAND_INS = " x."
"""A character of each kind."""
_PLANE = 1 << 16
"""How many characters are looked up in tables: the first of Unicode, which take one unit of UTF-16 each."""


class Words:
    """The words of a text in NFC, and where they stand in it; they are numbered from 0.

    Signs are words of their own, but for hyphens, dashes and quotation marks, which are passed over like white space.
    `numbers` holds for each word a number (intp) that is the same for all words of the same letters, small or capital.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        table, codes = _table(), _codes(f" {text} ")
        kinds = table.kinds.take(codes)
        joining = kinds & _LETTER
        (starts,) = (kinds[1:-1] > joining[:-2]).nonzero()
        self.numbers = np.add.reduceat(table.numbers.take(codes[1:]), starts)
        self._starts = starts.data
        (lasts,) = (kinds[1:-1] > joining[2:]).nonzero()
        self._ends = (lasts + 1).data

    def __len__(self) -> int:
        return len(self._starts)

    def small(self, index: int) -> str:
        """A word in small letters."""
        return self.text[self._starts[index] : self._ends[index]].lower()

    def printed(self, start: int, end: int) -> list[str]:
        """The words from number `start` up to `end` as they are printed; fewer where the text ends before."""
        return [self.text[a:b] for a, b in zip(self._starts[start:end], self._ends[start:end], strict=True)]

    def span(self, start: int, end: int) -> Span:
        """Where the words from number `start` up to `end` stand in the text."""
        return self._starts[start], self._ends[end - 1]

    def before(self, place: int) -> int:
        """How many words begin before a place of the text."""
        return bisect_left(self._starts, place)


class _Table(NamedTuple):
    """What each character of the first plane is, and a number for it, 0 for a blank; [_PLANE], uint8 and intp."""

    kinds: NDArray[np.uint8]
    numbers: NDArray[np.intp]


@cache
def _table() -> _Table:
    characters = list(map(chr, range(_PLANE)))
    kinds = np.fromiter(map(_kind, characters), np.uint8, _PLANE)
    numbers = np.random.default_rng(0).integers(1 << 31, size=_PLANE, dtype=np.intp)
    numbers[kinds == _BLANK] = 0
    for code, character in enumerate(characters):
        folded = character.casefold()
        if folded != character:
            numbers[code] = sum(numbers[ord(small)] for small in folded)
    return _Table(kinds, numbers)


def _kind(character: str) -> int:
    if character.isalnum() or character == "_":
        return _LETTER
    return _BLANK if character.isspace() or character in _PASSED_OVER else _SIGN


def _codes(text: str) -> NDArray[np.uint16]:
    """The characters of a text as numbers, those beyond the first plane as one of their kind."""
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.dtype("<u2"))
    if len(codes) == len(text):
        return codes
    within = (each if ord(each) < _PLANE else _STAND_INS[_kind(each)] for each in text)
    return np.fromiter(map(ord, within), np.uint16, len(text))


@lru_cache(maxsize=1 << 12)
def number(word: str) -> int:
    """The number of a word, as `Words` has it; those of the vocabularies come again and again."""
    return int(_table().numbers.take(_codes(word)).sum())


def printed_words(text: str) -> list[str]:
    """The words of a text as they are printed.

    >>> printed_words("“Vắc-xin”, 5%")
    ['Vắc', 'xin', ',', '5', '%']
    """
    return _WORD.findall(text)


def spellings(*words: str) -> frozenset[str]:
    """All that words in small letters (NFC) are written as: a tone stands on one letter here, on another there.

    >>> sorted(spellings("hòa", "và"))
    ['hoà', 'hòa', 'và']
    """
    return frozenset().union(*map(tone_placements, words))
