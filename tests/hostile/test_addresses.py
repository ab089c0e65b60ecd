"""Addresses that repeat parameters, or are very long, get a short answer."""

import pytest
from flask.testing import FlaskClient

from indexer import BadRequest, FacetValue, Index, SearchRequest
from tests.webui.collection import Page
from webui.state import State
from webui.texts import texts
from webui.years_chart import years_chart

FACETS = ("forum", "year", "topic", "source")
NAMES = [prefix + facet for facet in FACETS for prefix in ("", "not_")]
A_PAGE = 3_000_000
"""Characters that no answer has."""


@pytest.mark.parametrize("path", ["/search", "/api/search", "/articles/ban-tin/nga-2022"])
@pytest.mark.parametrize("number", [101, 3000])
@pytest.mark.parametrize("name", NAMES)
def test_too_many_values_are_refused_with_a_link_without_them(
    client: FlaskClient, path: str, number: int, name: str
) -> None:
    answer = client.get(f"{path}?q=nga&" + "&".join(f"{name}={value}" for value in range(1, number + 1)))
    assert answer.status_code == 400
    assert len(answer.data) < 20_000
    if path == "/api/search":
        assert answer.get_json()["error"]["link"] == "/api/search?q=nga"
    else:
        links = Page(answer.get_data(as_text=True)).links
        assert any(link.endswith("?q=nga") for link in links)


def test_the_limit_counts_all_facets_together(index: Index) -> None:
    years = tuple((year, year) for year in range(2000, 2060))
    sources = tuple(f"báo {number}" for number in range(40))
    assert index.search(SearchRequest(years=years, not_sources=sources)).total
    with pytest.raises(BadRequest, match="limited to 100 values in all, not 101; leave out some of “year”") as refused:
        index.search(SearchRequest(years=years, not_sources=(*sources, "báo")))
    assert refused.value.parameter == "year"
    with pytest.raises(BadRequest, match="2000 characters in all, not 2001; leave out some of “not_source”"):
        index.search(SearchRequest(not_sources=("a" * 2001,)))


@pytest.mark.parametrize(
    "parameters",
    [
        "&".join(["year=2020"] * 30_000),
        "&".join(f"year={year}" for year in range(1, 101)),
        "&".join(f"year=x{year}" for year in range(30_000)),
        "&".join(f"forum=asea{number}" for number in range(20_000)),
        "&".join(f"skipped=a{number}" for number in range(20_000)),
        "&".join(f"x{number}=1" for number in range(30_000)),
        "&".join(["sort=title"] * 20_000),
        "forum=" + "asean+" * 40_000,
        "source=" + "a" * 2_000,
        "source=" + "a" * 250_000,
        "q=" + "a" * 250_000,
        "q=" + ")+" * 100_000,
        "size=100&q=" + "a+" * 100_000,
    ],
    ids=lambda parameters: f"{parameters[:20]} ({len(parameters)})",
)
@pytest.mark.parametrize("path", ["/search", "/api/search", "/articles/ban-tin/nga-2022", "/status", "/api/status"])
def test_no_address_gets_a_long_answer(client: FlaskClient, path: str, parameters: str) -> None:
    answer = client.get(f"{path}?{parameters}")
    assert answer.status_code in (200, 400, 404)
    assert len(answer.data) < A_PAGE


def test_years_of_an_archive_without_end_share_bars() -> None:
    values = [FacetValue(year, str(year), 1, selected=True) for year in range(9999, 0, -1)]
    chart = years_chart(State(SearchRequest(years=((1, 9999),))), values, texts("en"))
    assert chart
    assert len(chart.bars) <= 120
    assert (chart.bars[0].years, chart.bars[-1].years) == ("0..99", "9900..9999")
    assert len(chart.ticks) < 12
