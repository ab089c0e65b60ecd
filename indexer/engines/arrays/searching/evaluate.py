"""Which documents of a segment match a query tree, and in which tier? Each node becomes the tiers of its documents.

The tier of a document is the index in `TIERS` of the narrowest set of tiers under which the node matches it. The
sets only widen, so AND takes the worst tier of its clauses, OR the best, and NOT excludes by the widest set that the
mode allows.
"""

from functools import singledispatch
from typing import cast

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.searching.matched_postings import Candidates, MatchedPostings
from indexer.engines.arrays.searching.segment_matcher import SegmentMatcher
from indexer.engines.arrays.segments.postings import DocSet
from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.arrays.segments.term_dictionary import FoldedTerm
from indexer.engines.arrays.segments.tiers import NO_MATCH, TierArray, all_of, any_of, inverse, where
from indexer.fields import WORD_FIELDS, is_facet
from indexer.model import Facet, FacetChoice
from indexer.query.nodes import (
    MODE_CAPS,
    AccentMode,
    And,
    Every,
    FuzzyTerm,
    Not,
    NumericRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Spellings,
    Term,
    TermRange,
    Wildcard,
    WordNode,
    is_word,
    leaf_key,
)

_LAST_DATE = 99991231
_SPARSE = 8
"""If the rarest clause matches fewer than one document in this many, the others are only evaluated in those."""


def candidates(node: Query, matcher: SegmentMatcher, cap: int) -> Candidates:
    """Return the documents of a segment that a whole query matches, without deleted ones.

    Conjunctions start with the rarest clause; if it is rare, the others are only evaluated where it matches.
    """
    segment = matcher.segment
    children = [_spelled(child, matcher, cap) for child in (distinct(node) if type(node) is And else [node])]
    sized = sorted([(_bound(child, matcher, cap), number, child) for number, child in enumerate(children)])
    deletions = [segment.deletion_tiers] if len(segment.deleted) else []
    if sized[0][0] * _SPARSE >= segment.documents:
        return Candidates.of(all_of([*deletions, *[evaluate(child, matcher, cap, None) for child in children]]))
    rarest, *others = [child for _, _, child in sized]
    if is_word(rarest):
        found = matcher.of(rarest, cap).candidates()
    else:
        found = Candidates.of(evaluate(rarest, matcher, cap, None))
    for tiers in deletions:
        found = found.narrowed(tiers.take(found.docs))
    for other in others:
        found = found.narrowed(evaluate(other, matcher, cap, DocSet(found.docs, segment.documents)))
    return found


def distinct(node: And) -> list[Query]:
    """Return the clauses of a conjunction, equal leaves once."""
    return [*{leaf_key(child) if is_word(child) else id(child): child for child in node.children()}.values()]


def _spelled(node: Query, matcher: SegmentMatcher, cap: int) -> Query:
    """Return the spelling of a word that the segment has, if it has but one of them; any other node as it is."""
    if not isinstance(node, Spellings):
        return node
    found = [child for child in node.children() if not is_word(child) or matcher.of(child, cap).size]
    return found[0] if len(found) == 1 else node


def _bound(node: Query, matcher: SegmentMatcher, cap: int) -> int:
    """Return an upper bound on how many documents match a node; for one without words, all of them."""
    if is_word(node):
        return matcher.of(node, cap).size
    if isinstance(node, AccentMode):
        return _bound(node.child, matcher, MODE_CAPS[node.mode])
    if type(node) is And:
        return min([_bound(child, matcher, cap) for child in distinct(node)])
    if isinstance(node, Or):
        return min(sum([_bound(child, matcher, cap) for child in node.children()]), matcher.segment.documents)
    return matcher.segment.documents


@singledispatch
def evaluate(node: Query, _matcher: SegmentMatcher, _cap: int, _within: DocSet | None) -> TierArray:
    """Return the tiers, up to a cap, with which a node matches all documents of a segment, or those of a set.

    Do not modify the array.
    """
    raise TypeError(f"no evaluation for {node!r}")


@evaluate.register
def _(node: And, matcher: SegmentMatcher, cap: int, within: DocSet | None) -> TierArray:
    return all_of([evaluate(child, matcher, cap, within) for child in distinct(node)])


@evaluate.register
def _(node: Or, matcher: SegmentMatcher, cap: int, within: DocSet | None) -> TierArray:
    return any_of([evaluate(child, matcher, cap, within) for child in node.children()], node.minmatch)


@evaluate.register
def _(node: Not, matcher: SegmentMatcher, cap: int, within: DocSet | None) -> TierArray:
    excluded = evaluate(node.query, matcher, cap, within)
    # What was not looked up matches nothing; no document is found because of that.
    return np.full_like(excluded, NO_MATCH) if matcher.budget.exhausted else inverse(excluded)


@evaluate.register
def _(node: AccentMode, matcher: SegmentMatcher, _cap: int, within: DocSet | None) -> TierArray:
    return evaluate(node.child, matcher, MODE_CAPS[node.mode], within)


@evaluate.register(Phrase)
@evaluate.register(Prefix)
@evaluate.register(Wildcard)
@evaluate.register(FuzzyTerm)
def _(node: WordNode, matcher: SegmentMatcher, cap: int, within: DocSet | None) -> TierArray:
    return matcher.of(node, cap).tiers(within)


@evaluate.register
def _(node: Term, matcher: SegmentMatcher, cap: int, within: DocSet | None) -> TierArray:
    if node.fieldname in WORD_FIELDS:
        return matcher.of(node, cap).tiers(within)
    return _with_value(matcher.segment, facet_choice(node), within)


@evaluate.register
def _(node: NumericRange, matcher: SegmentMatcher, _cap: int, within: DocSet | None) -> TierArray:
    return _with_value(matcher.segment, facet_choice(node), within)


@evaluate.register
def _(node: TermRange, matcher: SegmentMatcher, _cap: int, within: DocSet | None) -> TierArray:
    low, high = _day(node.start) if node.start else 1, _day(node.end) if node.end else _LAST_DATE
    dates = _dates(matcher.segment, within)
    return where((dates >= low) & (dates <= high) & (dates % 100 != 0))


@evaluate.register
def _(node: Every, matcher: SegmentMatcher, _cap: int, within: DocSet | None) -> TierArray:
    segment = matcher.segment
    if node.fieldname is None:
        return np.zeros(segment.documents if within is None else len(within), np.uint8)
    if node.fieldname == "date":
        return where(_dates(segment, within) % 100 != 0)
    if is_facet(node.fieldname) and node.fieldname not in WORD_FIELDS:
        return inverse(_with_value(segment, (node.fieldname, None), within))
    folded_terms = segment.terms.starting_with(FoldedTerm.of(node.fieldname, "").data)
    matched = MatchedPostings(segment.documents)
    if not matcher.budget.exhausted:
        matched = MatchedPostings(segment.documents, [(0, segment.postings.of_terms(folded_terms))])
        matcher.budget.spend(matched.size)
    return matched.tiers(within)


def facet_choice(node: Term | NumericRange) -> tuple[Facet, FacetChoice]:
    """Return the facet of a condition, and the value or range of years that it asks for."""
    facet = cast(Facet, node.fieldname)
    if isinstance(node, Term):
        return facet, node.text
    return facet, (int(node.start or 0), 9999 if node.end is None else int(node.end))


def _with_value(segment: Segment, choice: tuple[Facet, FacetChoice], within: DocSet | None) -> TierArray:
    """Return the tiers of documents with a facet value, by their profiles."""
    facet, value = choice
    profiles = segment.columns.profiles_with(facet, [value])
    if within is not None:
        return where(profiles.take(segment.columns.profiles.take(within.docs)))
    tiers = np.full(segment.documents, NO_MATCH)
    tiers[segment.columns.documents(profiles)] = 0
    return tiers


def _dates(segment: Segment, within: DocSet | None) -> NDArray[np.uint32]:
    return segment.columns.dates if within is None else segment.columns.dates.take(within.docs)


def _day(written: str) -> int:
    """Return a date as the column stores it."""
    return int(written.replace("-", ""))
