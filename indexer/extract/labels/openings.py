"""Where rows of words stand that open a phrase: a test of all words of a text at once, so that few are looked at."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

LONGEST = 3
"""Where two words of a phrase stand, the third seldom follows; where three stand, most often the phrase does."""
_SLOTS = (1 << 15, 1 << 15, 1 << 17)
"""For one, two and three words: most stay empty, so that few other rows are taken for one of them. Those that all words
of a text are looked up in are small enough to stay at hand."""
_GOES_ON, _ENDS = np.uint8(1), np.array(2, np.uint8)
_AHEAD = [np.array(ahead) for ahead in range(LONGEST)]
_LAST_SLOTS = [np.array(slots - 1, np.int32) for slots in _SLOTS]
"""Numbers as arrays: a number of Python takes longer to be made one than a few hundred sums."""


class Openings:
    """Rows of one to `LONGEST` words, by the numbers of these.

    A row has a number as well: that of its first word without those of the others.
    """

    def __init__(self, rows: Iterable[Sequence[int]]) -> None:
        self._told = [np.zeros(slots, np.uint8) for slots in _SLOTS]
        """For rows of each length, by their numbers: is it given, or does it begin one?"""
        for row in rows:
            number = 0
            for length, word in enumerate(row):
                number = number - word if length else word
                self._told[length][number % _SLOTS[length]] |= _ENDS if length + 1 == len(row) else _GOES_ON

    def places(self, numbers: NDArray[np.int32]) -> NDArray[np.intp]:
        """Where a row begins among words that are given by their numbers, and few others."""
        told = self._looked_up(0, numbers) & _ENDS
        told[:-1] |= self._looked_up(1, numbers[:-1] - numbers[1:])
        (places,) = told.nonzero()
        first, second, third = (numbers.take(places + ahead, mode="clip") for ahead in _AHEAD)
        opens = (self._looked_up(2, first - second - third) | told[places]) >= _ENDS
        return places[opens]

    def _looked_up(self, longer: int, rows: NDArray[np.int32]) -> NDArray[np.uint8]:
        return self._told[longer].take(rows & _LAST_SLOTS[longer])
