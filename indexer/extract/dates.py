"""Dates as Vietnamese (and English) articles write them: where each stands and what it says."""

import re
from calendar import month_name
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from indexer.model import Span

_ENGLISH = tuple(month_name)[1:]
_MONTHS = "|".join(_ENGLISH)

# The look-behind stands after the first digit so that the search can skip to digits.
_NUMERIC = re.compile(
    r"""(?P<n>[0-9](?<![\d/.,:+$-][0-9])[0-9]{0,3}+)
    (?:-(?P<im>[0-9]{2})-(?P<id>[0-9]{2})
    |(?:\s?[-–]\s?\d{1,2}(?=\s?[/.]|\s+tháng))?
      (?:\s?(?P<sep>[-/.–])\s?(?P<m>\d{1,2})(?:\s?(?P=sep)\s?(?P<y>(?:19|20)\d\d))?
        |\s+tháng\s+(?P<vm>\d{1,2}|giêng)(?:(?:,?\s+năm\s+|\s?[-/]\s?)(?P<vy>(?:19|20)\d\d))?))
    (?![\d%°]|[/.,:-]\d)""",
    re.VERBOSE | re.IGNORECASE,
)
_WORDED = re.compile(
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m1>{_MONTHS})|(?P<m2>{_MONTHS})\s+(?P<d2>\d{{1,2}}))"
    r",?\s+(?P<y>(?:19|20)\d\d)\b"
)
_MONTH_NAME = re.compile(_MONTHS)
_DAY_WORD = re.compile(r"\b(?:ngày|sáng|trưa|chiều|tối|đêm|khuya|sớm|hôm|nay|qua|mai|từ|đến|tới)\s+\(?$", re.IGNORECASE)
_LOOK_BACK = 12
_RANGE = re.compile(r"\s*(?:[-–]|đến|đến ngày|tới|và)\s*$", re.IGNORECASE)
_URL = (
    re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?:\d{4,9})?(?=\.\w+$|/?$)"),
)


class Day(NamedTuple):
    """A day of a calendar as it is printed; without `year` where that is not printed with it."""

    year: int | None
    month: int
    day: int
    at: Span

    def in_year(self, year: int) -> date | None:
        """The date in a year; None where that year has no such day."""
        return _date(year, self.month, self.day)

    @property
    def date(self) -> date | None:
        """The date where the year is printed."""
        return None if self.year is None else self.in_year(self.year)


def find_days(text: str) -> Iterator[Day]:
    """The days that a text in NFC names, in its order; of a range of days the first. Impossible ones are left out.

    A day without its year needs a word that says so (“ngày 29/6”, “sáng 9-1”, “(10-1)”): 3/4 may be a fraction.
    """
    pending: Day | None = None
    for found in _numeric_days(text):
        if pending is not None:
            joined = found.year is not None and _RANGE.fullmatch(text, pending.at[1], found.at[0])
            yield pending._replace(year=found.year) if joined else pending
        pending = found
    if pending is not None:
        yield pending
    if (text.isascii() or "ngày" not in text) and may_name_year(text) and _MONTH_NAME.search(text):
        yield from _worded_days(text)


def may_name_year(text: str) -> bool:
    """Whether years from 1900 to 2099 may stand in a text: where not, it needs no closer look."""
    return "20" in text or "19" in text


def url_date(url: str) -> date | None:
    """The day in an address: `/2022/08/23/`, `-20220823`, `…20220823142115.htm`."""
    for pattern in _URL:
        for match in pattern.finditer(url):
            if found := _date(*map(int, match.groups())):
                return found
    return None


def _numeric_days(text: str) -> Iterator[Day]:
    for match in _NUMERIC.finditer(text):
        found = _day_of(match)
        if not _exists(found):
            continue
        if found.year is not None or match["vm"] or _is_spoken_of(text, *match.span()):
            yield found


def _is_spoken_of(text: str, start: int, end: int) -> bool:
    bracketed = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
    return bracketed or _DAY_WORD.search(text, max(0, start - _LOOK_BACK), start) is not None


def _day_of(match: re.Match[str]) -> Day:
    if match["im"]:
        return Day(int(match["n"]), int(match["im"]), int(match["id"]), match.span())
    month = match["m"] or match["vm"]
    number = int(month) if month.isdecimal() else 1
    year = match["y"] or match["vy"]
    return Day(int(year) if year else None, number, int(match["n"]), match.span())


def _worded_days(text: str) -> Iterator[Day]:
    for match in _WORDED.finditer(text):
        month = _ENGLISH.index(match["m1"] or match["m2"]) + 1
        found = Day(int(match["y"]), month, int(match["d1"] or match["d2"]), match.span())
        if _exists(found):
            yield found


def _exists(day: Day) -> bool:
    return day.in_year(2000 if day.year is None else day.year) is not None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year < 2100 else None
    except ValueError:
        return None
