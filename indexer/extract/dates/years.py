"""The years that an article names, and what each seems to say about the time of writing."""

import re
from collections.abc import Iterator
from operator import itemgetter
from typing import Literal, NamedTuple

from indexer.extract.dates.cues import Before, Cue, any_cue, words_before
from indexer.extract.dates.months import month_before
from indexer.model import Span
from indexer.vocabulary import forums

Sense = Literal["own", "plain", "planned", "counted", "past", "name"]
COME: tuple[Sense, ...] = ("own", "plain", "counted", "past")
"""The senses of years that have come when an article is written."""

# The look-behinds stand after the century so that the search can skip to it.
_LATEST_FIRST = tuple(
    re.compile(
        rf"""{century}(?<![\w,–]..)(?:(?<!\...)|(?<=[Tt]háng\s\d\...)|(?<=[Tt]háng\s\d\d\...))
        (?<!\d[/-]\d[/-]..)(?<!\d[/-]\d\d[/-]..)(?<!\d{{4}}[-–]..)(?<!\d{{4}}[-–]\s..)
        (?<!\d{{4}}\s[-–]\s..)[0-9]{{2}}(?!\d|%|[.,/]\d|/\w|\s?[-–]\s?\d)""",
        re.VERBOSE,
    )
    for century in ("20", "19")
)
_OPENING = r"\s?\(?(?i:đầu\s|cuối\s|giữa\s|mùa\s\w+\s|tháng\s\d+(?:[/.-]|\s)|ngày\s)*(?i:năm\s|\d+/)?$"
_NAME = Cue("year_of_a_name", r"(?:\s[^\s.;,()]+){0,6}\s\(?(?:năm\s)?(?:tháng\s\d+[/-])?$")
_COUNTED = Cue("counted_until", r"\s(?:\S+\s){0,3}\(?(?:\d\d?[/.-])?(?:\d\d?[/.-]|\d\d?\snăm\s)$")
_PAST = Cue("past_year", _OPENING)
_COMPARED = Cue("compared_year", r"[^.;,]{0,60}$")
_PLANNED = Cue("planned_year", r"[^.;\n!?]*$")
_AIMED = Cue("aimed_year", r"[^.;\n!?]*$")
_OPEN_END = Cue("open_year", r"[^.,;:!?()\n]*$")
_OF_MEETING = Cue("meeting", r"\s(?:[^\s.,;:()]+\s){0,9}[A-ZĐ][^\s.,;:()]*\s(?P<said>(?:vào\s|trong\s)?năm\s)?$")
_OF_TASKS = Cue("tasks_of_a_year", r"\s(?:(?!đến\s|tới\s)[^\s.,;:()]+\s){0,6}năm\s$")
_OF_ACRONYM = re.compile(r"\b(?:[A-ZĐ]{3,}\+?|[GĐ]\d{1,2})\s$")
_OF_REPORT = re.compile(
    r"\b(?:tháng|quý|nửa)\s(?:đầu|cuối)(?:\scủa)?\s(?:năm\s)?$|\d\stháng\s(?:năm\s)?$"
    r"|\bqu[ýí]\s?(?:[IV]+|[1-4])(?:\s?[/.-]\s?|,?\snăm\s)$",
    re.IGNORECASE,
)
_PARTS = ("tháng", "quý", "quí", "nửa")
_IN_MONTH = re.compile(r"\btrong\stháng\s\d\d?\s?[/.-]\s?$", re.IGNORECASE)
_END_OF_MONTH = re.compile(r"\bcuối\stháng\s\d\d?(?:\s?[/.-]\s?|\snăm\s)$", re.IGNORECASE)
_CALLED_YEAR = re.compile(r"(?:[Nn]ăm|tháng\s\d+[/.-]?)\s?$")
_TO_COME, _GONE, _UNTIL_NOW, _TAKES_PLACE = (
    re.compile(rf"\)?\s(?:{any_cue(table)})\b", re.IGNORECASE)
    for table in ("year_to_come", "year_gone_by", "until_now", "takes_place")
)
_LOOK_BACK, _LOOK_AHEAD, _NEAR = 110, 12, 30


class Mention(NamedTuple):
    """A year that the text names, with its month where that stands before it.

    `sense` is what it seems to say about the time of writing: `own`, it is the year the report moves in; `counted`, a
    figure counts until then; `plain`, nothing; `planned`, it has not gone by; `past`, it has come already; `name`, it
    belongs to the name of a law or the like. `weight` is how much it speaks for a year of writing, 0 where it does not.
    """

    year: int
    month: int | None
    at: Span
    sense: Sense
    weight: int


def find_years(text: str, title_end: int) -> Iterator[Mention]:
    """The years that a text in NFC names on their own or with a month, latest first; spans of years are left out.

    Those more than a year before the latest that has come say nothing of the time of writing, and are left out too.
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
    """Where years from 1900 to 2099 stand in a text, latest first."""
    for century in _LATEST_FIRST:
        yield from sorted(century.finditer(text), key=itemgetter(0), reverse=True)


def _mention(text: str, match: re.Match[str], in_title: bool) -> Mention:
    before = words_before(text, match.start(), _LOOK_BACK)
    after = text[match.end() : match.end() + _LOOK_AHEAD]
    month = month_before(before.text)
    sense, weight = _sense(before, after, month)
    if sense == "past" and month is None and _GONE.match(after):
        month = 12
    if in_title and sense == "own":
        weight *= 2
    elif in_title and sense == "plain" and _CALLED_YEAR.search(before.text):
        weight += 1
    return Mention(int(match[0]), month, match.span(), sense, weight)


def _sense(before: Before, after: str, month: int | None) -> tuple[Sense, int]:
    if _NAME.search(before):
        return "name", 0
    if month and _COUNTED.search(before):
        return "counted", 3
    if _PAST.search(before) or _COMPARED.search(before):
        return "past", 3 if month and _UNTIL_NOW.match(after) else 0
    if _GONE.match(after):
        return ("own", 4) if month else ("past", 0)
    if _PLANNED.search(before) or _TO_COME.match(after):
        return "planned", _weight_of_plan(before, after, month)
    return _sense_of_present(before, after, month)


def _weight_of_plan(before: Before, after: str, month: int | None) -> int:
    if _OF_MEETING.search(before) or _weight(before, after, month):
        return 2
    return 3 if month else 1


def _sense_of_present(before: Before, after: str, month: int | None) -> tuple[Sense, int]:
    if month and _END_OF_MONTH.search(before.text[-_NEAR:]):
        return "counted", 3
    meeting = _OF_MEETING.search(before)
    if weight := 3 if meeting and not meeting["said"] else _weight(before, after, month):
        return "own", weight
    if _AIMED.search(before):
        return "planned", 1
    if _OPEN_END.search(before):
        return "planned", 1 if month else 0
    return "plain", 1


def _weight(before: Before, after: str, month: int | None) -> int:
    """How much it says that a year is the one that the report moves in: 0 where nothing says so."""
    near = before.text[-_NEAR:]
    if not near[-2:-1].islower() and (named := _OF_ACRONYM.search(near)):
        return 3 if forums().resolve(named[0].strip()) else 2
    if any(part in before.small for part in _PARTS) and _OF_REPORT.search(near):
        return 0 if _OPEN_END.search(before) else 4 if month else 2
    if month and _IN_MONTH.search(near):
        return 3
    return 2 if _OF_TASKS.search(before) or _TAKES_PLACE.match(after) else 0
