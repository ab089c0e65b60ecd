"""The JSON API answers like the Python API, in the shape of the command line."""

import json
from dataclasses import replace
from html import unescape

import pytest
from flask.testing import FlaskClient

from indexer import (
    FACETS,
    Index,
    SearchRequest,
    article_json,
    completions_json,
    forums,
    related_json,
    result_json,
)


@pytest.mark.parametrize(
    ("query", "request_"),
    [
        ("", SearchRequest()),
        ("?q=duong&sort=newest&size=3&page=2", SearchRequest(query="duong", sort="newest", size=3, page=2)),
        (
            "?forum=arf&forum=g7&not_year=2016&topic=unknown&mode=loose",
            SearchRequest(forums=("arf", "g7"), not_years=((2016, 2016),), topics=(None,), mode="loose"),
        ),
        ("?q=arf&aliases=off", SearchRequest("arf", aliases=False)),
        ("?q=arf", SearchRequest("arf")),
    ],
)
def test_search_returns_the_answer_of_the_index(
    client: FlaskClient, index: Index, query: str, request_: SearchRequest
) -> None:
    answer = client.get(f"/api/search{query}").get_json()
    expected = json.loads(json.dumps(result_json(index.search(replace(request_, suggestions=True)))))
    assert answer["total"] == expected["total"]
    assert {**answer, "took_ms": 0} == {**expected, "took_ms": 0}


def test_labels_follow_the_language(client: FlaskClient) -> None:
    facets = client.get("/api/search?lang=en").get_json()["facets"]
    labels = {value["value"]: value["label"] for value in facets["forum"]}
    assert labels["arf"] == forums().label("arf", "en")
    assert labels[None] == "Unknown"


def test_articles_have_the_shape_of_extraction(client: FlaskClient, index: Index) -> None:
    article = index.article("ban-tin/nga-2022")
    assert article is not None
    answer = client.get("/api/articles/ban-tin/nga-2022").get_json()
    assert answer["title"] == "An ninh mạng trên bàn tham vấn"
    assert answer.keys() == article_json(article).keys()


def test_articles_like_one_are_those_of_the_index(client: FlaskClient, index: Index) -> None:
    for size in (1, 5):
        found = index.related("ban-tin/nga-2022", size)
        assert found is not None
        answer = client.get(f"/api/articles/ban-tin/nga-2022/related?size={size}").get_json()
        assert answer == json.loads(json.dumps(related_json(found)))
    assert client.get("/api/articles/ban-tin/nga-2022/related").get_json() == answer
    assert client.get("/api/articles/related?id=ban-tin/nga-2022").get_json() == answer
    assert client.get("/api/articles/khong-co/related").status_code == 404


@pytest.mark.parametrize(("size", "nearest"), [("21", "20"), ("0", "1"), ("năm", "5")])
def test_a_wrong_number_of_them_is_answered_with_the_nearest(client: FlaskClient, size: str, nearest: str) -> None:
    answer = client.get(f"/api/articles/ban-tin/nga-2022/related?size={size}")
    error = answer.get_json()["error"]
    assert (answer.status_code, error["parameter"], error["nearest"]) == (400, "size", nearest)
    assert client.get(error["link"]).status_code == 200


def test_the_count_of_a_value_is_the_total_of_a_search_with_it(client: FlaskClient) -> None:
    around = "/api/search?q=duong&forum=asean&not_topic=energy"
    for facet in FACETS:
        for value in client.get(around).get_json()["facets"][facet]:
            chosen = "unknown" if value["value"] is None else value["value"]
            others = around.replace("&forum=asean", "") if facet == "forum" else around
            assert client.get(f"{others}&{facet}={chosen}").get_json()["total"] == value["count"]


def test_health(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.get_json()["articles"]) == (200, 16)


def test_suggest_returns_the_completions_of_the_index(client: FlaskClient, index: Index) -> None:
    answer = client.get("/api/suggest?q=duong&limit=3&lang=en").get_json()
    for each in (*answer["titles"], *answer["files"]):
        del each["link"]
    assert answer == completions_json(index.suggest("duong", lang="en", limit=3))
    assert answer["words"][0].keys() == {"text", "count", "kind"}
    labels = client.get("/api/suggest?q=asean&lang=en").get_json()["labels"]
    assert labels[0].keys() == {"text", "count", "kind", "facet", "value"}
    assert client.get("/api/suggest").get_json()["words"] == []


@pytest.mark.parametrize(("query", "group"), [("dau ngo", "titles"), ("quan-chuc", "files")])
def test_suggested_articles_have_a_link_in_the_language_of_the_request(
    client: FlaskClient, query: str, group: str
) -> None:
    found, *_ = client.get(f"/api/suggest?q={query}&lang=en").get_json()[group]
    page = client.get(found["link"]).text
    assert found["text"] in unescape(page)
    assert '<html lang="en">' in page
    found, *_ = client.get(f"/api/suggest?q={query}").get_json()[group]
    assert "lang" not in found["link"]


@pytest.mark.parametrize(("limit", "nearest"), [("0", "1"), ("99", "20"), ("x", "10")])
def test_a_wrong_limit_is_answered_with_the_nearest_right_one(client: FlaskClient, limit: str, nearest: str) -> None:
    answer = client.get(f"/api/suggest?q=a&limit={limit}")
    assert answer.status_code == 400
    error = answer.get_json()["error"]
    assert (error["parameter"], error["nearest"]) == ("limit", nearest)
    assert client.get(error["link"]).status_code == 200


def test_a_facet_is_searched_under_the_query_and_the_choices(client: FlaskClient) -> None:
    around = "q=duong&not_year=2016"
    every = client.get(f"/api/search?{around}").get_json()["facets"]["forum"]
    answer = client.get(f"/api/facets/forum?{around}&prefix=ase").get_json()
    assert answer["facet"] == "forum"
    assert answer["values"] == [value for value in every if "asean" in f"{value['value']} {value['label']}".lower()]
    assert client.get(f"/api/facets/forum?{around}").get_json()["values"] == every
    wrong = client.get("/api/facets/forums?prefix=a")
    assert (wrong.status_code, wrong.get_json()["error"]["nearest"]) == (400, "forum")
