"""What is searched instead when no article has all the words."""

from collections.abc import Sequence

from indexer.query.nodes import AccentMode, And, Not, Or, Query, side_by_side, word_nodes


def relaxable(tree: Query) -> tuple[list[Query], list[Query]]:
    """Return the clauses of a tree that may be missing, and those that stay required: exclusions and conditions.

    Only clauses side by side at the top may be missing, and only if there are several. If the only one is a name,
    these are the words of the name.
    """
    optional: list[Query] = []
    required: list[Query] = []
    for child in tree.children() if type(tree) is And else [tree]:
        (optional if _may_be_missing(child) else required).append(child)
    if len(optional) == 1:
        optional = side_by_side(optional[0])
    return (optional, required) if len(optional) > 1 else ([], [tree])


def relaxed(optional: Sequence[Query], required: Sequence[Query], wanted: int) -> Query:
    """Return the tree that requires `wanted` of the optional clauses and all required ones."""
    fewer = Or(list(optional), minmatch=wanted)
    return And([fewer, *required]) if required else fewer


def _may_be_missing(node: Query) -> bool:
    if isinstance(node, AccentMode):
        return _may_be_missing(node.child)
    return not isinstance(node, Not) and any(word_nodes(node))
