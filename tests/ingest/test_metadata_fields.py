"""Metadata fields: what is stated, what is stated to be none, and what cannot be used."""

import datetime

import pytest

from indexer.ingest.metadata_fields import parse_external, parse_fields, read_toml
from indexer.ingest.source import METADATA_KEYS, Given, Stated


def test_not_stated_differs_from_stated_as_none() -> None:
    assert parse_fields({}, "sidecar") == (Given(), ())
    given, problems = parse_fields(dict.fromkeys(METADATA_KEYS), "record")
    assert problems == ()
    assert given.author == Stated(None, "record")
    assert given.year == Stated(None, "record")
    assert given.forums == Stated((), "record")


def test_an_empty_value_states_none() -> None:
    given, problems = parse_fields({"author": " ", "title": "", "forums": [], "topics": "", "date": ""}, "sidecar")
    assert problems == ()
    assert given == Given(
        title=Stated(None, "sidecar"),
        author=Stated(None, "sidecar"),
        date=Stated(None, "sidecar"),
        year=Stated(None, "sidecar"),
        forums=Stated((), "sidecar"),
        topics=Stated((), "sidecar"),
    )


@pytest.mark.parametrize(
    ("written", "date", "year"),
    [
        ("2021-06-29", "2021-06-29", 2021),
        ("20210629", "2021-06-29", 2021),
        (20210629, "2021-06-29", 2021),
        ("2021-06-29T14:21:00+07:00", "2021-06-29", 2021),
        ("2021-06-29 14:21", "2021-06-29", 2021),
        (datetime.date(2021, 6, 29), "2021-06-29", 2021),
        (datetime.datetime(2021, 6, 29, 23, 59), "2021-06-29", 2021),
        ("2024-02-29", "2024-02-29", 2024),
        ("2021-06", None, 2021),
        ("2021", None, 2021),
        (2021, None, 2021),
    ],
)
def test_dates(written: object, date: str | None, year: int) -> None:
    given, problems = parse_fields({"date": written}, "record")
    assert problems == ()
    assert (given.date, given.year) == (Stated(date, "record"), Stated(year, "record"))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("date", "2021-02-29"),
        ("date", "20211301"),
        ("date", "2021-13"),
        ("date", "29/06/2021"),
        ("date", "hôm qua"),
        ("date", True),
        ("date", ["2021-06-29"]),
        ("date", 99),
        ("date", "0000"),
        ("date", "0999"),
        ("date", "0001-01-01"),
        ("date", "99991231"),
        ("date", datetime.date(9999, 12, 31)),
        ("date", datetime.datetime(999, 12, 31, 12)),
        ("year", "0999"),
        ("year", 3000),
        ("year", "21"),
        ("year", 20210),
        ("year", "²⁰²¹"),
        ("author", ["A", "B"]),
        ("forums", [1]),
        ("topics", {"nuclear": True}),
    ],
)
def test_a_value_that_cannot_be_used_is_a_problem_and_counts_as_not_stated(key: str, value: object) -> None:
    given, problems = parse_fields({key: value, "source": "Bản tin"}, "sidecar")
    assert given == Given(source=Stated("Bản tin", "sidecar"))
    assert [problem.code for problem in problems] == ["bad-value"]
    assert key in problems[0].text


def test_the_date_overrides_a_different_year() -> None:
    given, problems = parse_fields({"date": "2020-01-10", "year": 2019}, "sidecar")
    assert (given.date, given.year) == (Stated("2020-01-10", "sidecar"), Stated(2020, "sidecar"))
    assert [problem.code for problem in problems] == ["bad-value"]


def test_a_year_may_accompany_a_date_of_none() -> None:
    given, problems = parse_fields({"date": None, "year": 2019}, "record")
    assert (given.date, given.year) == (Stated(None, "record"), Stated(2019, "record"))
    assert problems == ()


def test_values_are_trimmed_and_ids_deduplicated() -> None:
    given, _ = parse_fields({"title": "  Tin vắn\n", "forums": ["arf ", "arf", "", "un"], "topics": "drugs"}, "record")
    assert given.title == Stated("Tin vắn", "record")
    assert given.forums == Stated(("arf", "un"), "record")
    assert given.topics == Stated(("drugs",), "record")


def test_a_record_overrides_its_batch_and_keeps_date_and_year_together() -> None:
    batch, _ = parse_fields({"date": "2015-03-01", "source": "Tập san", "author": "Ban biên tập"}, "sidecar")
    record, _ = parse_fields({"year": 2016, "author": None}, "record")
    both = record.over(batch)
    assert both.year == Stated(2016, "record")
    assert both.date is None
    assert both.author == Stated(None, "record")
    assert both.source == Stated("Tập san", "sidecar")
    assert Given().over(batch) == batch


@pytest.mark.parametrize("key", ["title", "year", "date", "forums", "encoding"])
def test_a_number_too_long_to_be_written_is_a_bad_value(key: str) -> None:
    external = parse_external({key: 10**5000}, "sidecar")
    assert external.given == Given()
    assert [problem.code for problem in external.problems] == ["bad-value"]


def test_a_value_nested_too_deep_to_be_shown_is_a_bad_value() -> None:
    value: list[object] = []
    for _ in range(100_000):
        value = [value]
    _, problems = parse_fields({"year": value}, "sidecar")
    assert [problem.code for problem in problems] == ["bad-value"]


@pytest.mark.parametrize("text", [f"a{'.a' * 101} = 1", f"title = 1\n[a{'.a' * 101}]"])
def test_a_key_with_too_many_dots_is_not_parsed(text: str) -> None:
    with pytest.raises(ValueError, match="more than 100 dots"):
        read_toml(text)


def test_dots_in_a_value_are_no_parts_of_a_key() -> None:
    assert read_toml("title = 'a" + "." * 500 + "'") == {"title": f"a{'.' * 500}"}
