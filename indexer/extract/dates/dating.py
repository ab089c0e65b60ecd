"""When an article was written or what it reports on took place: the date, the year, and how sure the year is.

In this order: a time stamp above or below the text; the address; a time stamp in the text, or a full date that it calls
today or yesterday; a full date in the lead; a day in the lead whose year follows from a full date of the same days, of
what happened shortly before, or of something planned soon after; the latest full date that has come, if other days
confirm it; the year that a weekday fits or that the years named in the text suggest; the name of the file. Precision
comes before coverage: if the text mentions anything later than a year, or days that do not fit it, that year is not
asserted.
"""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.extract.dates.cues import CuePattern, any_cue, cue_words, left_context
from indexer.extract.dates.weekdays import year_of_weekday
from indexer.extract.dates.written_dates import Day, file_date, find_days, may_name_year, url_date
from indexer.extract.dates.year_inference import infer_year
from indexer.extract.dates.year_mentions import COME, YearMention, find_anniversaries, find_years
from indexer.extract.word_lists import any_of
from indexer.model import Evidence, Span, YearBasis

_LEAD, _LEAD_OF_FULL_DATE = 400, 250
_LEAD_OF_EVENT, _LEAD_OF_TRIAL, _LEAD_OF_CONFIRMED = 500, 600, 1000
_RANGE_DAYS, _DAYS_AFTER_FIRST, _WEEK = 3, 2, 7
_RECENT_DAYS, _PLAN_DAYS = 15, 60
_CHAIN_MONTHS = 3
_WORDS_OF_TRIAL = 2
_HISTORY = 1990
_CLOSING_DAYS = ((1, 1), (30, 6), (1, 7), (31, 12))
"""Days and months on which accounts are closed and laws take effect."""

_BYGONE = CuePattern("bygone", r",?(?:\s[^\s.;:!?]+){0,4}\s\(?$")
_PLAN = CuePattern("planned_day", r"[^.;\n]{0,60}$")
_LIMIT = CuePattern("limit_day", r"(?:\s[^\s.;:!?]+)?\s\(?$")
_PASSING = CuePattern("passing_day", r",?(?:\s[^\s.;:!?]+){0,3}\s\(?$")
_PICTURE = re.compile(rf"[^\n]{{0,30}}\((?:{any_cue('picture_credit')})|\.?\s?Ảnh:")
_TIME_OF_DAY = any_of(word.capitalize() for word in cue_words("time_of_day"))
_PART_OF_DAY = any_of(word.capitalize() for word in cue_words("part_of_day"))
_DATELINE = re.compile(rf"(?:[)–—-]\s*(?:{_TIME_OF_DAY})|[\n.!?]\s*(?:{_PART_OF_DAY}))\s(?:ngày\s)?$")
_NOW = CuePattern("day_of_writing", r"[,\s]*\(?(?:tức\s)?(?:ngày\s)?\(?$")
_CLOCK = re.compile(r"[|\n]\s?\d{1,2}:\d\d(?::\d\d)?\s?[,|–-]?\s?$")
_TRIAL = re.compile(rf"\b(?:{any_cue('trial')})\b", re.IGNORECASE)
_SPAN = re.compile(r"\s?[-–/]\s?")
_NUMBER = re.compile(r"\d+")
_NUMBERS_OF_DAY = 3
_ISSUED = CuePattern("just_issued", r"(?:\s[^\s.,;!?]+){0,6}\s(?:ngày\s)?$")
_EVENT = CuePattern("event_of_days", r"[^.;\n]*$")
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
    written = _without_anniversaries(text, list(find_days(text)))
    days = [day for day in written if not _is_bygone(text, day)]
    mentions = [*find_years(text, title_end), *find_anniversaries(text)]
    first = next((day for day in days if day.at[0] < title_end + _LEAD), None)
    spoken = first if first and first.year is None else None
    return (
        _by_printed_now(text, days)
        or _by_new_document(text, title_end, written)
        or (spoken and _by_near_date(text, spoken, title_end, days, mentions))
        or (first and _by_full_date(text, first, title_end, days, mentions))
        or _by_latest_date(text, spoken, title_end, days, written, mentions)
        or _by_mentions(text, spoken, written, mentions)
    )


def _by_printed_now(text: str, days: Iterable[Day]) -> Dating | None:
    """Take a full date after a time of the clock in a line of its own, or after “hôm nay” or “hôm qua”."""
    for day in days:
        if day.date and (_CLOCK.search(text, max(0, day.at[0] - _LOOK_BACK), day.at[0]) or _follows(_NOW, text, day)):
            return _explicit(day.date, _evidence(text, day.at))
    return None


def _by_new_document(text: str, title_end: int, written: Iterable[Day]) -> Dating | None:
    """Take the full date of a document that the lead says has just been issued."""
    for day in written:
        if day.at[0] > title_end + _LEAD:
            return None
        if day.date and _follows(_ISSUED, text, day):
            return _explicit(day.date, _evidence(text, day.at))
    return None


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


def _by_near_date(
    text: str, first: Day, title_end: int, days: Sequence[Day], mentions: Sequence[YearMention]
) -> Dating | None:
    """Date a day in the lead by a full date: one of the same days, or of something planned soon after."""
    too_early = 0
    for full in days:
        if full.date is None or (there := _nearest(first, full.date)) is None or there.year <= too_early:
            continue
        apart = (full.date - there).days
        planned = _RANGE_DAYS < apart <= _PLAN_DAYS and _is_planned(text, full) and not _is_limit(text, full)
        same = -_RANGE_DAYS <= apart <= _DAYS_AFTER_FIRST and not _is_of_trial(text, title_end)
        if not (planned or same):
            continue
        if _is_earlier(there.year, mentions):
            too_early = there.year
        else:
            basis: YearBasis = "inferred" if planned or there.year != full.year else "explicit"
            return _from_two(text, there, first, full, basis)
    return None


def _by_latest_date(
    text: str,
    first: Day | None,
    title_end: int,
    days: Sequence[Day],
    written: Iterable[Day],
    mentions: Sequence[YearMention],
) -> Dating | None:
    """Date the report by the latest full date that has come."""
    latest = _latest_come(text, days)
    if latest is None:
        return None
    return (first and _by_recent_date(text, first, latest, title_end, written, mentions)) or _by_confirmed_date(
        text, latest, title_end, days, mentions
    )


def _by_recent_date(
    text: str, first: Day, latest: Day, title_end: int, written: Iterable[Day], mentions: Sequence[YearMention]
) -> Dating | None:
    """Date a day in the lead by the latest full date that has come, if it is shortly before.

    It may be longer ago if the text names several months up to that date.
    """
    there = latest.date and _nearest(first, latest.date)
    if latest.date is None or there is None or _is_earlier(there.year, mentions):
        return None
    ago = (there - latest.date).days
    longest = _PLAN_DAYS if _months_told(latest.date, written, mentions) >= _CHAIN_MONTHS else _RECENT_DAYS
    if not 0 <= ago <= longest or _is_of_trial(text, title_end):
        return None
    return _from_two(text, there, first, latest, "inferred")


def _by_confirmed_date(
    text: str, latest: Day, title_end: int, days: Sequence[Day], mentions: Sequence[YearMention]
) -> Dating | None:
    """Take the latest full date that has come, if something confirms it.

    That is a day without a year near it, or, in the lead, another full date of that week or an event of several days.
    """
    found = latest.date
    if found is None or latest.at[0] > title_end + _LEAD_OF_CONFIRMED or _is_earlier(found.year, mentions):
        return None
    told_near = any(_is_near(day, found) for day in days if day.year is None)
    in_lead = latest.at[0] <= title_end + _LEAD_OF_EVENT
    told_again = any(0 < (found - day.date).days <= _WEEK for day in days if day.date)
    if told_near or (in_lead and (told_again or _is_event_of_days(text, latest))):
        return None if _is_of_trial(text, title_end) else _explicit(found, _evidence(text, latest.at))
    return None


def _is_near(day: Day, found: datetime.date) -> bool:
    """Return whether a day without a year may be one of the days around a date."""
    there = _nearest(day, found)
    return there is not None and abs(there - found).days <= _RANGE_DAYS


def _without_anniversaries(text: str, days: Sequence[Day]) -> list[Day]:
    """Return the days without those of an anniversary: “(2/9/1975 – 2/9/2015)”."""
    joined = (pair for pair in pairwise(days) if _SPAN.fullmatch(text, pair[0].at[1], pair[1].at[0]))
    named = {day for one, other in joined if (one.month, one.day) == (other.month, other.day) for day in (one, other)}
    return [day for day in days if day not in named]


def _is_event_of_days(text: str, day: Day) -> bool:
    """Return whether a range of days is that of a meeting, visit or festival: “thăm Huế từ ngày 3-5/4/2015”."""
    return len(_NUMBER.findall(text, *day.at)) > _NUMBERS_OF_DAY and _follows(_EVENT, text, day)


def _latest_come(text: str, days: Iterable[Day]) -> Day | None:
    """Return the latest full date that is neither planned nor a limit."""
    come = (day for day in days if day.date and not _is_planned(text, day) and not _is_limit(text, day))
    return max(come, key=lambda day: (day.year, day.month, day.day), default=None)


def _months_told(latest: datetime.date, days: Iterable[Day], mentions: Iterable[YearMention]) -> int:
    """Return how many months of the year up to a date the text names with their year."""
    named = {(day.year, day.month) for day in days if day.year} | {
        (each.year, each.month) for each in mentions if each.month and each.sense in COME
    }
    return sum(0 <= (latest.year - year) * 12 + latest.month - month <= 12 for year, month in named if year and month)


def _is_of_trial(text: str, title_end: int) -> bool:
    """Return whether a text reports on a trial: its dates are those of the deeds."""
    return len(_TRIAL.findall(text, 0, title_end + _LEAD_OF_TRIAL)) >= _WORDS_OF_TRIAL


def _from_two(text: str, date: datetime.date, day: Day, full: Day, basis: YearBasis) -> Dating:
    """Return a date that one day in the text gives and another the year of."""
    return Dating(date, date.year, basis, (("date", _evidence(text, day.at)), ("year", _evidence(text, full.at))))


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

    After a dateline or a part of the day such a day is that of the report.
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
