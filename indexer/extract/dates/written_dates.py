"""Dates as Vietnamese (and English) articles, addresses and file names write them: where each is and what it says."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from indexer.extract.code_points import code_points
from indexer.extract.dates.cues import any_cue
from indexer.extract.word_lists import any_of, read_words
from indexer.model import Span

_CALENDAR = read_words(__package__, "calendar.toml")
_VIETNAMESE: dict[str, int] = _CALENDAR["vietnamese_months"]
_ENGLISH: dict[str, int] = _CALENDAR["english_months"]
_MONTHS = any_of(_ENGLISH)

_NUMERIC = re.compile(
    rf"""(?<![\d/.,:+$-])(?P<n>[0-9]{{1,4}}+)
    (?:-(?P<im>[0-9]{{2}})-(?P<id>[0-9]{{2}})
    |(?:(?:,\s\d{{1,2}}){{0,4}}(?:\s?[-–]\s?|\s(?:và|đến)\s(?:ngày\s)?)\d{{1,2}}(?=\s?[/.-]|\s+tháng))?
      (?:\s?(?P<sep>[-/.–])\s?(?P<m>\d{{1,2}})(?:\s?(?P=sep)\s?(?P<y>(?:19|20)\d\d))?
        |\s+tháng\s+(?P<vm>\d{{1,2}}|{any_of(_VIETNAMESE)})\b(?:(?:,?\s+(?:năm\s+)?|\s?[-/]\s?)(?P<vy>(?:19|20)\d\d)\b)?))
    (?![\d%°]|[/.,:-]\d)""",
    re.VERBOSE | re.IGNORECASE,
)
# The part of “29 June 2021” and “June 29, 2021” that begins with the name, which the search can skip to.
_WORDED = re.compile(
    rf"(?P<month>{_MONTHS})\.?(?:\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?)?,?\s+(?P<year>(?:19|20)\d\d)\b"
)
_DAY_AHEAD = re.compile(r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?\s{1,8}$")
_LUNAR_BEFORE = re.compile(rf"\b(?:{any_cue('before_lunar_day')}):?\s(?:ngày\s)?$", re.IGNORECASE)
_LUNAR_AFTER = re.compile(
    rf"\s\(?(?:(?:{any_cue('after_lunar_day')})\b|năm\s(?:{any_of(_CALENDAR['stems'])})\s(?:{any_of(_CALENDAR['branches'])})\b)",
    re.IGNORECASE,
)
_DAY_WORD = re.compile(rf"\b(?:{any_cue('before_day')}),?\s+\(?$", re.IGNORECASE)
_LOOK_BACK, _LOOK_BACK_LUNAR = 12, 16
_ZERO, _DIGITS = np.array(ord("0"), np.uint16), np.array(10, np.uint16)
_IN_2000S, _IN_1900S = re.compile(r"20\d\d"), re.compile(r"19\d\d")
_RANGE = re.compile(rf"\s*(?:[-–]|{any_cue('between_days')})\s*$", re.IGNORECASE)
_IN_URL = (
    re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?:\d{4,9})?(?=\.\w+$|/?$)"),
)
_IN_FILE_NAME = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-_.]?)(?P<m>\d\d)(?P=sep)(?P<d>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})(?P<sep>[-_.])(?P<m>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d)(?!\d)"),
)


class Day(NamedTuple):
    """A calendar day as printed; `year` is None if that is not printed with it."""

    year: int | None
    month: int
    day: int
    at: Span

    def in_year(self, year: int) -> date | None:
        """Return the date in a year; None if that year has no such day."""
        return day_in(year, self.month, self.day)

    @property
    def date(self) -> date | None:
        """The date, if the year is printed."""
        return None if self.year is None else self.in_year(self.year)


def find_days(text: str) -> Iterator[Day]:
    """Yield the days that an NFC text names, in order; of a range of days the first. Impossible days are left out.

    A day without a year needs a word that says so (“ngày 29/6”, “sáng 9-1”, “(10-1)”): 3/4 may be a fraction.
    """
    pending: Day | None = None
    for found in _numeric_days(text):
        if pending is not None:
            joined = found.year is not None and _RANGE.fullmatch(text, pending.at[1], found.at[0])
            yield pending._replace(year=found.year) if joined else pending
        pending = found
    if pending is not None:
        yield pending
    if "ngày" not in text:
        yield from _worded_days(text)


def url_date(url: str) -> date | None:
    """Return the day in an address: `/2022/08/23/`, `-20220823`, `…20220823142115.htm`."""
    for pattern in _IN_URL:
        for match in pattern.finditer(url):
            if found := day_in(*map(int, match.groups())):
                return found
    return None


def file_date(name: str) -> date | None:
    """Return the day in the name of a file: `2021-06-29-som.txt`, `20210629_som.txt`, `som 29.6.2021.txt`."""
    for pattern in _IN_FILE_NAME:
        for match in pattern.finditer(name):
            if found := day_in(int(match["y"]), int(match["m"]), int(match["d"])):
                return found
    return None


def day_in(year: int, month: int, day: int) -> date | None:
    """Return the date; None if there is no such day from 1900 to 2099."""
    try:
        return date(year, month, day) if 1900 <= year < 2100 else None
    except ValueError:
        return None


def may_name_year(text: str) -> bool:
    """Return whether a text may name a year from 1900 to 2099; if not, it needs no closer look."""
    return (_IN_2000S.search(text) or _IN_1900S.search(text)) is not None


def _numeric_days(text: str) -> Iterator[Day]:
    for match in _numeric_matches(text):
        if match["y"] or match["vm"] or match["im"] or _is_called_day(text, *match.span()):
            found = _day_of(match)
            if _exists(found) and not _is_lunar(text, *match.span()):
                yield found


def _numeric_matches(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of `_NUMERIC`, tried only where digits begin; NumPy finds these all at once."""
    are_digits = code_points(f" {text}") - _ZERO < _DIGITS
    (starts,) = (are_digits[1:] > are_digits[:-1]).nonzero()
    end = 0
    for start in starts.tolist():
        if start >= end and (match := _NUMERIC.match(text, start)):
            end = match.end()
            yield match


def _is_called_day(text: str, start: int, end: int) -> bool:
    bracketed = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
    return bracketed or _DAY_WORD.search(text, max(0, start - _LOOK_BACK), start) is not None


def _is_lunar(text: str, start: int, end: int) -> bool:
    """Return whether a day belongs to the lunar calendar: “mùng 3”, “10/3 âm lịch”, “10/3 năm Kỷ Hợi”."""
    before = _LUNAR_BEFORE.search(text, max(0, start - _LOOK_BACK_LUNAR), start)
    return before is not None or _LUNAR_AFTER.match(text, end) is not None


def _day_of(match: re.Match[str]) -> Day:
    if match["im"]:
        return Day(int(match["n"]), int(match["im"]), int(match["id"]), match.span())
    month = match["m"] or match["vm"]
    number = int(month) if month.isdecimal() else _VIETNAMESE[" ".join(month.lower().split())]
    year = match["y"] or match["vy"]
    return Day(int(year) if year else None, number, int(match["n"]), match.span())


def _worded_days(text: str) -> Iterator[Day]:
    for match in _WORDED.finditer(text):
        start = match.start()
        day = match if match["day"] else _DAY_AHEAD.search(text, max(0, start - _LOOK_BACK), start)
        if day is None:
            continue
        found = Day(int(match["year"]), _ENGLISH[match["month"]], int(day["day"]), (day.start(), match.end()))
        if _exists(found):
            yield found


def _exists(day: Day) -> bool:
    return day.in_year(2000 if day.year is None else day.year) is not None
