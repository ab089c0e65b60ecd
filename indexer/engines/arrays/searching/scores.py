"""What the words and pairs of a query add to the scores of documents."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.searching.leaves import Leaves
from indexer.engines.arrays.searching.matches import Matches
from indexer.engines.arrays.segments.found import Found
from indexer.engines.scoring import PAIR_WEIGHT, idf
from indexer.model import Contribution, Mode
from indexer.query.nodes import MODE_CAPS, Phrase, Query, Term, WordNode, named
from indexer.query.scored import scored_leaves, scored_pairs

Scores = NDArray[np.float32]


class Part(NamedTuple):
    """A word, phrase or pair of a query that scores: its nodes, and how they are matched."""

    nodes: tuple[WordNode] | tuple[Term, Term]
    boost: float
    cap: int

    @property
    def kind(self) -> Literal["word", "phrase", "pair"]:
        """What it is."""
        return "pair" if len(self.nodes) == 2 else "phrase" if isinstance(self.nodes[0], Phrase) else "word"

    def matches(self, leaves: Leaves, tier: int) -> Matches:
        """Return what it matches in a segment, of a pair no more than has a tier up to this."""
        if len(self.nodes) == 2:
            return leaves.pair(*self.nodes, self.cap, tier)
        return leaves.of(self.nodes[0], self.cap)


Weighted = tuple[Part, float, Sequence[Matches]]
"""A part, its weight, and what it matches in each segment."""


class Scoring:
    """The parts of a query with their weights, counted over all segments once.

    An article is scored by what its tier is made of: forms of a worse tier than its own add nothing.
    """

    def __init__(self, tree: Query, mode: Mode, leaves: Sequence[Leaves]) -> None:
        self._parts = [
            *(Part((leaf,), boost, MODE_CAPS[own]) for leaf, own, boost in scored_leaves(tree, mode)),
            *(Part((left, right), boost, MODE_CAPS[mode]) for left, right, boost in scored_pairs(tree)),
        ]
        self._leaves = leaves
        self._documents = sum([each.segment.documents for each in leaves])
        self._tiers: dict[int, list[Weighted]] = {}

    def scores(self, segment: int, docs: NDArray[np.intp], tier: int) -> Scores:
        """Return the scores of documents of a segment that match with a tier, float32."""
        scores = np.zeros(len(docs), np.float32)
        found = Found(docs, self._leaves[segment].segment.documents)
        for part, weight, matches in self._tier(tier):
            scores += matches[segment].scores(found, tier, part.boost * weight)
        return scores

    def contributions(self, segment: int, doc: int, tier: int) -> tuple[Contribution, ...]:
        """Return what each part adds to the score of a document that matches with a tier; those that add something."""
        found = Found(np.array([doc]), self._leaves[segment].segment.documents)
        told = [
            Contribution(
                part.kind,
                " ".join(map(named, part.nodes)),
                part.boost,
                weight,
                float(matches[segment].scores(found, tier, 1.0)[0]),
            )
            for part, weight, matches in self._tier(tier)
        ]
        return tuple(each for each in told if each.saturation)

    def _tier(self, tier: int) -> list[Weighted]:
        """Return the parts that score documents of a tier."""
        if tier not in self._tiers:
            self._tiers[tier] = list(self._weighted(tier))
        return self._tiers[tier]

    def _weighted(self, tier: int) -> Iterator[Weighted]:
        """Yield the parts that there are, each with its weight: how rare it is, of a pair times the weight of pairs.

        A pair counts a document once for each of its variants there, which is seldom more than one.
        """
        for part in self._parts:
            matches = [part.matches(leaves, tier) for leaves in self._leaves]
            postings = sum([each.postings(tier) for each in matches])
            if not postings:
                continue
            if len(part.nodes) == 2:
                yield part, PAIR_WEIGHT * idf(min(postings, self._documents), self._documents), matches
            else:
                yield part, idf(sum([each.frequency(tier) for each in matches]), self._documents), matches
