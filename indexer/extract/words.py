"""The words of a text as the phrases of a vocabulary are compared with them, and where they stand in it."""

import re
from collections.abc import Iterable
from functools import cached_property

from indexer.analysis.syllables import tone_placements
from indexer.model import Span

_PASSED_OVER = frozenset("-‐‑–—\"'“”‘’«»")
_SIGN = re.compile(r"[^ \n0-9A-Za-zÀ-ÖØ-öø-ʯẠ-ỹ\w\s]")
"""All that is neither of a word nor white space; usual letters are named first, as a set is looked up faster."""
_ADDED = 2
"""Blanks that `_cut` puts around a sign that is a word."""


class Words:
    """The words of a text in NFC, in small letters, and where they stand in it.

    Signs are words of their own, but for hyphens, dashes and quotation marks, which are passed over like white space.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        signs = set(_SIGN.findall(text))
        self._apart = signs.difference(_PASSED_OVER)
        self._cut = _cut(text, signs)
        self.small = self._cut.lower().split()

    @cached_property
    def printed(self) -> list[str]:
        """The same words as they are printed: few texts are asked for them."""
        return self._cut.split()

    def span(self, start: int, end: int) -> Span:
        """Where the words from number `start` up to `end` stand in the text."""
        behind = self._cut.split(None, start)[start]
        ahead = self._cut[: len(self._cut) - len(behind)]
        place = first = self.text.index(behind[0], max(0, len(ahead) - 1 - _ADDED * sum(map(ahead.count, self._apart))))
        for word in behind.split(None, end - start)[: end - start]:
            place = self.text.index(word, place) + len(word)
        return first, place

    def before(self, place: int) -> int:
        """How many words begin before a place of the text."""
        return len(printed_words(self.text[:place]))


def printed_words(text: str) -> list[str]:
    """The words of a text as they are printed.

    >>> printed_words("“Vắc-xin”, 5%")
    ['Vắc', 'xin', ',', '5', '%']
    """
    return _cut(text, set(_SIGN.findall(text))).split()


def spellings(*words: str) -> frozenset[str]:
    """All that words in small letters (NFC) are written as: a tone stands on one letter here, on another there.

    >>> sorted(spellings("hòa", "và"))
    ['hoà', 'hòa', 'và']
    """
    return frozenset().union(*map(tone_placements, words))


def _cut(text: str, signs: Iterable[str]) -> str:
    """A text with nothing but white space between words: it has many words, but few different signs to cut it by."""
    for sign in signs:
        text = text.replace(sign, " " if sign in _PASSED_OVER else f" {sign} ")
    return text
