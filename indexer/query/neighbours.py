"""Which words of a query stand next to each other: they score as pairs beside the words alone."""

from collections.abc import Iterator
from itertools import pairwise

from whoosh.query import And, Or, Query, Term

from indexer.query.nodes import TEXT


def neighbours(node: Query, boost: float = 1.0) -> Iterator[tuple[Term, Term, float]]:
    """Yield the words that were typed side by side and must both match, as `hội nghị` in `hội nghị ARF`.

    With each the product of the boosts on the way and its own.
    """
    if not isinstance(node, And | Or):
        return
    children = list(node.children())
    boost *= node.boost
    if isinstance(node, And) or node.minmatch:
        for left, right in pairwise(children):
            if isinstance(left, Term) and isinstance(right, Term) and left.fieldname == right.fieldname == TEXT:
                yield left, right, boost * left.boost * right.boost
    for child in children:
        yield from neighbours(child, boost)
