"""What is searched where no article has all the words."""

from collections.abc import Sequence

from whoosh.query import And, Not, Or, Query

from indexer.query.nodes import Accents, word_nodes


def relaxable(tree: Query) -> tuple[list[Query], list[Query]]:
    """Return what of a tree may be missing, and what stays required: exclusions and conditions.

    Only what stands side by side at the top takes part; where that is one word, nothing may be missing.
    """
    optional: list[Query] = []
    required: list[Query] = []
    for child in tree.children() if type(tree) is And else [tree]:
        (optional if _may_be_missing(child) else required).append(child)
    return (optional, required) if len(optional) > 1 else ([], [tree])


def relaxed(optional: Sequence[Query], required: Sequence[Query], wanted: int) -> Query:
    """Return the tree that asks for `wanted` of the optional nodes and all required ones."""
    fewer = Or(list(optional), minmatch=wanted)
    return And([fewer, *required]) if required else fewer


def _may_be_missing(node: Query) -> bool:
    if isinstance(node, Accents):
        return _may_be_missing(node.child)
    return not isinstance(node, Not) and any(word_nodes(node))
