"""Words are written as the newest articles that have them write them."""

from typing import Any

import pytest

from indexer import ENGINES
from indexer.answers.printed_forms import PrintedForms
from indexer.engines.base import Engine
from tests.naive_values import Archive, Article
from tests.properties.test_engines import opened
from tests.strategies import BROADER

OLD = "Theo Hội Đồng, ý kiến Hội Đồng và Hội Đồng."
NEW = "Sáng qua, tại phiên họp toàn thể của hội đồng, mọi người nghe báo cáo về ngân sách năm sau và việc còn lại."
OTHERS = "HÒA BÌNH. Ngày hội hoà bình, đêm hoà bình. Mạch có cổng AND, cổng AND."


def article(number: int, body: str, year: int) -> Article:
    return Article(id=f"a{number}", title="", body=body, aside="", date=f"{year}-05-01", year=year)


@pytest.mark.parametrize("engine", ENGINES.values(), ids=lambda engine: engine.name)
def test_the_newest_articles_decide_by_what_they_write_inside_of_sentences(engine: Engine[Any]) -> None:
    bodies = [*[(OLD, 2010)] * 6, *[(NEW, 2020)] * 6, (OTHERS, 2015)]
    articles = tuple(article(number, body, year) for number, (body, year) in enumerate(bodies))
    with opened(engine, Archive(articles, BROADER)) as reader:
        form = PrintedForms(reader).form
        assert form(("hội", "đồng")) == ("hội", "đồng")
        assert form(("hòa", "bình")) == ("hoà", "bình")
        assert form(("cổng", "and")) is None
        assert form(("sáng", "qua")) is None
        assert form(("hòa", "đồng")) is None
