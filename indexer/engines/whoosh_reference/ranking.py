"""The score of each document found, what it is made of, and the order of the hits."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from indexer.engines.scoring import PAIR_WEIGHT, idf, saturation
from indexer.engines.whoosh_reference.columns import Columns
from indexer.engines.whoosh_reference.evaluate import DocTiers, Evaluator, Found
from indexer.fields import TEXT, TITLE_WEIGHT
from indexer.model import Contribution, Mode, Sort
from indexer.query.nodes import MODE_CAPS, Phrase, Query, WordNode, in_field, named
from indexer.query.scored import scored_leaves, scored_pairs

Scores = dict[int, float]


@dataclass(frozen=True, slots=True)
class _Part:
    """A word, phrase or pair of the query: what it adds to a score at most, and how often it is in each document."""

    most: Contribution
    frequencies: Mapping[int, float]


class Ranking:
    """Scores the documents that a query found; how rare a pair is, all of them say, so that choices change no score."""

    def __init__(self, evaluator: Evaluator, columns: Columns, found: Found, mode: Mode) -> None:
        self._evaluator = evaluator
        self._columns = columns
        self._parts = [*self._words(found.tree, mode), *self._pairs(found, MODE_CAPS[mode])]

    def scores(self, docs: Collection[int]) -> Scores:
        """Return the score of each of the documents: the sum of its contributions."""
        scores = dict.fromkeys(docs, 0.0)
        for part in self._parts:
            most = part.most.score
            for doc in docs if len(docs) < len(part.frequencies) else part.frequencies:
                if doc in scores and doc in part.frequencies:
                    scores[doc] += most * self._saturation(part, doc)
        return scores

    def contributions(self, doc: int) -> tuple[Contribution, ...]:
        """Return what adds to the score of a document."""
        here = (part for part in self._parts if doc in part.frequencies)
        return tuple(replace(part.most, saturation=self._saturation(part, doc)) for part in here)

    def _saturation(self, part: _Part, doc: int) -> float:
        return saturation(part.frequencies[doc], self._columns.lengths[doc], self._columns.average_length)

    def _words(self, tree: Query, mode: Mode) -> Iterator[_Part]:
        for leaf, leaf_mode, boost in scored_leaves(tree, mode):
            frequencies = self._frequencies(leaf, MODE_CAPS[leaf_mode])
            most = Contribution(
                kind="phrase" if isinstance(leaf, Phrase) else "word",
                text=named(leaf),
                boost=boost,
                weight=self._idf(frequencies),
                saturation=1.0,
            )
            yield _Part(most, frequencies)

    def _pairs(self, found: Found, cap: int) -> Iterator[_Part]:
        for left, right, boost in scored_pairs(found.tree):
            frequencies = self._evaluator.pair(left, right, found.tiers.keys(), cap)
            weight = PAIR_WEIGHT * self._idf(frequencies)
            yield _Part(Contribution("pair", f"{left.text} {right.text}", boost, weight, saturation=1.0), frequencies)

    def _frequencies(self, leaf: WordNode, cap: int) -> Mapping[int, float]:
        """Return how often a leaf is in each document; an occurrence in the title counts for more."""
        frequencies = self._evaluator.word(leaf, cap).frequencies
        if leaf.fieldname != TEXT:
            return frequencies
        in_title = self._evaluator.word(in_field(leaf, "title"), cap).frequencies
        return {doc: tf + TITLE_WEIGHT * in_title.get(doc, 0.0) for doc, tf in frequencies.items()}

    def _idf(self, frequencies: Mapping[int, float]) -> float:
        return idf(len(frequencies), len(self._columns.live))


def order(docs: Collection[int], sort: Sort, tiers: DocTiers, scores: Scores, columns: Columns) -> list[int]:
    """Return the documents in the order asked for; whatever is equal by relevance stands newest first."""
    if sort == "relevance":
        newest = columns.newest
        return sorted(docs, key=lambda doc: (tiers[doc], -scores[doc], newest[doc]))
    places = {"newest": columns.newest, "oldest": columns.oldest, "title": columns.by_title}
    return sorted(docs, key=lambda doc: places[sort][doc])
