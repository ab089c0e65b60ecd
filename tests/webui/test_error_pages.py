"""Errors are explained and say what to do, in HTML and in JSON."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import reindex
from tests.webui.collection import ARTICLES, Page
from webui import create_app

WRONG = [
    ("sort=newst", "sort", "newest", "sort=newest"),
    ("q=nga&mode=lose", "mode", "loose", "q=nga&mode=loose"),
    ("forum=arff&forum=g7", "forum", "arf", "forum=arf&forum=g7"),
    ("topic=drug", "topic", "drugs", "topic=drugs"),
    ("not_topic=drug", "not_topic", "drugs", "not_topic=drugs"),
    ("size=101", "size", "100", "size=100"),
    ("size=5&page=9", "page", "4", "size=5&page=4"),
    ("year=abc&year=2021", "year", None, "year=2021"),
]


@pytest.mark.parametrize(("query", "parameter", "nearest", "corrected"), WRONG)
def test_a_wrong_parameter_is_400_with_a_link_to_the_right_one(
    client: FlaskClient, query: str, parameter: str, nearest: str | None, corrected: str
) -> None:
    answer = client.get(f"/api/search?{query}")
    assert answer.status_code == 400
    error = answer.get_json()["error"]
    assert (error["code"], error["parameter"], error.get("nearest")) == ("bad-request", parameter, nearest)
    assert error["link"] == f"/api/search?{corrected}"
    assert client.get(error["link"]).status_code == 200

    html = client.get(f"/search?{query}")
    assert html.status_code == 400
    assert f"/search?{corrected}" in Page(html.get_data(as_text=True)).links


@pytest.mark.parametrize("value", ["0", "-1", "99999999", "1e3", "9" * 5000, "１", " "])
@pytest.mark.parametrize("name", ["page", "size", "year"])
def test_no_number_crashes_the_page(client: FlaskClient, name: str, value: str) -> None:
    assert client.get("/search", query_string={name: value}).status_code in (200, 400)


@pytest.mark.parametrize("query", ["%00", "%ff%fe", "%F0%9F%98%80", "%22" * 50, "(" * 500, "a" * 5000, "%0a%0d"])
def test_no_query_crashes_the_page(client: FlaskClient, query: str) -> None:
    assert client.get(f"/search?q={query}").status_code == 200
    assert client.get(f"/api/search?q={query}").status_code == 200
    assert client.get(f"/articles/ban-tin/nga-2022?q={query}").status_code == 200


def test_errors_are_in_the_language_of_the_page(client: FlaskClient) -> None:
    assert Page(client.get("/search?sort=x&lang=en").get_data(as_text=True)).lang == "en"
    assert Page(client.get("/search?lang=fr").get_data(as_text=True)).lang == "vi"


def test_unknown_addresses_of_the_api_are_explained_in_json(client: FlaskClient) -> None:
    for address in ("/api/articles/none", "/api/nope"):
        answer = client.get(address)
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "not-found")


def test_other_methods_are_refused_with_a_list_of_those_allowed(client: FlaskClient) -> None:
    for address in ("/search", "/api/search"):
        answer = client.post(address)
        assert (answer.status_code, answer.allow) == (405, {"GET", "HEAD", "OPTIONS"})
    assert answer.content_type == "application/json"


@pytest.mark.parametrize("query", ["forum=arff", "not_topic=drug", "sort=newst", "mode=lose", "size=101", "page=0"])
def test_addresses_check_the_parameters_they_read_and_ignore_others(client: FlaskClient, query: str) -> None:
    """The page of an article reads the whole search, for its link back; its JSON reads none of it."""
    for address in ("/", "/search", "/api/search", "/articles/ban-tin/nga-2022"):
        assert client.get(f"{address}?{query}").status_code == 400, address
    for address in ("/api/articles/ban-tin/nga-2022", "/originals/ban-tin/nga-2022", "/healthz"):
        with client.get(f"{address}?{query}") as answer:
            assert answer.status_code == 200, address


def test_without_an_index_the_page_says_how_to_make_one_and_then_finds_it(tmp_path: Path) -> None:
    client = create_app(tmp_path / "index").test_client()
    page = client.get("/")
    assert page.status_code == 503
    assert "timdau reindex" in page.get_data(as_text=True)
    for address in ("/healthz", "/api/search"):
        answer = client.get(address)
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (503, "index-missing")

    reindex([ARTICLES / "2021"], index=tmp_path / "index")
    assert client.get("/").status_code == 200
    assert client.get("/healthz").get_json()["articles"] == 1


def test_an_open_page_follows_a_new_generation(tmp_path: Path) -> None:
    reindex([ARTICLES / "2021"], index=tmp_path / "index")
    client = create_app(tmp_path / "index").test_client()
    before = client.get("/api/search").get_json()
    reindex([ARTICLES], index=tmp_path / "index")
    after = client.get("/api/search").get_json()
    assert before["total"] == 1
    assert after["total"] == 16
    assert after["generation"] > before["generation"]
