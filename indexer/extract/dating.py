"""When an article was written or what it reports on happened: the date, the year, and how sure the year is.

In this order: a time stamp above or below the text; the address; a full date in the lead; a day in the lead whose
year is told by a full date of the same days, or of something planned for soon after; a year the article keeps
naming. Precision goes before coverage: where the text speaks of anything later than a year, or of days that do not
fit it, that year is not asserted; a year alone that is far behind every full date of the text is a plan.
"""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.extract.cues import any_cue
from indexer.extract.dates import Day, find_days, url_date
from indexer.extract.years import Mention, find_years
from indexer.model import Evidence, Span, YearBasis

_LEAD, _LEAD_OF_FULL_DATE = 400, 250
_RANGE_DAYS = 3
_PLAN_DAYS = 60
_ENOUGH, _ENOUGH_WITHOUT_DAY = 4, 8
_BYGONE = re.compile(rf"\b(?:{any_cue('bygone')})(?:\s[^\s.;:!?]+){{0,4}}\s\(?$", re.IGNORECASE)
_PLAN = re.compile(rf"\b(?:{any_cue('planned_day')})\b[^.;\n]{{0,60}}$", re.IGNORECASE)
_PICTURE = re.compile(r"[^\n]{0,30}\((?:Nguồn|Ảnh)|\.?\s?Ảnh:")
_LOOK_BACK = 70
_HISTORY = 1990


@dataclass(frozen=True, slots=True)
class Dating:
    """The date and year of an article; evidence under the keys `date` and `year`, spans in the text given."""

    date: datetime.date | None = None
    year: int | None = None
    basis: YearBasis = "none"
    evidence: tuple[tuple[str, Evidence], ...] = ()


def date_article(text: str, title_end: int, *, stamps: Iterable[str] = (), url: str | None = None) -> Dating:
    """Date an article by its text (title, newline, body, in NFC), lines that were cut off, and its address."""
    return _by_stamp(stamps) or _by_url(url) or _by_text(text, title_end) or Dating()


def _by_stamp(stamps: Iterable[str]) -> Dating | None:
    for line in stamps:
        for day in find_days(line):
            if day.date:
                return _explicit(day.date, Evidence(line[slice(*day.at)]))
    return None


def _by_url(url: str | None) -> Dating | None:
    found = url_date(url) if url else None
    return _explicit(found, Evidence(url)) if found and url else None


def _explicit(found: datetime.date, evidence: Evidence) -> Dating:
    return Dating(found, found.year, "explicit", (("date", evidence), ("year", evidence)))


def _by_text(text: str, title_end: int) -> Dating | None:
    written = list(find_days(text))
    days = [day for day in written if not _is_bygone(text, day)]
    newest = max((day.year for day in written if day.year), default=None)
    mentions = [each for each in find_years(text, title_end) if newest is None or each.year <= newest + 1]
    first = next((day for day in days if day.at[0] < title_end + _LEAD), None)
    if first is not None and first.date:
        return _by_full_date(text, first, title_end, days, mentions) or _by_mentions(text, None, days, mentions)
    return (first and _by_near_date(text, first, days, mentions)) or _by_mentions(text, first, days, mentions)


def _by_full_date(
    text: str, first: Day, title_end: int, days: Sequence[Day], mentions: Sequence[Mention]
) -> Dating | None:
    found = first.date
    if found is None or first.at[0] > title_end + _LEAD_OF_FULL_DATE or _is_earlier(found.year, mentions):
        return None
    nearest = [_nearest(day, found) for day in days if day.year is None]
    if any(each is None or each.year != found.year for each in nearest):
        return None
    return _explicit(found, _evidence(text, first.at))


def _by_near_date(text: str, first: Day, days: Sequence[Day], mentions: Sequence[Mention]) -> Dating | None:
    """The year of a day in the lead by a full date: of the very days, or of something planned for soon after."""
    for full in days:
        if full.date is None or (there := _nearest(first, full.date)) is None:
            continue
        apart = (full.date - there).days
        planned = _RANGE_DAYS < apart <= _PLAN_DAYS and _PLAN.search(text, max(0, full.at[0] - _LOOK_BACK), full.at[0])
        if (planned or abs(apart) <= _RANGE_DAYS) and not _is_earlier(there.year, mentions):
            basis: YearBasis = "inferred" if planned or there.year != full.year else "explicit"
            evidence = (("date", _evidence(text, first.at)), ("year", _evidence(text, full.at)))
            return Dating(there, there.year, basis, evidence)
    return None


def _by_mentions(text: str, first: Day | None, days: Sequence[Day], mentions: Sequence[Mention]) -> Dating | None:
    """The latest year that the text speaks of as its own, where it does so often and clearly enough."""
    enough = _ENOUGH if any(day.year is None for day in days) else _ENOUGH_WITHOUT_DAY
    if not _is_enough(mentions, enough):
        return None
    current = [mention for mention in mentions if mention.sense == "current"]
    year = max((mention.year for mention in current), default=0)
    if year < _HISTORY or _is_earlier(year, mentions):
        return None
    speaking = [mention for mention in current if mention.year == year]
    if not _is_enough(speaking, enough):
        return None
    strongest = max(speaking, key=lambda mention: mention.weight)
    if first and any(mention.month and mention.month > first.month for mention in speaking):
        return None
    found = first.in_year(year) if first else None
    words = ("year", _evidence(text, strongest.at))
    return Dating(
        found, year, "inferred", (("date", _evidence(text, first.at)), words) if first and found else (words,)
    )


def _is_enough(mentions: Iterable[Mention], enough: int) -> bool:
    weights = [mention.weight for mention in mentions]
    return max(weights, default=1) > 1 and sum(weights) >= enough


def _is_bygone(text: str, day: Day) -> bool:
    """Whether a full date is that of a law, a birth, an anniversary or other history rather than of the report."""
    if day.year is None:
        return False
    if day.year < _HISTORY or _PICTURE.match(text, day.at[1]):
        return True
    return _BYGONE.search(text, max(0, day.at[0] - _LOOK_BACK), day.at[0]) is not None


def _nearest(day: Day, found: datetime.date) -> datetime.date | None:
    """Of a day without its year the one closest to a date; None where no year around has it (29 February)."""
    there = (day.in_year(year) for year in (found.year - 1, found.year, found.year + 1))
    return min((each for each in there if each), key=lambda each: abs(each - found), default=None)


def _is_earlier(year: int, mentions: Iterable[Mention]) -> bool:
    """Whether the text speaks of something later that is not merely planned."""
    later = [mention for mention in mentions if mention.year > year and mention.sense != "unclear"]
    return len(later) > 1 or any(mention.sense == "past" for mention in later)


def _evidence(text: str, at: Span) -> Evidence:
    return Evidence(text[slice(*at)], at)
