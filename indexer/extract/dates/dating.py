"""When an article was written or what it reports on took place: the date, the year, and how sure the year is.

In this order: a time stamp above or below the text; the address; a full date in the lead; a day in the lead whose year
follows from a full date of the same days, or of something planned soon after; the year that a weekday fits or that the
years named in the text suggest; the name of the file. Precision comes before coverage: if the text mentions anything
later than a year, or days that do not fit it, that year is not asserted.
"""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.extract.dates.cues import CuePattern, any_cue, cue_words, left_context
from indexer.extract.dates.weekdays import year_of_weekday
from indexer.extract.dates.written_dates import Day, file_date, find_days, may_name_year, url_date
from indexer.extract.dates.year_inference import infer_year
from indexer.extract.dates.year_mentions import COME, YearMention, find_anniversaries, find_years
from indexer.extract.word_lists import any_of
from indexer.model import Evidence, Span, YearBasis

_LEAD, _LEAD_OF_FULL_DATE = 400, 250
_RANGE_DAYS = 3
_PLAN_DAYS = 60
_HISTORY = 1990
_CLOSING_DAYS = ((1, 1), (30, 6), (1, 7), (31, 12))
"""Days and months on which accounts are closed and laws take effect."""

_BYGONE = CuePattern("bygone", r"(?:\s[^\s.;:!?]+){0,4}\s\(?$")
_PLAN = CuePattern("planned_day", r"[^.;\n]{0,60}$")
_LIMIT = CuePattern("limit_day", r"(?:\s[^\s.;:!?]+)?\s\(?$")
_PASSING = CuePattern("passing_day", r"(?:\s[^\s.;:!?]+){0,3}\s\(?$")
_PICTURE = re.compile(rf"[^\n]{{0,30}}\((?:{any_cue('picture_credit')})|\.?\s?Ảnh:")
_TIME_OF_DAY = any_of(word.capitalize() for word in cue_words("time_of_day"))
_DATELINE = re.compile(rf"[)–—-]\s*(?:{_TIME_OF_DAY})\s(?:ngày\s)?$")
_LOOK_BACK = 70


@dataclass(frozen=True, slots=True)
class Dating:
    """The date and year of an article; `evidence` has the keys `date` and `year`, with spans in the text."""

    date: datetime.date | None = None
    year: int | None = None
    basis: YearBasis = "none"
    evidence: tuple[tuple[str, Evidence], ...] = ()


def date_article(
    text: str, title_end: int, *, stamps: Iterable[str] = (), url: str | None = None, file: str | None = None
) -> Dating:
    """Date an article by its text (title, newline, body, in NFC), lines that were cut off, its address and file name.

    The first that says something is believed: a stamp, the address, the text, the name of the file.
    """
    return _by_stamp(stamps) or _by_url(url) or _by_text(text, title_end) or _by_file(file, text, title_end) or Dating()


def _by_stamp(stamps: Iterable[str]) -> Dating | None:
    for line in stamps:
        for day in find_days(line):
            if day.date:
                return _explicit(day.date, Evidence(line[slice(*day.at)]))
    return None


def _by_url(url: str | None) -> Dating | None:
    found = url_date(url) if url else None
    return _explicit(found, Evidence(url)) if found and url else None


def _by_file(name: str | None, text: str, title_end: int) -> Dating | None:
    """Take the day in the name of a file, if the text mentions nothing later."""
    found = file_date(name) if name else None
    if name is None or found is None or _is_earlier(found.year, find_years(text, title_end)):
        return None
    return Dating(found, found.year, "inferred", (("date", Evidence(name)), ("year", Evidence(name))))


def _explicit(found: datetime.date, evidence: Evidence) -> Dating:
    return Dating(found, found.year, "explicit", (("date", evidence), ("year", evidence)))


def _by_text(text: str, title_end: int) -> Dating | None:
    if not may_name_year(text):
        return None
    written = list(find_days(text))
    days = [day for day in written if not _is_bygone(text, day)]
    mentions = [*find_years(text, title_end), *find_anniversaries(text)]
    first = next((day for day in days if day.at[0] < title_end + _LEAD), None)
    if first is not None and first.date:
        return _by_full_date(text, first, title_end, days, mentions) or _by_mentions(text, None, written, mentions)
    return (first and _by_near_date(text, first, days, mentions)) or _by_mentions(text, first, written, mentions)


def _by_full_date(
    text: str, first: Day, title_end: int, days: Sequence[Day], mentions: Sequence[YearMention]
) -> Dating | None:
    found = first.date
    if found is None or first.at[0] > title_end + _LEAD_OF_FULL_DATE or _is_earlier(found.year, mentions):
        return None
    if _is_limit(text, first) or _is_passing(text, first):
        return None
    nearest = [_nearest(day, found) for day in days if day.year is None]
    if any(each is None or each.year != found.year for each in nearest):
        return None
    return _explicit(found, _evidence(text, first.at))


def _by_near_date(text: str, first: Day, days: Sequence[Day], mentions: Sequence[YearMention]) -> Dating | None:
    """Date a day in the lead by a full date: one of the same days, or of something planned soon after."""
    for full in days:
        if full.date is None or (there := _nearest(first, full.date)) is None:
            continue
        apart = (full.date - there).days
        planned = _RANGE_DAYS < apart <= _PLAN_DAYS and _is_planned(text, full) and not _is_limit(text, full)
        if (planned or abs(apart) <= _RANGE_DAYS) and not _is_earlier(there.year, mentions):
            basis: YearBasis = "inferred" if planned or there.year != full.year else "explicit"
            evidence = (("date", _evidence(text, first.at)), ("year", _evidence(text, full.at)))
            return Dating(there, there.year, basis, evidence)
    return None


def _by_mentions(text: str, first: Day | None, days: Sequence[Day], mentions: Sequence[YearMention]) -> Dating | None:
    """Take the year that the mentions suggest, if they do so often and clearly enough."""
    if not mentions:
        return None
    spoken = first if first and first.year is None else next((day for day in days if day.year is None), None)
    gone = [day for day in days if day.year and not _is_planned(text, day)]
    floor = max((_earliest_year(day, spoken) for day in gone), default=0)
    found = year_of_weekday(text, days, mentions) or infer_year(mentions, floor, spoken)
    if found is None:
        return None
    year, source = found
    words = ("year", _evidence(text, source.at))
    date = first.in_year(year) if first and first.year is None else None
    return Dating(date, year, "inferred", (("date", _evidence(text, first.at)), words) if first and date else (words,))


def _earliest_year(day: Day, spoken: Day | None) -> int:
    """Return the earliest year of writing that a past full date allows, given a day without a year in the report."""
    if day.year is None:
        return 0
    return day.year + (spoken is not None and day.month > spoken.month + 1)


def _nearest(day: Day, found: datetime.date) -> datetime.date | None:
    """Return the date of a day without a year that is closest to another date; None if no year nearby has that day."""
    there = (day.in_year(year) for year in (found.year - 1, found.year, found.year + 1))
    return min((each for each in there if each), key=lambda each: abs(each - found), default=None)


def _is_earlier(year: int, mentions: Iterable[YearMention]) -> bool:
    """Return whether the text mentions something later that is not merely planned."""
    later = [mention for mention in mentions if mention.year > year and mention.sense in COME]
    return len(later) > 1 or any(mention.sense == "past" for mention in later)


def _is_bygone(text: str, day: Day) -> bool:
    """Return whether a full date is that of a law, a birth, an anniversary or other history, not of the report."""
    if day.year is None:
        return False
    return day.year < _HISTORY or _PICTURE.match(text, day.at[1]) is not None or _follows(_BYGONE, text, day)


def _is_planned(text: str, day: Day) -> bool:
    """Return whether a date is still to come."""
    return _follows(_PLAN, text, day)


def _is_limit(text: str, day: Day) -> bool:
    """Return whether something lasts until a date, or accounts are closed or laws take effect on it.

    After a dateline such a day is that of the report.
    """
    is_closing_day = (day.day, day.month) in _CLOSING_DAYS and not _DATELINE.search(
        text, max(0, day.at[0] - _LOOK_BACK), day.at[0]
    )
    return is_closing_day or _follows(_LIMIT, text, day)


def _is_passing(text: str, day: Day) -> bool:
    """Return whether a date that leads a text is only mentioned in passing."""
    return _follows(_PASSING, text, day)


def _follows(cue: CuePattern, text: str, day: Day) -> bool:
    return cue.search(left_context(text, day.at[0], _LOOK_BACK)) is not None


def _evidence(text: str, at: Span) -> Evidence:
    return Evidence(text[slice(*at)], at)
