"""The pages over many results at once: concordance and batch search."""

import csv
import io
from typing import Any
from urllib.parse import parse_qs

import pytest
from flask.testing import FlaskClient

from indexer import SearchRequest
from tests.webui.collection import Page
from webui.batch import MAX_BYTES, MAX_QUERIES
from webui.state import State
from webui.take_away import kwic_url


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def text_of(answer: Any) -> str:
    return Page(answer.get_data(as_text=True)).text


def test_the_concordance_lists_matches_with_links_to_their_articles(client: FlaskClient) -> None:
    answer = client.get(kwic_url(State(SearchRequest("hoi", sort="newest"), "en")))
    page = Page(answer.get_data(as_text=True))
    found = client.get("/api/kwic?q=hoi&sort=newest&size=20").get_json()["occurrences"]
    assert answer.status_code == 200
    assert found
    for each in found:
        assert each["keyword"] in page.text
    article = next(link for link in page.links if link.startswith("/articles/"))
    assert client.get(article).status_code == 200
    assert all(f"/kwic?by={order}&q=hoi&sort=newest&lang=en" in page.links for order in ("left", "right"))


def test_its_table_has_the_matches_of_all_pages(client: FlaskClient) -> None:
    table = rows(client.get("/kwic.csv?q=hoi&size=1&page=9&lang=en").get_data(as_text=True))
    whole = client.get("/api/kwic?q=hoi&size=100").get_json()["occurrences"]
    assert [row["Match"].lower() for row in table] == [each["keyword"].lower() for each in whole]
    assert {row["Query"] for row in table} == {"hoi"}
    assert all(row["Page in the archive"].startswith("http://localhost/articles/") for row in table)


@pytest.mark.parametrize(
    ("query", "text"),
    [("q=khongco", "Không có chỗ khớp nào"), ("q=", "không có từ nào"), ("q=-nga&size=1", "không có từ nào")],
)
def test_a_concordance_can_be_empty(client: FlaskClient, query: str, text: str) -> None:
    answer = client.get(f"/kwic?{query}")
    assert text in text_of(answer)
    assert 'rel="next"' not in answer.get_data(as_text=True)
    assert rows(client.get(f"/kwic.csv?{query}").get_data(as_text=True)) == []


def test_a_query_of_a_list_that_no_article_has_as_a_whole_says_so(client: FlaskClient) -> None:
    (row,) = rows(client.get("/batch.csv?list=hoi+khongco").get_data(as_text=True))
    assert (row["Số bài"], row["Lưu ý"][:40]) == ("0", "Không có bài nào chứa tất cả các từ; tra")


@pytest.mark.parametrize("address", ["/kwic?q=hoi&by=rigth", "/kwic?q=hoi&page=999", "/kwic?size=0", "/api/kwic?by=x"])
def test_wrong_parameters_of_a_concordance_are_refused(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 400


def test_the_form_is_there_without_a_list(client: FlaskClient) -> None:
    page = client.get("/batch").get_data(as_text=True)
    assert "<textarea" in page
    assert "<table" not in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_list_has_a_row_for_each_query(client: FlaskClient, method: str) -> None:
    sent = {"list": 'hội\r\n\r\n"khongco"\r\n  forum:xyz hoi ', "forum": "unknown", "lang": "en"}
    answer = client.get("/batch", query_string=sent) if method == "get" else client.post("/batch", data=sent)
    page = Page(answer.get_data(as_text=True))
    assert answer.status_code == 200
    for query in ("hội", '"khongco"', "forum:xyz hoi"):
        total = client.get("/api/search", query_string={"q": query, "forum": "unknown"}).get_json()["total"]
        link = next(link for link in page.links if link.startswith("/search?") and query in parse_qs(link[8:])["q"])
        assert "forum=unknown" in link
        assert f"{total}" in page.text
    assert "xyz" in page.text
    shared = [link for link in page.links if link.startswith("/batch?list=")]
    assert len(shared) == 3
    assert ["<table" in client.get(link).get_data(as_text=True) for link in shared] == [True] * 3


def test_a_file_is_a_list_too(client: FlaskClient) -> None:
    data = {"list": "bỏ qua", "file": (io.BytesIO("\ufeffhội\nARF\n".encode()), "ten.txt")}
    table = rows(client.post("/batch.csv", data=data, content_type="multipart/form-data").get_data(as_text=True))
    assert [row["Truy vấn"] for row in table] == ["hội", "ARF"]
    assert all(row["Liên kết tìm kiếm"].startswith("http://localhost/search?q=") for row in table)


def test_a_file_may_be_in_utf_16_and_any_other_is_refused(client: FlaskClient) -> None:
    upload = {"file": (io.BytesIO("hội\nARF\n".encode("utf-16")), "ten.txt")}
    table = rows(client.post("/batch.csv", data=upload, content_type="multipart/form-data").get_data(as_text=True))
    assert [row["Truy vấn"] for row in table] == ["hội", "ARF"]
    for data in ("hội".encode("cp1258", "ignore") + b"\xf0", b"\xff\xfeh"):
        answer = client.post("/batch", data={"file": (io.BytesIO(data), "ten.txt")}, content_type="multipart/form-data")
        assert answer.status_code == 400
        assert "không phải văn bản UTF-8" in answer.get_data(as_text=True)


def test_a_list_is_bounded_in_lines_and_size(client: FlaskClient) -> None:
    many = "\n".join("hội" for _ in range(MAX_QUERIES + 1))
    assert client.post("/batch", data={"list": many}).status_code == 400
    assert client.post("/batch", data={"list": many[: -len("\nhội")]}).status_code == 200
    for size in (MAX_BYTES + 1, 5 * MAX_BYTES):
        answer = client.post("/batch", data={"list": "x" * size})
        assert answer.status_code == 400
        assert "64 KB" in answer.get_data(as_text=True)
    upload = {"file": (io.BytesIO(b"x" * 5 * MAX_BYTES), "a.txt")}
    assert client.post("/batch", data=upload, content_type="multipart/form-data").status_code == 400


def test_what_there_was_no_time_for_is_named(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.tools.SECONDS", 0.0)
    page = text_of(client.get("/batch?list=hội%0AARF&lang=en"))
    assert "2 lines were not searched" in page
    assert page.count("Not searched: out of time.") == 2


@pytest.mark.parametrize("list", ["\x00", "((((", "*" * 3000, "\ufeff", '"', "\u2028".join("abc"), "-", "year:x"])
def test_odd_lists_are_answered(client: FlaskClient, list: str) -> None:
    assert client.post("/batch", data={"list": list}).status_code == 200
    assert client.get("/batch.csv", query_string={"list": list}).status_code == 200


def test_a_wrong_choice_in_a_batch_offers_the_nearest(client: FlaskClient) -> None:
    answer = client.post("/batch?forum=arff", data={"list": "hội"})
    assert answer.status_code == 400
    assert "arf" in text_of(answer)


@pytest.mark.parametrize("size", [1, 10, 20, 50])
def test_the_pages_of_a_concordance_have_one_size(client: FlaskClient, size: int) -> None:
    page = Page(client.get(f"/kwic?q=hoi&size={size}").get_data(as_text=True))
    nexts = [link for link in page.links if "page=2" in link]
    assert all(("size=" not in link) if size == 20 else (f"size={size}" in link) for link in nexts)
    assert bool(nexts) == (client.get(f"/api/search?q=hoi&size={size}").get_json()["total"] > size)
