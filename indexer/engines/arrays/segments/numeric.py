"""NumPy helpers: array types, narrow integers, CSR offsets, many ranges at once, a stable sort."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]
Flags = NDArray[np.bool_]
Indexes = NDArray[np.intp]
Integers = NDArray[np.int64]
Unsigned = NDArray[np.unsignedinteger[Any]]


def narrowest(values: ArrayLike) -> Unsigned:
    """Return non-negative integers in the narrowest unsigned type that holds them all; u1 if there are none.

    >>> narrowest([1, 256]).dtype.name
    'uint16'
    """
    numbers = np.asarray(values)
    dtype = np.min_scalar_type(int(numbers.max())) if numbers.size else np.dtype(np.uint8)
    return numbers.astype(dtype, copy=False)


def starts_of(counts: ArrayLike) -> Integers:
    """Return the CSR offsets of rows with these lengths: where each row starts, and the total at the end.

    >>> starts_of([2, 0, 3]).tolist()
    [0, 2, 2, 5]
    """
    starts = np.zeros(len(np.asarray(counts)) + 1, np.int64)
    np.cumsum(counts, dtype=np.int64, out=starts[1:])
    return starts


def concat_ranges(starts: Array, ends: Array) -> Indexes:
    """Return the numbers from each start up to its end, all ranges concatenated.

    >>> concat_ranges(np.array([3, 7]), np.array([5, 8])).tolist()
    [3, 4, 7]
    """
    firsts = starts.astype(np.intp, copy=False)
    lengths = ends.astype(np.intp, copy=False) - firsts
    numbers: Indexes = np.repeat(firsts + lengths - np.cumsum(lengths), lengths)
    numbers += np.arange(len(numbers))
    return numbers


def stable_sort(keys: Unsigned, bound: int) -> tuple[Indexes, Unsigned]:
    """Return the stable order of keys below `bound`, and the keys in that order.

    Each key is packed with its row into one integer of 32 or 64 bits, which sorts faster than `argsort` does. Key and
    row must fit 64 bits.

    >>> [found.tolist() for found in stable_sort(np.array([7, 3, 7], np.uint8), 8)]
    [[1, 0, 2], [3, 7, 7]]
    """
    bits = len(keys).bit_length()
    dtype = np.dtype(np.uint32 if bound.bit_length() + bits <= 32 else np.uint64)
    packed: Unsigned = keys.astype(dtype)
    packed <<= dtype.type(bits)
    packed |= np.arange(len(packed), dtype=dtype)
    packed.sort()
    order = (packed & dtype.type((1 << bits) - 1)).astype(np.intp)
    packed >>= dtype.type(bits)
    return order, packed
