"""What stands around a name: does the article report on the forum, or is it named in passing?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from enum import Enum
from functools import cache, lru_cache
from itertools import islice, takewhile
from typing import NamedTuple

from indexer.analysis.syllables import canonical_tone
from indexer.extract.labels.matcher import Match
from indexer.extract.labels.words import Words, spelled_numbers
from indexer.vocabulary import Context, contexts

_ABOUT = spelled_numbers("về", "đề", "hình", "about", "on")
_LIST_SIGNS = spelled_numbers(",", "và", "/", ";", "(", ")", "and", "hoặc", "hay", "về", "vấn", "đề")
_SHORTEST_LIST = 3
_BETWEEN = 3
"""How many words may stand between a name and a word of meeting: “dự Hội nghị Cấp cao ‹APEC›”."""


class Mention(Enum):
    """How a name is mentioned."""

    PLAIN = "plain"
    STRESSED = "stressed"
    PASSING = "passing"


class _Beside(NamedTuple):
    """The words, as `_spelled`, of phrases before a name, by their last word, and behind it, by their first."""

    before: Mapping[str, Set[tuple[str, ...]]]
    after: Mapping[str, Set[tuple[str, ...]]]
    longest: int


def mention(match: Match, words: Words) -> Mention:
    """How a name is mentioned by the words beside it."""
    passing, meeting = _phrases()
    if _beside(match, words, passing, 0):
        return Mention.PASSING
    return Mention.STRESSED if _beside(match, words, meeting, _BETWEEN) else Mention.PLAIN


def _beside(match: Match, words: Words, phrases: _Beside, between: int) -> bool:
    """Whether a phrase stands before or behind a match, at most so many words away and no sign between."""
    reach = between + phrases.longest
    before = tuple(map(_spelled, words.printed(max(match.start - reach, 0), match.start)))
    after = tuple(map(_spelled, words.printed(match.end, match.end + reach)))
    for end in range(len(before), max(len(before) - _joined(reversed(before), between), 0), -1):
        ending = phrases.before.get(before[end - 1])
        if ending and any(before[start:end] in ending for start in range(end)):
            return True
    for start in range(min(_joined(after, between), len(after))):
        beginning = phrases.after.get(after[start])
        if beginning and any(after[start:end] in beginning for end in range(start + 1, len(after) + 1)):
            return True
    return False


def _joined(words: Iterable[str], most: int) -> int:
    """How many words from the first on are joined to a name: one more than may stand between, up to a sign."""
    return 1 + sum(1 for _ in takewhile(str.isalnum, islice(words, most)))


def is_spoken_of(match: Match, words: Words) -> bool:
    """Whether a phrase is what something is about: “bàn về ‹chống khủng bố›”."""
    return match.start > 0 and words.numbers[match.start - 1] in _ABOUT


def rows(found: Iterable[Match], words: Words) -> list[list[Match]]:
    """Phrases in rows: those with nothing but commas and the like between them."""
    rows: list[list[Match]] = []
    for match in found:
        if rows and _are_joined(rows[-1][-1], match, words):
            rows[-1].append(match)
        else:
            rows.append([match])
    return rows


def _are_joined(match: Match, following: Match, words: Words) -> bool:
    between = words.numbers[match.end : following.start]
    # Most are told by the first word, long before all have been looked at.
    return not between or (between[0] in _LIST_SIGNS and _LIST_SIGNS.issuperset(between))


def is_bare_list(row: Collection[Match]) -> bool:
    """Whether a row is a list of at least three different ids."""
    if len(row) < _SHORTEST_LIST:
        return False
    places, ids = {match.start for match in row}, {match.id for match in row}
    return min(len(places), len(ids)) >= _SHORTEST_LIST


@cache
def _phrases() -> tuple[_Beside, _Beside]:
    """The phrases of passing, and those of meeting."""
    meeting, passing = contexts()
    return _beside_words(passing), _beside_words(meeting)


def _beside_words(context: Context) -> _Beside:
    before, after = _words(context.before), _words(context.after)
    longest = max(map(len, (*before, *after)))
    return _Beside(_by_word(before, -1), _by_word(after, 0), longest)


def _words(phrases: Iterable[str]) -> list[tuple[str, ...]]:
    return [tuple(map(_spelled, phrase.split())) for phrase in phrases]


def _by_word(phrases: Iterable[tuple[str, ...]], place: int) -> Mapping[str, Set[tuple[str, ...]]]:
    found = defaultdict[str, set[tuple[str, ...]]](set)
    for phrase in phrases:
        found[phrase[place]].add(phrase)
    return dict(found)


@lru_cache(maxsize=1 << 12)
def _spelled(word: str) -> str:
    """A word in small letters, its tone where the grammar wants it; those beside names are few, and always the same."""
    return canonical_tone(word.lower())
