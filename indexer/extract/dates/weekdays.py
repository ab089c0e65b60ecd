"""The year of a day that is printed with its weekday: of two successive years, at most one fits."""

import re
from collections.abc import Sequence

from indexer.extract.dates.cues import any_cue
from indexer.extract.dates.written_dates import Day
from indexer.extract.dates.year_mentions import COME, YearMention
from indexer.extract.word_lists import any_of, read_words

_WEEKDAYS: dict[str, dict[str, int]] = read_words(__package__, "calendar.toml")["weekdays"]
_NUMBERS = {name: number for names in _WEEKDAYS.values() for name, number in names.items()}
_WEEKDAY = re.compile(
    rf"(?:(?P<counted>\b(?:{any_cue('counted_not_weekday')})\s)?\bthứ\s(?P<day>{any_of(_WEEKDAYS['thứ'])})"
    rf"|\bchủ\s(?P<sunday>{any_of(_WEEKDAYS['chủ'])}))(?:\snày|\squa|\stới)?[,\s]*\(?(?:ngày\s|hôm\s)?\(?$",
    re.IGNORECASE,
)
_LOOK_BACK = 40
_YEARS_ON = 1


def year_of_weekday(text: str, days: Sequence[Day], mentions: Sequence[YearMention]) -> tuple[int, Day] | None:
    """Return the year a weekday fits, and its day, if it fits just one of the latest year that has come and the next.

    “Thứ Ba (4/7)” in a text that names 2016 is in 2017: 4 July 2016 was not a Tuesday. Years mentioned as long past
    say nothing: one of them always fits.
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
    return _NUMBERS.get((found["day"] or found["sunday"]).lower())
