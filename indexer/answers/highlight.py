"""Where a query matches the original text, and the HTML that lights it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from indexer.analysis import Token, Word, tokenise
from indexer.fields import TEXT
from indexer.model import Mode, Span
from indexer.query.matching import SingleWordNode, tier_of
from indexer.query.nodes import MODE_CAPS, Phrase, Query, Term, WordNode
from indexer.query.scored import scored_leaves

SNIPPET_LENGTH = 240
_LEAD = 60

Test = Callable[[Word], bool]
Place = tuple[int, int]
"""The number of a leaf, and of one of its words."""


class Match(NamedTuple):
    """A lit stretch of a text, and which leaf of the query it is for."""

    start: int
    end: int
    leaf: int


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A leaf of a query as tests on words: one, or one for each word of a phrase."""

    fields: tuple[str, ...]
    tests: tuple[Test, ...]
    slop: int


class Highlighter:
    """Lights what a query tree asks for, with the tiers that a mode allows."""

    def __init__(self, tree: Query, mode: Mode) -> None:
        self._leaves = [_leaf(node, MODE_CAPS[leaf_mode]) for node, leaf_mode, _ in scored_leaves(tree, mode)]
        self._known: dict[str, tuple[Place, ...]] = {}

    def matches(self, text: str, field: str) -> list[Match]:
        """Return what is lit in the text of a field (`title`, `body`, `aside`), in order."""
        if not any(field in leaf.fields for leaf in self._leaves):
            return []
        found: dict[Place, list[Token]] = defaultdict(list)
        for token in tokenise(text):
            for place in self._places(token.word):
                found[place].append(token)
        return sorted(
            Match(token.start, token.end, number)
            for number, leaf in enumerate(self._leaves)
            if field in leaf.fields
            for token in _lit([found[number, step] for step in range(len(leaf.tests))], leaf.slop)
        )

    def _places(self, word: Word) -> tuple[Place, ...]:
        """Return which word of which leaf a word of the text is; texts repeat words, so the answer is kept."""
        places = self._known.get(word.surface)
        if places is None:
            leaves = enumerate(self._leaves)
            places = tuple((n, step) for n, leaf in leaves for step, test in enumerate(leaf.tests) if test(word))
            self._known[word.surface] = places
        return places

    def html(self, text: str, field: str) -> str:
        """Return the text as HTML with its matches in `<mark>`."""
        return mark(text, [(match.start, match.end) for match in self.matches(text, field)])

    def snippet(self, body: str, aside: str) -> str:
        """Return the stretch of an article that shows the most of the query, as HTML; its beginning where none does."""
        for text, field in ((body, "body"), (aside, "aside")):
            matches = self.matches(text, field)
            if matches:
                return _cut(text, _best_start(matches), matches)
        return _cut(body, 0, [])


def mark(text: str, spans: Sequence[Span]) -> str:
    """Return a text as HTML with spans in `<mark>`; overlapping spans become one.

    >>> mark("a < b", [(4, 5)])
    'a &lt; <mark>b</mark>'
    """
    pieces, at = [], 0
    for start, end in _merged(spans):
        pieces += [escape(text[at:start], quote=False), "<mark>", escape(text[start:end], quote=False), "</mark>"]
        at = end
    return "".join([*pieces, escape(text[at:], quote=False)])


def _merged(spans: Sequence[Span]) -> Iterator[Span]:
    current: Span | None = None
    for start, end in sorted(spans):
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
        words = [Term(node.fieldname, form) for form in node.words]
        return _Leaf(fields, tuple(_test(each, cap) for each in words), node.slop)
    return _Leaf(fields, (_test(node, cap),), 1)


def _test(node: SingleWordNode, cap: int) -> Test:
    tier = tier_of(node)
    return lambda found: (found_tier := tier(found)) is not None and found_tier <= cap


def _lit(steps: list[list[Token]], slop: int) -> Iterator[Token]:
    """Yield the tokens that take part in an occurrence of a leaf, given those of each of its words."""
    for following in range(1, len(steps)):
        steps[following] = _joined(steps[following - 1], steps[following], slop)
    for previous in range(len(steps) - 2, -1, -1):
        steps[previous] = _leading(steps[previous], steps[previous + 1], slop)
    for step in steps:
        yield from step


def _joined(left: list[Token], right: list[Token], slop: int) -> list[Token]:
    """Return the tokens that stand behind one of those on the left, within reach."""
    ends = {token.position + token.width for token in left}
    reach = range(slop)
    return [token for token in right if any(token.position - gap in ends for gap in reach)]


def _leading(left: list[Token], right: list[Token], slop: int) -> list[Token]:
    """Return the tokens behind which one of those on the right stands, within reach."""
    starts = {token.position for token in right}
    reach = range(slop)
    return [token for token in left if any(token.position + token.width + gap in starts for gap in reach)]


def _best_start(matches: Sequence[Match]) -> int:
    """Return where the stretch begins that shows the most leaves of the query, then the most matches."""
    best, best_value = matches[0].start, (0, 0)
    for index, first in enumerate(matches):
        leaves: dict[int, int] = defaultdict(int)
        for match in matches[index:]:
            if match.end > first.start + SNIPPET_LENGTH - _LEAD:
                break
            leaves[match.leaf] += 1
        value = (len(leaves), sum(leaves.values()))
        if value > best_value:
            best, best_value = first.start, value
    return best


def _cut(text: str, focus: int, matches: Sequence[Match]) -> str:
    """Return about `SNIPPET_LENGTH` characters around a place, cut between words, as HTML."""
    start = _word_start(text, max(0, focus - _LEAD))
    end = _word_end(text, start + SNIPPET_LENGTH)
    inside = [(m.start - start, m.end - start) for m in matches if start <= m.start and m.end <= end]
    before, after = "… " if text[:start].strip() else "", " …" if text[end:].strip() else ""
    return before + mark(text[start:end], inside) + after


def _word_start(text: str, at: int) -> int:
    """Return the first beginning of a word at or behind a place, within reach of it."""
    if at == 0:
        return 0
    space = next((i for i in range(at, min(at + _LEAD, len(text))) if text[i].isspace()), at - 1)
    return space + 1


def _word_end(text: str, at: int) -> int:
    """Return the last end of a word at or before a place, within reach of it."""
    if at >= len(text):
        return len(text)
    return next((i for i in range(at, at - _LEAD, -1) if text[i].isspace()), at)
