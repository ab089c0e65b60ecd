"""Errors are explained and say what to do, in HTML and in JSON."""

import re
from pathlib import Path
from types import ModuleType

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

import indexer
import webui
from indexer import catalogue, languages, reindex
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


MISTAKES = (
    "year=abc",
    "page=99",
    "page=0",
    "page=x",
    "size=101",
    "mode=lose",
    "words=x",
    "aliases=x",
    "sort=x",
    "forum=arff",
    "topic=drug",
    "source=%CC%81",
    "lang=xx",
    "&".join(["year=2021", *(f"not_year={year}" for year in range(1800, 1900))]),
    "source=" + "a" * 2001,
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake[:20])
def test_what_is_wrong_is_said_in_the_language_asked_for(client: FlaskClient, mistake: str) -> None:
    said = {}
    for lang in ("vi", "en"):
        query = mistake if lang == "vi" or "lang=" in mistake else f"{mistake}&lang={lang}"
        answer = client.get(f"/api/search?{query}")
        assert answer.status_code == 400
        said[lang] = answer.get_json()["error"]["text"]
        page = client.get(f"/search?size=10&{query}").get_data(as_text=True)
        assert escape(said[lang]) in page
    assert said["vi"][-1] == said["en"][-1] == "."
    assert not re.search(r"\b(the|must|is|not|of|take|last)\b", said["vi"])
    assert "lang" in mistake or said["vi"] != said["en"]


def test_every_reason_to_refuse_a_request_is_in_every_language() -> None:
    sources = "".join(path.read_text("utf-8") for top in (indexer, webui) for path in source_files(top))
    codes = set(re.findall(r'bad_request\(\s*"([\w-]+)"', sources)) | {"refused-forum", "refused-topic"}
    assert {"refused-page", "refused-year", "refused-code"} <= codes
    for code in codes:
        assert message_template(code, "vi") != message_template(code, "en")


def source_files(package: ModuleType) -> list[Path]:
    return sorted(Path(str(package.__file__)).parent.rglob("*.py"))


def message_template(code: str, lang: str) -> str:
    return catalogue(Path(languages.__file__).parent, lang)[code]


def test_a_link_of_an_error_never_ends_in_a_bare_question_mark(client: FlaskClient) -> None:
    for query in ("year=abc", "source=%CC%81", "forum=zzzzzz"):
        assert client.get(f"/api/search?{query}").get_json()["error"]["link"] == "/api/search"
        assert "/search" in Page(client.get(f"/search?{query}").get_data(as_text=True)).links


def test_unknown_parameters_are_named_with_the_nearest_one(client: FlaskClient) -> None:
    for address in ("/api/search", "/api/facets/forum"):
        answer = client.get(f"{address}?years=2021&q=nga&lang=en&zzz=1").get_json()
        assert [(each["code"], each["text"], each["at"]) for each in answer["problems"]] == [
            ("unknown-parameter", "There is no parameter “years”, so it was ignored. Did you mean “year”?", None),
            ("unknown-parameter", "There is no parameter “zzz”, so it was ignored.", None),
        ]
    page = client.get("/search?years=2021").get_data(as_text=True)
    assert "Không có tham số “years” nên tham số này bị bỏ qua. Có phải là “year”?" in page
    assert client.get("/api/facets/forum?prefix=a").get_json()["problems"] == []
    many = client.get("/api/search?" + "&".join(f"{'x' * 500}{number}=1" for number in range(50))).get_json()
    assert len(many["problems"]) == 5
    assert all(len(each["text"]) < 200 for each in many["problems"])


@pytest.mark.parametrize(("lang", "word"), [("vi", "Không có bài viết"), ("en", "no article")])
def test_errors_of_http_are_in_the_language_asked_for(client: FlaskClient, lang: str, word: str) -> None:
    assert word in client.get(f"/api/articles/none?lang={lang}").get_json()["error"]["text"]
    assert word in client.get(f"/nope?lang={lang}").get_data(as_text=True)


def test_a_wrong_facet_has_no_link_to_the_same_address(client: FlaskClient) -> None:
    error = client.get("/api/facets/forums").get_json()["error"]
    assert (error["parameter"], error["nearest"], "link" in error) == ("facet", "forum", False)


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
    command = f"timdau reindex --index {tmp_path / 'index'}"
    assert command in page.get_data(as_text=True)
    for address in ("/healthz", "/api/search"):
        answer = client.get(address)
        error = answer.get_json()["error"]
        assert (answer.status_code, error["code"], error["command"]) == (503, "index-missing", command)
        assert str(tmp_path / "index") in error["reason"]

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
