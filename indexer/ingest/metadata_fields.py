"""Metadata as people state it: the keys, the values they may have, and what becomes of values that cannot be used.

A key that is present states something even if it is empty: `""`, `[]` and JSON's `null` mean "none". A value that
cannot be used becomes a `Problem`, and its field counts as not stated.
"""

import datetime
import re
import tomllib
from collections.abc import Callable, Mapping
from typing import NamedTuple

from indexer.ingest.encodings import canonical, known_encodings, without_surrogates
from indexer.ingest.source import METADATA_KEYS, Basis, Given, Stated
from indexer.model import Problem

_ENCODING = "encoding"
EXTERNAL_KEYS = (*METADATA_KEYS, _ENCODING)
"""The keys of a sidecar, and the columns of `metadata.csv` next to `file`."""
LIST_KEYS = ("forums", "topics")

_FULL_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?|(\d{4})(\d{2})(\d{2})")
_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?")
_FRACTION = re.compile(r"(-?\d+)\.0+")
_YEARS = range(1000, 3000)
_MOST_DOTS = 100


class ExternalMetadata(NamedTuple):
    """What is stated about a file outside it, problems with that, and the encoding to read the file in."""

    given: Given = Given()
    problems: tuple[Problem, ...] = ()
    encoding: str | None = None

    def over(self, other: "ExternalMetadata") -> "ExternalMetadata":
        """Return this, completed with what only `other` states."""
        given = self.given.over(other.given)
        return ExternalMetadata(given, self.problems + other.problems, self.encoding or other.encoding)


def read_toml(text: str) -> dict[str, object]:
    """Return what a TOML document states. Raises ValueError, and RecursionError for deeply nested values.

    The time and memory that a dotted key takes grow with the square of its parts.
    """
    if any(line.partition("=")[0].count(".") > _MOST_DOTS for line in text.splitlines()):
        raise ValueError(f"a key has more than {_MOST_DOTS} dots")
    return tomllib.loads(text)


class _BadValueError(ValueError):
    """A value that cannot be used; the message says what is expected."""


def parse_external(fields: dict[str, object], basis: Basis) -> ExternalMetadata:
    """Parse the fields of a sidecar or of a row of `metadata.csv`, ignoring unknown keys."""
    given, problems = parse_fields(fields, basis)
    stated = fields.get(_ENCODING) or None
    encoding = canonical(stated) if isinstance(stated, str) else None
    if stated is not None and encoding is None:
        known = " ".join(known_encodings())
        what = f"{basis}: {_ENCODING} = {_shown(stated)} is ignored: known encodings are {known}"
        problems += (Problem("bad-value", what),)
    return ExternalMetadata(given, problems, encoding)


def parse_fields(fields: Mapping[str, object], basis: Basis) -> tuple[Given, tuple[Problem, ...]]:
    """Parse the metadata that fields state, ignoring unknown keys."""
    stated: dict[str, object] = {}
    problems: list[Problem] = []
    for key, parse in _PARSERS.items():
        if key not in fields:
            continue
        try:
            stated[key] = parse(fields[key])
        except _BadValueError as error:
            problems.append(Problem("bad-value", f"{basis}: {key} = {_shown(fields[key])} is ignored: {error}"))
    if "date" in stated:
        date, year = _day_and_year(stated.pop("date"))
        if date is not None and stated.get("year", year) != year:
            problems.append(Problem("bad-value", f"{basis}: year and date contradict each other; the date is used"))
        stated["date"] = date
        stated["year"] = year if date is not None else stated.get("year", year)
    given = {key: Stated(value, basis) for key, value in stated.items()}
    return Given(**given), tuple(problems)  # type: ignore[arg-type]  # each parser returns its field's type


def without_fraction(written: str) -> str:
    """Return a whole number as it is written without a fraction, any other text as it is.

    >>> without_fraction("2021.0"), without_fraction("v1.0")
    ('2021', 'v1.0')
    """
    whole = _FRACTION.fullmatch(written)
    return whole[1] if whole else written


def _shown(value: object) -> str:
    """Return the beginning of a value, which may be nested too deep or be a number too long to be written."""
    try:
        return f"{value!r:.80}"
    except (ValueError, RecursionError):
        return "…"


def _written(value: object) -> str:
    """Return text or a number as it is written, "" for anything else."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    try:
        return without_fraction(str(value).strip())
    except ValueError as error:
        raise _BadValueError("the number is too long") from error


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _written(value)
    if not isinstance(value, str):
        raise _BadValueError("expected text")
    return without_surrogates(value).strip() or None


def _ids(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
        raise _BadValueError("expected a list of ids")
    return tuple(dict.fromkeys(without_surrogates(item).strip() for item in values if item.strip()))


def _date(value: object) -> datetime.date | int | None:
    """Return a date, or just the year of one written without a day."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime.date):
        return _in_range(value)
    written = _written(value)
    if full := _FULL_DATE.fullmatch(written):
        year, month, day = (int(part) for part in full.groups() if part)
        try:
            date = datetime.date(year, month, day)
        except ValueError as error:
            raise _BadValueError("there is no such day") from error
        return _in_range(date)
    if partial := _PARTIAL_DATE.fullmatch(written):
        return _year(partial[1])
    raise _BadValueError("expected YYYY-MM-DD, YYYYMMDD, YYYY-MM or YYYY")


def _in_range(date: datetime.date) -> datetime.date:
    """Return a date without its time. Raises `_BadValueError` for a year that `_year` refuses."""
    _year(f"{date.year:04}")
    return datetime.date(date.year, date.month, date.day)


def _year(value: object) -> int | None:
    if value is None or value == "":
        return None
    written = _written(value)
    if not re.fullmatch("[0-9]{4}", written) or int(written) not in _YEARS:
        raise _BadValueError(f"expected a year from {_YEARS[0]} to {_YEARS[-1]}")
    return int(written)


def _day_and_year(value: object) -> tuple[str | None, int | None]:
    if isinstance(value, datetime.date):
        return value.isoformat(), value.year
    return None, value if isinstance(value, int) else None


_PARSERS: Mapping[str, Callable[[object], object]] = {
    "title": _text,
    "url": _text,
    "author": _text,
    "source": _text,
    "forums": _ids,
    "topics": _ids,
    "date": _date,
    "year": _year,
}
