"""Where a query matches the original text: spans, and the stretch of an article worth showing."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from indexer.analysis import Sieve, Word, chunk_matches, chunk_words, pattern, word
from indexer.engines.budget import Budget
from indexer.fields import TEXT, WORDS
from indexer.model import Mode, Snippet, Span
from indexer.query.matching import SingleWordNode, tier_of
from indexer.query.nodes import (
    MODE_CAPS,
    FuzzyTerm,
    LeafKey,
    Phrase,
    Query,
    Respelling,
    Term,
    WordNode,
    is_respelled,
    leaf_key,
    pattern_text,
)
from indexer.query.scored import scored_leaves

SNIPPET_LENGTH = 180
SNIPPET_STEPS = 5_000_000
"""What the snippets of one page of hits may cost, in the steps of `Budget`."""
ARTICLE_STEPS = 20_000_000
"""What the matches in one article may cost."""
MAX_SPANS = 5_000
"""The most matches that are highlighted in one text."""
_LEAD = 60
_SIFTED, _READ, _LETTER, _TESTED, _ACCENTS_TESTED, _MATCHED = 1, 50, 10, 30, 500, 300
"""The steps to sift a letter of a text, to read a stretch of it, to analyse a letter of a new one, to compare a word
with a leaf's letters and with its accents, and to use a word that matches.
"""
_STARTS = 10
"""The words to look for that make sifting as expensive again."""

_SHOWN = (TEXT, *WORDS[TEXT].sections)
"""The fields of what is highlighted."""
WordTest = Callable[[Word], bool]
LeafStep = tuple[int, int]
"""The number of a leaf, and of one of its words."""
StepTest = tuple[list[LeafStep], WordTest]
"""A test, and the words of leaves that it stands for."""


class LeafMatch(NamedTuple):
    """A stretch of a text to highlight for a leaf, given by its number: a word, a phrase, or a word of a nearness."""

    start: int
    end: int
    leaf: int


class _Leaf(NamedTuple):
    """A leaf of a query as tests on words: one, or one for each word of a phrase."""

    fields: tuple[str, ...]
    words: tuple[SingleWordNode, ...]
    cap: int
    slop: int


class _WordTests:
    """The words of all leaves as tests, by the letters that a word they fit must have, so that few are made.

    Equal words share a test: a phrase with dates has dozens of spellings, which differ in one word.
    """

    def __init__(self, leaves: Sequence[_Leaf]) -> None:
        self.whole: dict[str, list[StepTest]] = defaultdict(list)
        self.starting: dict[str, list[StepTest]] = defaultdict(list)
        self.any: list[StepTest] = []
        self.starts: set[str] = set()
        steps_of: dict[tuple[LeafKey, int], list[LeafStep]] = {}
        for number, leaf in enumerate(leaves):
            for step, node in enumerate(leaf.words):
                key = leaf_key(node), leaf.cap
                steps = steps_of.get(key)
                if steps is None:
                    steps = steps_of[key] = []
                    self._tests_like(node).append((steps, _test(node, leaf.cap)))
                steps.append((number, step))

    def _tests_like(self, node: SingleWordNode) -> "list[StepTest]":
        if isinstance(node, Term):
            folded = word(node.text).folded
            self.starts.add(folded)
            return self.whole[folded]
        literal = "" if isinstance(node, FuzzyTerm) else pattern(pattern_text(node)).literal
        self.starts.add(literal)
        return self.starting[literal[0]] if literal else self.any


class _Place(NamedTuple):
    """A word of a text that matches: where it starts and ends, its position, and its width in positions."""

    start: int
    end: int
    position: int
    width: int


_Stretch = tuple[int, list[tuple[_Place, tuple[LeafStep, ...]]]]
"""A stretch of text as a highlighter sees it: its width, and the words that match, with the steps that they match.

Places are counted from its start.
"""


class Highlighter:
    """Finds what a query tree matches in the texts of articles, within the tiers that a mode allows.

    It is `bounded` once its budget is exhausted: the rest of the texts is not read.
    """

    def __init__(self, tree: Query, mode: Mode, budget: Budget) -> None:
        self._budget = budget
        self._has_more = False
        # A query may repeat a leaf a hundred times: it is matched once, and weighs as often as it was typed.
        scored = ((node, MODE_CAPS[own_mode]) for node, own_mode, _ in scored_leaves(tree, mode))
        leaves = Counter((node, cap) for node, cap in scored if node.fieldname in _SHOWN)
        self._leaves = [_leaf(node, cap) for node, cap in leaves]
        self._weights = tuple(leaves.values())
        self._tests = _WordTests(self._leaves)
        self._sieve = Sieve(self._tests.starts)
        self._sifting = _SIFTED * (1 + len(self._tests.starts) / _STARTS)
        self._reach = max((leaf.slop for leaf in self._leaves if len(leaf.words) > 1), default=0)
        self._words: dict[str, tuple[LeafStep, ...]] = {}
        self._stretches: dict[str, _Stretch] = {}

    @property
    def has_words(self) -> bool:
        """Whether the query has words that can be in the texts of an article."""
        return bool(self._leaves)

    @property
    def bounded(self) -> bool:
        """Whether there may be matches that were not found or not returned."""
        return self._has_more or self._budget.exhausted

    def spans(self, text: str, field: str) -> tuple[Span, ...]:
        """Return the matches in the text of a field (`title`, `body`, `aside`), in order, without overlaps."""
        spans = tuple(islice(_merged(self._matches(text, field)), MAX_SPANS + 1))
        self._has_more = self._has_more or len(spans) > MAX_SPANS
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
        found = self._places(text)
        if not found:
            return []
        words_found = Counter(number for number, _ in found)
        leaves = [(number, self._leaves[number], words) for number, words in words_found.items()]
        return sorted(
            LeafMatch(place.start, place.end, number)
            for number, leaf, words in leaves
            if words == len(leaf.words) and field in leaf.fields
            for place in _matching([found[number, step] for step in range(words)], leaf.slop)
        )

    def _places(self, text: str) -> dict[LeafStep, list[_Place]]:
        """Return the words of a text that match each word of a leaf, in order, as far as the budget allows.

        They are as far from each other as in the text, or farther than any leaf reaches in both.
        """
        found: dict[LeafStep, list[_Place]] = defaultdict(list)
        position = read_to = 0
        for offset, block, stretches in self._sieve.blocks(text):
            if not self._budget.spend(len(block) * self._sifting + len(stretches) * _READ):
                break
            for start, end in stretches:
                printed = block[start:end]
                width, matching = self._stretches.get(printed) or self._read(printed)
                if not matching:
                    continue
                before = offset + start
                if self._reach and before > read_to + 1:
                    position += self._positions(text[read_to:before])
                for (first, last, at, word_width), steps in matching:
                    if not self._budget.spend(_MATCHED * len(steps)):
                        return found
                    place = _Place(first + before, last + before, at + position, word_width)
                    for step in steps:
                        found[step].append(place)
                position += width
                read_to = offset + end
        return found

    def _positions(self, between: str) -> int:
        """Count the positions between two stretches that match, as far as a leaf reaches."""
        positions = 0
        for chunk in chunk_matches(between):
            if positions >= self._reach or not self._budget.spend(_READ):
                break
            positions += chunk_words(chunk[0])[0]
        return positions

    def _read(self, printed: str) -> _Stretch:
        """Compare the words of a stretch of text with the query; cached, as texts repeat stretches."""
        position = 0
        matching = []
        for chunk in chunk_matches(printed):
            if not self._budget.spend(len(chunk[0]) * _LETTER):
                break
            width, words = chunk_words(chunk[0])
            before = chunk.start()
            for surface, start, end, at, word_width in words:
                steps = self._words.get(surface)
                if steps is None:
                    steps = self._words[surface] = self._steps(word(surface))
                if steps:
                    matching.append((_Place(start + before, end + before, at + position, word_width), steps))
            position += width
        read = self._stretches[printed] = position, matching
        return read

    def _steps(self, found: Word) -> tuple[LeafStep, ...]:
        """Return which words of which leaves a word of the text matches."""
        tests = [
            *self._tests.whole.get(found.folded, ()),
            *self._tests.starting.get(found.folded[:1], ()),
            *self._tests.any,
        ]
        if not tests:
            return ()
        steps = tuple(chain.from_iterable(own for own, fits in tests if fits(found)))
        self._budget.spend(len(tests) * _TESTED + len(steps) * _ACCENTS_TESTED)
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
    fields = WORDS[TEXT].sections if node.fieldname == TEXT else (node.fieldname,)
    if isinstance(node, Phrase):
        kind = Respelling if is_respelled(node) else Term
        return _Leaf(fields, tuple(kind(node.fieldname, form) for form in node.words), cap, node.slop)
    return _Leaf(fields, (node,), cap, 1)


def _test(node: SingleWordNode, cap: int) -> WordTest:
    tier = tier_of(node)
    return lambda found: (found_tier := tier(found)) is not None and found_tier <= cap


def _matching(steps: list[list[_Place]], slop: int) -> Iterable[_Place]:
    """Return what to highlight of the matches of a leaf, given the candidates for each of its words.

    A phrase is highlighted as a whole; words that may have others between them, one by one.
    """
    return _phrases(steps) if slop == 1 else _near(steps, slop)


def _phrases(steps: list[list[_Place]]) -> list[_Place]:
    """Return the first word of each phrase, extended to the end of its last."""
    phrases = steps[-1]
    for step in reversed(steps[:-1]):
        ends = {phrase.position: phrase.end for phrase in phrases}
        phrases = [
            _Place(start, end, position, width)
            for start, _, position, width in step
            if (end := ends.get(position + width))
        ]
    return phrases


def _near(steps: list[list[_Place]], slop: int) -> Iterator[_Place]:
    """Yield the words that take part in a match: step by step, with fewer than `slop` words between two of them."""
    for following in range(1, len(steps)):
        steps[following] = _preceded(steps[following], steps[following - 1], slop)
    for previous in range(len(steps) - 2, -1, -1):
        steps[previous] = _followed(steps[previous], steps[previous + 1], slop)
    for step in steps:
        yield from step


def _preceded(places: list[_Place], previous: list[_Place], slop: int) -> list[_Place]:
    """Return the places that come after one of the previous ones, with fewer than `slop` words between."""
    ends = sorted({place.position + place.width for place in previous})
    return [place for place in places if _any_in(ends, place.position - slop + 1, place.position + 1)]


def _followed(places: list[_Place], following: list[_Place], slop: int) -> list[_Place]:
    """Return the places that come before one of the following ones, with fewer than `slop` words between."""
    starts = sorted({place.position for place in following})
    ends = ((place, place.position + place.width) for place in places)
    return [place for place, end in ends if _any_in(starts, end, end + slop)]


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
    shown = [0] * len(weights)
    leaves = total = after = 0
    for index, first in enumerate(matches):
        # The first match counts, however long.
        while after < len(matches) and (after == index or matches[after].end <= first.start + SNIPPET_LENGTH - _LEAD):
            leaf = matches[after].leaf
            leaves += 0 if shown[leaf] else weights[leaf]
            total += weights[leaf]
            shown[leaf] += 1
            after += 1
        if (leaves, total) > best_value:
            best, best_value = first.start, (leaves, total)
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
    spans = ((max(a, start) + shift, min(b, end) + shift) for a, b in _merged(matches) if a < end and start < b)
    return Snippet(before + text[start:end] + after, tuple(spans))


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
