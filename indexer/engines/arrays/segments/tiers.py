"""Tiers as bytes: for each document of a segment the index in `TIERS` of a node's match, or `NO_MATCH`.

AND is the maximum of its clauses and OR the minimum, so each is one pass over bytes.
"""

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.numeric import Flags
from indexer.model import TIERS

TierArray = NDArray[np.uint8]

NO_MATCH = np.uint8(255)
"""The byte of a document that does not match: greater than every tier."""


def where(matches: Flags, tier: int = 0) -> TierArray:
    """Return a tier for the documents that match, `NO_MATCH` for the others."""
    tiers = np.subtract(matches.view(np.uint8), 1)
    return np.bitwise_or(tiers, tier, out=tiers) if tier else tiers


def inverse(tiers: TierArray) -> TierArray:
    """Return tier 0 for the documents that do not match, `NO_MATCH` for the others."""
    return where(tiers == NO_MATCH)


def all_of(clauses: Sequence[TierArray]) -> TierArray:
    """Return the tiers of documents that match every clause: the worst of each."""
    return reduce(np.maximum, clauses)


def any_of(clauses: Sequence[TierArray], wanted: int) -> TierArray:
    """Return the tiers of documents that match at least `wanted` clauses: the worst of the best `wanted` of each."""
    if wanted <= 1:
        return reduce(np.minimum, clauses)
    found = np.full_like(clauses[0], NO_MATCH)
    for tier in reversed(range(len(TIERS))):
        found[matching_clauses(clauses, tier) >= wanted] = tier
    return found


def matching_clauses(clauses: Sequence[TierArray], cap: int) -> NDArray[np.uint16]:
    """Return how many clauses each document matches with a tier up to `cap`."""
    counts: NDArray[np.uint16] = np.sum([clause <= cap for clause in clauses], axis=0, dtype=np.uint16)
    return counts
