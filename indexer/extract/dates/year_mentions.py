"""The years that an article names, and what each suggests about the time of writing."""

import re
from collections.abc import Iterator
from operator import itemgetter
from typing import Literal, NamedTuple

from indexer.extract.dates.cues import CuePattern, LeftContext, any_cue, cue_words, left_context
from indexer.extract.word_lists import any_of, read_words
from indexer.model import Span
from indexer.vocabulary import forums

YearSense = Literal["own", "plain", "planned", "counted", "past", "name"]
COME: tuple[YearSense, ...] = ("own", "plain", "counted", "past")
"""The senses of years that have come when an article is written."""

# The look-behinds come after the century so that the search can skip to it.
_LATEST_FIRST = tuple(
    re.compile(
        rf"""{century}(?<![\w,–]..)(?:(?<!\...)|(?<=[Tt]háng\s\d\...)|(?<=[Tt]háng\s\d\d\...))
        (?<!\d[/-]\d[/-]..)(?<!\d[/-]\d\d[/-]..)(?<!\d{{4}}[-–]..)(?<!\d{{4}}[-–]\s..)
        (?<!\d{{4}}\s[-–]\s..)[0-9]{{2}}(?!\d|%|[.,/]\d|/\w|\s?[-–]\s?\d)""",
        re.VERBOSE,
    )
    for century in ("20", "19")
)
_OPENING = rf"\s?\(?(?i:(?:{any_cue('part_of_year')})\s|mùa\s\w+\s|tháng\s\d+(?:[/.-]|\s)|ngày\s)*(?i:năm\s|\d+/)?$"
_NAME = CuePattern("year_of_a_name", r"(?:\s[^\s.;,()]+){0,6}\s\(?(?:năm\s)?(?:tháng\s\d+[/-])?$")
_COUNTED = CuePattern("counted_until", r"\s(?:\S+\s){0,3}\(?(?:\d\d?[/.-])?(?:\d\d?[/.-]|\d\d?\snăm\s)$")
_PAST = CuePattern("past_year", _OPENING)
_COMPARED = CuePattern("compared_year", r"[^.;,]{0,60}$")
_PLANNED = CuePattern("planned_year", r"[^.;\n!?]*$")
_AIMED = CuePattern("aimed_year", r"[^.;\n!?]*$")
_OPEN_END = CuePattern("open_year", r"[^.,;:!?()\n]*$")
_OF_MEETING = CuePattern("meeting", r"\s(?:[^\s.,;:()]+\s){0,9}[A-ZĐ][^\s.,;:()]*\s(?P<said>(?:vào\s|trong\s)?năm\s)?$")
_OF_TASKS = CuePattern("tasks_of_a_year", r"\s(?:(?!đến\s|tới\s)[^\s.,;:()]+\s){0,6}năm\s$")
_OF_ACRONYM = re.compile(r"\b(?:[A-ZĐ]{3,}\+?|[GĐ]\d{1,2})\s$")
_PERIODS = tuple(cue_words("period"))
_OF_REPORT = re.compile(
    rf"\b(?:{any_of(_PERIODS)})\s(?:đầu|cuối)(?:\scủa)?\s(?:năm\s)?$|\d\stháng\s(?:năm\s)?$"
    r"|\bqu[ýí]\s?(?:[IV]+|[1-4])(?:\s?[/.-]\s?|,?\snăm\s)$",
    re.IGNORECASE,
)
_LAST_QUARTER = re.compile(r"\bqu[ýí]\s?(?:IV|4)\b", re.IGNORECASE)
_IN_MONTH = re.compile(r"\btrong\stháng\s\d\d?\s?[/.-]\s?$", re.IGNORECASE)
_END_OF_MONTH = re.compile(r"\bcuối\stháng\s\d\d?(?:\s?[/.-]\s?|\snăm\s)$", re.IGNORECASE)
_CALLED_YEAR = re.compile(r"(?:[Nn]ăm|tháng\s\d+[/.-]?)\s?$")
_TO_COME, _GONE, _UNTIL_NOW, _TAKES_PLACE = (
    re.compile(rf"\)?\s(?:{any_cue(table)})\b", re.IGNORECASE)
    for table in ("year_to_come", "year_gone_by", "until_now", "takes_place")
)
_OUTDONE = re.compile(rf"[^.;!?\n]*?(?:,\s|\s)(?:{any_cue('this_time')})\b", re.IGNORECASE)
_LOOK_BACK, _LOOK_AHEAD, _NEAR = 110, 90, 30

_CALENDAR = read_words(__package__, "calendar.toml")
_QUARTERS: dict[str, int] = _CALENDAR["quarters"]
_MONTH_COUNTS: dict[str, int] = _CALENDAR["month_counts"]
_YEAR_PARTS: dict[str, int] = _CALENDAR["year_parts"]
_MONTH = re.compile(r"\btháng\s(\d{1,2})(?:\s?[/.-]\s?|,?\snăm\s)$", re.IGNORECASE)
_QUARTER = re.compile(rf"\bqu[ýí]\s?({any_of(_QUARTERS)})\b", re.IGNORECASE)
_FIRST_MONTHS = re.compile(rf"\b(\d\d?|{any_of(_MONTH_COUNTS)})\stháng\s(?:đầu\s)?(?:của\s)?(?:năm\s)?$", re.IGNORECASE)
_YEAR_PART = re.compile(rf"\b({any_of(_YEAR_PARTS)})\snăm\s$", re.IGNORECASE)
_LONGEST_MONTH = 20

_ANNIVERSARY = "ỷ niệm"
_YEARS_SPANNED = re.compile(
    r"[Kk]ỷ niệm\s(?:lần\sthứ\s)?(?P<years>\d{1,3})\s[^;\n]{1,120}?\b(?P<from>(?:1[5-9]|20)\d\d)\s?(?:[-–/]|đến)\s?"
    r"(?:\d\d?[/.-]\d\d?[/.-])?(?P<to>(?:19|20)\d\d)\b"
)
_ANNIVERSARY_WEIGHT = 6


class YearMention(NamedTuple):
    """A year that the text names, with the month printed before it, if any.

    `sense` is what it suggests about the time of writing: `own`, the report is set in that year; `counted`, a figure
    counts until then; `plain`, nothing; `planned`, it is not over yet; `past`, it has come already; `name`, it is part
    of the name of a law or the like. `weight` is how strongly it suggests a year of writing, 0 if it does not.
    """

    year: int
    month: int | None
    at: Span
    sense: YearSense
    weight: int


def find_years(text: str, title_end: int) -> Iterator[YearMention]:
    """Yield the years that an NFC text names alone or with a month, latest first; spans of years are left out.

    So are those more than a year before the latest that has come: they say nothing of the time of writing.
    """
    come = 0
    for match in years_from_latest(text):
        if int(match[0]) < come - 1:
            return
        mention = _mention(text, match, match.start() < title_end)
        if mention.sense in COME:
            come = max(come, mention.year)
        yield mention


def years_from_latest(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of years from 1900 to 2099, latest year first."""
    for century in _LATEST_FIRST:
        yield from sorted(century.finditer(text), key=itemgetter(0), reverse=True)


def find_anniversaries(text: str) -> Iterator[YearMention]:
    """Yield the years in which an NFC text celebrates an anniversary, in order.

    “Kỷ niệm 45 năm … (1972 - 2017)” is celebrated in the second year; the number of years must be right.
    """
    at = text.find(_ANNIVERSARY)
    while at >= 0:
        found = _YEARS_SPANNED.match(text, at - 1) if at else None
        if found and int(found["to"]) - int(found["from"]) == int(found["years"]):
            yield YearMention(int(found["to"]), None, found.span("to"), "own", _ANNIVERSARY_WEIGHT)
        at = text.find(_ANNIVERSARY, at + 1)


def month_before(text: str) -> int | None:
    """Return the month at the end of a text.

    Of a quarter it is the first, of a number of months the last, of half a year June.
    """
    end = text[-_LONGEST_MONTH:]
    lower = end.lower()
    month: int | None = None
    if "tháng" in lower:
        if named := _MONTH.search(end):
            month = int(named[1])
        elif named := _FIRST_MONTHS.search(end):
            month = _MONTH_COUNTS.get(named[1].lower()) or int(named[1])
    elif "qu" in lower and (named := _QUARTER.search(end)):
        month = _QUARTERS[named[1].upper()]
    elif named := _YEAR_PART.search(end):
        month = _YEAR_PARTS[named[1].lower()]
    return month if month and 1 <= month <= 12 else None


def _mention(text: str, match: re.Match[str], in_title: bool) -> YearMention:
    before = left_context(text, match.start(), _LOOK_BACK)
    after = text[match.end() : match.end() + _LOOK_AHEAD]
    month = month_before(before.text)
    sense, weight = _sense(before, after, month)
    if sense == "past" and month is None and _GONE.match(after):
        month = 12
    if in_title and sense == "own":
        weight *= 2
    elif in_title and sense == "plain" and _CALLED_YEAR.search(before.text):
        weight += 1
    return YearMention(int(match[0]), month, match.span(), sense, weight)


def _sense(before: LeftContext, after: str, month: int | None) -> tuple[YearSense, int]:
    if _NAME.search(before):
        return "name", 0
    if month and _COUNTED.search(before):
        return "counted", 3
    if _PAST.search(before) or _COMPARED.search(before):
        return "past", 3 if month and _UNTIL_NOW.match(after) else 0
    if _GONE.match(after):
        return ("own", 4) if month else ("past", 0)
    if _OUTDONE.match(after):
        return "past", 0
    if _PLANNED.search(before) or _TO_COME.match(after):
        return "planned", _weight_of_plan(before, after, month)
    return _sense_of_present(before, after, month)


def _weight_of_plan(before: LeftContext, after: str, month: int | None) -> int:
    if _OF_MEETING.search(before) or _weight_of_own(before, after, month):
        return 2
    return 3 if month else 1


def _sense_of_present(before: LeftContext, after: str, month: int | None) -> tuple[YearSense, int]:
    if month and _END_OF_MONTH.search(before.text[-_NEAR:]):
        return "counted", 3
    meeting = _OF_MEETING.search(before)
    is_named_after_year = meeting and (not meeting["said"] or _TAKES_PLACE.match(after))
    if weight := 3 if is_named_after_year else _weight_of_own(before, after, month):
        return "own", weight
    if _AIMED.search(before):
        return "planned", 1
    if _OPEN_END.search(before):
        return "planned", 1 if month else 0
    return "plain", 1


def _weight_of_own(before: LeftContext, after: str, month: int | None) -> int:
    """Return how strongly a year is said to be the one the report is set in; 0 if nothing says so."""
    near = before.text[-_NEAR:]
    if not near[-2:-1].islower() and (named := _OF_ACRONYM.search(near)):
        return 3 if forums().resolve(named[0].strip()) else 2
    if any(period in before.lower for period in _PERIODS) and _OF_REPORT.search(near):
        return 0 if _LAST_QUARTER.search(near) or _OPEN_END.search(before) else 4 if month else 2
    if month and _IN_MONTH.search(near):
        return 3
    return 2 if _OF_TASKS.search(before) or _TAKES_PLACE.match(after) else 0
