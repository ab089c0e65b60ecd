"""How much do the words, phrases and pairs of a query add to the score of each document?"""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.searching.matched_postings import MatchedPostings
from indexer.engines.arrays.searching.nearness import nearness
from indexer.engines.arrays.searching.segment_matcher import SegmentMatcher
from indexer.engines.arrays.segments.numeric import Indexes
from indexer.engines.arrays.segments.postings import DocSet
from indexer.engines.scoring import NEARNESS_WEIGHT, PAIR_WEIGHT, rarity
from indexer.model import Contribution, Mode
from indexer.query.nodes import MODE_CAPS, Phrase, Query, Term, WordNode, named
from indexer.query.scored import scored_leaves, scored_pairs, units

ScoreArray = NDArray[np.float32]
_SCORED = 0.5
"""The steps to add to one score, or to read one posting for it."""


class ScoredClause(NamedTuple):
    """A word, phrase or pair that scores: its nodes, its boost, and the widest tier that counts."""

    nodes: tuple[WordNode] | tuple[Term, Term]
    boost: float
    cap: int

    @property
    def kind(self) -> Literal["word", "phrase", "pair"]:
        """The kind, as explanations show it."""
        return "pair" if len(self.nodes) == 2 else "phrase" if isinstance(self.nodes[0], Phrase) else "word"

    def postings(self, matcher: SegmentMatcher, tier: int) -> MatchedPostings:
        """Return what it matches in a segment; for a pair, only with a tier up to this one."""
        if len(self.nodes) == 2:
            return matcher.pair(*self.nodes, self.cap, tier)
        return matcher.of(self.nodes[0], self.cap)


WeightedClause = tuple[ScoredClause, float, Sequence[MatchedPostings]]
"""A clause, its weight, and what it matches in each segment."""


class Scorer:
    """The clauses of a query with their weights, counted over all segments.

    Documents are scored tier by tier: spellings of a worse tier than a document's own add nothing to its score.
    """

    def __init__(self, tree: Query, mode: Mode, matchers: Sequence[SegmentMatcher]) -> None:
        self._clauses = [
            *(ScoredClause((leaf,), boost, MODE_CAPS[own]) for leaf, own, boost in scored_leaves(tree, mode)),
            *(ScoredClause((left, right), boost, MODE_CAPS[mode]) for left, right, boost in scored_pairs(tree)),
        ]
        self._units = units(tree)
        self._cap = MODE_CAPS[mode]
        self._matchers = matchers
        self._documents = sum([each.segment.documents for each in matchers])
        self._by_tier: dict[int, list[WeightedClause]] = {}

    def scores(self, segment: int, docs: Indexes, tier: int) -> ScoreArray:
        """Return the scores of documents of a segment that match with a tier, float32.

        Clauses for which the budget does not suffice are left out.
        """
        scores = np.zeros(len(docs), np.float32)
        candidates = DocSet(docs, self._matchers[segment].segment.documents)
        # A query may repeat a word a hundred times; each time adds as much.
        known: dict[tuple[int, float], NDArray[np.floating]] = {}
        for clause, weight, matches in self._of_tier(tier):
            key = id(matches[segment]), clause.boost * weight
            if key not in known:
                read = matches[segment].posting_count(tier) + len(docs)
                if not self._matchers[segment].budget.spend(read * _SCORED):
                    break
                known[key] = matches[segment].scores(candidates, tier, key[1])
            scores += known[key]
        return scores

    def contributions(self, segment: int, doc: int, tier: int) -> tuple[Contribution, ...]:
        """Return what each clause adds to the score of a document that matches with a tier, if anything."""
        candidates = DocSet(np.array([doc]), self._matchers[segment].segment.documents)
        contributions = [
            Contribution(
                clause.kind,
                " ".join(map(named, clause.nodes)),
                clause.boost,
                weight,
                float(matches[segment].scores(candidates, tier, 1.0)[0]),
            )
            for clause, weight, matches in self._of_tier(tier)
        ]
        return tuple(each for each in contributions if each.saturation)

    @property
    def has_nearness(self) -> bool:
        """Whether the query has words that may be near to each other."""
        return len(self._units) > 1

    def nearness(self, segment: int, docs: Indexes, tier: int) -> NDArray[np.float64]:
        """Return what the nearness of all words adds to the scores of a few documents that match with a tier."""
        nodes = [node for node, _ in self._units]
        return self._nearness_weight(tier) * nearness(self._matchers[segment], nodes, self._cap, tier, docs)

    def nearness_contribution(self, segment: int, doc: int, tier: int) -> Contribution:
        """Return what the nearness of all words adds to the score of a document that matches with a tier."""
        nodes = [node for node, _ in self._units]
        tight = nearness(self._matchers[segment], nodes, self._cap, tier, np.array([doc]))
        text = " … ".join(map(named, nodes))
        return Contribution("nearness", text, 1.0, self._nearness_weight(tier), float(tight[0]))

    def _nearness_weight(self, tier: int) -> float:
        rarities = (
            boost * self._rarity([each.of(node, self._cap) for each in self._matchers], tier)
            for node, boost in self._units
        )
        return NEARNESS_WEIGHT * sum(rarities)

    def _rarity(self, matches: Sequence[MatchedPostings], tier: int) -> float:
        return rarity(sum([each.document_frequency(tier) for each in matches]), self._documents)

    def _of_tier(self, tier: int) -> list[WeightedClause]:
        """Return the clauses that score documents of a tier."""
        if tier not in self._by_tier:
            self._by_tier[tier] = list(self._weighted(tier))
        return self._by_tier[tier]

    def _weighted(self, tier: int) -> Iterator[WeightedClause]:
        """Yield the clauses that match anything, each with its weight: its rarity, for a pair times `PAIR_WEIGHT`.

        For the rarity of a pair, a document counts once for each surface bigram in it; few have more than one.
        """
        for clause in self._clauses:
            matches = [clause.postings(matcher, tier) for matcher in self._matchers]
            postings = sum([each.posting_count(tier) for each in matches])
            if not postings:
                continue
            if len(clause.nodes) == 2:
                yield clause, PAIR_WEIGHT * rarity(min(postings, self._documents), self._documents), matches
            else:
                yield clause, self._rarity(matches, tier), matches
