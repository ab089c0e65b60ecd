"""The nodes of a query tree: Whoosh's own, and one wrapper for `=` and `~`.

This module is the one door to Whoosh's query classes: everybody else imports them from here, and whatever depends on
how Whoosh builds, copies or compares them is a function here.

| node | matches |
| --- | --- |
| `Term(field, text)` | a word, by its surface form (`indexer.analysis`), in a word field; an id in a facet |
| `Phrase(field, words, slop)` | words in this order, at most `slop - 1` (up to `MAX_NEARNESS`) between two neighbours |
| `Respelling(field, text)`, `RespelledPhrase(field, words)` | the same, spelled otherwise than typed: never exact |
| `Spellings(nodes)` | a word, phrase or name in all its spellings, the typed one first |
| `Prefix(field, text)`, `Wildcard(field, text)` | words by pattern, case-folded |
| `FuzzyTerm(field, text)` | words whose folded form is at most one edit away |
| `NumericRange("year", low, high)`, `TermRange("date", low, high)` | inclusive ranges; None is open |
| `Every(field)` | articles with a value in the field; `Every()` is every article |
| `And`, `Or` (with `minmatch`), `Not` | Boolean algebra; `minmatch` is how many of the children must match |
| `AccentMode(node, mode)` | the node in a mode of its own, strict or loose |

`Term`, `Phrase`, `Prefix`, `Wildcard`, `FuzzyTerm`, `And` and `Or` carry boosts, which multiply downwards.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from typing import TypeGuard

from whoosh.query import (
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
)

from indexer.analysis import pattern, word
from indexer.fields import TEXT, WORD_FIELDS
from indexer.model import Mode

__all__ = [
    "MAX_NEARNESS",
    "MODE_CAPS",
    "AccentMode",
    "And",
    "Every",
    "FuzzyTerm",
    "LeafKey",
    "Not",
    "NumericRange",
    "Or",
    "PatternNode",
    "Phrase",
    "Prefix",
    "Query",
    "RespelledPhrase",
    "Respelling",
    "Spellings",
    "Term",
    "TermRange",
    "Wildcard",
    "WordNode",
    "as_typed",
    "boosted",
    "every",
    "fuzzy_term",
    "has_accents",
    "in_field",
    "is_respelled",
    "is_word",
    "leaf_key",
    "named",
    "named_clause",
    "nearness",
    "pattern_text",
    "side_by_side",
    "typed",
    "with_aliases",
    "word_nodes",
]

MAX_NEARNESS = 200
"""The most words allowed between two neighbours of a phrase."""
MODE_CAPS: dict[Mode, int] = {"strict": 0, "auto": 2, "loose": 3}
"""The widest tier, as an index into `TIERS`, that a mode lets match."""


class AccentMode(Query):
    """A node that is matched in its own mode, regardless of the request's."""

    def __init__(self, child: Query, mode: Mode) -> None:
        self.child = child
        self.mode = mode

    def __repr__(self) -> str:
        return f"AccentMode({self.child!r}, {self.mode!r})"

    def __str__(self) -> str:
        return f"{self.mode}({self.child})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AccentMode) and (self.child, self.mode) == (other.child, other.mode)

    def __hash__(self) -> int:
        return hash((self.child, self.mode))

    def is_leaf(self) -> bool:
        """Return False: the node has a child."""
        return False

    def children(self) -> Iterator[Query]:
        """Yield the one child."""
        yield self.child


class Respelling(Term):
    """A word in another spelling than the typed one (`indexer.analysis.equal_spellings`): fuller at best."""


class RespelledPhrase(Phrase):
    """A phrase with words in other spellings than the typed ones: fuller at best."""


class Spellings(Or):
    """One typed word, phrase or name in all its spellings, the typed one first.

    The typed one of a name is a conjunction if its words were typed side by side, and its aliases count as respelled.
    """


PatternNode = Prefix | Wildcard
WordNode = Term | Phrase | Prefix | Wildcard | FuzzyTerm
LeafKey = tuple[type, str, str | tuple[str, ...], int]
"""A word leaf without its boost: class, field, text or words, slop."""


def every(field: str | None = None) -> Query:
    """Return the node for every article, or every article with a value in a field."""
    return Every(field)


def fuzzy_term(field: str, text: str, boost: float = 1.0) -> FuzzyTerm:
    """Return the node for words at most one edit away, the first letter included."""
    return FuzzyTerm(field, text, boost=boost, maxdist=1, prefixlength=0)


def nearness(phrase: Query, between: int) -> Query:
    """Return a copy of a phrase, in all its spellings, that allows `between` words between two neighbours.

    Any other node is returned as it is.
    """
    if isinstance(phrase, Spellings):
        return Spellings([nearness(each, between) for each in phrase.children()])
    if not isinstance(phrase, Phrase):
        return phrase
    return type(phrase)(phrase.fieldname, phrase.words, slop=between + 1, boost=phrase.boost)


def boosted(node: Query, boost: float) -> Query:
    """Return a node with a boost in place of its own: a copy, which is slow, unless it has this boost."""
    return node if getattr(node, "boost", None) == boost else node.with_boost(boost)


def in_field(node: WordNode, field: str) -> WordNode:
    """Return a copy of a word leaf that searches another field."""
    moved = copy(node)
    moved.fieldname = field
    return moved


def leaf_key(node: WordNode) -> LeafKey:
    """Return what a word leaf matches as a dictionary key: equal leaves have equal keys, whatever their boosts.

    Whoosh hashes and compares nodes with all their attributes, which costs more than what is usually cached.
    """
    if isinstance(node, Phrase):
        return type(node), node.fieldname, tuple(node.words), node.slop
    return type(node), node.fieldname, node.text, 1


def pattern_text(node: PatternNode) -> str:
    """Return a prefix or wildcard in the notation of `indexer.analysis.pattern`."""
    return f"{node.text}*" if isinstance(node, Prefix) else node.text


def typed(node: WordNode) -> str:
    """Return a leaf the way a reader types it."""
    if isinstance(node, Phrase):
        return " ".join(node.words)
    return pattern_text(node) if isinstance(node, PatternNode) else node.text


def as_typed(node: Query) -> Query:
    """Return the typed one of alternative spellings, with their boost; any other node as it is."""
    return boosted(next(node.children()), node.boost) if isinstance(node, Spellings) else node


def side_by_side(node: Query) -> list[Query]:
    """Return the words and phrases of a name as they were typed side by side; of any other node, itself as typed."""
    typed = as_typed(node)
    if isinstance(node, Spellings) and isinstance(typed, And):
        return [as_typed(child) for child in typed.children()]
    return [typed]


def with_aliases(node: Query, aliases: Iterable[Sequence[str]]) -> Query:
    """Return a node of the text that also matches other names of what it names, given by their words."""
    typed = [*node.children()] if isinstance(node, Spellings) else [boosted(node, 1.0)]
    others = (RespelledPhrase(TEXT, [*words]) if len(words) > 1 else Respelling(TEXT, words[0]) for words in aliases)
    return Spellings([*typed, *others], boost=getattr(node, "boost", 1.0))


def named(node: WordNode) -> str:
    """Return a leaf the way a reader types it, with its field unless that is the text."""
    return typed(node) if node.fieldname == TEXT else f"{node.fieldname}:{typed(node)}"


def named_clause(node: Query) -> str:
    """Return a clause by its words: of alternative spellings, the one that was typed."""
    node = as_typed(node)
    if isinstance(node, WordNode):
        return named(node)
    if isinstance(node, Or):
        return " OR ".join(map(named_clause, node.children()))
    return " ".join(map(named_clause, node.children()))


def is_respelled(node: WordNode) -> bool:
    """Return whether a leaf is spelled as it was not typed, so that it matches as fuller at best."""
    return isinstance(node, Respelling | RespelledPhrase)


def is_word(node: Query) -> TypeGuard[WordNode]:
    """Return whether a leaf searches words, as opposed to a condition such as a forum or a year."""
    return isinstance(node, WordNode) and node.fieldname in WORD_FIELDS


def word_nodes(node: Query) -> Iterator[WordNode]:
    """Yield the word leaves of a tree, excluded ones included."""
    if not isinstance(node, WordNode):
        for child in node.children():
            yield from word_nodes(child)
    elif node.fieldname in WORD_FIELDS:
        yield node


def has_accents(node: WordNode) -> bool:
    """Return whether a word leaf was typed with an accent; the accents of other spellings are not typed."""
    if is_respelled(node):
        return False
    if isinstance(node, PatternNode):
        return pattern(pattern_text(node)).has_accents
    words: Sequence[str] = node.words if isinstance(node, Phrase) else [node.text]
    return any(word(each).accents for each in words)
