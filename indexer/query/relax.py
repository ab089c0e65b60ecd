"""What is searched where no article has all the words."""

from collections.abc import Iterator

from whoosh.query import And, Not, Or, Query

from indexer.query.nodes import word_nodes


def relaxations(tree: Query) -> Iterator[Query]:
    """Yield the tree with fewer and fewer of its words required, down to one; nothing where there is one word.

    Only what stands side by side at the top takes part; exclusions and conditions stay required.
    """
    children = list(tree.children()) if type(tree) is And else []
    optional = [child for child in children if not isinstance(child, Not) and any(word_nodes(child))]
    required = [child for child in children if child not in optional]
    for wanted in range(len(optional) - 1, 0, -1):
        fewer = Or(optional, minmatch=wanted)
        yield And([fewer, *required]) if required else fewer
