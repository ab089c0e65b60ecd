"""Where the title of an article ends and its text begins."""

import re

from indexer.analysis.syllables import is_syllable

_LONGEST = 200
_SENTENCE_END = tuple(".;,:")
_DATELINE = re.compile(r"\s*\(?[A-ZĐ][\w. ]{1,22}\)?\s*[-–—]\s*(?:[Nn]gày|[Ss]áng|[Cc]hiều|[Tt]ối|[Tt]rưa|[Hh]ôm)\b")
_AGENCY = re.compile(r"\s*\([^()]{2,24}\)\s*[-–—]")
_SHORTEST_GLUED = 4


def is_title(line: str) -> bool:
    """Whether a first line reads like a title: short, not ended like a sentence, and no dateline."""
    if len(line) > _LONGEST or (line.endswith(_SENTENCE_END) and not line.endswith("...")):
        return False
    return not (_DATELINE.match(line) or _AGENCY.match(line))


def glued_title(line: str, following: str) -> int | None:
    """Where a title that was run together with the lead ends, None where the line is no such thing.

    “…lần đầu tiênPhiên họp…”: a small letter, then a capital, both halves syllables. The lead must come again
    in the text that follows, or else be much longer than the title.
    """
    for place in range(1, min(len(line), _LONGEST)):
        if not (line[place].isupper() and line[place - 1].islower()):
            continue
        title, lead = line[:place], line[place:]
        if len(title.split()) < _SHORTEST_GLUED or not _between_syllables(title, lead):
            continue
        if following.startswith(lead) or len(lead) > _LONGEST:
            return place
    return None


def _between_syllables(title: str, lead: str) -> bool:
    left, right = re.search(r"\w+$", title), re.match(r"\w+", lead)
    return bool(left and right and is_syllable(left[0].lower()) and is_syllable(right[0].lower()))
