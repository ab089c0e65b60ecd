"""Numbers in as few bytes as they need."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Unsigned = NDArray[np.unsignedinteger[Any]]


def narrowest(values: ArrayLike) -> Unsigned:
    """Return numbers of 0 and above in the narrowest unsigned type that holds them all; u1 where there are none.

    >>> narrowest([1, 256]).dtype.name
    'uint16'
    """
    numbers = np.asarray(values)
    kind = np.min_scalar_type(int(numbers.max())) if numbers.size else np.dtype(np.uint8)
    return numbers.astype(kind, copy=False)


def starts_of(counts: ArrayLike) -> NDArray[np.int64]:
    """Return where each of several runs begins that lie behind one another, and where the last one ends.

    >>> starts_of([2, 0, 3]).tolist()
    [0, 2, 2, 5]
    """
    starts = np.zeros(len(np.asarray(counts)) + 1, np.int64)
    np.cumsum(counts, dtype=np.int64, out=starts[1:])
    return starts
