"""Many stretches of an array at once, without a loop."""

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.container import Array


def stretches(starts: Array, ends: Array) -> NDArray[np.intp]:
    """Return the numbers from each start to its end, one stretch behind the other.

    >>> stretches(np.array([3, 7]), np.array([5, 8])).tolist()
    [3, 4, 7]
    """
    firsts = starts.astype(np.intp, copy=False)
    lengths = ends.astype(np.intp, copy=False) - firsts
    numbers: NDArray[np.intp] = np.repeat(firsts + lengths - np.cumsum(lengths), lengths)
    numbers += np.arange(len(numbers))
    return numbers
