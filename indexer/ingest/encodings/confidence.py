"""How Vietnamese a text looks: how many of its accented words are syllables."""

import re
from typing import NamedTuple

from indexer.analysis.syllables import is_syllable

_MAX_LENGTH = 1 << 16
# Anything between white space, ASCII signs and the punctuation of print: misread bytes often become other signs.
_WORD = re.compile(r"[^\s\x00-/:-@\[-`{-\x7f“”‘’„‚–—…•«»‹›]+")
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")


class WordCounts(NamedTuple):
    """Distinct words of a text: all, those with letters beyond ASCII, and those of the latter that are syllables."""

    words: int
    accented: int
    syllables: int

    @property
    def confidence(self) -> float:
        """The share of syllables among the accented words, lower if these are few: 0 to 1."""
        return self.syllables / (self.accented + 1)


def count_words(text: str) -> WordCounts:
    """Count the words at the beginning of a text in NFC, except single letters and words with digits.

    >>> count_words("Hội nghị ASEAN 2021"), count_words("café crème")
    (WordCounts(words=3, accented=2, syllables=2), WordCounts(words=2, accented=2, syllables=0))
    """
    distinct = set(_WORD.findall(text[:_MAX_LENGTH].lower()))
    words = [word for word in distinct if len(word) > 1 and _LETTER.search(word) and not _DIGIT.search(word)]
    accented = [word for word in words if not word.isascii()]
    return WordCounts(len(words), len(accented), sum(map(is_syllable, accented)))
