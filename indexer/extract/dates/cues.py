"""The words of `cues.toml`: looked for before a date, or as patterns."""

import re
from functools import cache
from typing import Any, NamedTuple

from indexer.extract.word_lists import any_of, read_words

_SIGN = re.compile(r"[^\w\s]")


class LeftContext(NamedTuple):
    """The text before a date: as printed, in lower case (of the same length), and the words of the latter."""

    text: str
    lower: str
    words: frozenset[str]


class CuePattern:
    """The words of a table, in any case, followed by what a regular expression says.

    Most tables have no word in the few dozen letters before a date. The set of words there shows that far more quickly
    than alternatives of a regular expression.
    """

    def __init__(self, table: str, after: str) -> None:
        self._cues = [(cue.split()[0], cue) for cue in cue_words(table)]
        self._first = frozenset(first for first, _ in self._cues)
        self._after = re.compile(rf"\b{after}")

    def search(self, before: LeftContext) -> re.Match[str] | None:
        """Return the match of what follows a whole word of the table."""
        if self._first.isdisjoint(before.words):
            return None
        for first, cue in self._cues:
            if first in before.words and (found := self._search(before, cue)):
                return found
        return None

    def _search(self, before: LeftContext, cue: str) -> re.Match[str] | None:
        start = before.lower.find(cue)
        while start >= 0:
            found = self._after.match(before.text, start + len(cue))
            if found and not _is_inside_word(before.lower[start - 1 : start]):
                return found
            start = before.lower.find(cue, start + 1)
        return None


def left_context(text: str, end: int, longest: int) -> LeftContext:
    """Return up to `longest` characters of an NFC text before an offset."""
    before = text[max(0, end - longest) : end]
    lower = before.lower()
    if len(lower) != len(before):  # the lower case of some letter is longer
        lower = before
    words = lower
    for sign in set(_SIGN.findall(lower)):
        words = words.replace(sign, " ")
    return LeftContext(before, lower, frozenset(words.split()))


def _is_inside_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def any_cue(table: str) -> str:
    """Return a pattern for any word of a table, to be compiled with `re.IGNORECASE`."""
    return any_of(cue_words(table))


def cue_words(table: str) -> list[str]:
    """Return the words of a table, from all its lists."""
    return [word for words in _tables()[table].values() for word in words]


@cache
def _tables() -> dict[str, Any]:
    return read_words(__package__, "cues.toml")
