"""What the words and pairs of a query add to the scores of documents."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.query import Phrase, Query, Term

from indexer.engines.arrays.evaluate import SegmentSearch
from indexer.engines.arrays.matches import Found, Matches
from indexer.engines.scoring import PAIR_WEIGHT, idf
from indexer.model import Contribution, Mode
from indexer.query.neighbours import neighbours
from indexer.query.nodes import MODE_CAPS, WordNode, named, scored_leaves

Scores = NDArray[np.float32]


class Part(NamedTuple):
    """A word, phrase or pair of a query that scores: its leaves, and how they are matched."""

    leaves: tuple[WordNode] | tuple[Term, Term]
    boost: float
    cap: int

    @property
    def kind(self) -> Literal["word", "phrase", "pair"]:
        """What it is."""
        return "pair" if len(self.leaves) == 2 else "phrase" if isinstance(self.leaves[0], Phrase) else "word"

    def matches(self, search: SegmentSearch, rank: int) -> Matches:
        """Return what it matches in a segment, of a pair no more than has a rank up to this."""
        if len(self.leaves) == 2:
            return search.pair(*self.leaves, self.cap, rank)
        return search.leaf(self.leaves[0], self.cap)


class Scoring:
    """The parts of a query with their weights, counted over all segments once.

    An article is scored by what its tier is made of: forms of a worse rank than its own add nothing.
    """

    def __init__(self, tree: Query, mode: Mode, searches: Sequence[SegmentSearch]) -> None:
        self._parts = [
            *(Part((leaf,), boost, MODE_CAPS[own]) for leaf, own, boost in scored_leaves(tree, mode)),
            *(Part((left, right), boost, MODE_CAPS[mode]) for left, right, boost in neighbours(tree)),
        ]
        self._searches = searches
        self._weights: dict[int, list[float]] = {}

    def scores(self, search: SegmentSearch, docs: NDArray[np.intp], rank: int) -> Scores:
        """Return the scores of documents of a segment that match with a rank, float32."""
        scores = np.zeros(len(docs), np.float32)
        found = Found(docs, search.segment.documents)
        for part, weight in zip(self._parts, self._weights_of(rank), strict=True):
            scores += part.matches(search, rank).saturations(found, rank) * np.float32(part.boost * weight)
        return scores

    def contributions(self, search: SegmentSearch, doc: int, rank: int) -> tuple[Contribution, ...]:
        """Return what each part adds to the score of a document that matches with a rank; those that add something."""
        found = Found(np.array([doc]), search.segment.documents)
        saturations = [float(part.matches(search, rank).saturations(found, rank)[0]) for part in self._parts]
        return tuple(
            Contribution(part.kind, " ".join(map(named, part.leaves)), part.boost, weight, saturation)
            for part, weight, saturation in zip(self._parts, self._weights_of(rank), saturations, strict=True)
            if saturation
        )

    def _weights_of(self, rank: int) -> list[float]:
        if rank not in self._weights:
            documents = sum(search.segment.documents for search in self._searches)
            self._weights[rank] = [self._weight(part, rank, documents) for part in self._parts]
        return self._weights[rank]

    def _weight(self, part: Part, rank: int, documents: int) -> float:
        """Return how rare a part is: its idf, of a pair times the weight of pairs.

        A pair counts a document once for each of its variants there, which is seldom more than one.
        """
        matches = [part.matches(search, rank) for search in self._searches]
        if len(part.leaves) == 2:
            return PAIR_WEIGHT * idf(min(sum([each.postings(rank) for each in matches]), documents), documents)
        return idf(sum([each.frequency(rank) for each in matches]), documents)
