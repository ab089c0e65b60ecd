"""What the words before a full date say of it: whether it can be the day of the report, and whether it is to come."""

import re

from indexer.extract.dates.cues import Cue, words_before
from indexer.extract.dates.dates import Day

_BYGONE = Cue("bygone", r"(?:\s[^\s.;:!?]+){0,4}\s\(?$")
_PLAN = Cue("planned_day", r"[^.;\n]{0,60}$")
_LIMIT = Cue("limit_day", r"(?:\s[^\s.;:!?]+)?\s\(?$")
_TOLD = Cue("told_day", r"(?:\s[^\s.;:!?]+){0,3}\s\(?$")
_OF_ACCOUNTS = ((1, 1), (30, 6), (1, 7), (31, 12))
_PICTURE = re.compile(r"[^\n]{0,30}\((?:Nguồn|Ảnh)|\.?\s?Ảnh:")
_DATELINE = re.compile(r"[)–—-]\s*(?:Ngày|Sáng|Trưa|Chiều|Tối|Hôm)\s(?:ngày\s)?$")
_LOOK_BACK = 70
_HISTORY = 1990


def is_bygone(text: str, day: Day) -> bool:
    """Whether a full date is that of a law, a birth, an anniversary or other history rather than of the report."""
    if day.year is None:
        return False
    return day.year < _HISTORY or _PICTURE.match(text, day.at[1]) is not None or _stands_before(_BYGONE, text, day)


def is_planned(text: str, day: Day) -> bool:
    """Whether a date is one to come."""
    return _stands_before(_PLAN, text, day)


def is_limit(text: str, day: Day) -> bool:
    """Whether a date is one until which something lasts; or that accounts are closed, or laws begin, on.

    Behind a dateline such a day is that of the report.
    """
    of_accounts = (day.day, day.month) in _OF_ACCOUNTS and not _DATELINE.search(
        text, max(0, day.at[0] - _LOOK_BACK), day.at[0]
    )
    return of_accounts or _stands_before(_LIMIT, text, day)


def is_told_in_passing(text: str, day: Day) -> bool:
    """Whether a date leads a text without being that of the report."""
    return _stands_before(_TOLD, text, day)


def _stands_before(cue: Cue, text: str, day: Day) -> bool:
    return cue.search(words_before(text, day.at[0], _LOOK_BACK)) is not None
