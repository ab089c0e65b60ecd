"""What a query tree matches: each node becomes documents with their tiers.

The tier of a document is the index in `TIERS` of the narrowest set of tiers under which the node matches it. The
sets only widen, so AND takes the greatest tier of its parts, OR the least, and NOT excludes by the widest set that
the mode allows. (Set-at-a-time evaluation: every document that matches is wanted, for the facet counts.)
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.engines.whoosh_reference.columns import Columns
from indexer.engines.whoosh_reference.positions import Places, adjacent, chain
from indexer.engines.whoosh_reference.terms import Postings, Terms, Variant
from indexer.fields import WORD_FIELDS, is_facet
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
    Term,
    TermRange,
    WordNode,
    every,
    has_accents,
    is_word,
    typed,
    word_nodes,
)
from indexer.query.relax import relaxable, relaxed

DocTiers = dict[int, int]


@dataclass(slots=True)
class WordMatches:
    """What a word leaf matches: the tier of each document, and how often it is there."""

    tiers: DocTiers = field(default_factory=dict)
    frequencies: dict[int, float] = field(default_factory=dict)

    def add(self, tier: int, docs: Sequence[int], frequencies: Sequence[float]) -> None:
        """Count occurrences of a word of some tier; words are added in order of tier, so the first one decides."""
        for doc, frequency in zip(docs, frequencies, strict=True):
            self.tiers.setdefault(doc, tier)
            self.frequencies[doc] = self.frequencies.get(doc, 0.0) + frequency


class Found(NamedTuple):
    """What a query matches before any facet is applied; `tree` is the one that was used in the end."""

    tree: Query
    tiers: DocTiers
    relaxed: bool = False


class Evaluator:
    """Evaluates the nodes of one request; leaves and postings are read once, however often they are asked for."""

    def __init__(self, terms: Terms, columns: Columns) -> None:
        self.truncated: dict[str, None] = {}
        self._terms = terms
        self._columns = columns
        self._leaves: dict[tuple[Query, int], WordMatches] = {}
        self._variants: dict[tuple[Query, int], list[Variant]] = {}
        self._postings: dict[tuple[str, str], Postings] = {}

    def find(self, tree: Query, cap: int) -> Found:
        """Return what a query matches, or where that is nothing, what has as many of its words as any document."""
        found = self._matching_most(tree, cap)
        if any(map(has_accents, word_nodes(found.tree))):
            return found
        # Where no mark was typed, exact and fuller are one tier.
        return found._replace(tiers={doc: 0 if tier == 1 else tier for doc, tier in found.tiers.items()})

    def tiers(self, node: Query, cap: int) -> DocTiers:
        """Return the documents that a node matches with tiers up to `cap`."""
        if isinstance(node, AccentMode):
            return self.tiers(node.child, MODE_CAPS[node.mode])
        if isinstance(node, And):
            return _all([self.tiers(child, cap) for child in node.children()])
        if isinstance(node, Or):
            return _any([self.tiers(child, cap) for child in node.children()], max(1, node.minmatch))
        if isinstance(node, Not):
            return dict.fromkeys(self._columns.live - self.tiers(node.query, cap).keys(), 0)
        if isinstance(node, WordNode) and is_word(node):
            return self.word(node, cap).tiers
        return dict.fromkeys(self._condition(node), 0)

    def word(self, node: WordNode, cap: int) -> WordMatches:
        """Return the matches of a word leaf."""
        known = self._leaves.get((node, cap))
        if known is None:
            known = self._phrase(node, cap) if isinstance(node, Phrase) else self._word(node, cap)
            self._leaves[node, cap] = known
        return known

    def pair(self, left: Term, right: Term, docs: Collection[int], cap: int) -> dict[int, float]:
        """Return how often two words are neighbours in each of the documents, for those where they are."""
        found = {}
        first, second = (self._places(node, docs, cap) for node in (left, right))
        for doc, places in first.items():
            if doc in second and (count := adjacent(places, second[doc])):
                found[doc] = float(count)
        return found

    def _matching_most(self, tree: Query, cap: int) -> Found:
        tiers = self.tiers(tree, cap)
        if tiers:
            return Found(tree, tiers)
        optional, required = relaxable(tree)
        within = self.tiers(And(required) if required else every(), cap)
        counts = Counter(doc for node in optional for doc in self.tiers(node, cap) if doc in within)
        if not counts:
            return Found(tree, {})
        relaxation = relaxed(optional, required, max(counts.values()))
        return Found(relaxation, self.tiers(relaxation, cap), relaxed=True)

    def _word(self, node: SingleWordNode, cap: int) -> WordMatches:
        matches = WordMatches()
        for variant in self._matching(node, cap):
            postings = self._read(node.fieldname, variant.term)
            matches.add(variant.tier, postings.docs, postings.frequencies)
        return matches

    def _phrase(self, node: Phrase, cap: int) -> WordMatches:
        words = [Term(node.fieldname, form) for form in node.words]
        docs = _all([self.word(word, cap).tiers for word in words])
        places = [self._places(word, docs, cap) for word in words]
        matches = WordMatches()
        for doc in docs:
            ends = chain([found[doc] for found in places], node.slop)
            if ends:
                matches.tiers[doc] = min(ends.values())
                matches.frequencies[doc] = float(len(ends))
        return matches

    def _places(self, node: Term, docs: Collection[int], cap: int) -> dict[int, Places]:
        """Return where a word stands in each of the documents, with the tier of the word there."""
        places: dict[int, Places] = defaultdict(dict)
        for variant in self._matching(node, cap):
            for doc, positions in self._read(node.fieldname, variant.term).positions(docs):
                places[doc].update(dict.fromkeys(positions, (variant.tier, variant.width)))
        return places

    def _matching(self, node: SingleWordNode, cap: int) -> list[Variant]:
        if (node, cap) not in self._variants:
            found, truncated = self._terms.variants(node, cap)
            self._variants[node, cap] = sorted(found, key=lambda variant: variant.tier)
            if truncated:
                self.truncated[typed(node)] = None
        return self._variants[node, cap]

    def _read(self, field: str, term: str) -> Postings:
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


def _all(parts: list[DocTiers]) -> DocTiers:
    """Return the documents in all parts, each with its greatest tier there."""
    first, *others = sorted(parts, key=len)
    for other in others:
        first = {doc: max(tier, other[doc]) for doc, tier in first.items() if doc in other}
    return first


def _any(parts: list[DocTiers], wanted: int) -> DocTiers:
    """Return the documents in at least `wanted` parts; that many of its least tiers decide."""
    if wanted == 1:
        return {doc: min(part[doc] for part in parts if doc in part) for doc in set().union(*parts)}
    found: dict[int, list[int]] = defaultdict(list)
    for part in parts:
        for doc, tier in part.items():
            found[doc].append(tier)
    return {doc: sorted(tiers)[wanted - 1] for doc, tiers in found.items() if len(tiers) >= wanted}
