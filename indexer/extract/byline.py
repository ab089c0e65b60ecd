"""Who wrote an article, who published it, where it stands: read from the lines and words around the text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from indexer.extract.dates.dates import find_days, may_name_year
from indexer.extract.persons import are_persons, is_person
from indexer.model import Span
from indexer.vocabulary import forums

_AUTHOR = re.compile(
    r"(?:tác giả|người viết|thực hiện|biên dịch|(?:tin|bài),? (?:và )?ảnh|tin,? bài|bài|tin|by|author|reporter)"
    r"\s*:\s*(?P<author>\S.{1,58})",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"[(\[]?\s*(?:[Tt]heo|THEO|[Nn]guồn(?: tin)?|[Ss]ource)\s*:?\s+(?P<source>[A-ZĐ][^.;:!?]{1,48}?)\s*[)\]]?\.?"
)
_URL_LINE = re.compile(
    r"(?:(?:link|đường dẫn|nguồn|xem|url|địa chỉ|original)[\w ]{0,20}:)?\s*<?(?P<url>https?://[^\s<>]+)>?",
    re.IGNORECASE,
)
_CODE = r"[A-ZĐ][A-ZĐ0-9]{2,7}(?:\+|\.VN)?"
_CODE_LINE = re.compile(rf"\(\s*(?P<inner>{_CODE})\s*\)|(?P<source>TTXVN(?:/[\w ]+)?|{_CODE}/[\w ]+)")
_TIME_WORD = r"(?:[Nn]gày|[Ss]áng|[Tt]rưa|[Cc]hiều|[Tt]ối|[Hh]ôm)"
_AGENCY_AHEAD = re.compile(
    rf"\s*(?:\((?P<inner>[A-ZĐ][^()]{{1,23}})\)\s*[-–—:]\s*(?=\S)|(?P<source>{_CODE})\s*[-–—:]\s*(?={_TIME_WORD}))"
)
_NAME = r"[^.!?…/()”\"\s]++(?:\s++[^.!?…/()”\"\s]++)*+"
_AGENCY_BEHIND = re.compile(
    rf"[.!?…/”\"]\s*+(?P<name>(?:{_NAME})?+)\s*"
    rf"(?:\(\s*(?P<inner>{_CODE}(?:/[\w ]+)?|Theo [^()]{{2,40}})\s*\)|/(?P<source>TTXVN|{_CODE}))\s*$"
)
_NAME_BEHIND = re.compile(rf"[.!?…/”\"]\s*+(?P<name>{_NAME})\s*(?:\([^()]*\)|/[\w ]+)?\s*$")
_CLOCK = re.compile(
    r"thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|cập nhật(?: lúc)?|đăng(?: lúc| ngày)?|ngày(?: đăng)?|lúc|giờ|published|updated"
    r"|\d{1,2}\s?[:h]\s?\d{2}(?::\d\d)?|\b[AP]M\b|GMT\s?[+]?\d*",
    re.IGNORECASE,
)
_SENTENCE_END = (".", "!", "?", "…")
_SIGNS = re.compile(r"[\s,|:;()\-–—•/]+")
_LONGEST_NAME = 40
_MAX_STAMP = 90
_MOST_WORDS_OF_NAME = 5
_MAX_CREDIT = 140
_LAST_LINES = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A value, the words it was read in, and where these stand: in the body, or in a line that was cut off (None)."""

    value: str
    words: str
    at: Span | None = None


class Ending(NamedTuple):
    """A body, and where somebody is named at its end: lines with their starts, last first; behind the last sentence."""

    body: str
    lines: tuple[tuple[str, int], ...]
    may_be_signed: bool


def ending_of(body: str) -> Ending:
    """Look where the end of a body may name somebody."""
    return Ending(body, tuple(_last_lines(body)), _may_be_signed(body))


def is_stamp(line: str) -> bool:
    """Whether a line says nothing but when (and perhaps where or by whom) an article was published."""
    rest = _rest_of_stamp(line)
    return rest is not None and (not rest or _is_proper_name(rest) or re.fullmatch(_CODE, rest) is not None)


def is_credit(line: str) -> bool:
    """Whether a line says nothing but who wrote an article, after whom, when, or where it stands."""
    if "://" in line and _URL_LINE.fullmatch(line):
        return True
    if len(line) > _MAX_CREDIT:
        return False
    says_who = _AUTHOR.fullmatch(line) or _SOURCE.fullmatch(line) or _CODE_LINE.fullmatch(line)
    return says_who is not None or is_stamp(line)


def find_author(credits: Iterable[str], ending: Ending) -> Found | None:
    """The author named in a credit that was cut off, in one of the last lines, or behind the last sentence.

    Where no word like “Tác giả” says so, only what looks like a person's name is an author.
    """
    for line in credits:
        if author := _author_of(line):
            return Found(author, line)
    for line, start in ending.lines:
        if author := _author_of(line):
            return _in_body(author, line, start)
    if not ending.may_be_signed:
        return None
    body = ending.body
    start = body.rfind("\n") + 1
    behind = _NAME_BEHIND.search(body, max(start, len(body) - _MAX_CREDIT))
    if behind and are_persons(behind["name"]):
        return Found(behind["name"], behind["name"], behind.span("name"))
    return None


def find_source(credits: Iterable[str], ending: Ending) -> Found | None:
    """The agency or paper: “Theo TTXVN” in a line of its own, “(BKTO) -” before the text, “(TTXVN)” behind it."""
    for line in credits:
        if source := _source_of(line):
            return Found(source, line)
    if (match := _AGENCY_AHEAD.match(ending.body)) and not _is_forum(_value(match)):
        return _grouped(match)
    for line, start in ending.lines:
        if source := _source_of(line):
            return _in_body(source, line, start)
    if not ending.may_be_signed:
        return None
    match = _AGENCY_BEHIND.search(ending.body, max(0, len(ending.body) - _MAX_CREDIT))
    return _grouped(match) if match and _is_agency_behind(match) else None


def find_url(credits: Iterable[str]) -> Found | None:
    """The address in a line that was cut off."""
    for line in credits:
        if match := _URL_LINE.fullmatch(line):
            return Found(match["url"].rstrip(".,;"), line)
    return None


def _author_of(line: str) -> str | None:
    if match := _AUTHOR.fullmatch(line):
        return match["author"].strip(" .;,()")
    if are_persons(line):
        return line
    rest = _rest_of_stamp(line)
    return rest if rest and is_person(rest) else None


def _source_of(line: str) -> str | None:
    for pattern in (_SOURCE, _CODE_LINE):
        if (match := pattern.fullmatch(line)) and not _is_forum(_value(match)):
            return _value(match)
    return None


def _may_be_signed(body: str) -> bool:
    """Whether somebody may be named behind the last sentence: most bodies end with its sign, or with a small letter.

    Behind a name may stand an agency, in brackets or after a slash.
    """
    end = body[-_MAX_CREDIT:].rstrip()
    if not end or end.endswith(_SENTENCE_END):
        return False
    return "/" in end or end.endswith(")") or end.split()[-1][0].isupper()


def _is_agency_behind(match: re.Match[str]) -> bool:
    """Whether brackets at the very end hold an agency: they say “Theo”, or no word in small letters stands before.

    “… Tổ chức Y tế Thế giới (WHO)” is the end of a sentence, and so is “… vở kịch “Người cha” (NSND)”.
    """
    if (match["inner"] or "").startswith("Theo "):
        return True
    name = match["name"]
    if len(name) > _LONGEST_NAME or (not name and match[0].startswith(("”", '"'))):
        return False
    return not any(word[0].islower() for word in name.split()) and not _is_forum(_value(match))


def _is_forum(name: str) -> bool:
    """Whether an abbreviation in brackets is that of a forum the text speaks of, and so no agency's."""
    return forums().resolve(name) is not None


def _is_proper_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= _MOST_WORDS_OF_NAME and all(word[0].isupper() and word.isalpha() for word in words)


def _rest_of_stamp(line: str) -> str | None:
    """What a line with a full date holds besides date, time and weekday; None where it has none, or is too long."""
    if len(line) > _MAX_STAMP or not may_name_year(line):
        return None
    day = next((day for day in find_days(line) if day.year is not None), None)
    if day is None:
        return None
    return _SIGNS.sub(" ", _CLOCK.sub(" ", line[: day.at[0]] + " " + line[day.at[1] :])).strip()


def _last_lines(body: str) -> Iterator[tuple[str, int]]:
    """The credits and names that end a body, last first, and where each begins; never the whole of it."""
    end = len(body)
    for _ in range(_LAST_LINES):
        start = body.rfind("\n", 0, end) + 1
        line = body[start:end].strip()
        if start == 0 or (line and not (is_credit(line) or are_persons(line))):
            return
        yield line, body.index(line, start)
        end = start - 1


def _in_body(value: str, line: str, start: int) -> Found:
    shift = start + line.index(value)
    return Found(value, value, (shift, shift + len(value)))


def _grouped(match: re.Match[str]) -> Found:
    at = match.span("inner") if match["inner"] else match.span("source")
    return Found(_value(match), match.string[slice(*at)], at)


def _value(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return str(groups.get("inner") or groups["source"]).removeprefix("Theo ").strip()
