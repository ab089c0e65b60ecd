"""The score of each document found, what it consists of, and the order of the hits."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from indexer.engines.base import EngineRequest
from indexer.engines.scoring import (
    LEAST_SHARE,
    NEARNESS_WEIGHT,
    PAIR_WEIGHT,
    RESCORED,
    closeness,
    lead_end,
    rarity,
    saturation,
    tightness,
)
from indexer.engines.whoosh_reference.columns import WhooshColumns
from indexer.engines.whoosh_reference.evaluate import DocTiers, Evaluator, TreeMatches
from indexer.fields import TEXT, TITLE_WEIGHT
from indexer.model import Contribution, Mode, Sort, Span
from indexer.query.nodes import MODE_CAPS, Phrase, Query, WordNode, in_field, named
from indexer.query.scored import scored_leaves, scored_pairs, units, width

_SCORED = 50
"""The steps to add to one score."""
DocScores = dict[int, float]
TitleEnd = Callable[[int], int]
"""Returns how many positions the title of a document takes."""


@dataclass(frozen=True, slots=True)
class _ScoredPart:
    """A word, phrase or pair of the query: the most it adds to a score, and its frequency in each document."""

    most: Contribution
    frequencies: Mapping[int, float]


class CloseDocument(NamedTuple):
    """A document that lacks some clauses of a query: its worst tier, how close it is, and which ones, as indexes."""

    doc: int
    tier: int
    closeness: float
    missing: tuple[int, ...]


class Ranking:
    """Scores the documents that a query matches. Pairs are counted in all of these, so that choices change no score."""

    def __init__(self, evaluator: Evaluator, columns: WhooshColumns, found: TreeMatches, mode: Mode) -> None:
        self._evaluator = evaluator
        self._columns = columns
        self._found = found
        self._mode: Mode = mode
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

    def rescored(self, docs: Collection[int], scores: DocScores, title_end: TitleEnd) -> dict[int, Contribution]:
        """Return what the nearness of all words adds to the best of the documents, if anything."""
        nodes = units(self._found.tree)
        if len(nodes) < 2 or not docs:
            return {}
        tiers, cap = self._found.tiers, MODE_CAPS[self._mode]
        first = min(tiers[doc] for doc in docs)
        ranked = order([doc for doc in docs if tiers[doc] == first], "relevance", tiers, scores, self._columns)
        best = ranked[:RESCORED]
        found = [self._evaluator.stretches(node, best, cap) for node, _ in nodes]
        text = " … ".join(named(node) for node, _ in nodes)
        rarities = [boost * self._rarity(self._evaluator.word(node, cap).tiers) for node, boost in nodes]
        most = Contribution("nearness", text, 1.0, NEARNESS_WEIGHT * sum(rarities), saturation=1.0)
        words = sum(width(node) for node, _ in nodes)
        near = {
            doc: _nearness([spans.get(doc, []) for spans in found], words, lead_end(title_end(doc))) for doc in best
        }
        return {doc: replace(most, saturation=saturation) for doc, saturation in near.items() if saturation}

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
                weight=self._rarity(frequencies),
                saturation=1.0,
            )
            yield _ScoredPart(most, frequencies)

    def _pairs(self, found: TreeMatches, cap: int) -> Iterator[_ScoredPart]:
        for left, right, boost in scored_pairs(found.tree):
            frequencies = self._evaluator.pair(left, right, found.tiers.keys(), cap)
            weight = PAIR_WEIGHT * self._rarity(frequencies)
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

    def _rarity(self, frequencies: Mapping[int, float]) -> float:
        return rarity(len(frequencies), len(self._columns.live))


def closest(
    evaluator: Evaluator,
    columns: WhooshColumns,
    request: EngineRequest,
    clauses: Sequence[DocTiers],
    among: Collection[int],
) -> list[CloseDocument]:
    """Return those of the documents that have enough of the clauses of a query, the closest first."""
    weights = [rarity(len(tiers), len(columns.live)) if tiers else 0.0 for tiers in clauses]
    own = {doc: [number for number, tiers in enumerate(clauses) if doc in tiers] for doc in among}
    shares = {doc: sum(weights[number] for number in numbers) / (sum(weights) or 1.0) for doc, numbers in own.items()}
    close = {doc: max(clauses[number][doc] for number in own[doc]) for doc in among if shares[doc] >= LEAST_SHARE}
    scores = Ranking(evaluator, columns, TreeMatches(request.query, close), request.mode).scores(close)
    found = [
        CloseDocument(
            doc, tier, closeness(scores[doc], shares[doc]), tuple(n for n in range(len(clauses)) if n not in own[doc])
        )
        for doc, tier in close.items()
    ]
    return sorted(found, key=lambda each: (-each.closeness, columns.newest[each.doc]))


def _nearness(units: Sequence[Sequence[Span]], words: int, lead: int) -> float:
    """Return the tightness of the best stretch of the lead that has one span of each unit, 0 if there is none."""
    last: dict[int, int] = {}
    best = 0.0
    for start, end, number in sorted((*span, number) for number, own in enumerate(units) for span in own):
        if end > lead:
            continue
        last[number] = start
        if len(last) == len(units):
            best = max(best, tightness(words, end - min(last.values())))
    return best


def order(docs: Collection[int], sort: Sort, tiers: DocTiers, scores: DocScores, columns: WhooshColumns) -> list[int]:
    """Return the documents in a sort order; those of equal relevance come newest first."""
    if sort == "relevance":
        newest = columns.newest
        return sorted(docs, key=lambda doc: (tiers[doc], -scores[doc], newest[doc]))
    ordinals = {"newest": columns.newest, "oldest": columns.oldest, "title": columns.by_title}
    return sorted(docs, key=lambda doc: ordinals[sort][doc])
