"""What every written form of a date says."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.extract.dates.dating import date_article
from indexer.extract.dates.written_dates import file_date, find_days, url_date
from indexer.extract.dates.year_mentions import find_years

FORMS = tomllib.loads(Path(__file__).with_name("forms.toml").read_text("utf-8"))


def date_in_text(text: str) -> str:
    for day in find_days(text):
        return f"{day.year or '-'}-{day.month:02}-{day.day:02}"
    for mention in find_years(text, 0):
        if mention.sense != "name":
            return f"{mention.year}-{mention.month:02}" if mention.month else str(mention.year)
    return ""


def date_in_stamp(line: str) -> str:
    return str(date_article("\n", 1, stamps=[line]).date or "")


READERS: dict[str, Callable[[str], str]] = {
    "text": date_in_text,
    "stamp": date_in_stamp,
    "url": lambda url: str(url_date(url) or ""),
    "file": lambda name: str(file_date(name) or ""),
}


def test_every_place_has_a_reader() -> None:
    assert READERS.keys() == FORMS.keys()
    assert sum(map(len, FORMS.values())) >= 80


@pytest.mark.parametrize(("place", "form", "said"), [(place, *each) for place in FORMS for each in FORMS[place]])
def test_what_a_form_says(place: str, form: str, said: str) -> None:
    assert READERS[place](form) == said
