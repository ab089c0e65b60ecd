"""The nodes a query tree is made of: Whoosh's own, and one wrapper for `=` and `~`.

| node | stands for |
| --- | --- |
| `Term(field, form)` | a word in a text field; a forum or topic id; forms are canonical (`indexer.analysis`) |
| `Phrase(field, forms, slop)` | words in this order, at most `slop - 1` (up to `MAX_NEARNESS`) between neighbours |
| `Prefix(field, text)`, `Wildcard(field, text)` | words by pattern, case-folded |
| `FuzzyTerm(field, form)` | words whose key is at most one edit away |
| `NumericRange("year", low, high)`, `TermRange("date", low, high)` | inclusive ranges; None is open |
| `Every(field)` | articles with a value in `year`, `forum` or `topic`; `Every()` is all |
| `And`, `Or` (with `minmatch`), `Not` | Boolean algebra; `minmatch` asks for that many of the children |
| `Accents(node, mode)` | the node with its own mode, strict or loose |

Boosts stand on `Term`, `Phrase`, `Prefix`, `Wildcard`, `FuzzyTerm`, `And` and `Or` and multiply downwards.
"""

from collections.abc import Iterator
from copy import copy

from whoosh.query import (
    Every,
    FuzzyTerm,
    Not,
    Phrase,
    Prefix,
    Query,
    Term,
    Wildcard,
)

from indexer.analysis import pattern, word
from indexer.model import Mode

TEXT = "text"
"""The field of unfielded words: title, body and the lines around it."""
WORD_FIELDS = (TEXT, "title", "author", "source")
MAX_NEARNESS = 200
"""The most words that may stand between neighbours of a phrase."""
MODE_CAPS: dict[Mode, int] = {"strict": 0, "auto": 2, "loose": 3}
"""The greatest rank in `TIERS` that a mode lets match."""
CONDITION_FIELDS = ("forum", "topic", "year", "date")


def every(field: str | None = None) -> Query:
    """Return the node for all articles, or all with a value in a field."""
    return Every(field)


class Accents(Query):
    """A node that is matched in a mode of its own, whatever the mode of the request."""

    def __init__(self, child: Query, mode: Mode) -> None:
        self.child = child
        self.mode = mode

    def __repr__(self) -> str:
        return f"Accents({self.child!r}, {self.mode!r})"

    def __str__(self) -> str:
        return f"{self.mode}({self.child})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Accents) and (self.child, self.mode) == (other.child, other.mode)

    def __hash__(self) -> int:
        return hash((self.child, self.mode))

    def is_leaf(self) -> bool:
        """Say that the node has a child."""
        return False

    def children(self) -> Iterator[Query]:
        """Yield the one child."""
        yield self.child


Pattern = Prefix | Wildcard
WordNode = Term | Phrase | Prefix | Wildcard | FuzzyTerm


def pattern_text(node: Pattern) -> str:
    """Return a prefix or wildcard in the one notation of `indexer.analysis.pattern`."""
    return f"{node.text}*" if isinstance(node, Prefix) else node.text


def in_field(node: WordNode, field: str) -> WordNode:
    """Return a word leaf that asks the same of another field."""
    moved = copy(node)
    moved.fieldname = field
    return moved


def typed(node: WordNode) -> str:
    """Return a leaf as it is typed."""
    if isinstance(node, Phrase):
        return " ".join(node.words)
    return pattern_text(node) if isinstance(node, Pattern) else node.text


def named(node: WordNode) -> str:
    """Return a leaf as it is typed, with its field where that is not the text."""
    return typed(node) if node.fieldname == TEXT else f"{node.fieldname}:{typed(node)}"


def is_word(node: Query) -> bool:
    """Say whether a leaf searches words, in contrast to a condition on forum, topic, year or date."""
    return isinstance(node, WordNode) and node.fieldname in WORD_FIELDS


def word_nodes(node: Query) -> Iterator[WordNode]:
    """Yield the word leaves of a tree, excluded ones too."""
    if not isinstance(node, WordNode):
        for child in node.children():
            yield from word_nodes(child)
    elif node.fieldname in WORD_FIELDS:
        yield node


def scored_leaves(node: Query, mode: Mode, boost: float = 1.0) -> list[tuple[WordNode, Mode, float]]:
    """Return the word leaves that are not excluded, each with its mode and the product of the boosts down to it."""
    if isinstance(node, WordNode):
        return [(node, mode, boost * node.boost)] if node.fieldname in WORD_FIELDS else []
    if isinstance(node, Not):
        return []
    if isinstance(node, Accents):
        mode = node.mode
    boost *= getattr(node, "boost", 1.0)
    return [leaf for child in node.children() for leaf in scored_leaves(child, mode, boost)]


def has_marks(node: WordNode) -> bool:
    """Say whether a mark was typed in a word leaf."""
    if isinstance(node, Pattern):
        return pattern(pattern_text(node)).has_marks
    if isinstance(node, Phrase):
        return any(word(form).marks for form in node.words)
    return bool(word(node.text).marks)
