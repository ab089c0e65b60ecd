"""The words of `cues.toml`, as regular expressions want them."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any


class Cue:
    """The words of a table, followed by what a regular expression says; the case of the words does not matter.

    Words are looked for by `str.find`: in the few dozen letters before a date a good deal faster than by alternatives
    of a regular expression.
    """

    def __init__(self, table: str, after: str) -> None:
        self._words = cue_words(table)
        self._after = re.compile(after)

    def search(self, text: str, small: str) -> re.Match[str] | None:
        """What follows a word in a text, of which `small` is the text in small letters, of the same length."""
        for word in self._words:
            start = small.find(word)
            while start >= 0:
                begins = start == 0 or not small[start - 1].isalnum()
                if begins and (found := self._after.match(text, start + len(word))):
                    return found
                start = small.find(word, start + 1)
        return None


def small_letters(text: str) -> str:
    """A text in small letters, of the same length: as it is where a letter has no small one of its length."""
    small = text.lower()
    return small if len(small) == len(text) else text


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
