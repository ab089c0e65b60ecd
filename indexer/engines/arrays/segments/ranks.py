"""Ranks of a segment's documents: one byte each, the index in `TIERS` with which a node matches, or `NONE`.

AND is the greatest of its parts, OR the least, so both are one pass over bytes.
"""

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from indexer.model import TIERS

Ranks = NDArray[np.uint8]

NONE = np.uint8(255)
"""The rank of a document that does not match: greater than all others."""


def where(matches: NDArray[np.bool_], rank: int = 0) -> Ranks:
    """Return a rank where a document matches."""
    ranks = np.subtract(matches.view(np.uint8), 1)
    return np.bitwise_or(ranks, rank, out=ranks) if rank else ranks


def inverse(ranks: Ranks) -> Ranks:
    """Return rank 0 where a document does not match."""
    return where(ranks == NONE)


def all_of(parts: Sequence[Ranks]) -> Ranks:
    """Return the documents in all parts, each with its greatest rank there."""
    return reduce(np.maximum, parts)


def any_of(parts: Sequence[Ranks], wanted: int) -> Ranks:
    """Return the documents in at least `wanted` parts; that many of its least ranks decide."""
    if wanted <= 1:
        return reduce(np.minimum, parts)
    found = np.full_like(parts[0], NONE)
    for rank in reversed(range(len(TIERS))):
        found[matching_parts(parts, rank) >= wanted] = rank
    return found


def matching_parts(parts: Sequence[Ranks], cap: int) -> NDArray[np.uint16]:
    """Return how many of the parts each document matches with a rank up to `cap`."""
    having: NDArray[np.uint16] = np.sum([part <= cap for part in parts], axis=0, dtype=np.uint16)
    return having
