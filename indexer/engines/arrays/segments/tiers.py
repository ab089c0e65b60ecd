"""TierArray of a segment's documents: one byte each, the index in `TIERS` with which a node matches, or `NO_MATCH`.

AND is the greatest of its parts, OR the least, so both are one pass over bytes.
"""

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from indexer.model import TIERS

TierArray = NDArray[np.uint8]

NO_MATCH = np.uint8(255)
"""The tier of a document that does not match: greater than all others."""


def where(matches: NDArray[np.bool_], tier: int = 0) -> TierArray:
    """Return a tier where a document matches."""
    tiers = np.subtract(matches.view(np.uint8), 1)
    return np.bitwise_or(tiers, tier, out=tiers) if tier else tiers


def inverse(tiers: TierArray) -> TierArray:
    """Return tier 0 where a document does not match."""
    return where(tiers == NO_MATCH)


def all_of(parts: Sequence[TierArray]) -> TierArray:
    """Return the documents in all parts, each with its greatest tier there."""
    return reduce(np.maximum, parts)


def any_of(parts: Sequence[TierArray], wanted: int) -> TierArray:
    """Return the documents in at least `wanted` parts; that many of its least tiers decide."""
    if wanted <= 1:
        return reduce(np.minimum, parts)
    found = np.full_like(parts[0], NO_MATCH)
    for tier in reversed(range(len(TIERS))):
        found[matching_parts(parts, tier) >= wanted] = tier
    return found


def matching_parts(parts: Sequence[TierArray], cap: int) -> NDArray[np.uint16]:
    """Return how many of the parts each document matches with a tier up to `cap`."""
    having: NDArray[np.uint16] = np.sum([part <= cap for part in parts], axis=0, dtype=np.uint16)
    return having
