"""The score of each document found, what it consists of, and the order of the hits."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from indexer.engines.scoring import PAIR_WEIGHT, idf, saturation
from indexer.engines.whoosh_reference.columns import WhooshColumns
from indexer.engines.whoosh_reference.evaluate import DocTiers, Evaluator, TreeMatches
from indexer.fields import TEXT, TITLE_WEIGHT
from indexer.model import Contribution, Mode, Sort
from indexer.query.nodes import MODE_CAPS, Phrase, Query, WordNode, in_field, named
from indexer.query.scored import scored_leaves, scored_pairs

_SCORED = 50
"""The steps to add to one score."""
DocScores = dict[int, float]


@dataclass(frozen=True, slots=True)
class _ScoredPart:
    """A word, phrase or pair of the query: the most it adds to a score, and its frequency in each document."""

    most: Contribution
    frequencies: Mapping[int, float]


class Ranking:
    """Scores the documents that a query matches. Pairs are counted in all of these, so that choices change no score."""

    def __init__(self, evaluator: Evaluator, columns: WhooshColumns, found: TreeMatches, mode: Mode) -> None:
        self._evaluator = evaluator
        self._columns = columns
        self._parts = [*self._words(found.tree, mode), *self._pairs(found, MODE_CAPS[mode])]

    def scores(self, docs: Collection[int]) -> DocScores:
        """Return the score of each of the documents: the sum of its contributions, as far as the budget suffices."""
        scores = dict.fromkeys(docs, 0.0)
        for part in self._parts:
            if not self._evaluator.budget.spend(len(docs) * _SCORED):
                break
            most = part.most.score
            for doc in docs if len(docs) < len(part.frequencies) else part.frequencies:
                if doc in scores and doc in part.frequencies:
                    scores[doc] += most * self._saturation(part, doc)
        return scores

    def contributions(self, doc: int) -> tuple[Contribution, ...]:
        """Return what each part adds to the score of a document."""
        present = (part for part in self._parts if doc in part.frequencies)
        return tuple(replace(part.most, saturation=self._saturation(part, doc)) for part in present)

    def _saturation(self, part: _ScoredPart, doc: int) -> float:
        return saturation(part.frequencies[doc], self._columns.lengths[doc], self._columns.average_length)

    def _words(self, tree: Query, mode: Mode) -> Iterator[_ScoredPart]:
        for leaf, leaf_mode, boost in scored_leaves(tree, mode):
            frequencies = self._frequencies(leaf, MODE_CAPS[leaf_mode])
            most = Contribution(
                kind="phrase" if isinstance(leaf, Phrase) else "word",
                text=named(leaf),
                boost=boost,
                weight=self._idf(frequencies),
                saturation=1.0,
            )
            yield _ScoredPart(most, frequencies)

    def _pairs(self, found: TreeMatches, cap: int) -> Iterator[_ScoredPart]:
        for left, right, boost in scored_pairs(found.tree):
            frequencies = self._evaluator.pair(left, right, found.tiers.keys(), cap)
            weight = PAIR_WEIGHT * self._idf(frequencies)
            yield _ScoredPart(
                Contribution("pair", f"{left.text} {right.text}", boost, weight, saturation=1.0), frequencies
            )

    def _frequencies(self, leaf: WordNode, cap: int) -> Mapping[int, float]:
        """Return the frequency of a leaf in each document; an occurrence in the title counts for more."""
        frequencies = self._evaluator.word(leaf, cap).frequencies
        if leaf.fieldname != TEXT:
            return frequencies
        in_title = self._evaluator.word(in_field(leaf, "title"), cap).frequencies
        return {doc: tf + TITLE_WEIGHT * in_title.get(doc, 0.0) for doc, tf in frequencies.items()}

    def _idf(self, frequencies: Mapping[int, float]) -> float:
        return idf(len(frequencies), len(self._columns.live))


def order(docs: Collection[int], sort: Sort, tiers: DocTiers, scores: DocScores, columns: WhooshColumns) -> list[int]:
    """Return the documents in a sort order; those of equal relevance come newest first."""
    if sort == "relevance":
        newest = columns.newest
        return sorted(docs, key=lambda doc: (tiers[doc], -scores[doc], newest[doc]))
    ordinals = {"newest": columns.newest, "oldest": columns.oldest, "title": columns.by_title}
    return sorted(docs, key=lambda doc: ordinals[sort][doc])
