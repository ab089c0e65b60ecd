"""Many numbers in order."""

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.compact import Unsigned


def stably_sorted(numbers: Unsigned, bound: int) -> tuple[NDArray[np.intp], Unsigned]:
    """Return the order of numbers below a bound, equal ones left as they stand, and the numbers in that order.

    Each is sorted as one integer with its row, in less time than NumPy's `argsort` takes; half of that where both fit
    32 bits. They must fit 64.

    >>> [found.tolist() for found in stably_sorted(np.array([7, 3, 7], np.uint8), 8)]
    [[1, 0, 2], [3, 7, 7]]
    """
    bits = len(numbers).bit_length()
    kind = np.dtype(np.uint32 if bound.bit_length() + bits <= 32 else np.uint64)
    both: Unsigned = numbers.astype(kind)
    both <<= kind.type(bits)
    both |= np.arange(len(both), dtype=kind)
    both.sort()
    order = (both & kind.type((1 << bits) - 1)).astype(np.intp)
    both >>= kind.type(bits)
    return order, both
