"""The characters of a text as an array, so that something is asked of all of them at once."""

import numpy as np
from numpy.typing import NDArray

PLANE = 1 << 16
"""How many characters are told apart: the first of Unicode, which take one unit of UTF-16 each."""


def codes(text: str) -> NDArray[np.uint16]:
    """The code points of a text, those beyond the first plane as those of characters of their kind; [length], uint16.

    >>> codes("a𝐚𝟏☺🙂").tolist() == [97, 120, 120, 9786, 46]
    True
    """
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.dtype("<u2"))
    if len(units) == len(text):
        return units
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))
    found = points.astype(np.uint16)
    for place in (points >= PLANE).nonzero()[0].tolist():
        found[place] = _stand_in(text[place])
    return found


def _stand_in(character: str) -> int:
    return ord("x" if character.isalnum() else " " if character.isspace() else ".")
