"""What a query tree matches: each node becomes documents with their ranks.

The rank of a document is the index in `TIERS` of the narrowest set of tiers under which the node matches it. The
sets only widen, so AND takes the greatest rank of its parts, OR the least, and NOT excludes by the widest set that
the mode allows. (Set-at-a-time evaluation: every document that matches is wanted, for the facet counts.)
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from whoosh.query import And, Every, Not, NumericRange, Or, Phrase, Query, Term, TermRange

from indexer.engines.whoosh_reference.columns import Columns
from indexer.engines.whoosh_reference.positions import Places, adjacent, chain
from indexer.engines.whoosh_reference.terms import Postings, Terms, Variant
from indexer.model import Facet
from indexer.query.nodes import MODE_CAPS, Accents, WordNode, every, has_marks, is_word, typed, word_nodes
from indexer.query.ranks import WordLeaf
from indexer.query.relax import relaxable, relaxed

Ranks = dict[int, int]
_FACET_FIELDS: dict[str, Facet] = {"forum": "forum", "topic": "topic", "year": "year"}


@dataclass(slots=True)
class WordMatches:
    """What a word leaf matches: the rank of each document, and how often it is there."""

    ranks: Ranks = field(default_factory=dict)
    frequencies: dict[int, float] = field(default_factory=dict)

    def add(self, rank: int, docs: Sequence[int], frequencies: Sequence[float]) -> None:
        """Count occurrences of a word of some rank; words are added in order of rank, so the first one decides."""
        for doc, frequency in zip(docs, frequencies, strict=True):
            self.ranks.setdefault(doc, rank)
            self.frequencies[doc] = self.frequencies.get(doc, 0.0) + frequency


class Found(NamedTuple):
    """What a query matches before any facet is applied; `tree` is the one that was used in the end."""

    tree: Query
    ranks: Ranks
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
        if any(map(has_marks, word_nodes(found.tree))):
            return found
        # Where no mark was typed, exact and fuller are one tier.
        return found._replace(ranks={doc: 0 if rank == 1 else rank for doc, rank in found.ranks.items()})

    def ranks(self, node: Query, cap: int) -> Ranks:
        """Return the documents that a node matches with ranks up to `cap`."""
        if isinstance(node, Accents):
            return self.ranks(node.child, MODE_CAPS[node.mode])
        if isinstance(node, And):
            return _all([self.ranks(child, cap) for child in node.children()])
        if isinstance(node, Or):
            return _any([self.ranks(child, cap) for child in node.children()], max(1, node.minmatch))
        if isinstance(node, Not):
            return dict.fromkeys(self._columns.live - self.ranks(node.query, cap).keys(), 0)
        if isinstance(node, WordNode) and is_word(node):
            return self.word(node, cap).ranks
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
        ranks = self.ranks(tree, cap)
        if ranks:
            return Found(tree, ranks)
        optional, required = relaxable(tree)
        within = self.ranks(And(required) if required else every(), cap)
        counts = Counter(doc for node in optional for doc in self.ranks(node, cap) if doc in within)
        if not counts:
            return Found(tree, {})
        relaxation = relaxed(optional, required, max(counts.values()))
        return Found(relaxation, self.ranks(relaxation, cap), relaxed=True)

    def _word(self, node: WordLeaf, cap: int) -> WordMatches:
        matches = WordMatches()
        for variant in self._matching(node, cap):
            postings = self._read(node.fieldname, variant.term)
            matches.add(variant.rank, postings.docs, postings.frequencies)
        return matches

    def _phrase(self, node: Phrase, cap: int) -> WordMatches:
        words = [Term(node.fieldname, form) for form in node.words]
        docs = _all([self.word(word, cap).ranks for word in words])
        places = [self._places(word, docs, cap) for word in words]
        matches = WordMatches()
        for doc in docs:
            ends = chain([found[doc] for found in places], node.slop)
            if ends:
                matches.ranks[doc] = min(ends.values())
                matches.frequencies[doc] = float(len(ends))
        return matches

    def _places(self, node: Term, docs: Collection[int], cap: int) -> dict[int, Places]:
        """Return where a word stands in each of the documents, with the rank of the word there."""
        places: dict[int, Places] = defaultdict(dict)
        for variant in self._matching(node, cap):
            for doc, positions in self._read(node.fieldname, variant.term).positions(docs):
                places[doc].update(dict.fromkeys(positions, (variant.rank, variant.width)))
        return places

    def _matching(self, node: WordLeaf, cap: int) -> list[Variant]:
        if (node, cap) not in self._variants:
            found, truncated = self._terms.variants(node, cap)
            self._variants[node, cap] = sorted(found, key=lambda variant: variant.rank)
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
            case Every(fieldname=str(name)) if name in _FACET_FIELDS:
                return columns.live - columns.chosen(_FACET_FIELDS[name], [None])
            case Every(fieldname=str(name)):
                return self._terms.documents_with(name)
            case Term():
                return columns.chosen(_FACET_FIELDS[node.fieldname], [node.text])
            case NumericRange():
                last = 9999 if node.end is None else int(node.end)
                return columns.chosen("year", [(int(node.start or 0), last)])
            case TermRange():
                low, high = node.start or "0", node.end or "9999-99"
                return (doc for doc in columns.live if low <= columns.dates[doc] <= high)
            case _:
                raise TypeError(f"no evaluation for {node!r}")


def _all(parts: list[Ranks]) -> Ranks:
    """Return the documents in all parts, each with its greatest rank there."""
    first, *others = sorted(parts, key=len)
    for other in others:
        first = {doc: max(rank, other[doc]) for doc, rank in first.items() if doc in other}
    return first


def _any(parts: list[Ranks], wanted: int) -> Ranks:
    """Return the documents in at least `wanted` parts; that many of its least ranks decide."""
    if wanted == 1:
        return {doc: min(part[doc] for part in parts if doc in part) for doc in set().union(*parts)}
    found: dict[int, list[int]] = defaultdict(list)
    for part in parts:
        for doc, rank in part.items():
            found[doc].append(rank)
    return {doc: sorted(ranks)[wanted - 1] for doc, ranks in found.items() if len(ranks) >= wanted}
