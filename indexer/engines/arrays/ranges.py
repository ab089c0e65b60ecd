"""Many stretches of an array at once, without a loop."""

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.container import Array


def stretches(starts: Array, ends: Array) -> NDArray[np.intp]:
    """Return the numbers from each start to its end, one stretch behind the other.

    >>> stretches(np.array([3, 7]), np.array([5, 8])).tolist()
    [3, 4, 7]
    """
    lengths = ends.astype(np.intp) - starts.astype(np.intp)
    before = np.cumsum(lengths) - lengths
    shifts: NDArray[np.intp] = np.repeat(starts.astype(np.intp) - before, lengths)
    return np.arange(len(shifts)) + shifts
