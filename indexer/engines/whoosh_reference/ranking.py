"""The score of each document found, and the order of the hits."""

from collections.abc import Collection, Iterator
from itertools import pairwise

from whoosh.query import And, Or, Query, Term

from indexer.engines.scoring import PAIR_WEIGHT, TITLE_WEIGHT, idf, saturation
from indexer.engines.whoosh_reference.columns import Columns
from indexer.engines.whoosh_reference.evaluate import Evaluator
from indexer.model import Mode, Sort
from indexer.query.nodes import MODE_CAPS, TEXT, WordNode, in_field, scored_leaves

Scores = dict[int, float]


class Ranking:
    """Scores those of the documents found that the choices leave; how rare a pair is, all of them say."""

    def __init__(self, evaluator: Evaluator, columns: Columns, found: Collection[int], docs: Collection[int]) -> None:
        self._evaluator = evaluator
        self._columns = columns
        self._found = found
        self._docs = docs
        self._scores: Scores = dict.fromkeys(docs, 0.0)

    def scores(self, tree: Query, mode: Mode) -> Scores:
        """Return the score of every document: what its words add up to, and the pairs of neighbouring words."""
        for leaf, leaf_mode, boost in scored_leaves(tree, mode):
            self._add_word(leaf, boost, MODE_CAPS[leaf_mode])
        for left, right, boost in _pairs(tree, 1.0):
            found = self._evaluator.pair(left, right, self._found, MODE_CAPS[mode])
            self._add(found, boost * PAIR_WEIGHT)
        return self._scores

    def _add_word(self, leaf: WordNode, boost: float, cap: int) -> None:
        frequencies = self._evaluator.word(leaf, cap).frequencies
        if leaf.fieldname == TEXT:
            in_title = self._evaluator.word(in_field(leaf, "title"), cap).frequencies
            frequencies = {doc: tf + TITLE_WEIGHT * in_title.get(doc, 0.0) for doc, tf in frequencies.items()}
        self._add(frequencies, boost)

    def _add(self, frequencies: dict[int, float], boost: float) -> None:
        columns, scores = self._columns, self._scores
        weight = boost * idf(len(frequencies), len(columns.live))
        average = columns.average_length
        for doc in self._docs if len(self._docs) < len(frequencies) else frequencies:
            if doc in scores and doc in frequencies:
                scores[doc] += weight * saturation(frequencies[doc], columns.lengths[doc], average)


def _pairs(node: Query, boost: float) -> Iterator[tuple[Term, Term, float]]:
    """Yield the words that the reader typed next to each other, as `hội nghị` in `hội nghị ARF`."""
    if not isinstance(node, And | Or):
        return
    children = list(node.children())
    boost *= node.boost
    if isinstance(node, And) or node.minmatch:
        for left, right in pairwise(children):
            if isinstance(left, Term) and isinstance(right, Term) and left.fieldname == right.fieldname == TEXT:
                yield left, right, boost * left.boost * right.boost
    for child in children:
        yield from _pairs(child, boost)


def order(docs: Collection[int], sort: Sort, ranks: dict[int, int], scores: Scores, columns: Columns) -> list[int]:
    """Return the documents in the order asked for; whatever is equal by relevance stands newest first."""
    if sort == "relevance":
        newest = columns.newest
        return sorted(docs, key=lambda doc: (ranks[doc], -scores[doc], newest[doc]))
    places = {"newest": columns.newest, "oldest": columns.oldest, "title": columns.by_title}
    return sorted(docs, key=lambda doc: places[sort][doc])
