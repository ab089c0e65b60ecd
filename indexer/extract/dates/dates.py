"""Dates as Vietnamese (and English) articles write them: where each stands and what it says."""

import re
from calendar import month_name
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from indexer.extract.codes import codes
from indexer.model import Span

_ENGLISH = tuple(name[:3] for name in month_name[1:])
_MONTHS = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in month_name[1:] if name != "May") + "|Sept|May"
_VIETNAMESE = {
    "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12,
}  # fmt: skip
_WORDED_MONTHS = "|".join(name.replace(" ", r"\s") for name in sorted(_VIETNAMESE, key=len, reverse=True))

_NUMERIC = re.compile(
    rf"""(?<![\d/.,:+$-])(?P<n>[0-9]{{1,4}}+)
    (?:-(?P<im>[0-9]{{2}})-(?P<id>[0-9]{{2}})
    |(?:(?:,\s\d{{1,2}}){{0,4}}(?:\s?[-–]\s?|\s(?:và|đến)\s(?:ngày\s)?)\d{{1,2}}(?=\s?[/.-]|\s+tháng))?
      (?:\s?(?P<sep>[-/.–])\s?(?P<m>\d{{1,2}})(?:\s?(?P=sep)\s?(?P<y>(?:19|20)\d\d))?
        |\s+tháng\s+(?P<vm>\d{{1,2}}|{_WORDED_MONTHS})\b(?:(?:,?\s+(?:năm\s+)?|\s?[-/]\s?)(?P<vy>(?:19|20)\d\d)\b)?))
    (?![\d%°]|[/.,:-]\d)""",
    re.VERBOSE | re.IGNORECASE,
)
# Of “29 June 2021” and “June 29, 2021” what begins with the name, which the search can skip to.
_WORDED = re.compile(
    rf"(?P<month>{_MONTHS})\.?(?:\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?)?,?\s+(?P<year>(?:19|20)\d\d)\b"
)
_DAY_AHEAD = re.compile(r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?\s{1,8}$")
_LUNAR = (re.compile(r"\bm[ùồ]ng\s$", re.IGNORECASE), re.compile(r"\s\(?(?:âm lịch|ÂL\b)", re.IGNORECASE))
_DAY_WORD = re.compile(
    r"\b(?:ngày|sáng|trưa|chiều|tối|đêm|khuya|sớm|hôm|nay|qua|mai|từ|đến|tới),?\s+\(?$", re.IGNORECASE
)
_LOOK_BACK = 12
_ZERO, _FIGURES = np.array(ord("0"), np.uint16), np.array(10, np.uint16)
_IN_2000S, _IN_1900S = re.compile(r"20\d\d"), re.compile(r"19\d\d")
_RANGE = re.compile(r"\s*(?:[-–]|đến|đến ngày|tới|và)\s*$", re.IGNORECASE)


class Day(NamedTuple):
    """A day of a calendar as it is printed; without `year` where that is not printed with it."""

    year: int | None
    month: int
    day: int
    at: Span

    def in_year(self, year: int) -> date | None:
        """The date in a year; None where that year has no such day."""
        return day_in(year, self.month, self.day)

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
    if "ngày" not in text:
        yield from _worded_days(text)


def may_name_year(text: str) -> bool:
    """Whether years from 1900 to 2099 may stand in a text: where not, it needs no closer look."""
    return (_IN_2000S.search(text) or _IN_1900S.search(text)) is not None


def _numeric_days(text: str) -> Iterator[Day]:
    for match in _in_figures(text):
        if match["y"] or match["vm"] or match["im"] or _is_spoken_of(text, *match.span()):
            found = _day_of(match)
            if _exists(found) and not _is_lunar(text, *match.span()):
                yield found


def _in_figures(text: str) -> Iterator[re.Match[str]]:
    """The days whose number is in figures: tried only where figures begin, which all of a text tells at once."""
    are_figures = codes(f" {text}") - _ZERO < _FIGURES
    (starts,) = (are_figures[1:] > are_figures[:-1]).nonzero()
    end = 0
    for start in starts.tolist():
        if start >= end and (match := _NUMERIC.match(text, start)):
            end = match.end()
            yield match


def _is_spoken_of(text: str, start: int, end: int) -> bool:
    bracketed = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
    return bracketed or _DAY_WORD.search(text, max(0, start - _LOOK_BACK), start) is not None


def _is_lunar(text: str, start: int, end: int) -> bool:
    """Whether a day is one of the lunar calendar: “mùng 3”, “10/3 âm lịch”."""
    before, after = _LUNAR
    return before.search(text, max(0, start - 5), start) is not None or after.match(text, end) is not None


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
        month = _ENGLISH.index(match["month"][:3]) + 1
        found = Day(int(match["year"]), month, int(day["day"]), (day.start(), match.end()))
        if _exists(found):
            yield found


def _exists(day: Day) -> bool:
    return day.in_year(2000 if day.year is None else day.year) is not None


def day_in(year: int, month: int, day: int) -> date | None:
    """The date; None where there is no such day from 1900 to 2099."""
    try:
        return date(year, month, day) if 1900 <= year < 2100 else None
    except ValueError:
        return None
