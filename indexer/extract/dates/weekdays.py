"""The year of a day that is named with its weekday: of the years around those that the text names at most one fits."""

import re
from collections.abc import Sequence

from indexer.extract.dates.cues import any_cue
from indexer.extract.dates.dates import Day
from indexer.extract.dates.years import COME, Mention

_NAMES = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "bẩy": 5, "nhật": 6}
_NUMBERS = {"2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5}
_WEEKDAY = re.compile(
    rf"(?:(?P<counted>\b(?:{any_cue('counted_not_weekday')})\s)?\bthứ\s(?P<day>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|\bchủ\s(?P<sunday>nhật))"
    r"(?:\snày|\squa|\stới)?[,\s]*\(?(?:ngày\s|hôm\s)?\(?$",
    re.IGNORECASE,
)
_LOOK_BACK = 40
_YEARS_ON = 1


def year_of_weekday(text: str, days: Sequence[Day], mentions: Sequence[Mention]) -> tuple[int, Day] | None:
    """The year, and the day that tells it, where a weekday fits one year only of the latest that has come and the next.

    “Thứ Ba (4/7)” below “in the year 2016” is of 2017: 4 July was no Tuesday in 2016. Years that are told of as long
    gone say nothing: among them some year always fits.
    """
    latest = max((each for each in mentions if each.sense in COME), key=lambda each: each.year, default=None)
    if latest is None or latest.sense == "past":
        return None
    years = range(latest.year, latest.year + _YEARS_ON + 1)
    for day in days:
        weekday = _weekday_before(text, day)
        if weekday is None:
            continue
        dates = ((year, day.in_year(year)) for year in years)
        fitting = [year for year, date in dates if date and date.weekday() == weekday]
        return (fitting[0], day) if fitting else None
    return None


def _weekday_before(text: str, day: Day) -> int | None:
    if day.year is not None:
        return None
    found = _WEEKDAY.search(text, max(0, day.at[0] - _LOOK_BACK), day.at[0])
    if found is None or found["counted"]:
        return None
    name = (found["day"] or found["sunday"]).lower()
    return _NUMBERS.get(name, _NAMES.get(name))
