"""The characters of a text as an array, so that one NumPy call looks at all of them."""

import numpy as np
from numpy.typing import NDArray

PLANE = 1 << 16
"""Number of code points that are kept apart: the first plane of Unicode, one UTF-16 unit each."""


def code_points(text: str) -> NDArray[np.uint16]:
    """Return the code points of a text; those beyond the first plane become a character of the same kind. [length].

    >>> code_points("a𝐚𝟏☺🙂").tolist() == [97, 120, 120, 9786, 46]
    True
    """
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.dtype("<u2"))
    if len(units) == len(text):
        return units
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))
    found = points.astype(np.uint16)
    for position in (points >= PLANE).nonzero()[0].tolist():
        found[position] = _stand_in(text[position])
    return found


def _stand_in(character: str) -> int:
    return ord("x" if character.isalnum() else " " if character.isspace() else ".")
