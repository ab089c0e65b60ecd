import tomllib
from pathlib import Path
from typing import Any

import pytest

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
