"""What a word, a phrase or a pair matches in a segment: which documents, how well, and with which saturation."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.impacts import LEVELS, RATIO
from indexer.engines.arrays.postings import Gathered, Impacts
from indexer.engines.arrays.ranks import NONE, Ranks, uniform

_ONE_LEVEL = np.float32(1 / LEVELS)


class Found:
    """Some documents of a segment, in any order: `docs` are their numbers."""

    def __init__(self, docs: NDArray[np.intp], documents: int) -> None:
        self.docs = docs
        self.documents = documents

    @cached_property
    def places(self) -> NDArray[np.uint32]:
        """For each document of the segment its place among these, counted from 1; 0 for all others."""
        places = np.zeros(self.documents, np.uint32)
        places[self.docs] = np.arange(1, len(self.docs) + 1)
        return places


class Matches:
    """The postings that a leaf of a query stands for, each with its rank, those of the worst rank first.

    Where they are `nested`, the first ones hold all others.
    """

    def __init__(self, documents: int, ranked: Sequence[tuple[int, Gathered]] = (), *, nested: bool = False) -> None:
        self._documents = documents
        self._ranked = ranked
        self._nested = nested

    @cached_property
    def ranks(self) -> Ranks:
        """The rank with which each document of the segment matches; not to be written to."""
        if len(self._ranked) == 1 and self._ranked[0][1].documents is not None and self._ranked[0][1].rows:
            return uniform(self._ranked[0][1].rows[0], self._ranked[0][0])
        ranks = np.full(self._documents, NONE)
        for rank, gathered in self._ranked:
            ranks[gathered.docs] = rank
            for row in gathered.rows:
                np.minimum(ranks, uniform(row, rank), out=ranks)
        return ranks

    def frequency(self, rank: int) -> int:
        """Return how many documents match with a rank up to this."""
        counted = self._up_to(rank)
        if len(counted) == 1 and counted[0].documents is not None:
            return counted[0].documents
        return int(np.count_nonzero(self.ranks <= rank))

    def postings(self, rank: int) -> int:
        """Return how many postings are listed with a rank up to this."""
        return sum([len(gathered.docs) for gathered in self._up_to(rank)])

    def saturations(self, found: Found, rank: int) -> NDArray[np.floating]:
        """Return the saturation in each of some documents of what has a rank up to this; 0 where that is nothing.

        As saturation is x / (1 + x), with x the frequency over the length norm, x adds up where several forms match.
        """
        counted = self._up_to(rank)
        if len(counted) == 1 and counted[0].documents is not None:
            return _codes(counted[0], found) * _ONE_LEVEL
        ratios = np.zeros(len(found.docs))
        for gathered in counted:
            if len(gathered.docs):
                weights = RATIO.take(gathered.impacts)
                ratios += np.bincount(found.places.take(gathered.docs), weights, len(found.docs) + 1)[1:]
            for row in gathered.rows:
                ratios += RATIO.take(row.take(found.docs))
        return ratios / (1 + ratios)

    def _up_to(self, rank: int) -> Sequence[Gathered]:
        """Return the postings whose frequencies add up to what has a rank up to this."""
        if len(self._ranked) == 1 and self._ranked[0][0] <= rank:
            return [self._ranked[0][1]]
        if self._nested and rank >= self._ranked[0][0]:
            return [self._ranked[0][1]]
        return [gathered for own, gathered in self._ranked if own <= rank]


def _codes(gathered: Gathered, found: Found) -> Impacts:
    """Return the impact codes of some documents, given postings in which no document repeats."""
    if gathered.rows:
        return gathered.rows[0].take(found.docs)
    codes = np.zeros(found.documents, np.uint8)
    codes[gathered.docs] = gathered.impacts
    return codes.take(found.docs)
