"""What the kernel is asked: the words, leaves and tree of a query for one segment."""

from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from indexer.analysis import word
from indexer.engines.arrays.searching.evaluate import evaluate, facet_choice
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
    Query,
    Term,
    WordNode,
    is_respelled,
    is_word,
    leaf_key,
)

if TYPE_CHECKING:
    from indexer.engines.arrays.kernel._kernel import KernelLeaf, KernelNode, KernelUnit, KernelWord


_KNOWN = 10_000
"""The words of queries whose terms are kept."""


class NodeKind(IntEnum):
    """What a node of the kernel's tree does, as in `kernel.h`."""

    LEAF = 0
    ALL = 1
    ANY = 2
    NONE_OF = 3
    FLAGS = 4
    BYTES = 5


class KernelPlan:
    """Collects the distinct words and leaves of a query. Words and neighbours are left to the kernel, which finds their
    postings itself; those of all other leaves, and what nodes without words match, are handed over.
    """

    def __init__(self, matcher: SegmentMatcher) -> None:
        self._matcher = matcher
        self._words: dict[KernelWord, int] = {}
        self._leaves: dict[object, int] = {}
        self._asked: list[KernelLeaf] = []

    @property
    def words(self) -> "tuple[KernelWord, ...]":
        """The words, in the order of their numbers."""
        return tuple(self._words)

    @property
    def leaves(self) -> "tuple[KernelLeaf, ...]":
        """The leaves, in the order of their numbers."""
        return tuple(self._asked)

    def node(self, query: Query, cap: int) -> "KernelNode":
        """Return the tree of a query whose words match with a tier up to `cap`."""
        if isinstance(query, WordNode) and is_word(query):
            return NodeKind.LEAF, self.leaf(query, cap)
        if isinstance(query, AccentMode):
            return self.node(query.child, MODE_CAPS[query.mode])
        if isinstance(query, And):
            return NodeKind.ALL, *[self.node(child, cap) for child in query.children()]
        if isinstance(query, Or):
            return NodeKind.ANY, query.minmatch, *[self.node(child, cap) for child in query.children()]
        if isinstance(query, Not):
            return NodeKind.NONE_OF, self.node(query.query, cap)
        if isinstance(query, Term | NumericRange):
            facet, value = facet_choice(query)
            return NodeKind.FLAGS, self._matcher.segment.columns.profiles_with(facet, [value])
        return NodeKind.BYTES, evaluate(query, self._matcher, cap, None)

    def leaf(self, node: WordNode, cap: int) -> int:
        """Return the number of a leaf."""
        key = leaf_key(node), cap
        number = self._leaves.get(key)
        if number is None:
            number = self._leaves[key] = self._added(node, cap)
        return number

    def pair(self, left: Term, right: Term, cap: int) -> int:
        """Return the number of the leaf of two words of the text next to each other."""
        known = self._leaves.get(((Phrase, left.fieldname, (left.text, right.text), 1), cap))
        if known is not None:  # a phrase takes longer to make than to find
            return known
        return self.leaf(Phrase(left.fieldname, [left.text, right.text]), cap)

    def unit(self, unit: Term | Phrase, cap: int) -> "KernelUnit | None":
        """Return the words of a unit by their numbers; None if the kernel cannot find one of them."""
        words = unit.words if isinstance(unit, Phrase) else [unit.text]
        numbers = [self._word(unit.fieldname, each, False, cap) for each in words]
        return None if None in numbers else tuple(numbers)  # type: ignore[return-value]  # one or two of them

    def _added(self, node: WordNode, cap: int) -> int:
        words = self._words_of(node)
        numbers = [self._word(node.fieldname, each, is_respelled(node), cap) for each in words]
        if not numbers or None in numbers:
            self._asked.append(self._matcher.of(node, cap).handed_over())
        else:
            self._asked.append(tuple(numbers))  # type: ignore[arg-type]  # none is None
        return len(self._asked) - 1

    def _words_of(self, node: WordNode) -> list[str]:
        """Return the words next to each other that the kernel looks up for a leaf; none if it cannot."""
        if isinstance(node, Term):
            return [node.text]
        return node.words if isinstance(node, Phrase) and (node.slop == 1 or len(node.words) == 1) else []

    def _word(self, field: str, surface: str, respelled: bool, cap: int) -> int | None:
        term, accents = _term(field, surface)
        ignores_accents = not respelled and self._matcher.ignores_accents(cap)
        if accents & OTHERS and not ignores_accents:
            return None
        word = (term, accents, cap, respelled, ignores_accents)
        return self._words.setdefault(word, len(self._words))


@lru_cache(_KNOWN)
def _term(field: str, surface: str) -> tuple[bytes, int]:
    """Return the folded term of a word, and its accents as bits."""
    typed_word = word(surface)
    return FoldedTerm.of(field, typed_word.folded).data, accent_bits(typed_word)
