"""Fields of a record or a sidecar, checked and normalised into `Given`.

A key that is there says something, even where it is empty: `""`, `[]` and JSON's `null` mean "none".
What cannot be used becomes a `Problem`, and the field counts as not said.
"""

import datetime
import re
from collections.abc import Callable, Mapping

from indexer.ingest.encodings import without_surrogates
from indexer.ingest.source import Basis, Given, Stated
from indexer.model import Problem

KEYS = ("title", "url", "date", "year", "author", "source", "forums", "topics")

_FULL_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?|(\d{4})(\d{2})(\d{2})")
_PART_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?")
_YEARS = range(1000, 3000)


class _BadValueError(ValueError):
    """A value that cannot be used; the message says what is expected."""


def state(fields: Mapping[str, object], basis: Basis) -> tuple[Given, tuple[Problem, ...]]:
    """Read what the known keys of `fields` state; other keys are passed over."""
    stated: dict[str, object] = {}
    problems: list[Problem] = []
    for key, parse in _PARSERS.items():
        if key not in fields:
            continue
        try:
            stated[key] = parse(fields[key])
        except _BadValueError as error:
            problems.append(Problem("bad-value", f"{basis}: {key} = {fields[key]!r:.80} is not used: {error}"))
    if "date" in stated:
        date, year = _day_and_year(stated.pop("date"))
        if date is not None and stated.get("year", year) != year:
            problems.append(Problem("bad-value", f"{basis}: year is not that of the date; the date is used"))
        stated["date"] = date
        stated["year"] = year if date is not None else stated.get("year", year)
    given = {key: Stated(value, basis) for key, value in stated.items()}
    return Given(**given), tuple(problems)  # type: ignore[arg-type]  # each parser returns its field's type


def _text(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise _BadValueError("a text is expected")
    return without_surrogates(value).strip() or None


def _ids(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
        raise _BadValueError("a list of ids is expected")
    return tuple(dict.fromkeys(without_surrogates(item).strip() for item in values if item.strip()))


def _date(value: object) -> datetime.date | int | None:
    """Read a date, or the year of one that is written without its day."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime.date):
        return _in_range(value)
    written = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if full := _FULL_DATE.fullmatch(written):
        year, month, day = (int(part) for part in full.groups() if part)
        try:
            date = datetime.date(year, month, day)
        except ValueError as error:
            raise _BadValueError("there is no such day") from error
        return _in_range(date)
    if part := _PART_DATE.fullmatch(written):
        return _year(part[1])
    raise _BadValueError("YYYY-MM-DD, YYYYMMDD, YYYY-MM or YYYY is expected")


def _in_range(date: datetime.date) -> datetime.date:
    """Return a date without its time; the years of dates are those of `year`."""
    _year(f"{date.year:04}")
    return datetime.date(date.year, date.month, date.day)


def _year(value: object) -> int | None:
    if value is None or value == "":
        return None
    written = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not re.fullmatch("[0-9]{4}", written) or int(written) not in _YEARS:
        raise _BadValueError(f"a year from {_YEARS[0]} to {_YEARS[-1]} is expected")
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
