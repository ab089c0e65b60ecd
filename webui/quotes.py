"""The sentence around a stretch of a text, to be quoted with this stretch marked."""

import re
from typing import NamedTuple

from indexer import Span

_ENDING = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+")
_LONGEST = 220
"""The characters of a quote, apart from the stretch that is marked; more are cut between words."""


class Quote(NamedTuple):
    """A stretch of a text, and what comes before and after it in its sentence."""

    before: str
    words: str
    after: str


def sentence_around(text: str, at: Span) -> Quote:
    """Return the sentence that a stretch begins in, in its line; a long one is cut on both sides.

    >>> sentence_around("Mưa to. Hội nghị ARF vẫn khai mạc. Nắng lên.", (17, 20))
    Quote(before='Hội nghị ', words='ARF', after=' vẫn khai mạc.')
    """
    start, end = at
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    ends = [found.end() for found in _ENDING.finditer(text, line_start, line_end)]
    first = max((each for each in ends if each <= start), default=line_start)
    last = min((each for each in ends if each > end), default=line_end)
    return Quote(_last_words(text[first:start]), text[start:end], _first_words(text[end:last].rstrip()))


def _first_words(text: str) -> str:
    half = _LONGEST // 2
    return text if len(text) <= half else text[:half].rpartition(" ")[0] + " …"


def _last_words(text: str) -> str:
    half = _LONGEST // 2
    return text.lstrip() if len(text) <= half else "… " + text[-half:].partition(" ")[2]
