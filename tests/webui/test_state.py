"""The URL is the state: nothing is lost in either direction, and no value makes it crash."""

from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import BadRequest, SearchRequest
from tests.webui.strategies import states
from webui.state import PAGE_SIZE, State, article_path, corrected, pairs, parse, url

PARAMETERS = (
    "q",
    "forum",
    "year",
    "topic",
    "not_forum",
    "not_year",
    "not_topic",
    "mode",
    "words",
    "aliases",
    "sort",
    "page",
    "size",
    "chart",
    "lang",
)


@given(states)
def test_parsing_a_url_restores_its_state(state: State) -> None:
    query = urlsplit(url("/search", state)).query
    assert parse(parse_qs(query, keep_blank_values=True)) == state


def test_the_default_state_has_no_parameters() -> None:
    assert url("/search", State()) == "/search"
    assert parse({}) == State()


@given(st.dictionaries(st.sampled_from(PARAMETERS), st.lists(st.text(max_size=12), max_size=3)))
def test_any_values_give_a_state_or_a_bad_request_that_names_the_parameter(arguments: dict[str, list[str]]) -> None:
    named: str | None = None
    message = ""
    try:
        state = parse(arguments)
    except BadRequest as error:
        named, message = error.parameter, str(error)
    else:
        assert parse(parse_qs(urlsplit(url("/", state)).query, keep_blank_values=True)) == state
    assert named in (None, *arguments)
    assert len(message.splitlines()) < 2


def test_aliases_are_written_only_if_they_are_off() -> None:
    assert url("/search", State(SearchRequest("arf", aliases=False, size=PAGE_SIZE))) == "/search?q=arf&aliases=off"
    assert (
        parse({"q": ["arf"], "aliases": ["on"]}) == parse({"q": ["arf"]}) == State(SearchRequest("arf", size=PAGE_SIZE))
    )


def test_facet_parameters_repeat_without_duplicates() -> None:
    state = parse({"forum": ["arf", "unknown", "arf"], "year": ["2010..2012", "2021", "2021", "unknown"]})
    assert state.request.forums == ("arf", None)
    assert state.request.years == ((2010, 2012), (2021, 2021), None)


@pytest.mark.parametrize("written", ["2010..2012", " 2010 .. 2012 ", "2010-2012", "2010–2012", "2012..2010"])
def test_a_range_of_years_may_be_written_in_several_ways(written: str) -> None:
    assert parse({"year": [written]}).request.years == ((2010, 2012),)


def test_empty_and_unknown_parameters_are_ignored() -> None:
    assert parse({"q": [""], "year": [""], "forum": [" "], "sort": [""], "page": [""], "utm": ["x"]}) == State()


def test_a_page_has_more_articles_than_an_answer_of_the_api() -> None:
    assert parse({}).request.size == PAGE_SIZE > SearchRequest().size
    assert parse({}, size=10).request.size == 10


@pytest.mark.parametrize(
    ("name", "value", "nearest"),
    [
        ("sort", "newst", "newest"),
        ("sort", "xyz", "relevance"),
        ("mode", "lose", "loose"),
        ("words", "part", "apart"),
        ("words", "xyz", "joined"),
        ("aliases", "no", "on"),
        ("lang", "xx", "vi"),
        ("chart", "pie", "years"),
        ("page", "two", "1"),
        ("page", "9" * 5000, "1"),
        ("size", "10.5", "20"),
        ("year", "abc", None),
        ("year", "٢٠٢١", None),
    ],
)
def test_a_wrong_value_is_refused_with_the_nearest_right_one(name: str, value: str, nearest: str | None) -> None:
    with pytest.raises(BadRequest) as caught:
        parse({name: [value]})
    assert (caught.value.parameter, caught.value.nearest) == (name, nearest)
    assert len(str(caught.value)) < 200


def test_reversed_years_are_swapped() -> None:
    assert parse({"year": ["2022..2010"], "not_year": ["2022-2010"]}).request == SearchRequest(
        years=((2010, 2022),), not_years=((2010, 2022),), size=PAGE_SIZE
    )


def test_correcting_replaces_only_wrong_values() -> None:
    arguments = {"q": ["nga"], "forum": ["arff", "eas"], "page": ["2"]}
    assert parse_qsl(corrected(arguments, "forum", ["arff"], "arf")) == [
        ("q", "nga"),
        ("forum", "arf"),
        ("forum", "eas"),
        ("page", "2"),
    ]
    assert parse_qsl(corrected(arguments, "forum", ["arff"], None)) == [("q", "nga"), ("forum", "eas"), ("page", "2")]


def test_the_order_of_parameters_is_fixed() -> None:
    state = parse({"lang": ["en"], "not_year": ["2010"], "q": ["nga"], "topic": ["drugs"], "page": ["2"]})
    assert [name for name, _ in pairs(state)] == ["q", "topic", "not_year", "page", "lang"]


@pytest.mark.parametrize("article_id", ["/srv/a.txt", "a//b", "a/", "../a", "a/./b", "."])
def test_ids_that_browsers_would_rewrite_are_in_the_query(article_id: str) -> None:
    address = url(article_path(article_id), State(lang="en"))
    assert urlsplit(address).path == "/articles"
    assert parse_qsl(urlsplit(address).query) == [("id", article_id), ("lang", "en")]


def test_ids_are_quoted_except_for_their_slashes() -> None:
    assert article_path("a b/c?d&e%2F#g.txt") == "/articles/a%20b/c%3Fd%26e%252F%23g.txt"
