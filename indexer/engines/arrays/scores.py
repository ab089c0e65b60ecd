"""What the words and pairs of a query add to the scores of documents."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from whoosh.query import Phrase, Query, Term

from indexer.engines.arrays.evaluate import SegmentSearch
from indexer.engines.arrays.impacts import LEVELS
from indexer.engines.arrays.postings import Impacts
from indexer.engines.scoring import PAIR_WEIGHT, idf
from indexer.model import Contribution, Mode
from indexer.query.neighbours import neighbours
from indexer.query.nodes import MODE_CAPS, WordNode, named, scored_leaves

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Part:
    """A word, phrase or pair of a query that scores, and where its impacts come from."""

    kind: Literal["word", "phrase", "pair"]
    text: str
    boost: float
    impacts: Callable[[SegmentSearch], Impacts]


class Scoring:
    """The parts of a query with their weights, counted over all segments once."""

    def __init__(self, tree: Query, mode: Mode, searches: Sequence[SegmentSearch]) -> None:
        self._parts = list(_parts(tree, mode))
        documents = sum(search.segment.documents for search in searches)
        self._weights = [_weight(part, searches, documents) for part in self._parts]

    def scores(self, search: SegmentSearch, docs: NDArray[np.intp]) -> Scores:
        """Return the scores of documents of a segment, float32."""
        scores = np.zeros(len(docs), np.float32)
        for part, weight in zip(self._parts, self._weights, strict=True):
            scores += part.impacts(search).take(docs) * np.float32(part.boost * weight / LEVELS)
        return scores

    def contributions(self, search: SegmentSearch, doc: int) -> tuple[Contribution, ...]:
        """Return what each part adds to the score of a document, those that add something."""
        codes = [int(part.impacts(search)[doc]) for part in self._parts]
        return tuple(
            Contribution(part.kind, part.text, part.boost, weight, code / LEVELS)
            for part, weight, code in zip(self._parts, self._weights, codes, strict=True)
            if code
        )


def _parts(tree: Query, mode: Mode) -> Iterator[Part]:
    for leaf, leaf_mode, boost in scored_leaves(tree, mode):
        kind: Literal["word", "phrase"] = "phrase" if isinstance(leaf, Phrase) else "word"
        yield Part(kind, named(leaf), boost, _leaf_impacts(leaf, MODE_CAPS[leaf_mode]))
    for left, right, boost in neighbours(tree):
        yield Part("pair", f"{left.text} {right.text}", boost, _pair_impacts(left, right, MODE_CAPS[mode]))


def _leaf_impacts(leaf: WordNode, cap: int) -> Callable[[SegmentSearch], Impacts]:
    return lambda search: search.leaf(leaf, cap).impacts


def _pair_impacts(left: Term, right: Term, cap: int) -> Callable[[SegmentSearch], Impacts]:
    return lambda search: search.pair(left, right, cap)


def _weight(part: Part, searches: Sequence[SegmentSearch], documents: int) -> float:
    """Return how rare a part is: its idf, of a pair times the weight of pairs."""
    having = sum(int(np.count_nonzero(part.impacts(search) != 0)) for search in searches)
    return idf(having, documents) * (PAIR_WEIGHT if part.kind == "pair" else 1.0)
