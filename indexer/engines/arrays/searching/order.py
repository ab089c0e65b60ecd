"""Which documents of a segment come first."""

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.searching.scores import Scores
from indexer.engines.arrays.segments.container import Array

_DEPTH = 256
"""To find the greatest of so many scores is cheaper than to bring them in order: measured."""


def first_by_place(docs: NDArray[np.intp], places: Array, wanted: int) -> NDArray[np.intp]:
    """Return which of some documents come first in an order that gives each its place, as indexes into `docs`."""
    here = places.take(docs)
    if wanted >= len(docs):
        return np.argsort(here)
    nearest = np.argpartition(here, wanted)[:wanted]
    return nearest[np.argsort(here[nearest])]


def first_by_score(docs: NDArray[np.intp], scores: Scores, places: Array, wanted: int) -> NDArray[np.intp]:
    """Return which of some documents come first by score, then by place, as indexes into `docs`."""
    if wanted >= len(docs):
        return np.lexsort((places.take(docs), -scores))
    best = np.flatnonzero(scores >= _bound(scores, wanted))
    order = np.lexsort((places.take(docs.take(best)), -scores.take(best)))
    return best.take(order[:wanted])


def _bound(scores: Scores, wanted: int) -> np.float32:
    """Return a score that at least so many reach: of many scores, one of the greatest of each of as many stacks."""
    stacks = len(scores) // _DEPTH
    if stacks >= 4 * wanted:
        scores = scores[: stacks * _DEPTH].reshape(_DEPTH, stacks).max(axis=0)
    bound: np.float32 = np.partition(scores, -wanted)[-wanted]
    return bound
