"""What a query tree matches in one segment: each node becomes the ranks of all documents.

The rank of a document is the index in `TIERS` of the narrowest set of tiers under which the node matches it. The
sets only widen, so AND takes the greatest rank of its parts, OR the least, and NOT excludes by the widest set that
the mode allows.
"""

from functools import singledispatch

import numpy as np
from numpy.typing import NDArray
from whoosh.query import And, Every, FuzzyTerm, Not, NumericRange, Or, Phrase, Prefix, Query, Term, TermRange, Wildcard

from indexer.engines.arrays.found import Found
from indexer.engines.arrays.lexicon import Key
from indexer.engines.arrays.matches import Hits, Matches
from indexer.engines.arrays.phrases import adjacent, chain
from indexer.engines.arrays.plans import FuzzyPlan, Members, PatternPlan, Selection, TermPlan, selection_of
from indexer.engines.arrays.ranks import NONE, Ranks, all_of, any_of, inverse, where
from indexer.engines.arrays.segment import Segment
from indexer.model import Facet
from indexer.query.nodes import MODE_CAPS, WORD_FIELDS, Accents, Pattern, WordNode
from indexer.query.ranks import WordLeaf

_FACET_FIELDS: dict[str, Facet] = {"forum": "forum", "topic": "topic", "year": "year"}
_LAST_DATE = 99991231
_SPARSE = 8
"""Where one document in so many has the rarest word, the others are only looked at there."""


class Plans:
    """The word leaves of one request, each planned once, for all segments."""

    def __init__(self, *, merged: bool, letters: str) -> None:
        self.truncated: dict[str, None] = {}
        self._merged = merged
        self._letters = letters
        self._plans: dict[tuple[str, str, int], TermPlan] = {}
        self._others: dict[tuple[int, int], PatternPlan | FuzzyPlan] = {}

    def of_word(self, field: str, form: str, cap: int) -> TermPlan:
        """Return the plan of a plain word."""
        plan = self._plans.get((field, form, cap))
        if plan is None:
            plan = self._plans[field, form, cap] = TermPlan(Term(field, form), cap, merged=self._merged)
        return plan

    def of_other(self, leaf: Pattern | FuzzyTerm, cap: int) -> PatternPlan | FuzzyPlan:
        """Return the plan of a pattern or fuzzy word."""
        plan = self._others.get((id(leaf), cap))
        if plan is None:
            plan = self._others[id(leaf), cap] = (
                FuzzyPlan(leaf, cap, self._letters)
                if isinstance(leaf, FuzzyTerm)
                else PatternPlan(leaf, cap, self.truncated, merged=self._merged)
            )
        return plan


class SegmentSearch:
    """Evaluates the nodes of one request in one segment; leaves are read once, however often they are asked for.

    What is known of a leaf is kept by its identity: the request's tree lives as long as this does.
    """

    def __init__(self, segment: Segment, plans: Plans) -> None:
        self.segment = segment
        self.plans = plans
        self._leaves: dict[tuple[int, int], Matches] = {}
        self._pairs: dict[tuple[int, int, int, int], Matches] = {}
        self._members: dict[tuple[str, str, int], Members | None] = {}

    def ranks(self, node: Query, cap: int) -> Ranks:
        """Return the ranks, up to `cap`, with which a node matches all documents; not to be written to."""
        return evaluate(node, self, cap, None)

    def hits(self, node: Query, cap: int) -> Hits:
        """Return the documents that a whole query matches, those that are deleted left out.

        Of what must match all, the rarest comes first; where it is rare, the others are only looked at where it is.
        """
        children = list(node.children()) if type(node) is And else [node]
        sized = sorted([(self._size(child, cap), place, child) for place, child in enumerate(children)])
        gone = [self.segment.gone] if len(self.segment.deleted) else []
        if sized[0][0] * _SPARSE >= self.segment.documents:
            return Hits.of(all_of([*gone, *[evaluate(child, self, cap, None) for child in children]]))
        first, *others = [child for _, _, child in sized]
        hits = self.leaf(first, cap).hits()
        for ranks in gone:
            hits = hits.narrowed(ranks.take(hits.docs))
        for other in others:
            hits = hits.narrowed(evaluate(other, self, cap, Found(hits.docs, self.segment.documents)))
        return hits

    def _size(self, node: Query, cap: int) -> int:
        """Return a bound on how many documents match a node; all of them for what is no word."""
        if isinstance(node, WordNode) and node.fieldname in WORD_FIELDS:
            return self.leaf(node, cap).size
        return self.segment.documents

    def leaf(self, node: WordNode, cap: int) -> Matches:
        """Return the matches of a word leaf."""
        known = self._leaves.get((id(node), cap))
        if known is None:
            known = self._phrase(node, cap) if isinstance(node, Phrase) else self._word(node, cap)
            self._leaves[id(node), cap] = known
        return known

    def pair(self, left: Term, right: Term, cap: int, worst: int) -> Matches:
        """Return where two words are neighbours whose forms have a rank up to `worst`, counted as up to `cap`."""
        key = (id(left), id(right), cap, worst)
        if key not in self._pairs:
            first, second = (self._forms(word.fieldname, word.text, cap) for word in (left, right))
            self._pairs[key] = (
                adjacent(self.segment, first, second, worst) if first and second else Matches(self.segment.documents)
            )
        return self._pairs[key]

    def _forms(self, field: str, form: str, cap: int) -> Members | None:
        key = (field, form, cap)
        if key not in self._members:
            self._members[key] = self.plans.of_word(*key).members(self.segment.lexicon)
        return self._members[key]

    def _word(self, node: WordLeaf, cap: int) -> Matches:
        selection = self._selection(node, cap)
        if selection is None:
            return Matches(self.segment.documents)
        of_terms, families = self.segment.postings.of_terms, selection.families
        ranked = [(rank, of_terms(terms)) for rank, terms in selection.parts]
        if nested := families is not None and len(ranked) > 1:
            ranked[0] = (ranked[0][0], of_terms(families))
        return Matches(self.segment.documents, ranked, nested=nested)

    def _selection(self, node: WordLeaf, cap: int) -> Selection | None:
        lexicon = self.segment.lexicon
        if not isinstance(node, Term):
            return self.plans.of_other(node, cap).selection(lexicon)
        members = self._forms(node.fieldname, node.text, cap)
        return None if members is None else selection_of(members)

    def _phrase(self, node: Phrase, cap: int) -> Matches:
        segment = self.segment
        found = [self._forms(node.fieldname, form, cap) for form in node.words]
        words = [members for members in found if members is not None]
        if len(words) < len(found):
            return Matches(segment.documents)
        if len(words) == 1:
            return self._word(Term(node.fieldname, node.words[0]), cap)
        if len(words) == 2 and node.slop == 1:
            return adjacent(segment, words[0], words[1])
        return chain(segment, words, node.slop, node.fieldname)


@singledispatch
def evaluate(node: Query, _search: SegmentSearch, _cap: int, _found: Found | None) -> Ranks:
    """Return the ranks, up to a cap, with which a node matches the documents of a segment: all of them, or those found.

    The ranks are not to be written to.
    """
    raise TypeError(f"no evaluation for {node!r}")


@evaluate.register
def _(node: And, search: SegmentSearch, cap: int, found: Found | None) -> Ranks:
    return all_of([evaluate(child, search, cap, found) for child in node.children()])


@evaluate.register
def _(node: Or, search: SegmentSearch, cap: int, found: Found | None) -> Ranks:
    return any_of([evaluate(child, search, cap, found) for child in node.children()], node.minmatch)


@evaluate.register
def _(node: Not, search: SegmentSearch, cap: int, found: Found | None) -> Ranks:
    return inverse(evaluate(node.query, search, cap, found))


@evaluate.register
def _(node: Accents, search: SegmentSearch, _cap: int, found: Found | None) -> Ranks:
    return evaluate(node.child, search, MODE_CAPS[node.mode], found)


@evaluate.register(Phrase)
@evaluate.register(Prefix)
@evaluate.register(Wildcard)
@evaluate.register(FuzzyTerm)
def _(node: WordNode, search: SegmentSearch, cap: int, found: Found | None) -> Ranks:
    return search.leaf(node, cap).ranks(found)


@evaluate.register
def _(node: Term, search: SegmentSearch, cap: int, found: Found | None) -> Ranks:
    if node.fieldname in WORD_FIELDS:
        return search.leaf(node, cap).ranks(found)
    return _having(search.segment, _FACET_FIELDS[node.fieldname], node.text, found)


@evaluate.register
def _(node: NumericRange, search: SegmentSearch, _cap: int, found: Found | None) -> Ranks:
    last = 9999 if node.end is None else int(node.end)
    return _having(search.segment, "year", (int(node.start or 0), last), found)


@evaluate.register
def _(node: TermRange, search: SegmentSearch, _cap: int, found: Found | None) -> Ranks:
    low, high = _day(node.start) if node.start else 1, _day(node.end) if node.end else _LAST_DATE
    dates = _dates(search.segment, found)
    return where((dates >= low) & (dates <= high) & (dates % 100 != 0))


@evaluate.register
def _(node: Every, search: SegmentSearch, _cap: int, found: Found | None) -> Ranks:
    segment = search.segment
    if node.fieldname is None:
        return np.zeros(segment.documents if found is None else len(found), np.uint8)
    if node.fieldname == "date":
        return where(_dates(segment, found) % 100 != 0)
    if node.fieldname in _FACET_FIELDS:
        return inverse(_having(segment, _FACET_FIELDS[node.fieldname], None, found))
    families = segment.lexicon.beginning(Key.of(node.fieldname, "").data)
    return Matches(segment.documents, [(0, segment.postings.of_terms(families))]).ranks(found)


def _having(segment: Segment, facet: Facet, value: str | tuple[int, int] | None, found: Found | None) -> Ranks:
    """Return which documents have a facet value: their profiles tell."""
    profiles = segment.columns.having(facet, [value])
    if found is not None:
        return where(profiles.take(segment.columns.profiles.take(found.docs)))
    ranks = np.full(segment.documents, NONE)
    ranks[segment.columns.documents(profiles)] = 0
    return ranks


def _dates(segment: Segment, found: Found | None) -> NDArray[np.uint32]:
    return segment.columns.dates if found is None else segment.columns.dates.take(found.docs)


def _day(written: str) -> int:
    """Return a date as the column has it."""
    return int(written.replace("-", ""))
