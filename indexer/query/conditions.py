"""Conditions such as `forum:arf`, `year:2010..2015` or `date:2020-06`: from a typed value or range to its node."""

import calendar
import re
from functools import cache
from typing import assert_never

from indexer.analysis import word
from indexer.fields import CONDITIONS, Dates, Labels, Names, Years
from indexer.languages import LANGUAGES, Language
from indexer.messages import message
from indexer.query.nodes import Not, NumericRange, Query, Term, TermRange, every

_RANGE = re.compile(r"(\S*?)(?:\.\.|(?:^| )TO(?: |$))(\S*)")
_YEAR = re.compile(r"[1-9][0-9]{3}")
_DATE = re.compile(r"([1-9][0-9]{3})(?:-?([0-9]{2})(?:-?([0-9]{2}))?)?")
_DATE_AS_PRINTED = re.compile(r"(?:(?:([0-9]{1,2})[-/.])?([0-9]{1,2})[-/.])([1-9][0-9]{3})")
_OPEN = ("", "*")


class BadValue(Exception):
    """A value without a meaning; `code` is the problem to report, `details` fill in its sentence."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def condition(field: str, value: str, lang: Language) -> Query:
    """Return the node for a condition. Raises `BadValue`.

    >>> str(condition("year", "2010..2015", "en")), str(condition("forum", "ARF", "en"))
    ('year:[2010 TO 2015]', 'forum:arf')
    """
    if _folded(value) in _unknown_values():
        return Not(every(field))
    if value == "*":
        return every(field)
    match CONDITIONS[field]:
        case Labels() as labels:
            return _label(field, labels, value, lang)
        case Years():
            return _years(field, value, *_bounds(value))
        case Dates():
            return _dates(field, value, *_bounds(value))
        case Names():
            return Term(field, value)
        case kind:
            assert_never(kind)


@cache
def _unknown_values() -> frozenset[str]:
    """Return what means “articles without a value”, in any language of readers, with or without accents."""
    return frozenset({"unknown", "none", *(_folded(message("unknown", lang)) for lang in LANGUAGES)})


def _folded(value: str) -> str:
    return " ".join(word(each).folded for each in value.split())


def _label(field: str, labels: Labels, value: str, lang: Language) -> Query:
    vocabulary = labels.vocabulary()
    found = vocabulary.resolve(value)
    if found is None:
        near = vocabulary.nearest(value)
        offer = message("nearest", lang, name=near) if near else ""
        raise BadValue(f"unknown-{field}", value=value, nearest=offer)
    return Term(field, found)


def _bounds(value: str) -> tuple[str, str]:
    plain = " ".join(value.split())
    match = _RANGE.fullmatch(plain)
    return (match[1], match[2]) if match else (plain, plain)


def _years(field: str, value: str, low: str, high: str) -> Query:
    if any(bound not in _OPEN and not _YEAR.fullmatch(bound) for bound in (low, high)) or low == high == "":
        raise BadValue("bad-year", value=value)
    first, last = (None if bound in _OPEN else int(bound) for bound in (low, high))
    if first is not None and last is not None and first > last:
        raise BadValue("empty-range", value=value)
    return NumericRange(field, first, last)


def _dates(field: str, value: str, low: str, high: str) -> Query:
    if low == high == "":
        raise BadValue("bad-date", value=value)
    first = None if low in _OPEN else _day(value, low, last=False)
    last = None if high in _OPEN else _day(value, high, last=True)
    if first is not None and last is not None and first > last:
        raise BadValue("empty-range", value=value)
    return TermRange(field, first, last)


def _day(value: str, bound: str, *, last: bool) -> str:
    """Return the first or last day of a year, month or day as `YYYY-MM-DD`."""
    if match := _DATE.fullmatch(bound):
        year, written_month, day = match.groups()
    elif match := _DATE_AS_PRINTED.fullmatch(bound):
        day, written_month, year = match.groups()
    else:
        raise BadValue("bad-date", value=value)
    month = int(written_month or (12 if last else 1))
    if not 1 <= month <= 12:
        raise BadValue("bad-date", value=value)
    days = calendar.monthrange(int(year), month)[1]
    number = int(day or (days if last else 1))
    if not 1 <= number <= days:
        raise BadValue("bad-date", value=value)
    return f"{year}-{month:02d}-{number:02d}"
