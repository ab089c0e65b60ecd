"""How Vietnamese a text looks: how many of its marked words are written syllables."""

import re
from typing import NamedTuple

from indexer.analysis.syllables import is_syllable

_LONGEST = 1 << 16
# Whatever stands between ASCII signs, white space and the punctuation of print; bytes misread often become other signs.
_WORD = re.compile(r"[^\s\x00-/:-@\[-`{-\x7f“”‘’„‚–—…•«»‹›]+")
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")


class Score(NamedTuple):
    """Numbers of different words: all, those with letters beyond ASCII, and those of them that are syllables."""

    words: int
    marked: int
    good: int

    @property
    def confidence(self) -> float:
        """The share of good words among the marked ones, less sure where these are few: 0 to 1."""
        return self.good / (self.marked + 1)


def score(text: str) -> Score:
    """Look at the beginning of a text in NFC; words with digits say nothing, nor do those of one letter.

    >>> score("Hội nghị ASEAN 2021"), score("café crème")
    (Score(words=3, marked=2, good=2), Score(words=2, marked=2, good=0))
    """
    found = set(_WORD.findall(text[:_LONGEST].lower()))
    words = [word for word in found if len(word) > 1 and _LETTER.search(word) and not _DIGIT.search(word)]
    marked = [word for word in words if not word.isascii()]
    return Score(len(words), len(marked), sum(map(is_syllable, marked)))
