"""What of a query tree scores: its word leaves, words typed side by side as pairs, and units by their nearness."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeGuard

from indexer.fields import TEXT, WORD_FIELDS
from indexer.model import Mode
from indexer.query.nodes import AccentMode, And, Not, Or, Phrase, Query, Term, WordNode, as_typed, side_by_side


def scored_leaves(node: Query, mode: Mode, boost: float = 1.0) -> list[tuple[WordNode, Mode, float]]:
    """Return the word leaves that are not excluded, each with its mode and the product of the boosts above it."""
    if isinstance(node, WordNode):
        return [(node, mode, boost * node.boost)] if node.fieldname in WORD_FIELDS else []
    if isinstance(node, Not):
        return []
    if isinstance(node, AccentMode):
        mode = node.mode
    boost *= getattr(node, "boost", 1.0)
    return [leaf for child in node.children() for leaf in scored_leaves(child, mode, boost)]


def scored_pairs(node: Query, boost: float = 1.0) -> Iterator[tuple[Term, Term, float]]:
    """Yield the words typed side by side in an AND, or in a relaxed query, such as `hội nghị` in `hội nghị ARF`.

    The third value is the product of the boosts above the pair and of its own two.
    """
    if not isinstance(node, And | Or):
        return
    children = list(node.children())
    boost *= node.boost
    if isinstance(node, And) or node.minmatch:
        for left, right in pairwise(children):
            first, second = _edge(left, at=-1), _edge(right, at=0)
            if first and second and first.fieldname == second.fieldname == TEXT:
                yield first, second, boost * first.boost * second.boost
    for child in children:
        yield from scored_pairs(child, boost)


def units(node: Query) -> list[tuple[Term | Phrase, float]]:
    """Return the words of the text, and the pairs of words that are one, that a query asks for side by side.

    The second value is the boost. Where these are near to each other, an article is more likely about all of them.
    """
    node = as_typed(node)
    if not isinstance(node, And):
        return []
    typed = (each for child in node.children() for each in side_by_side(child))
    return [(each, node.boost * each.boost) for each in typed if _is_unit(each)]


def width(unit: Term | Phrase) -> int:
    """Return how many words a unit has."""
    return len(unit.words) if isinstance(unit, Phrase) else 1


def _is_unit(node: Query) -> TypeGuard[Term | Phrase]:
    if isinstance(node, Phrase) and not (node.slop == 1 and len(node.words) == 2):
        return False
    return isinstance(node, Term | Phrase) and node.fieldname == TEXT


def _edge(node: Query, *, at: int) -> Term | None:
    """Return the first or last word of a clause as it was typed, with its boost; None if it is neither."""
    node = side_by_side(node)[at]
    if isinstance(node, Phrase) and node.slop == 1:
        return Term(node.fieldname, node.words[at], boost=node.boost)
    return node if isinstance(node, Term) else None
