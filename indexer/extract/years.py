"""The years that an article names, and what each seems to say about the time of writing."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from indexer.extract.cues import any_cue
from indexer.model import Span

Sense = Literal["current", "past", "unclear"]

_YEAR = re.compile(
    r"""[0-9](?<![\w.,–][0-9])(?<!\d[/-]\d[/-][0-9])(?<!\d[/-]\d\d[/-][0-9])(?<!\d{4}[-–][0-9])(?<!\d{4}[-–]\s[0-9])
    (?<!\d{4}\s[-–]\s[0-9])[0-9]{3}(?!\d|%|[.,/]\d|/\w|\s?[-–]\s?\d)""",
    re.VERBOSE,
)
_MONTH = re.compile(r"\btháng\s(\d{1,2})(?:\s?[/-]\s?|\snăm\s)$", re.IGNORECASE)
_PLAN = re.compile(rf"\b(?:{any_cue('planned_year')})\b", re.IGNORECASE)
_PAST = re.compile(
    rf"\b(?:{any_cue('past_year')})\s?\(?(?:đầu\s|cuối\s|giữa\s|tháng\s\d+[/-]|ngày\s)*(?:năm\s|\d+/)?$", re.IGNORECASE
)
_ACRONYM = re.compile(r"\b(?:[A-ZĐ]{3,}\+?|[GĐ]\d{1,2})\s$")
_CALLED_YEAR = re.compile(r"(?:[Nn]ăm|tháng\s\d+[/-]?)\s?$")
_CLAUSE = re.compile(r"[.,;:!?()\n]")
_LOOK_BACK = 40


class Mention(NamedTuple):
    """A year that the text names; `weight` says how much it speaks for being the year of writing.

    The name of an event before it (APEC 2017), a month, a place in the title give it more.
    """

    year: int
    at: Span
    sense: Sense
    weight: int
    month: int | None


def find_years(text: str, title_end: int) -> Iterator[Mention]:
    """The years that a text in NFC names on their own or with a month, in its order; spans of years are left out."""
    for match in _YEAR.finditer(text):
        year = int(match[0])
        if 1900 <= year < 2100:
            before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
            month = _MONTH.search(before)
            of_event = bool(_ACRONYM.search(before))
            in_title = match.start() < title_end and bool(of_event or _CALLED_YEAR.search(before))
            weight = 1 + 2 * in_title + bool(month) + 2 * of_event
            yield Mention(year, match.span(), _sense(before), weight, int(month[1]) if month else None)


def _sense(before: str) -> Sense:
    if _PAST.search(before):
        return "past"
    return "unclear" if _PLAN.search(_CLAUSE.split(before)[-1]) else "current"
