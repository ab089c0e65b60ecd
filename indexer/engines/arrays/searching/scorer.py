"""How much do the words, phrases and pairs of a query add to the score of each document?"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.searching.matched_postings import MatchedPostings
from indexer.engines.arrays.searching.nearness import nearness
from indexer.engines.arrays.searching.segment_matcher import SegmentMatcher
from indexer.engines.arrays.searching.topk import ScoreArray, ScoredNumber, first_by_score
from indexer.engines.arrays.segments.numeric import Indexes
from indexer.engines.arrays.segments.postings import DocSet
from indexer.engines.scoring import NEARNESS_WEIGHT, PAIR_WEIGHT, rarity
from indexer.model import Contribution, Mode
from indexer.query.nodes import MODE_CAPS, Phrase, Query, Term, WordNode, named
from indexer.query.scored import scored_leaves, scored_pairs, units

SCORED = 0.5
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


class ScoredQuery:
    """What of a query scores: its words and phrases, and the pairs of words; and the units whose nearness counts."""

    def __init__(self, tree: Query, mode: Mode) -> None:
        self.cap = MODE_CAPS[mode]
        words = [ScoredClause((leaf,), boost, MODE_CAPS[own]) for leaf, own, boost in scored_leaves(tree, mode)]
        pairs = [ScoredClause((left, right), boost, self.cap) for left, right, boost in scored_pairs(tree)]
        self.clauses: Sequence[ScoredClause] = words + pairs
        """The words and phrases, then the pairs."""
        self.word_count = len(words)
        """The number of clauses that are no pairs."""
        self.units: Sequence[tuple[Term | Phrase, float]] = units(tree)
        """The units whose nearness counts, each with its boost."""


def clause_weights(postings: Sequence[int], frequencies: Sequence[int], documents: int) -> list[float]:
    """Return the weights of clauses, given the postings of each and the document frequencies of all but the pairs.

    The weight is the rarity, for a pair times `PAIR_WEIGHT`. For the rarity of a pair, a document counts once for each
    surface bigram in it; few have more than one.
    """
    words = [rarity(each, documents) for each in frequencies]
    pairs = [PAIR_WEIGHT * rarity(min(each, documents), documents) for each in postings[len(words) :]]
    return words + pairs


def nearness_weight(units: Sequence[tuple[Term | Phrase, float]], frequencies: Sequence[int], documents: int) -> float:
    """Return the weight of the nearness of all units, given the boost and the document frequency of each."""
    each = zip(units, frequencies, strict=True)
    return NEARNESS_WEIGHT * sum(boost * rarity(frequency, documents) for (_, boost), frequency in each)


class WeightedClause(NamedTuple):
    """A clause, its weight, and what it matches in each segment."""

    clause: ScoredClause
    weight: float
    matches: Sequence[MatchedPostings]


class Weights:
    """The clauses of a query with their weights, counted over all segments.

    Documents are scored tier by tier: spellings of a worse tier than a document's own add nothing to its score.
    """

    def __init__(self, query: ScoredQuery, matchers: Sequence[SegmentMatcher]) -> None:
        self._query = query
        self._matchers = matchers
        self._documents = sum([each.segment.documents for each in matchers])
        self._by_tier: dict[int, list[WeightedClause]] = {}

    def of_tier(self, tier: int) -> list[WeightedClause]:
        """Return the clauses that match anything and score documents of a tier."""
        if tier not in self._by_tier:
            clauses = self._query.clauses
            matches = [[self._matched(each, matcher, tier) for matcher in self._matchers] for each in clauses]
            postings = [sum([each.posting_count(tier) for each in own]) for own in matches]
            words = matches[: self._query.word_count]
            frequencies = [sum([each.document_frequency(tier) for each in own]) for own in words]
            weights = clause_weights(postings, frequencies, self._documents)
            weighted = zip(clauses, weights, matches, postings, strict=True)
            self._by_tier[tier] = [
                WeightedClause(clause, weight, own) for clause, weight, own, count in weighted if count
            ]
        return self._by_tier[tier]

    def of_nearness(self, tier: int) -> float:
        """Return the weight of the nearness of all units in documents of a tier."""
        frequencies = [
            sum([matcher.of(unit, self._query.cap).document_frequency(tier) for matcher in self._matchers])
            for unit, _ in self._query.units
        ]
        return nearness_weight(self._query.units, frequencies, self._documents)

    def _matched(self, clause: ScoredClause, matcher: SegmentMatcher, tier: int) -> MatchedPostings:
        """Return what a clause matches in a segment; for a pair, only with a tier up to this one."""
        if len(clause.nodes) == 2:
            return matcher.pair(*clause.nodes, clause.cap, tier)
        return matcher.of(clause.nodes[0], clause.cap)


class Scorer:
    """Scores documents by the clauses of a query."""

    def __init__(self, query: ScoredQuery, matchers: Sequence[SegmentMatcher]) -> None:
        self._weights = Weights(query, matchers)
        self._units = [unit for unit, _ in query.units]
        self._cap = query.cap
        self._matchers = matchers

    def first(self, segment: int, docs: Indexes, tier: int, wanted: int) -> list[ScoredNumber]:
        """Score documents of a segment that match with a tier; return the first ones in order, with their scores."""
        scores = self.scores(segment, docs, tier)
        newest = self._matchers[segment].segment.columns.ordinals("relevance")
        first = first_by_score(docs, scores, newest, wanted)
        return [*zip(docs.take(first).tolist(), scores.take(first).tolist(), strict=True)]

    def scores(self, segment: int, docs: Indexes, tier: int) -> ScoreArray:
        """Return the scores of documents of a segment that match with a tier, float32.

        Clauses for which the budget does not suffice are left out.
        """
        scores = np.zeros(len(docs), np.float32)
        candidates = DocSet(docs, self._matchers[segment].segment.documents)
        # A query may repeat a word a hundred times; each time adds as much.
        known: dict[tuple[int, float], NDArray[np.floating]] = {}
        for clause, weight, matches in self._weights.of_tier(tier):
            key = id(matches[segment]), clause.boost * weight
            if key not in known:
                read = matches[segment].posting_count(tier) + len(docs)
                if not self._matchers[segment].budget.spend(read * SCORED):
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
            for clause, weight, matches in self._weights.of_tier(tier)
        ]
        return tuple(each for each in contributions if each.saturation)

    def nearness(self, segment: int, docs: Sequence[int], tier: int) -> list[float]:
        """Return what the nearness of all words adds to the scores of a few documents that match with a tier."""
        near = self._tightness(segment, np.array(docs, np.intp), tier)
        weight = self._weights.of_nearness(tier)
        return [weight * each for each in near.tolist()]

    def nearness_contribution(self, segment: int, doc: int, tier: int) -> Contribution:
        """Return what the nearness of all words adds to the score of a document that matches with a tier."""
        near = self._tightness(segment, np.array([doc]), tier)
        text = " … ".join(map(named, self._units))
        return Contribution("nearness", text, 1.0, self._weights.of_nearness(tier), float(near[0]))

    def _tightness(self, segment: int, docs: Indexes, tier: int) -> NDArray[np.float64]:
        return nearness(self._matchers[segment], self._units, self._cap, tier, docs)
