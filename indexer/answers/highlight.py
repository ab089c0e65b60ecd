"""Where a query matches the original text: spans, and the stretch of an article worth showing."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from indexer.analysis import Token, Word, tokenise
from indexer.fields import TEXT
from indexer.model import Mode, Snippet, Span
from indexer.query.matching import SingleWordNode, tier_of
from indexer.query.nodes import MODE_CAPS, Phrase, Query, Respelling, Term, WordNode, is_respelled
from indexer.query.scored import scored_leaves

SNIPPET_LENGTH = 240
MAX_WORK = 400_000
"""What a highlighter does in all texts together, about a second: words read and matched, four comparisons as one."""
MAX_SPANS = 5_000
"""The most matches that are highlighted in one text."""
_LEAD = 60

WordTest = Callable[[Word], bool]
LeafStep = tuple[int, int]
"""The number of a leaf, and of one of its words."""


class LeafMatch(NamedTuple):
    """A word of a text that takes part in a match of a leaf, given by its number."""

    start: int
    end: int
    leaf: int


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A leaf of a query as tests on words: one, or one for each word of a phrase."""

    fields: tuple[str, ...]
    tests: tuple[WordTest, ...]
    slop: int


class Highlighter:
    """Finds what a query tree matches in the texts of articles, within the tiers that a mode allows.

    It is `bounded` once `work` is used up: the rest of the texts is not read.
    """

    def __init__(self, tree: Query, mode: Mode, *, work: float = MAX_WORK) -> None:
        self.bounded = False
        self._work = work
        # A query may repeat a leaf a hundred times: it is matched once, and weighs as often as it was typed.
        leaves = Counter((node, MODE_CAPS[leaf_mode]) for node, leaf_mode, _ in scored_leaves(tree, mode))
        self._leaves = [_leaf(node, cap) for node, cap in leaves]
        self._weights = tuple(leaves.values())
        self._tests = sum(len(leaf.tests) for leaf in self._leaves)
        self._known: dict[str, tuple[LeafStep, ...]] = {}

    def spans(self, text: str, field: str) -> tuple[Span, ...]:
        """Return the matches in the text of a field (`title`, `body`, `aside`), in order, without overlaps."""
        spans = tuple(islice(_merged(self._matches(text, field)), MAX_SPANS + 1))
        self.bounded = self.bounded or len(spans) > MAX_SPANS
        return spans[:MAX_SPANS]

    def snippet(self, body: str, aside: str) -> Snippet:
        """Return the stretch of the body, else of the aside, that shows most of the query; else the opening."""
        for text, field in ((body, "body"), (aside, "aside")):
            matches = self._matches(text, field)
            if matches:
                return _excerpt(text, _best_start(matches, self._weights), matches)
        return _excerpt(body, 0, [])

    def _matches(self, text: str, field: str) -> list[LeafMatch]:
        """Return the matches of every leaf, in order; those of different leaves may overlap."""
        if not any(field in leaf.fields for leaf in self._leaves):
            return []
        found: dict[LeafStep, list[Token]] = defaultdict(list)
        for token in tokenise(text):
            steps = self._steps(token.word)
            self._work -= 1 + len(steps)
            if self._work < 0:
                self.bounded = True
                break
            for step in steps:
                found[step].append(token)
        return sorted(
            LeafMatch(token.start, token.end, number)
            for number, leaf in enumerate(self._leaves)
            if field in leaf.fields
            for token in _matching([found[number, step] for step in range(len(leaf.tests))], leaf.slop)
        )

    def _steps(self, word: Word) -> tuple[LeafStep, ...]:
        """Return which words of which leaves a word of the text matches; cached, as texts repeat words."""
        steps = self._known.get(word.surface)
        if steps is None:
            leaves = enumerate(self._leaves)
            steps = tuple((n, step) for n, leaf in leaves for step, test in enumerate(leaf.tests) if test(word))
            self._known[word.surface] = steps
            self._work -= self._tests / 4
        return steps


def _merged(matches: Iterable[LeafMatch]) -> Iterator[Span]:
    """Yield spans, given matches in order; those that overlap become one."""
    current: Span | None = None
    for start, end, _ in matches:
        if current and start < current[1]:
            current = (current[0], max(end, current[1]))
            continue
        if current:
            yield current
        current = (start, end)
    if current:
        yield current


def _leaf(node: WordNode, cap: int) -> _Leaf:
    fields = ("title", "body", "aside") if node.fieldname == TEXT else (node.fieldname,)
    if isinstance(node, Phrase):
        kind = Respelling if is_respelled(node) else Term
        words = [kind(node.fieldname, form) for form in node.words]
        return _Leaf(fields, tuple(_test(each, cap) for each in words), node.slop)
    return _Leaf(fields, (_test(node, cap),), 1)


def _test(node: SingleWordNode, cap: int) -> WordTest:
    tier = tier_of(node)
    return lambda found: (found_tier := tier(found)) is not None and found_tier <= cap


def _matching(steps: list[list[Token]], slop: int) -> Iterator[Token]:
    """Yield the tokens that take part in a match of a leaf, given the candidates for each of its words."""
    for following in range(1, len(steps)):
        steps[following] = _preceded(steps[following], steps[following - 1], slop)
    for previous in range(len(steps) - 2, -1, -1):
        steps[previous] = _followed(steps[previous], steps[previous + 1], slop)
    for step in steps:
        yield from step


def _preceded(tokens: list[Token], previous: list[Token], slop: int) -> list[Token]:
    """Return the tokens that come after one of the previous ones, with fewer than `slop` words between."""
    ends = sorted({token.position + token.width for token in previous})
    return [token for token in tokens if _any_in(ends, token.position - slop + 1, token.position + 1)]


def _followed(tokens: list[Token], following: list[Token], slop: int) -> list[Token]:
    """Return the tokens that come before one of the following ones, with fewer than `slop` words between."""
    starts = sorted({token.position for token in following})
    ends = ((token, token.position + token.width) for token in tokens)
    return [token for token, end in ends if _any_in(starts, end, end + slop)]


def _any_in(ordered: Sequence[int], low: int, high: int) -> bool:
    """Return whether any of the numbers is in the half-open range."""
    at = bisect_left(ordered, low)
    return at < len(ordered) and ordered[at] < high


def _best_start(matches: Sequence[LeafMatch], weights: Sequence[int]) -> int:
    """Return the start of the first stretch that shows the most leaves of the query, then the most matches.

    A leaf counts as often as its weight says. Both ends of the stretch only move forward, so the time is linear in
    the matches.
    """
    best, best_value = matches[0].start, (0, 0)
    shown = Counter[int]()
    leaves = total = after = 0
    for index, first in enumerate(matches):
        while after < len(matches) and matches[after].end <= first.start + SNIPPET_LENGTH - _LEAD:
            leaf = matches[after].leaf
            leaves += 0 if shown[leaf] else weights[leaf]
            total += weights[leaf]
            shown[leaf] += 1
            after += 1
        if (leaves, total) > best_value:
            best, best_value = first.start, (leaves, total)
        if after == index:
            after += 1
            continue
        shown[first.leaf] -= 1
        total -= weights[first.leaf]
        leaves -= 0 if shown[first.leaf] else weights[first.leaf]
    return best


def _excerpt(text: str, focus: int, matches: Sequence[LeafMatch]) -> Snippet:
    """Return about `SNIPPET_LENGTH` characters around an offset, cut between words."""
    start = _word_start(text, max(0, focus - _LEAD))
    end = _word_end(text, start + SNIPPET_LENGTH)
    before, after = "… " if text[:start].strip() else "", " …" if text[end:].strip() else ""
    shift = len(before) - start
    inside = (match for match in matches if start <= match.start and match.end <= end)
    return Snippet(before + text[start:end] + after, tuple((a + shift, b + shift) for a, b in _merged(inside)))


def _word_start(text: str, at: int) -> int:
    """Return the first start of a word at or after an offset, within reach of it."""
    if at == 0:
        return 0
    space = next((i for i in range(at, min(at + _LEAD, len(text))) if text[i].isspace()), at - 1)
    return space + 1


def _word_end(text: str, at: int) -> int:
    """Return the last end of a word at or before an offset, within reach of it."""
    if at >= len(text):
        return len(text)
    return next((i for i in range(at, at - _LEAD, -1) if text[i].isspace()), at)
