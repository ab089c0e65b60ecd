"""Which word was meant by one that the archive does not have? One edit away, run together, or torn apart."""

from collections import Counter
from collections.abc import Iterator, Sequence
from string import ascii_lowercase
from typing import NamedTuple

from indexer.analysis import is_syllable, word
from indexer.query.joining import WordCounts, occurrences, word_occurrences

_SHORTEST = 3
"""The fewest letters of a word that is corrected."""
_LONGEST = 20
"""The most letters of a word that is corrected."""
_SHORTEST_ALONE = 6
"""The fewest letters of a word that is corrected if the words next to it do not say which one is meant."""
_MOST_KNOWN = 20
"""A word that occurs more often is never corrected."""
_MOST_UNKNOWN = 3
"""Words side by side with more such words are of a language that the archive does not have."""
_HARDLY = 100
"""A word that occurs is corrected if the right one occurs this many times as often, next to the words around it."""
_FEWEST = 2
"""The fewest occurrences of a correction."""
_FEWEST_SPACED = 20
"""The fewest occurrences of a correction that adds or removes a space."""
_COMMON = 10
"""How much more common it is to swap, miss or double a letter than to type a certain wrong one."""


class Correction(NamedTuple):
    """The words from one number to another are replaced by others; of several, the one with most weight is meant.

    The weight is how often these occur, times how common the mistake is.
    """

    start: int
    end: int
    surfaces: tuple[str, ...]
    weight: int


def corrections(counts: WordCounts, words: Sequence[str]) -> list[Correction]:
    """Return the corrections of words typed side by side, in order, none overlapping another; most words need none.

    Of the words that may be meant, it is the one that occurs most often next to the words around it.
    """
    known = [sum(word_occurrences(counts, each).values()) for each in words]
    unknown = [number for number, each in enumerate(words) if known[number] <= _MOST_KNOWN and _is_correctable(each)]
    if len(unknown) > _MOST_UNKNOWN:
        return []
    found: list[Correction] = []
    for number in unknown:
        if not found or found[-1].end <= number:
            best = _best(_corrections(counts, words, number, known[number]))
            found += [best] if best else []
    return found


def _is_correctable(typed: str) -> bool:
    return typed.isalpha() and _SHORTEST <= len(typed) <= _LONGEST


def _corrections(counts: WordCounts, words: Sequence[str], number: int, known: int) -> Iterator[Correction]:
    """Yield what a word may be corrected to, given how often it occurs itself."""
    typed, least = words[number], known * _HARDLY
    folded = word(typed).folded
    similar = {
        each: times
        for each, times in _one_edit(folded).items()
        if is_syllable(each) or (counts.spellings(each) and not _is_inflected(folded, each))
    }
    is_near = False
    for each, times in similar.items():
        for surface, count in _near(counts, words, number, each).items():
            is_near = True
            if count >= max(_FEWEST, least) and _has_accents_of(typed, surface):
                yield Correction(number, number + 1, (surface,), count * times)
    for at in range(2, len(folded) - 1):
        for pair, count in counts.pairs(folded[:at], folded[at:]).items():
            if count >= max(_FEWEST_SPACED, least):
                yield Correction(number, number + 1, pair, count * _COMMON)
    if number + 1 < len(words) and not occurrences(counts, typed, words[number + 1]):
        for surface, count in counts.spellings(folded + word(words[number + 1]).folded).items():
            if count >= max(_FEWEST_SPACED, least):
                yield Correction(number, number + 2, (surface,), count * _COMMON)
    if not is_near and not known and len(folded) >= _SHORTEST_ALONE:
        for each, times in similar.items():
            for surface, count in counts.spellings(each).items():
                if count >= _FEWEST and _has_accents_of(typed, surface):
                    yield Correction(number, number + 1, (surface,), count * times)


def _near(counts: WordCounts, words: Sequence[str], number: int, folded: str) -> Counter[str]:
    """Return how often the spellings of a word that replaces another occur next to the words around it."""
    found = Counter[str]()
    if number and counts.pairs(word(words[number - 1]).folded, folded):
        for (_, second), count in occurrences(counts, words[number - 1], folded).items():
            found[second] += count
    if number + 1 < len(words) and counts.pairs(folded, word(words[number + 1]).folded):
        for (first, _), count in occurrences(counts, folded, words[number + 1]).items():
            found[first] += count
    return found


def _best(found: Iterator[Correction]) -> Correction | None:
    return min(found, key=lambda each: (-each.weight, each.surfaces), default=None)


def _one_edit(folded: str) -> dict[str, int]:
    """Return the words of which a word may be a misspelling, with how common the mistake is, in order.

    Two letters swapped, one missing and one doubled are common; an extra letter or a wrong one could be any other.

    >>> [each for each in _one_edit("nhna") if is_syllable(each)]
    ['nha', 'nhan', 'nhia', 'nhoa', 'nhua']
    """
    cuts = [(folded[:at], folded[at:]) for at in range(len(folded) + 1)]
    found = {start + rest[1:]: 1 for start, rest in cuts if rest}
    found |= {start + letter + rest[1:]: 1 for start, rest in cuts if rest for letter in ascii_lowercase}
    found |= {start + rest[1:]: _COMMON for start, rest in cuts if rest and start.endswith(rest[0])}
    found |= {start + letter + rest: _COMMON for start, rest in cuts for letter in ascii_lowercase}
    found |= {start + rest[1] + rest[0] + rest[2:]: _COMMON for start, rest in cuts if len(rest) > 1}
    found.pop(folded, None)
    return dict(sorted(found.items()))


def _is_inflected(first: str, second: str) -> bool:
    """Return whether two words differ in their ends alone, as forms of one word in other languages do."""
    short, long = sorted((first, second), key=len)
    return long.startswith(short) and short != long


def _has_accents_of(typed: str, surface: str) -> bool:
    """Return whether a word has all the accents that were typed, on whichever letters."""
    return _accents(typed) <= _accents(surface)


def _accents(surface: str) -> Counter[str]:
    return Counter(accent for _, accent in word(surface).accents)
