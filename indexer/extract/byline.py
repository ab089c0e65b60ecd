"""Who wrote an article, who published it, and at which address: read from the lines and words around the text.

The words that introduce a name are in `byline.toml`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from indexer.extract.dates.cues import cue_words
from indexer.extract.dates.written_dates import find_days, may_name_year
from indexer.extract.person_names import are_persons, is_person
from indexer.extract.word_lists import any_of, capitalised_or_not, read_words
from indexer.model import Span
from indexer.vocabulary import forums

_WORDS = read_words(__package__, "byline.toml")
_AUTHOR = re.compile(rf"(?:{any_of(_WORDS['author'], space=' ')})\s*:\s*(?P<author>\S.{{1,58}})", re.IGNORECASE)
_SOURCE = re.compile(
    rf"[(\[]?\s*(?:{any_of(_WORDS['source'], space=' ')})\s*:?\s+(?P<source>[A-ZĐ][^.;:!?]{{1,48}}?)\s*[)\]]?\.?"
)
_URL_LINE = re.compile(
    rf"(?:(?:{any_of(_WORDS['address'], space=' ')})[\w ]{{0,20}}:)?\s*<?(?P<url>https?://[^\s<>]+)>?", re.IGNORECASE
)
_CODE = r"[A-ZĐ][A-ZĐ0-9]{2,7}(?:\+|\.VN)?"
_CODE_LINE = re.compile(
    rf"\(\s*(?P<inner>{_CODE})\s*\)|(?P<source>(?:{any_of(_WORDS['agency'])})(?:/[\w ]+)?|{_CODE}/[\w ]+)"
)
_TIME_OF_DAY = any_of(capitalised_or_not(cue_words("time_of_day")))
_AGENCY_AHEAD = re.compile(
    rf"\s*(?:\((?P<inner>[A-ZĐ][^()]{{1,23}})\)\s*[-–—:]\s*(?=\S)"
    rf"|(?P<source>{_CODE})\s*[-–—:]\s*(?=(?:{_TIME_OF_DAY})))"
)
_NAME = r"[^.!?…/()”\"\s]++(?:\s++[^.!?…/()”\"\s]++)*+"
_INTRODUCTIONS = tuple(f"{word} " for word in _WORDS["source_in_brackets"])
_AGENCY_AT_END = re.compile(
    rf"[.!?…/”\"]\s*+(?P<name>(?:{_NAME})?+)\s*"
    rf"(?:\(\s*(?P<inner>{_CODE}(?:/[\w ]+)?|(?:{any_of(_WORDS['source_in_brackets'])}) [^()]{{2,40}})\s*\)"
    rf"|/(?P<source>{_CODE}))\s*$"
)
_NAME_AT_END = re.compile(rf"[.!?…/”\"]\s*+(?P<name>{_NAME})\s*(?:\([^()]*\)|/[\w ]+)?\s*$")
_STAMP = any_of(_WORDS["stamp"], space=r"\s+")
_STAMP_WORDS = re.compile(
    rf"{_STAMP}|\d{{1,2}}\s?[:h]\s?\d{{2}}(?::\d\d)?|\b[AP]M\b|GMT\s?[+]?\d*",
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
class BylineValue:
    """A value, the words it was read in, and their span in the body; None if they are in a line that was cut off."""

    value: str
    words: str
    at: Span | None = None


class BodyEnding(NamedTuple):
    """A body, and its last lines that are credits or names with their offsets, last first.

    `may_be_signed`: a name may follow the last sentence.
    """

    body: str
    lines: tuple[tuple[str, int], ...]
    may_be_signed: bool


def body_ending(body: str) -> BodyEnding:
    """Return where the end of a body may name somebody."""
    return BodyEnding(body, tuple(_last_lines(body)), _may_be_signed(body))


def is_stamp(line: str) -> bool:
    """Return whether a line only says when (and perhaps where or by whom) an article was published."""
    rest = _rest_of_stamp(line)
    return rest is not None and (not rest or _is_proper_name(rest) or re.fullmatch(_CODE, rest) is not None)


def is_credit(line: str) -> bool:
    """Return whether a line only says who wrote or first published an article, when, or at which address."""
    if "://" in line and _URL_LINE.fullmatch(line):
        return True
    if len(line) > _MAX_CREDIT:
        return False
    says_who = _AUTHOR.fullmatch(line) or _SOURCE.fullmatch(line) or _CODE_LINE.fullmatch(line)
    return says_who is not None or is_stamp(line)


def find_author(credits: Iterable[str], ending: BodyEnding) -> BylineValue | None:
    """Return the author named in a credit that was cut off, in one of the last lines, or after the last sentence.

    Without a word like “Tác giả”, only what looks like a person's name is an author.
    """
    for line in credits:
        if author := _author_of(line):
            return BylineValue(author, line)
    for line, start in ending.lines:
        if author := _author_of(line):
            return _in_body(author, line, start)
    if not ending.may_be_signed:
        return None
    body = ending.body
    start = body.rfind("\n") + 1
    signature = _NAME_AT_END.search(body, max(start, len(body) - _MAX_CREDIT))
    if signature and are_persons(signature["name"]):
        return BylineValue(signature["name"], signature["name"], signature.span("name"))
    return None


def find_source(credits: Iterable[str], ending: BodyEnding) -> BylineValue | None:
    """Return the agency or paper: “Theo TTXVN” on a line of its own, “(BKTO) -” before the text, “(TTXVN)” after it."""
    for line in credits:
        if source := _source_of(line):
            return BylineValue(source, line)
    if (match := _AGENCY_AHEAD.match(ending.body)) and not _is_forum(_value(match)):
        return _grouped(match)
    for line, start in ending.lines:
        if source := _source_of(line):
            return _in_body(source, line, start)
    if not ending.may_be_signed:
        return None
    match = _AGENCY_AT_END.search(ending.body, max(0, len(ending.body) - _MAX_CREDIT))
    return _grouped(match) if match and _is_agency_at_end(match) else None


def find_url(credits: Iterable[str]) -> BylineValue | None:
    """Return the address in a line that was cut off."""
    for line in credits:
        if match := _URL_LINE.fullmatch(line):
            return BylineValue(match["url"].rstrip(".,;"), line)
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
    """Return whether a name may follow the last sentence; most bodies end with a full stop or a lower-case word.

    An agency may follow the name, in brackets or after a slash.
    """
    end = body[-_MAX_CREDIT:].rstrip()
    if not end or end.endswith(_SENTENCE_END):
        return False
    return "/" in end or end.endswith(")") or end.split()[-1][0].isupper()


def _is_agency_at_end(match: re.Match[str]) -> bool:
    """Return whether brackets at the very end hold an agency: they say “Theo”, or no lower-case word comes before.

    “… Tổ chức Y tế Thế giới (WHO)” is the end of a sentence, and so is “… vở kịch “Người cha” (NSND)”.
    """
    if (match["inner"] or "").startswith(_INTRODUCTIONS):
        return True
    name = match["name"]
    if len(name) > _LONGEST_NAME or (not name and match[0].startswith(("”", '"'))):
        return False
    return not any(word[0].islower() for word in name.split()) and not _is_forum(_value(match))


def _is_forum(name: str) -> bool:
    """Return whether an abbreviation in brackets names a forum that the text is about, and so not an agency."""
    return forums().resolve(name) is not None


def _is_proper_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= _MOST_WORDS_OF_NAME and all(word[0].isupper() and word.isalpha() for word in words)


def _rest_of_stamp(line: str) -> str | None:
    """Return what a line says besides date, time and weekday; None if it has no full date or is too long."""
    if len(line) > _MAX_STAMP or not may_name_year(line):
        return None
    day = next((day for day in find_days(line) if day.year is not None), None)
    if day is None:
        return None
    return _SIGNS.sub(" ", _STAMP_WORDS.sub(" ", line[: day.at[0]] + " " + line[day.at[1] :])).strip()


def _last_lines(body: str) -> Iterator[tuple[str, int]]:
    """Yield the credits and names that end a body, last first, with their offsets; never the whole body."""
    end = len(body)
    for _ in range(_LAST_LINES):
        start = body.rfind("\n", 0, end) + 1
        line = body[start:end].strip()
        if start == 0 or (line and not (is_credit(line) or are_persons(line))):
            return
        yield line, body.index(line, start)
        end = start - 1


def _in_body(value: str, line: str, start: int) -> BylineValue:
    shift = start + line.index(value)
    return BylineValue(value, value, (shift, shift + len(value)))


def _grouped(match: re.Match[str]) -> BylineValue:
    at = match.span("inner") if match["inner"] else match.span("source")
    return BylineValue(_value(match), match.string[slice(*at)], at)


def _value(match: re.Match[str]) -> str:
    groups = match.groupdict()
    value = str(groups.get("inner") or groups["source"])
    for introduction in _INTRODUCTIONS:
        value = value.removeprefix(introduction)
    return value.strip()
