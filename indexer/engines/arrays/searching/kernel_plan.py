"""What the kernel is asked: the words, leaves and tree of a query."""

from collections.abc import Callable
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from indexer.analysis import pattern, word
from indexer.engines.arrays.searching.evaluate import distinct, evaluate, facet_choice
from indexer.engines.arrays.searching.scorer import ScoredClause, ScoredQuery
from indexer.engines.arrays.searching.segment_matcher import SegmentMatcher
from indexer.engines.arrays.segments.accents import OTHERS, accent_bits
from indexer.engines.arrays.segments.term_dictionary import FoldedTerm
from indexer.query.nodes import (
    MODE_CAPS,
    AccentMode,
    And,
    Not,
    NumericRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
    WordNode,
    is_respelled,
    is_word,
    leaf_key,
    pattern_text,
)

if TYPE_CHECKING:
    from indexer.engines.arrays.kernel._kernel import KernelLeaf, KernelNode, KernelUnit, KernelWord


_KNOWN = 10_000
"""The words of queries whose terms are kept."""


_LONGEST_PREFIX = 8
"""The most bytes of a prefix that the kernel looks up."""


class NodeKind(IntEnum):
    """What a node of the kernel's tree does, as in `kernel.h`."""

    LEAF = 0
    ALL = 1
    ANY = 2
    NONE_OF = 3
    FLAGS = 4
    BYTES = 5


class Handed(NamedTuple):
    """A leaf whose postings are found without the kernel."""

    node: WordNode
    cap: int


class KernelPlan:
    """The distinct words and leaves of a query and the tree over them, the same for all segments.

    Words and neighbours are left to the kernel, which finds their postings itself; those of all other leaves, and what
    nodes without words match, are handed over for each segment.
    """

    def __init__(self, query: Query, scored: ScoredQuery, ignores_accents: Callable[[int], bool]) -> None:
        self._ignores_accents = ignores_accents
        self._cap = scored.cap
        self._words: dict[KernelWord, int] = {}
        self._numbers: dict[object, int] = {}
        self._leaves: list[KernelLeaf | Handed] = []
        self._is_conditional = False
        self._tree = self._node(query, scored.cap)
        self.scored = tuple([self._scored(clause) for clause in scored.clauses])
        """The leaves of the clauses that score, by number."""
        self.unit_leaves = tuple([self.leaf(unit, scored.cap) for unit, _ in scored.units])
        """The leaves of the units whose nearness counts."""
        units = [self._unit(unit) for unit, _ in scored.units]
        known = tuple([unit for unit in units if unit is not None])
        self.units = known if len(known) == len(units) else None
        """The words of these units, by number; None if the kernel cannot find one of them."""
        self.words = tuple(self._words)
        self.handed = sum(isinstance(leaf, Handed) for leaf in self._leaves)
        """The number of leaves whose postings are handed over."""

    def leaves(self, matcher: SegmentMatcher) -> "tuple[KernelLeaf, ...]":
        """Return the leaves in a segment, in the order of their numbers."""
        return tuple(
            [
                matcher.of(leaf.node, leaf.cap).handed_over() if isinstance(leaf, Handed) else leaf
                for leaf in self._leaves
            ]
        )

    def tree(self, matcher: SegmentMatcher) -> "KernelNode":
        """Return the tree in a segment, without its deletions."""
        segment = matcher.segment
        tree = self._resolved(self._tree, matcher) if self._is_conditional else self._tree
        if not len(segment.deleted):
            return tree
        clauses = tree[1:] if tree[0] == NodeKind.ALL else (tree,)
        return NodeKind.ALL, *clauses, (NodeKind.BYTES, segment.deletion_tiers)

    def part(self, query: Query, matcher: SegmentMatcher) -> "KernelNode":
        """Return the tree of a part of the query in a segment."""
        return self._resolved(self._node(query, self._cap), matcher)

    def leaf(self, node: WordNode, cap: int) -> int:
        """Return the number of a leaf."""
        key = leaf_key(node), cap
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._leaves)
            self._leaves.append(self._leaf(node, cap))
        return number

    def _scored(self, clause: ScoredClause) -> int:
        """Return the leaf of a clause: for a pair, that of two words of the text next to each other."""
        if len(clause.nodes) == 1:
            return self.leaf(clause.nodes[0], clause.cap)
        left, right = clause.nodes
        known = self._numbers.get(((Phrase, left.fieldname, (left.text, right.text), 1), clause.cap))
        if known is not None:  # a phrase takes longer to make than to find
            return known
        return self.leaf(Phrase(left.fieldname, [left.text, right.text]), clause.cap)

    def _node(self, query: Query, cap: int) -> "KernelNode":
        """Return the tree of a query whose words match with a tier up to `cap`, conditions as they are."""
        if isinstance(query, WordNode) and is_word(query):
            return NodeKind.LEAF, self.leaf(query, cap)
        if isinstance(query, AccentMode):
            return self._node(query.child, MODE_CAPS[query.mode])
        if isinstance(query, And):
            return NodeKind.ALL, *[self._node(child, cap) for child in distinct(query)]
        if isinstance(query, Or):
            return NodeKind.ANY, query.minmatch, *[self._node(child, cap) for child in query.children()]
        if isinstance(query, Not):
            return NodeKind.NONE_OF, self._node(query.query, cap)
        self._is_conditional = True
        return NodeKind.FLAGS if isinstance(query, Term | NumericRange) else NodeKind.BYTES, query

    def _resolved(self, node: "KernelNode", matcher: SegmentMatcher) -> "KernelNode":
        """Return a tree with what its conditions match in a segment."""
        kind, *operands = node
        if kind == NodeKind.LEAF:
            return node
        condition = operands[0]
        if isinstance(condition, Term | NumericRange):
            facet, value = facet_choice(condition)
            return kind, matcher.segment.columns.profiles_with(facet, [value])
        if isinstance(condition, Query):
            return kind, evaluate(condition, matcher, self._cap, None)
        return kind, *[self._resolved(each, matcher) if isinstance(each, tuple) else each for each in operands]

    def _unit(self, unit: Term | Phrase) -> "KernelUnit | None":
        words = unit.words if isinstance(unit, Phrase) else [unit.text]
        numbers = [self._word(unit.fieldname, each, False, self._cap) for each in words]
        return None if None in numbers else tuple(numbers)  # type: ignore[return-value]  # one or two of them

    def _leaf(self, node: WordNode, cap: int) -> "KernelLeaf | Handed":
        if isinstance(node, Prefix) and self._ignores_accents(cap):
            prefix = FoldedTerm.of(node.fieldname, pattern(pattern_text(node)).literal).data
            return (prefix,) if len(prefix) <= _LONGEST_PREFIX else Handed(node, cap)
        words = self._words_of(node)
        numbers = [self._word(node.fieldname, each, is_respelled(node), cap) for each in words]
        known = tuple(number for number in numbers if number is not None)
        return known if known and len(known) == len(words) else Handed(node, cap)

    def _words_of(self, node: WordNode) -> list[str]:
        """Return the words next to each other that the kernel looks up for a leaf; none if it cannot."""
        if isinstance(node, Term):
            return [node.text]
        return node.words if isinstance(node, Phrase) and (node.slop == 1 or len(node.words) == 1) else []

    def _word(self, field: str, surface: str, respelled: bool, cap: int) -> int | None:
        term, accents = _term(field, surface)
        ignores_accents = not respelled and self._ignores_accents(cap)
        if accents & OTHERS and not ignores_accents:
            return None
        word = (term, accents, cap, respelled, ignores_accents)
        return self._words.setdefault(word, len(self._words))


@lru_cache(_KNOWN)
def _term(field: str, surface: str) -> tuple[bytes, int]:
    """Return the folded term of a word, and its accents as bits."""
    typed_word = word(surface)
    return FoldedTerm.of(field, typed_word.folded).data, accent_bits(typed_word)
