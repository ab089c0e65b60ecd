"""Which documents of a segment come first."""

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.container import Array
from indexer.engines.arrays.ranks import Ranks
from indexer.engines.arrays.scores import Scores


def first_by_place(docs: NDArray[np.intp], places: Array, wanted: int) -> NDArray[np.intp]:
    """Return which of some documents come first in an order that gives each its place, as indexes into `docs`."""
    here = places.take(docs)
    if wanted == len(docs):
        return np.argsort(here)
    nearest = np.argpartition(here, wanted)[:wanted]
    return nearest[np.argsort(here[nearest])]


def first_by_relevance(
    docs: NDArray[np.intp], ranks: Ranks, scores: Scores, places: Array, wanted: int
) -> NDArray[np.intp]:
    """Return which come first by rank, then score, then place, as indexes into `docs`; all run along it."""
    best = _best(ranks, scores, wanted) if wanted < len(docs) else np.arange(len(docs))
    order = np.lexsort((places[docs[best]], -scores[best], ranks[best]))
    return best[order[:wanted]]


def _best(ranks: Ranks, scores: Scores, wanted: int) -> NDArray[np.intp]:
    """Return the indexes of at least `wanted` that come first; of those tied at the end, all."""
    found: list[NDArray[np.intp]] = []
    for rank in range(int(ranks.min()), int(ranks.max()) + 1):
        here = np.flatnonzero(ranks == rank)
        if wanted < len(here):
            here = here[_at_least(scores[here], wanted)]
        found.append(here)
        wanted -= len(here)
        if wanted <= 0:
            break
    return np.concatenate(found)


def _at_least(scores: Scores, wanted: int) -> NDArray[np.bool_]:
    """Return which scores are not below the one in the place asked for, counted from the greatest."""
    least: np.float32 = np.partition(scores, -wanted)[-wanted]
    return scores >= least
