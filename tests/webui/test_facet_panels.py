"""Facets as the page shows them: every link leads to as many articles as it says."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from indexer import FacetValue, Index, SearchRequest
from webui.facet_panels import FacetBranch, FacetNode, Panel, panels
from webui.state import State, parse
from webui.texts import texts


def laid_out(index: Index, state: State) -> tuple[Panel, ...]:
    return panels(state, index.search(state.request).facets, texts("vi"))


def nodes(branch: FacetBranch) -> Iterator[FacetNode]:
    for node in (*branch.shown, *branch.more):
        yield node
        yield from nodes(node.children)


def api(address: str) -> str:
    return address.replace("/search", "/api/search", 1)


@pytest.mark.parametrize("query", ["", "duong", "hội -nga"])
def test_without_choices_every_count_is_right(index: Index, client: FlaskClient, query: str) -> None:
    state = State(SearchRequest(query=query))
    everything = index.search(state.request).total
    listed = [node for panel in laid_out(index, state) for node in nodes(panel.values)]
    assert len(listed) > 5
    for node in listed:
        assert client.get(api(node.toggle)).get_json()["total"] == int(node.count)
        assert client.get(api(node.exclude)).get_json()["total"] == everything - int(node.count)
        assert node.only is None


def test_with_choices_the_count_is_that_of_only(index: Index, client: FlaskClient) -> None:
    state = parse({"forum": ["arf", "g7"], "year": ["2010..2016"]})
    seen = 0
    for node in (node for panel in laid_out(index, state) for node in nodes(panel.values)):
        seen += node.only is not None
        assert client.get(api(node.only or node.toggle)).get_json()["total"] == int(node.count)
    assert seen > 3


def test_a_narrower_forum_replaces_the_broader_one(index: Index) -> None:
    forum, *_ = laid_out(index, parse({"forum": ["asean"]}))
    narrower = next(node for node in nodes(forum.values) if "(ADSOM WG)" in node.label)
    assert narrower.toggle == "/search?forum=adsom-wg"
    chosen = next(node for node in nodes(forum.values) if node.selected)
    assert chosen.toggle == "/search"


def test_long_lists_are_folded_unless_a_choice_is_inside() -> None:
    years = tuple(FacetValue(year, str(year), 1) for year in range(2024, 2000, -1))
    chosen = (*years[:-1], FacetValue(2001, "2001", 1, excluded=True))
    _, folded, *_ = panels(State(), {"year": years}, texts("vi"))
    _, opened, *_ = panels(State(), {"year": chosen}, texts("vi"))
    assert len(folded.values.shown) + len(folded.values.more) == 24
    assert len(folded.values.more) > 0
    assert (folded.values.open, opened.values.open) == (False, True)


def test_bars_are_relative_to_the_highest_count() -> None:
    counts = {2020: 40, 2021: 10, 2022: 0}
    values = tuple(FacetValue(year, str(year), count) for year, count in counts.items())
    _, year, *_ = panels(State(), {"year": values}, texts("vi"))
    assert [node.share for node in year.values.shown] == [100, 25, 0]


def test_only_the_most_frequent_names_and_those_chosen_are_listed() -> None:
    names = [FacetValue(f"Báo {n}", f"Báo {n}", 1000 - n) for n in range(80)]
    names[70] = FacetValue("Báo 70", "Báo 70", 930, selected=True)
    *_, source = panels(State(), {"source": names}, texts("vi"))
    labels = [node.label for node in nodes(source.values)]
    assert labels == [*(f"Báo {n}" for n in range(50)), "Báo 70"]
    assert source.rest == 29
