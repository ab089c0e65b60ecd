"""Whatever is asked for, what can be taken away is there, or the answer says what is wrong with the request."""

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import SearchRequest
from tests.exports.strategies import TEXTS
from webui.state import State
from webui.take_away import EXPORTS, absolute, page_address, search_address

SEARCHES = (
    *(f"/export.{ending}" for ending in EXPORTS),
    *("/years.csv", "/forum-years.csv", "/kwic", "/kwic.csv", "/api/kwic", "/feed.atom", "/opensearch.xml"),
    *("/suggest.json", "/batch", "/batch.csv", "/citations"),
)
NAMES = ("q", "forum", "year", "not_topic", "source", "mode", "words", "aliases", "sort", "page", "size", "lang")
OTHERS = ("by", "format", "id", "list")
KNOWN = ("", "arf", "unknown", "2020", "2010..2020", "newest", "strict", "0", "99", "left", "bib")
VALUES = st.sampled_from(KNOWN) | TEXTS


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SEARCHES), st.dictionaries(st.sampled_from((*NAMES, *OTHERS)), VALUES, max_size=3))
def test_no_parameter_ends_in_a_failure(client: FlaskClient, address: str, parameters: dict[str, str]) -> None:
    answer = client.get(address, query_string=parameters)
    assert answer.status_code in (200, 400, 404)
    assert answer.data
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", [*SEARCHES, "/citations/ban-tin/nga-2022"])
def test_head_has_the_headers_of_get(client: FlaskClient, address: str) -> None:
    for query in ("q=hoi", "forum=arff"):
        head, got = client.head(f"{address}?{query}"), client.get(f"{address}?{query}")
        assert (head.status_code, head.data) == (got.status_code, b"")
        assert head.headers.get("Content-Type") == got.headers.get("Content-Type")
        assert head.headers.get("Content-Disposition") == got.headers.get("Content-Disposition")


@pytest.mark.parametrize("base", ["https://kho.example", "https://kho.example/", "https://kho.example/tim/"])
def test_addresses_are_below_the_site(base: str) -> None:
    site = base.rstrip("/")
    assert absolute(base, "/kwic") == f"{site}/kwic"
    assert page_address(base, "a b/ý.txt") == f"{site}/articles/a%20b/%C3%BD.txt"
    request = SearchRequest("cũ", forums=("arf",), page=3)
    assert search_address(base, request, "mới", State().lang) == f"{site}/search?q=m%E1%BB%9Bi&forum=arf"
