"""Which documents of a segment come first."""

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.container import Array
from indexer.engines.arrays.scores import Scores


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
    least = np.partition(scores, -wanted)[-wanted]
    best = np.flatnonzero(scores >= least)
    order = np.lexsort((places.take(docs.take(best)), -scores.take(best)))
    return best.take(order[:wanted])
