"""Where rows of words stand that open a phrase: a test of all words of a text at once, so that few are looked at."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.extract.labels.words import Words, number

LONGEST = 3
"""Where two words of a phrase stand, the third seldom follows; where three stand, most often the phrase does."""
_SLOTS = 1 << 17
"""Some ten thousand rows leave most slots empty, so that few other rows are taken for one of them."""
_STEP = 3
_GOES_ON, _ENDS = 1, 2


class Openings:
    """Rows of one to `LONGEST` words, as they are spelled in small letters."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self._told = np.zeros((LONGEST, _SLOTS), np.uint8)
        """For rows of each length, by a number made of those of their words: is it given, or does it begin one?"""
        for row in rows:
            slot = 0
            for told, word in zip(self._told, row, strict=False):
                slot = slot * _STEP + number(word)
                told[slot % _SLOTS] |= _GOES_ON
            told[slot % _SLOTS] |= _ENDS

    def places(self, words: Words) -> list[int]:
        """The numbers of the words with which a row begins, and of few others."""
        numbers = words.numbers
        told = _looked_up(self._told[0], numbers) & _ENDS
        told[:-1] |= _looked_up(self._told[1], numbers[:-1] * _STEP + numbers[1:])
        (places,) = told.nonzero()
        first, second, third = (numbers.take(places + ahead, mode="clip") for ahead in range(LONGEST))
        opens = _looked_up(self._told[2], (first * _STEP + second) * _STEP + third)
        found: list[int] = places[(told.take(places) | opens) >= _ENDS].tolist()
        return found


def _looked_up(table: NDArray[np.uint8], rows: NDArray[np.intp]) -> NDArray[np.uint8]:
    return table.take(rows & (_SLOTS - 1))
