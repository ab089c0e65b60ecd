"""Facets as the page shows them: every link leads to as many articles as it says."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from indexer import FacetValue, Index, SearchRequest
from tests.webui.collection import Page
from webui.facet_panels import FacetRow, Panel, facet_rows, highest_count, panels
from webui.state import PAGE_SIZE, State, parse, url
from webui.texts import texts
from webui.transitions import exclude, only


def laid_out(index: Index, state: State) -> tuple[Panel, ...]:
    return panels(state, index.search(state.request).facets, texts("vi"))


def rows_of(index: Index, state: State) -> Iterator[FacetRow]:
    for facet, values in index.search(state.request).facets.items():
        yield from facet_rows(state, facet, values, highest_count(values), texts("vi"))


def api(address: str) -> str:
    return address.replace("/search", "/api/search", 1)


@pytest.mark.parametrize("query", ["", "duong", "hội -nga"])
def test_without_choices_every_count_is_right(index: Index, client: FlaskClient, query: str) -> None:
    state = State(SearchRequest(query=query, size=PAGE_SIZE))
    everything = index.search(state.request).total
    listed = list(rows_of(index, state))
    assert len(listed) > 5
    for row in listed:
        assert client.get(api(row.choose)).get_json()["total"] == int(row.count)
        assert client.get(api(row.exclude)).get_json()["total"] == everything - int(row.count)
        assert row.add is None


def test_with_choices_the_count_is_that_of_the_value_alone(index: Index, client: FlaskClient) -> None:
    state = parse({"forum": ["arf", "g7"], "year": ["2010..2016"]})
    together = index.search(state.request).total
    seen = 0
    for row in rows_of(index, state):
        if row.selected:
            assert client.get(api(row.choose)).get_json()["total"] <= max(together, int(row.count))
            continue
        assert client.get(api(row.choose)).get_json()["total"] == int(row.count)
        if row.add:
            seen += 1
            assert client.get(api(row.add)).get_json()["total"] >= int(row.count)
    assert seen > 3


@pytest.mark.parametrize("query", ["", "forum=unknown & not_forum=unknown"])
def test_addresses_that_are_filled_in_are_those_of_the_transitions(query: str) -> None:
    state = parse({"q": [query], "topic": ["maritime-security"], "sort": ["oldest"], "lang": ["en"]})
    values = [FacetValue(value, "", 1) for value in ("arf", "asean", None)]
    for row, value in zip(facet_rows(state, "forum", values, 1, texts("en")), values, strict=True):
        assert row.choose == url("/search", only(state, "forum", value.value))
        assert row.exclude == url("/search", exclude(state, "forum", value.value))


def test_a_narrower_forum_replaces_the_broader_one(index: Index) -> None:
    forum, *_ = laid_out(index, parse({"forum": ["asean"]}))
    narrower = next(row for row in forum.rows if not row.selected and row.depth == 0)
    assert narrower.choose.count("forum=") == 1
    chosen = next(row for row in forum.rows if row.selected)
    assert chosen.choose == "/search"


def test_six_values_are_shown_next_to_those_chosen_and_unknown() -> None:
    values = [FacetValue(f"Báo {n}", f"Báo {n}", 1000 - n) for n in range(80)]
    values[70] = FacetValue("Báo 70", "Báo 70", 930, selected=True)
    values.append(FacetValue(None, "Không rõ", 5000))
    (source,) = panels(State(), {"source": values}, texts("vi"))
    assert [row.label for row in source.rows] == ["Báo 70", *(f"Báo {n}" for n in range(6)), "Không rõ"]
    assert source.all == "Tất cả 80 mục"
    assert source.all_url == "/facets/source"


def test_a_short_list_needs_no_page_and_no_filter() -> None:
    (source,) = panels(State(), {"source": [FacetValue("Báo Quê", "Báo Quê", 2)]}, texts("vi"))
    assert source.all is None


def test_bars_are_relative_to_the_highest_count_and_unknown_is_on_no_scale() -> None:
    counts: dict[str | None, int] = {"a": 40, "b": 10, "c": 0, None: 400}
    values = tuple(FacetValue(name, str(name), count) for name, count in counts.items())
    (source,) = panels(State(), {"source": values}, texts("vi"))
    assert [row.share for row in source.rows] == [100, 25, 0, 0]


def test_all_values_have_a_page_that_is_filtered_and_sorted(client: FlaskClient) -> None:
    def labels(address: str) -> list[str]:
        html = client.get(address).text
        return [part.split("<")[0] for part in html.split('<span class="label">')[1:]]

    everything = labels("/facets/forum")
    assert len(everything) > 6
    assert "ASEAN (chung)" in labels("/facets/forum?prefix=asean")
    assert len(labels("/facets/forum?prefix=asean")) < len(everything)
    by_name = labels("/facets/forum?order=name")
    assert sorted(by_name) == sorted(everything)
    # In Vietnamese, Đ comes after D and before every later letter.
    initials = [label[0] for label in by_name if label[0] in "DĐH"]
    assert initials == sorted(initials, key="DĐH".index)
    assert labels("/facets/forum?prefix=zzz") == []
    assert "Không có mục nào bắt đầu bằng “zzz”" in client.get("/facets/forum?prefix=zzz").text


def test_the_page_of_all_values_keeps_the_search(client: FlaskClient) -> None:
    page = Page(client.get("/facets/forum?q=nga&year=2016").text)
    assert "/search?q=nga&year=2016" in page.links
    assert all("q=nga" in link for link in page.links if link.startswith("/search"))


@pytest.mark.parametrize(("address", "status"), [("/facets/nope", 404), ("/facets/forum?page=9", 400)])
def test_a_facet_or_page_that_does_not_exist_is_refused(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_an_unknown_order_is_refused_with_the_nearest(client: FlaskClient) -> None:
    answer = client.get("/facets/forum?order=size")
    assert answer.status_code == 400
    assert "/facets/forum?order=count" in Page(answer.text).links
