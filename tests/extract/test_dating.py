import tomllib
from pathlib import Path
from typing import Any

import pytest

from indexer.extract.dates.addresses import url_date
from indexer.extract.dates.dates import find_days
from indexer.extract.dates.dating import date_article

CASES = tomllib.loads(Path(__file__).with_name("dates.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_date_year_and_basis(case: dict[str, Any]) -> None:
    title = case.get("title", "")
    text = f"{title}\n{case['text']}"
    stamps = [case["stamp"]] if "stamp" in case else []
    dating = date_article(text, len(title) + 1, stamps=stamps, url=case.get("url"), file=case.get("file"))
    assert (dating.date and dating.date.isoformat()) == case.get("date")
    assert dating.year == case.get("year")
    assert dating.basis == case.get("basis", "none")
    assert (dating.year is None) == (not dating.evidence)
    for _, evidence in dating.evidence:
        assert evidence.at is None or text[slice(*evidence.at)] == evidence.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hôm nay (10-1) sẽ họp", ["10-1"]),
        ("ngày 5 tháng 7 và tối 6/7", ["5 tháng 7", "6/7"]),
        ("mùng 3 tháng Giêng", []),
        ("trước tháng 8-2020", []),
        ("giai đoạn 2020-2025", []),
        ("quyết định 12/2019/QĐ", []),
        ("2020-01-10", ["2020-01-10"]),
    ],
)
def test_where_days_stand(text: str, words: list[str]) -> None:
    assert [text[slice(*day.at)] for day in find_days(text)] == words


@pytest.mark.parametrize("url", ["", "https://example.org/bai-1234567.htm", "https://example.org/2022/13/41/x"])
def test_addresses_without_a_date(url: str) -> None:
    assert url_date(url) is None
