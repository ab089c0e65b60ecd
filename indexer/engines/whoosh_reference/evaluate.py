"""Which documents match a query tree, and in which tier? Each node becomes documents with their tiers.

The tier of a document is the index in `TIERS` of the narrowest set of tiers under which the node matches it. The
sets only widen, so AND takes the worst tier of its clauses, OR the best, and NOT excludes by the widest set that the
mode allows. Evaluation is set at a time, as facet counts need every document that matches.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from indexer.engines.budget import Budget
from indexer.engines.whoosh_reference.columns import WhooshColumns
from indexer.engines.whoosh_reference.terms import MatchingTerm, WhooshPostings, WhooshTerms
from indexer.fields import WORD_FIELDS, is_facet
from indexer.model import Span
from indexer.query.matching import SingleWordNode
from indexer.query.nodes import (
    MODE_CAPS,
    AccentMode,
    And,
    Every,
    Not,
    NumericRange,
    Or,
    Phrase,
    Query,
    Respelling,
    Term,
    TermRange,
    WordNode,
    every,
    has_accents,
    is_respelled,
    is_word,
    typed,
    word_nodes,
)
from indexer.query.relax import relaxable, relaxed

_DOCUMENT, _POSITION = 20, 10
"""The steps to combine the tiers of one document, and to look for a position where a word may follow another."""
DocTiers = dict[int, int]
WordPositions = Mapping[int, tuple[int, int]]
"""Where a word occurs in one document: position → (tier of the word there, positions it takes)."""


@dataclass(slots=True)
class WordMatches:
    """What a word leaf matches: the tier of each document, and the frequency in it."""

    tiers: DocTiers = field(default_factory=dict)
    frequencies: dict[int, float] = field(default_factory=dict)

    def add(self, tier: int, docs: Sequence[int], frequencies: Sequence[float]) -> None:
        """Add the postings of a term; terms come by tier, so the first one of a document decides its tier."""
        for doc, frequency in zip(docs, frequencies, strict=True):
            self.tiers.setdefault(doc, tier)
            self.frequencies[doc] = self.frequencies.get(doc, 0.0) + frequency


class TreeMatches(NamedTuple):
    """What a query matches before any choice is applied; `tree` is the one that was evaluated in the end."""

    tree: Query
    tiers: DocTiers
    relaxed: bool = False


class Evaluator:
    """Evaluates the nodes of one request; each leaf and each term's postings are read only once."""

    def __init__(self, terms: WhooshTerms, columns: WhooshColumns, budget: Budget) -> None:
        self.budget = budget
        self.truncated: dict[str, None] = {}
        self._has_accents = True
        self._terms = terms
        self._columns = columns
        self._leaves: dict[tuple[Query, int], WordMatches] = {}
        self._expansions: dict[tuple[Query, int], list[MatchingTerm]] = {}
        self._postings: dict[tuple[str, str], WhooshPostings] = {}

    def find(self, tree: Query, cap: int) -> TreeMatches:
        """Return what a query matches or, if that is nothing, what has as many of its words as any document."""
        self._has_accents = any(map(has_accents, word_nodes(tree)))
        return self._matching_most(tree, cap)

    def tiers(self, node: Query, cap: int) -> DocTiers:
        """Return the documents that a node matches with tiers up to `cap`."""
        found = self._tiers(node, cap)
        self.budget.spend(len(found) * _DOCUMENT)
        return found

    def _tiers(self, node: Query, cap: int) -> DocTiers:
        if isinstance(node, AccentMode):
            return self.tiers(node.child, MODE_CAPS[node.mode])
        if isinstance(node, And):
            return _all_of([self.tiers(child, cap) for child in node.children()])
        if isinstance(node, Or):
            return _any_of([self.tiers(child, cap) for child in node.children()], max(1, node.minmatch))
        if isinstance(node, Not):
            excluded = self.tiers(node.query, cap).keys()
            # What was not looked up matches nothing; no document is found because of that.
            return {} if self.budget.exhausted else dict.fromkeys(self._columns.live - excluded, 0)
        if isinstance(node, WordNode) and is_word(node):
            return self.word(node, cap).tiers
        return dict.fromkeys(self._condition(node), 0)

    def word(self, node: WordNode, cap: int) -> WordMatches:
        """Return what a word leaf matches."""
        known = self._leaves.get((node, cap))
        if known is None:
            known = self._phrase(node, cap) if isinstance(node, Phrase) else self._word(node, cap)
            self._leaves[node, cap] = known
        return known

    def pair(self, left: Term, right: Term, docs: Collection[int], cap: int) -> dict[int, float]:
        """Return how often two words are adjacent in each of the documents, without those where they never are."""
        found = {}
        first, second = (self._positions(node, docs, cap) for node in (left, right))
        for doc, positions in first.items():
            if doc in second and (count := _adjacent(positions, second[doc])):
                found[doc] = float(count)
        return found

    def stretches(self, unit: Term | Phrase, docs: Collection[int], cap: int) -> dict[int, list[Span]]:
        """Return where a word, or a phrase of two, starts and ends (the next position) in each of the documents."""
        words = [Term(unit.fieldname, form) for form in unit.words] if isinstance(unit, Phrase) else [unit]
        first, *others = [self._positions(word, docs, cap) for word in words]
        found: dict[int, list[Span]] = {}
        for doc, positions in first.items():
            spans = [(start, start + width) for start, (_, width) in positions.items()]
            for other in others:
                following = other.get(doc, {})
                spans = [(start, end + following[end][1]) for start, end in spans if end in following]
            found[doc] = spans
        return found

    def _matching_most(self, tree: Query, cap: int) -> TreeMatches:
        tiers = self.tiers(tree, cap)
        # Past the budget, nobody knows whether an article has all the words.
        if tiers or self.budget.exhausted:
            return TreeMatches(tree, tiers)
        optional, required = relaxable(tree)
        within = self.tiers(And(required) if required else every(), cap)
        counts = Counter(doc for node in optional for doc in self.tiers(node, cap) if doc in within)
        if not counts:
            return TreeMatches(tree, {})
        relaxation = relaxed(optional, required, max(counts.values()))
        return TreeMatches(relaxation, self.tiers(relaxation, cap), relaxed=True)

    def _word(self, node: SingleWordNode, cap: int) -> WordMatches:
        matches = WordMatches()
        for term in self._expanded(node, cap):
            postings = self._read(node.fieldname, term.term)
            matches.add(term.tier, postings.docs, postings.frequencies)
        return matches

    def _phrase(self, node: Phrase, cap: int) -> WordMatches:
        kind = Respelling if is_respelled(node) else Term
        words = [kind(node.fieldname, surface) for surface in node.words]
        docs = _all_of([self.word(word, cap).tiers for word in words])
        positions = [self._positions(word, docs, cap) for word in words]
        matches = WordMatches()
        for doc in docs:
            compared = sum(len(found[doc]) for found in positions if doc in found) * (node.slop + 1)
            if not self.budget.spend(compared * _POSITION):
                break
            ends = _chain([found[doc] for found in positions], node.slop)
            if ends:
                matches.tiers[doc] = min(ends.values())
                matches.frequencies[doc] = float(len(ends))
        return matches

    def _positions(self, node: Term, docs: Collection[int], cap: int) -> Mapping[int, WordPositions]:
        """Return where a word occurs in each of the documents."""
        found: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
        for term in self._expanded(node, cap):
            for doc, positions in self._terms.positions(self._read(node.fieldname, term.term), docs):
                found[doc].update(dict.fromkeys(positions, (term.tier, term.width)))
        return found

    def _expanded(self, node: SingleWordNode, cap: int) -> list[MatchingTerm]:
        """Return the terms that a leaf matches, the best tier first."""
        if (node, cap) not in self._expansions:
            found, truncated = self._terms.matching(node, cap)
            if not self._has_accents and not is_respelled(node):
                # If no accent was typed, exact and fuller are one tier.
                found = [replace(term, tier=0) if term.tier == 1 else term for term in found]
            self._expansions[node, cap] = sorted(found, key=lambda term: term.tier)
            if truncated:
                self.truncated[typed(node)] = None
        return self._expansions[node, cap]

    def _read(self, field: str, term: str) -> WhooshPostings:
        if (field, term) not in self._postings:
            self._postings[field, term] = self._terms.postings(field, term)
        return self._postings[field, term]

    def _condition(self, node: Query) -> Iterable[int]:
        columns = self._columns
        match node:
            case Every(fieldname=None):
                return columns.live
            case Every(fieldname="date"):
                return (doc for doc in columns.live if columns.dates[doc])
            case Every(fieldname=str(name)) if name not in WORD_FIELDS and is_facet(name):
                return columns.live - columns.chosen(name, [None])
            case Every(fieldname=str(name)):
                return self._terms.documents_with(name)
            case Term(fieldname=str(name)) if is_facet(name):
                return columns.chosen(name, [node.text])
            case NumericRange(fieldname=str(name)) if is_facet(name):
                last = 9999 if node.end is None else int(node.end)
                return columns.chosen(name, [(int(node.start or 0), last)])
            case TermRange():
                low, high = node.start or "0", node.end or "9999-99"
                return (doc for doc in columns.live if low <= columns.dates[doc] <= high)
            case _:
                raise TypeError(f"no evaluation for {node!r}")


def _all_of(clauses: list[DocTiers]) -> DocTiers:
    """Return the documents that match every clause, each with its worst tier."""
    first, *others = sorted(clauses, key=len)
    for other in others:
        first = {doc: max(tier, other[doc]) for doc, tier in first.items() if doc in other}
    return first


def _any_of(clauses: list[DocTiers], wanted: int) -> DocTiers:
    """Return the documents that match at least `wanted` clauses, each with the worst of its best `wanted` tiers."""
    if wanted == 1:
        return {doc: min(clause[doc] for clause in clauses if doc in clause) for doc in set().union(*clauses)}
    found: dict[int, list[int]] = defaultdict(list)
    for clause in clauses:
        for doc, tier in clause.items():
            found[doc].append(tier)
    return {doc: sorted(tiers)[wanted - 1] for doc, tiers in found.items() if len(tiers) >= wanted}


def _chain(words: Sequence[WordPositions], slop: int) -> dict[int, int]:
    """Return where occurrences of a phrase end (the next position), each with the best tier of those that end there.

    The words follow in order, with at most `slop - 1` words between neighbours. A word is as wide as in the text: a
    compound takes as many positions as it has parts.
    """
    ends = {position + width: tier for position, (tier, width) in words[0].items()}
    for word in words[1:]:
        reached: dict[int, int] = {}
        for position, (tier, width) in word.items():
            before = [ends[start] for start in range(position - slop + 1, position + 1) if start in ends]
            if before:
                best = max(tier, min(before))
                reached[position + width] = min(best, reached.get(position + width, best))
        ends = reached
    return ends


def _adjacent(left: WordPositions, right: WordPositions) -> int:
    """Return how often the second word starts where the first one ends."""
    return sum(position + width in right for position, (_, width) in left.items())
