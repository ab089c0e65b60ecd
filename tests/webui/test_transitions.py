"""Every link makes one transition: choosing, excluding or undoing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import FACETS, Facet, FacetChoice, FacetCode, SearchRequest, chosen, covers, forums, topics
from tests.webui.strategies import SOURCES, states
from webui import transitions
from webui.state import State, is_chosen

_values: dict[Facet, st.SearchStrategy[FacetCode]] = {
    "forum": st.none() | st.sampled_from(forums().ids),
    "year": st.none() | st.integers(1, 9999),
    "topic": st.none() | st.sampled_from(topics().ids),
    "source": st.none() | st.sampled_from(SOURCES),
}


def value_as_choice(value: FacetCode) -> FacetChoice:
    return (value, value) if isinstance(value, int) else value


_picks = st.sampled_from(FACETS).flatmap(lambda facet: st.tuples(st.just(facet), _values[facet]))


@given(states, _picks)
def test_toggling_chooses_or_deselects_a_value_and_stops_excluding_it(
    state: State, pick: tuple[Facet, FacetCode]
) -> None:
    facet, value = pick
    after = transitions.toggle(state, facet, value)
    assert is_chosen(after.request, facet, value) != is_chosen(state.request, facet, value)
    assert not is_chosen(after.request, facet, value, excluded=True)
    assert after.request.page == 1


@given(states, _picks)
def test_excluding_excludes_a_value_or_stops_and_deselects_it(state: State, pick: tuple[Facet, FacetCode]) -> None:
    facet, value = pick
    after = transitions.exclude(state, facet, value)
    assert is_chosen(after.request, facet, value, excluded=True) != is_chosen(
        state.request, facet, value, excluded=True
    )
    assert not is_chosen(after.request, facet, value)
    assert after.request.page == 1


@given(states, _picks, st.integers(1, 9999))
def test_a_transition_keeps_all_other_values(state: State, pick: tuple[Facet, FacetCode], other: int) -> None:
    facet, value = pick
    after = transitions.exclude(transitions.toggle(state, facet, value), facet, value)
    for facet_there in FACETS:
        others: list[FacetCode] = [other, None, *forums().ids, *topics().ids, *SOURCES]
        for there in others:
            if facet_there != facet or not covers(facet, value_as_choice(value), there):
                assert is_chosen(after.request, facet_there, there) == is_chosen(state.request, facet_there, there)


@given(states, _picks)
def test_only_leaves_one_choice_and_the_other_exclusions(state: State, pick: tuple[Facet, FacetCode]) -> None:
    facet, value = pick
    after = transitions.only(state, facet, value)
    assert len(chosen(after.request, facet)) == 1
    assert is_chosen(after.request, facet, value)
    assert not is_chosen(after.request, facet, value, excluded=True)


def test_a_year_is_cut_out_of_the_range_around_it() -> None:
    state = State(SearchRequest(years=((2010, 2022),)))
    assert transitions.toggle(state, "year", 2015).request.years == ((2010, 2014), (2016, 2022))
    assert transitions.toggle(state, "year", 2010).request.years == ((2011, 2022),)


def test_a_choice_replaces_its_broader_and_narrower_ones() -> None:
    state = State(SearchRequest(forums=("asean", "g7")))
    assert transitions.toggle(state, "forum", "arf", kin=frozenset({"asean", "arf-som"})).request.forums == (
        "g7",
        "arf",
    )


def test_clearing_keeps_the_query_and_how_it_is_searched() -> None:
    request = SearchRequest(
        query="nga",
        forums=("arf",),
        not_years=(None,),
        mode="loose",
        words="apart",
        aliases=False,
        sort="oldest",
        size=50,
        page=3,
    )
    kept = SearchRequest(query="nga", mode="loose", words="apart", aliases=False, sort="oldest", size=50)
    assert transitions.clear(State(request, "en")) == State(kept, "en")


@pytest.mark.parametrize("excluded", [False, True])
def test_a_range_is_dropped_as_a_whole(excluded: bool) -> None:
    state = State(SearchRequest(years=((2010, 2012), (2020, 2020)), not_years=((2010, 2012),)))
    after = transitions.drop(state, "year", (2010, 2012), excluded=excluded).request
    assert after.years == (((2010, 2012), (2020, 2020)) if excluded else ((2020, 2020),))
    assert after.not_years == (() if excluded else ((2010, 2012),))


def test_a_change_of_language_keeps_the_page_and_a_change_of_order_does_not() -> None:
    state = State(SearchRequest(page=3))
    assert transitions.changed(state, lang="en") == State(SearchRequest(page=3), "en")
    assert transitions.changed(state, sort="title").request.page == 1
    assert transitions.changed(state, aliases=False) == State(SearchRequest(aliases=False))


def test_another_query_or_other_words_start_on_the_first_page() -> None:
    state = State(SearchRequest(query="bien dong", forums=("arf",), page=3))
    assert transitions.changed(state, words="apart").request == SearchRequest(
        query="bien dong", forums=("arf",), words="apart"
    )
    assert transitions.changed(state, query="biển Đông").request == SearchRequest(query="biển Đông", forums=("arf",))
