"""The words of `cues.toml`: looked for before a date, or as regular expressions want them."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

_SIGN = re.compile(r"[^\w\s]")


class Before(NamedTuple):
    """What stands before a date: as printed, in small letters (of the same length), and its words in these."""

    text: str
    small: str
    words: frozenset[str]


class Cue:
    """The words of a table, followed by what a regular expression says; the case of the words does not matter.

    Most tables have no word in the few dozen letters before a date: they are told by the set of words that stand
    there, a good deal faster than by alternatives of a regular expression.
    """

    def __init__(self, table: str, after: str) -> None:
        self._cues = [(cue.split()[0], cue) for cue in cue_words(table)]
        self._first = frozenset(first for first, _ in self._cues)
        self._after = re.compile(rf"\b{after}")

    def search(self, before: Before) -> re.Match[str] | None:
        """What follows a whole word of the table."""
        if self._first.isdisjoint(before.words):
            return None
        for first, cue in self._cues:
            if first in before.words and (found := self._search(before, cue)):
                return found
        return None

    def _search(self, before: Before, cue: str) -> re.Match[str] | None:
        start = before.small.find(cue)
        while start >= 0:
            found = self._after.match(before.text, start + len(cue))
            if found and not _is_of_word(before.small[start - 1 : start]):
                return found
            start = before.small.find(cue, start + 1)
        return None


def words_before(text: str, place: int, longest: int) -> Before:
    """What stands before a place of a text in NFC, as far as some letters back."""
    ahead = text[max(0, place - longest) : place]
    small = ahead.lower()
    if len(small) != len(ahead):  # a letter has no small one of its length
        small = ahead
    words = small
    for sign in set(_SIGN.findall(small)):
        words = words.replace(sign, " ")
    return Before(ahead, small, frozenset(words.split()))


def _is_of_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def any_cue(table: str) -> str:
    """A regular expression, to be compiled without regard to case, for any of the words of a table.

    It holds in verbose expressions as well: spaces are written `\\s`.
    """
    return "|".join(
        r"\s".join(map(re.escape, word.split())) for word in sorted(cue_words(table), key=len, reverse=True)
    )


def cue_words(table: str) -> list[str]:
    """The words of a table, from all its lists."""
    return [word for listed in _tables()[table].values() for word in listed]


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "cues.toml").read_text("utf-8"))
