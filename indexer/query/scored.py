"""What of a query tree scores: its word leaves, and words typed side by side as pairs."""

from collections.abc import Iterator
from itertools import pairwise

from indexer.fields import TEXT, WORD_FIELDS
from indexer.model import Mode
from indexer.query.nodes import AccentMode, And, Not, Or, Query, Spellings, Term, WordNode, boosted


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
            first, second = _typed_word(left), _typed_word(right)
            if first and second and first.fieldname == second.fieldname == TEXT:
                yield first, second, boost * first.boost * second.boost
    for child in children:
        yield from scored_pairs(child, boost)


def _typed_word(node: Query) -> Term | None:
    """Return a plain word as it was typed, with its boost; None for any other node."""
    if isinstance(node, Spellings):
        node = boosted(next(node.children()), node.boost)
    return node if isinstance(node, Term) else None
