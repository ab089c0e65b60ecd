"""The years that an article names, and what each seems to say about the time of writing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

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
_LONGEST_MONTH = len("tháng 12 năm \n")


@dataclass(frozen=True, slots=True)
class Mention:
    """A year that the text names, the words before it, and whether it stands in the title."""

    year: int
    at: Span
    before: str
    in_title: bool

    @property
    def month(self) -> int | None:
        """The month that is named with the year."""
        found = _MONTH.search(self.before, max(0, len(self.before) - _LONGEST_MONTH))
        return int(found[1]) if found else None

    @property
    def weight(self) -> int:
        """How much it speaks for being the year of writing.

        The name of an event before it (APEC 2017), a month, a place in the title give it more.
        """
        of_event = bool(_ACRONYM.search(self.before))
        named = self.in_title and bool(of_event or _CALLED_YEAR.search(self.before))
        return 1 + 2 * named + (self.month is not None) + 2 * of_event

    @property
    def sense(self) -> Sense:
        """What it seems to say about the time of writing."""
        if _PAST.search(self.before):
            return "past"
        return "unclear" if _PLAN.search(_CLAUSE.split(self.before)[-1]) else "current"


def find_years(text: str, title_end: int) -> Iterator[Mention]:
    """The years that a text in NFC names on their own or with a month, in its order; spans of years are left out."""
    for start in sorted((*_places(text, "19"), *_places(text, "20"))):
        if match := _YEAR.match(text, start):
            yield Mention(int(match[0]), match.span(), text[max(0, start - _LOOK_BACK) : start], start < title_end)


def _places(text: str, part: str) -> Iterator[int]:
    """Where a part stands in a text: for the few places of a year a good deal faster than to scan for digits."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)
