"""What a query tree matches in one segment: each node becomes the tiers of its documents.

The tier of a document is the index in `TIERS` of the narrowest set of tiers under which the node matches it. The
sets only widen, so AND takes the greatest tier of its parts, OR the least, and NOT excludes by the widest set that
the mode allows.
"""

from functools import singledispatch
from typing import TypeGuard, cast

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.searching.leaves import Leaves
from indexer.engines.arrays.searching.matches import Hits, Matches
from indexer.engines.arrays.segments.found import Found
from indexer.engines.arrays.segments.lexicon import Key
from indexer.engines.arrays.segments.segment import Segment
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
    Term,
    TermRange,
    Wildcard,
    WordNode,
    is_word,
)

_LAST_DATE = 99991231
_SPARSE = 8
"""Where one document in so many has the rarest word, the others are only looked at there."""


def hits(node: Query, leaves: Leaves, cap: int) -> Hits:
    """Return the documents of a segment that a whole query matches, those that are deleted left out.

    Of what must match all, the rarest comes first; where it is rare, the others are only looked at where it is.
    """
    segment = leaves.segment
    children = list(node.children()) if type(node) is And else [node]
    sized = sorted([(_size(child, leaves, cap), place, child) for place, child in enumerate(children)])
    gone = [segment.gone] if len(segment.deleted) else []
    if sized[0][0] * _SPARSE >= segment.documents:
        return Hits.of(all_of([*gone, *[evaluate(child, leaves, cap, None) for child in children]]))
    first, *others = [child for _, _, child in sized]
    found = leaves.of(first, cap).hits() if _is_leaf(first) else Hits.of(evaluate(first, leaves, cap, None))
    for tiers in gone:
        found = found.narrowed(tiers.take(found.docs))
    for other in others:
        found = found.narrowed(evaluate(other, leaves, cap, Found(found.docs, segment.documents)))
    return found


def _is_leaf(node: Query) -> TypeGuard[WordNode]:
    return is_word(node)


def _size(node: Query, leaves: Leaves, cap: int) -> int:
    """Return a bound on how many documents match a node; all of them for what is made of no words."""
    if _is_leaf(node):
        return leaves.of(node, cap).size
    if isinstance(node, AccentMode):
        return _size(node.child, leaves, MODE_CAPS[node.mode])
    if type(node) is And:
        return min([_size(child, leaves, cap) for child in node.children()])
    if type(node) is Or:
        return min(sum([_size(child, leaves, cap) for child in node.children()]), leaves.segment.documents)
    return leaves.segment.documents


@singledispatch
def evaluate(node: Query, _leaves: Leaves, _cap: int, _found: Found | None) -> TierArray:
    """Return the tiers, up to a cap, with which a node matches the documents of a segment: all of them, or those found.

    The tiers are not to be written to.
    """
    raise TypeError(f"no evaluation for {node!r}")


@evaluate.register
def _(node: And, leaves: Leaves, cap: int, found: Found | None) -> TierArray:
    return all_of([evaluate(child, leaves, cap, found) for child in node.children()])


@evaluate.register
def _(node: Or, leaves: Leaves, cap: int, found: Found | None) -> TierArray:
    return any_of([evaluate(child, leaves, cap, found) for child in node.children()], node.minmatch)


@evaluate.register
def _(node: Not, leaves: Leaves, cap: int, found: Found | None) -> TierArray:
    return inverse(evaluate(node.query, leaves, cap, found))


@evaluate.register
def _(node: AccentMode, leaves: Leaves, _cap: int, found: Found | None) -> TierArray:
    return evaluate(node.child, leaves, MODE_CAPS[node.mode], found)


@evaluate.register(Phrase)
@evaluate.register(Prefix)
@evaluate.register(Wildcard)
@evaluate.register(FuzzyTerm)
def _(node: WordNode, leaves: Leaves, cap: int, found: Found | None) -> TierArray:
    return leaves.of(node, cap).tiers(found)


@evaluate.register
def _(node: Term, leaves: Leaves, cap: int, found: Found | None) -> TierArray:
    if node.fieldname in WORD_FIELDS:
        return leaves.of(node, cap).tiers(found)
    return _having(leaves.segment, cast(Facet, node.fieldname), node.text, found)


@evaluate.register
def _(node: NumericRange, leaves: Leaves, _cap: int, found: Found | None) -> TierArray:
    last = 9999 if node.end is None else int(node.end)
    return _having(leaves.segment, cast(Facet, node.fieldname), (int(node.start or 0), last), found)


@evaluate.register
def _(node: TermRange, leaves: Leaves, _cap: int, found: Found | None) -> TierArray:
    low, high = _day(node.start) if node.start else 1, _day(node.end) if node.end else _LAST_DATE
    dates = _dates(leaves.segment, found)
    return where((dates >= low) & (dates <= high) & (dates % 100 != 0))


@evaluate.register
def _(node: Every, leaves: Leaves, _cap: int, found: Found | None) -> TierArray:
    segment = leaves.segment
    if node.fieldname is None:
        return np.zeros(segment.documents if found is None else len(found), np.uint8)
    if node.fieldname == "date":
        return where(_dates(segment, found) % 100 != 0)
    if is_facet(node.fieldname) and node.fieldname not in WORD_FIELDS:
        return inverse(_having(segment, node.fieldname, None, found))
    families = segment.lexicon.beginning(Key.of(node.fieldname, "").data)
    return Matches(segment.documents, [(0, segment.postings.of_terms(families))]).tiers(found)


def _having(segment: Segment, facet: Facet, value: FacetChoice, found: Found | None) -> TierArray:
    """Return which documents have a facet value: their profiles tell."""
    profiles = segment.columns.having(facet, [value])
    if found is not None:
        return where(profiles.take(segment.columns.profiles.take(found.docs)))
    tiers = np.full(segment.documents, NO_MATCH)
    tiers[segment.columns.documents(profiles)] = 0
    return tiers


def _dates(segment: Segment, found: Found | None) -> NDArray[np.uint32]:
    return segment.columns.dates if found is None else segment.columns.dates.take(found.docs)


def _day(written: str) -> int:
    """Return a date as the column has it."""
    return int(written.replace("-", ""))
