"""Which syllables typed side by side are one word? The archive's own counts decide, never a list."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import pairwise, product
from math import log, sqrt
from typing import Any, Protocol

from indexer.analysis import compare_accents, equal_spellings, word
from indexer.query.nodes import MODE_CAPS

JOINED_FROM = 0.4
"""The association from which on two spellings are one word: chosen by `bench.tune`, see `DECISIONS.md`."""
FEWEST_OCCURRENCES = 5
"""The fewest occurrences of a pair that say anything about it."""
_ALLOWED = MODE_CAPS["auto"]

Count = Any
"""How often something occurs: a number, or an array of numbers."""
Pair = tuple[str, str]
"""The surfaces of two words side by side."""
Joins = Callable[[Sequence[str]], tuple[int, ...]]
"""Returns which of the words typed side by side are joined to the next one, by number; no word is joined twice."""


class WordCounts(Protocol):
    """How often words occur in the text of all articles of one state of an index, deleted ones excluded."""

    @property
    def words(self) -> int:
        """The number of words; a compound and its parts count each."""
        ...

    def spellings(self, folded: str) -> Mapping[str, int]:
        """Return how often each spelling of a folded word occurs: surface → occurrences."""
        ...

    def pairs(self, first: str, second: str) -> Mapping[Pair, int]:
        """Return how often spellings of two folded words occur next to each other: surfaces → occurrences."""
        ...


def apart(_words: Sequence[str]) -> tuple[int, ...]:
    """Join nothing."""
    return ()


def joins(counts: WordCounts) -> Joins:
    """Return what joins words by the counts of an archive; it remembers the pairs it was asked for."""
    known = lru_cache(maxsize=1 << 16)(partial(strength, counts))
    return lambda words: joined_pairs([known(*pair) for pair in pairwise(words)])


def joined_pairs(strengths: Sequence[float]) -> tuple[int, ...]:
    """Return which gaps between words are closed, given the strength of the word across each, 0 for none: the
    strongest first, no two that share a word.

    >>> joined_pairs([0.5, 0.9, 0.6, 0])
    (1,)
    >>> joined_pairs([0.5, 0, 0.6])
    (0, 2)
    """
    closed: set[int] = set()
    for gap in sorted(range(len(strengths)), key=lambda gap: -strengths[gap]):
        if strengths[gap] and not closed & {gap - 1, gap + 1}:
            closed.add(gap)
    return tuple(sorted(closed))


def strength(counts: WordCounts, first: str, second: str) -> float:
    """Return how strongly two words typed side by side are one, 0 if they are not.

    They are if most of their occurrences side by side, in the forms that the typed accents allow, are words: pairs of
    spellings with an association from `JOINED_FROM` on. The strength is that of the strongest of these.
    """
    readings = occurrences(counts, first, second)
    words = {pair: association(counts, pair, together) for pair, together in readings.items()}
    found = {pair: each for pair, each in words.items() if each >= JOINED_FROM}
    if 2 * sum(readings[pair] for pair in found) < sum(readings.values()):
        return 0.0
    return max(found.values(), default=0.0)


def written(counts: WordCounts, first: str, second: str) -> Pair:
    """Return a joined word in its most frequent spelling; the first one in code points in case of a tie."""
    readings = occurrences(counts, first, second)
    pair, _ = min(readings.items(), key=lambda reading: (-reading[1], reading[0]))
    return pair


def word_occurrences(counts: WordCounts, typed: str) -> Mapping[str, int]:
    """Return how often a typed word occurs in each of the forms that its accents allow, in the order of these."""
    return {
        surface: count
        for form in _forms(typed)
        for surface, count in sorted(counts.spellings(word(form).folded).items())
        if _is_form(form, surface)
    }


def occurrences(counts: WordCounts, first: str, second: str) -> Mapping[Pair, int]:
    """Return how often two typed words occur side by side, in each of the forms that their accents allow.

    These are the forms of mode `auto`, whatever the mode of the search.
    """
    return {
        surfaces: count
        for left, right in product(_forms(first), _forms(second))
        for surfaces, count in counts.pairs(word(left).folded, word(right).folded).items()
        if _is_form(left, surfaces[0]) and _is_form(right, surfaces[1])
    }


def association(counts: WordCounts, pair: Pair, together: int) -> float:
    """Return how much more often than by chance two spellings occur next to each other, from -1 to 1, given how often.

    It is the normalised pointwise mutual information (Bouma 2009, section 3.2): 0 by chance, 1 if they never
    occur apart. `together` is lowered by its standard deviation, as few occurrences prove little.
    """
    if together < FEWEST_OCCURRENCES:
        return -1.0
    left, right = (counts.spellings(word(surface).folded)[surface] for surface in pair)
    certain = together - sqrt(together)
    return log(certain * counts.words / (left * right)) / log(counts.words / certain)


def is_joined(together: Count, left: Count, right: Count, size: Count) -> Any:
    """Return whether the `association` of two spellings is at least `JOINED_FROM`, for numbers or for arrays of them.

    `together` is how often they occur side by side, at least `FEWEST_OCCURRENCES`; `left` and `right` are how often
    each occurs, and `size` is how many words the archive has.
    """
    certain = together - together**0.5
    return certain * size / (left * right) >= (size / certain) ** JOINED_FROM


def _forms(typed: str) -> tuple[str, ...]:
    return (typed, *equal_spellings(typed)) if typed.isalpha() else (typed,)


def _is_form(typed: str, found: str) -> bool:
    return compare_accents(word(typed).accents, word(found).accents) <= _ALLOWED
