"""Files to take away: whole results, numbers by year, references."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import bibtexparser
import pytest
import rispy
import tablib
from flask.testing import FlaskClient

from indexer import CITATION_FORMATS, CSV_START, Index, SearchRequest, open_index, reindex
from indexer.engines import budget
from tests.webui.collection import Page
from tests.webui.test_ids import IDS
from webui import create_app
from webui.state import State
from webui.take_away import EXPORTS, cite_links, export_links

MANY = 400


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Return an index of more articles than one piece of a file holds."""
    folder = tmp_path_factory.mktemp("large")
    write_batch(folder, "Một")
    reindex([folder / "lo.jsonl"], index=folder / "index")
    with open_index(folder / "index") as opened:
        yield opened


def write_batch(folder: Path, word: str) -> None:
    records = [
        {"id": f"bai-{n}", "title": f"{word} hội nghị số {n}", "body": "Họp kín. " * 30, "year": 2000 + n % 20}
        for n in range(MANY)
    ]
    (folder / "lo.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")


def table(text: str) -> list[dict[str, str]]:
    assert text.startswith(CSV_START)
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), strict=True))


def titles(client: FlaskClient, ending: str, query: str) -> list[str]:
    text = client.get(f"/export.{ending}?{query}").get_data(as_text=True)
    match ending:
        case "csv":
            return [row["Tiêu đề"] for row in table(text)]
        case "jsonl":
            return [json.loads(line)["title"] for line in text.splitlines()]
        case "ris":
            return [entry["title"] for entry in rispy.loads(text)]
        case _:
            return [entry["title"].strip("{}") for entry in bibtexparser.loads(text).entries]


@pytest.mark.parametrize("ending", EXPORTS)
@pytest.mark.parametrize("query", ["q=hoi+nghi", "q=hoi+nghi&sort=title&year=2005..2010", "sort=oldest", "q=khongco"])
def test_an_export_has_every_hit_in_the_order_of_the_search(large: Index, ending: str, query: str) -> None:
    client = create_app(large).test_client()
    hits: list[dict[str, Any]] = []
    for page in range(1, 5):
        answer = client.get(f"/api/search?{query}&size=100&page={page}")
        hits += answer.get_json()["hits"] if answer.status_code == 200 else []
    assert titles(client, ending, query) == [hit["title"] for hit in hits]


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("csv", "text/csv"),
        ("jsonl", "application/x-ndjson"),
        ("ris", "application/x-research-info-systems"),
        ("bib", "application/x-bibtex"),
    ],
)
def test_an_export_is_a_file_named_after_its_query_and_day(client: FlaskClient, ending: str, kind: str) -> None:
    answer = client.get(f"/export.{ending}", query_string={"q": 'hội nghị "ARF"\r\nX: y', "page": "99", "size": "0"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"
    name = answer.headers["Content-Disposition"]
    assert name.startswith('attachment; filename="timdau-hoi-nghi-arf-x-y-')
    assert name.endswith(f'.{ending}"')
    assert "X" not in answer.headers


def test_links_lead_to_the_site_that_was_asked(client: FlaskClient) -> None:
    text = client.get("/export.csv?q=ARF", base_url="https://kho.example").get_data(as_text=True)
    addresses = [row["Trang trong kho"] for row in table(text)]
    assert addresses
    for address in addresses:
        assert address.startswith("https://kho.example/articles/")
        assert client.get(urlsplit(address).path).status_code == 200


def test_an_export_is_sent_while_it_is_made_and_is_of_one_generation(tmp_path: Path) -> None:
    write_batch(tmp_path, "Một")
    reindex([tmp_path / "lo.jsonl"], index=tmp_path / "index")
    with open_index(tmp_path / "index") as index:
        client = create_app(index).test_client()
        with closing(client.get("/export.csv?sort=title", buffered=False)) as answer:
            pieces = answer.iter_encoded()
            first = next(pieces)
            held = index._snapshot
            write_batch(tmp_path, "Hai")
            reindex([tmp_path / "lo.jsonl"], index=tmp_path / "index")
            assert index.search(SearchRequest(size=1)).generation == 2
            assert held.users == 1
            text = (first + b"".join(pieces)).decode()
        rows = table(text)
        assert len(rows) == MANY
        assert {(row["Tiêu đề"].split()[0], row["Phiên bản chỉ mục"]) for row in rows} == {("Một", "1")}
        assert (held.users, held.retired) == (0, True)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_goes_away_releases_the_generation(large: Index, method: str) -> None:
    client = create_app(large).test_client()
    answer = client.open("/export.jsonl", method=method, buffered=False)
    assert answer.status_code == 200
    if method == "GET":
        next(answer.iter_encoded())
    answer.close()
    assert large._snapshot.users == 0


@pytest.mark.parametrize("address", ["/export.csv", "/export.ris", "/years.csv", "/forum-years.csv"])
@pytest.mark.parametrize(
    ("parameters", "nearest"),
    [("sort=newst", "newest"), ("forum=arff", "arf"), ("year=20x", None), ("mode=x", "auto"), ("lang=xx", "vi")],
)
def test_a_wrong_parameter_is_refused_before_anything_is_sent(
    client: FlaskClient, address: str, parameters: str, nearest: str | None
) -> None:
    answer = client.get(f"{address}?{parameters}")
    assert answer.status_code == 400
    assert answer.mimetype == "text/html"
    if nearest:
        assert nearest in Page(answer.get_data(as_text=True)).text


@pytest.mark.parametrize("address", ["/export.csv", "/export.bib", "/years.csv", "/forum-years.csv"])
def test_a_query_past_its_budget_is_refused(client: FlaskClient, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "STEPS", 1)
    monkeypatch.setattr(budget, "STEPS_PER_ARTICLE", 0)
    monkeypatch.setattr(budget, "PATIENCE", 1)
    answer = client.get(f"{address}?q=*a*+*b*+*c*")
    assert answer.status_code == 400
    assert "quá nhiều tính toán" in answer.get_data(as_text=True)


def test_an_unknown_ending_is_no_page(client: FlaskClient) -> None:
    assert client.get("/export.pdf").status_code == 404


def test_links_to_exports_keep_the_search_and_leave_the_page(client: FlaskClient) -> None:
    state = State(SearchRequest("hội nghị", years=((2020, 2021),), page=3, size=50, sort="newest"), "en")
    links = export_links(state)
    assert [link.text for link in links] == ["CSV (spreadsheet)", "JSON Lines", "RIS (Zotero, EndNote)", "BibTeX"]
    for link in links:
        assert "page=" not in link.url
        assert "year=2020..2021&sort=newest&lang=en" in link.url
        assert client.get(link.url).status_code == 200


def test_counts_by_year_are_those_of_the_facet_with_empty_years(client: FlaskClient) -> None:
    rows = table(client.get("/years.csv?q=hoi&year=1999").get_data(as_text=True))
    facets = client.get("/api/search?q=hoi&year=1999").get_json()["facets"]["year"]
    counts = {value["label"]: value["count"] for value in facets if value["count"]}
    assert {row["Năm"]: int(row["Số bài"]) for row in rows if row["Số bài"] != "0"} == counts
    years = [int(row["Năm"]) for row in rows if row["Năm"].isdigit()]
    assert years == list(range(min(years), max(years) + 1))
    assert {(row["Truy vấn"], row["Bộ lọc"]) for row in rows} == {("hoi", "")}


def test_counts_by_forum_and_year_are_those_of_the_search(client: FlaskClient) -> None:
    rows = table(client.get("/forum-years.csv?q=h*&forum=amm").get_data(as_text=True))
    assert rows
    for row in rows:
        forum = row["Mã diễn đàn"] or "unknown"
        for year, count in row.items():
            if year.isdigit() or year == "Không rõ":
                value = year if year.isdigit() else "unknown"
                found = client.get(f"/api/search?q=h*&forum={forum}&year={value}").get_json()
                assert int(count) == found["total"]


@pytest.mark.parametrize("format", CITATION_FORMATS)
def test_a_reference_to_any_article_is_found_at_its_link(tmp_path: Path, format: str) -> None:
    records = [json.dumps({"id": name, "body": f"Bài số {n}."}) for n, name in enumerate(IDS)]
    (tmp_path / "lo.jsonl").write_text("\n".join(records), "utf-8")
    reindex([tmp_path / "lo.jsonl"], index=tmp_path / "index")
    with open_index(tmp_path / "index") as index:
        client = create_app(index).test_client()
        for number, name in enumerate(IDS):
            article = index.article(name)
            assert article is not None
            link = cite_links(article, State())[CITATION_FORMATS.index(format)]
            answer = client.get(link.url)
            assert answer.status_code == 200
            assert f"Bài số {number}." in answer.get_data(as_text=True)
            assert ("Content-Disposition" in answer.headers) == (format != "txt")


def test_a_reference_in_an_unknown_format_offers_the_nearest(client: FlaskClient) -> None:
    answer = client.get("/citations/ban-tin/nga-2022?format=bibtex")
    assert answer.status_code == 400
    assert "/citations/ban-tin/nga-2022?format=bib" in Page(answer.get_data(as_text=True)).links
    assert client.get("/citations/khong-co?format=ris").status_code == 404
    assert client.get("/citations").status_code == 404


def test_a_reference_follows_the_language(client: FlaskClient) -> None:
    page = "http://localhost/articles/ban-tin/nga-2022"
    lines = {
        "vi": f"Tin Sáng (2022), “An ninh mạng trên bàn tham vấn”, ngày 22/8/2022, {page}\n",
        "en": f"Tin Sáng (2022). An ninh mạng trên bàn tham vấn. 22 August 2022. {page}\n",
    }
    for lang, line in lines.items():
        assert client.get(f"/citations/ban-tin/nga-2022?format=txt&lang={lang}").get_data(as_text=True) == line


def test_a_reference_is_ris_by_default(client: FlaskClient) -> None:
    assert client.get("/citations/ban-tin/nga-2022").mimetype == "application/x-research-info-systems"


@pytest.mark.parametrize("address", ["/export.csv", "/years.csv", "/forum-years.csv", "/kwic.csv", "/feed.atom"])
def test_what_a_search_remarks_stands_in_every_file(client: FlaskClient, address: str) -> None:
    text = client.get(f"{address}?q=hoi+khongco&years=2020").get_data(as_text=True)
    assert "Không có bài nào chứa tất cả các từ" in text
    assert "Không có tham số “years”" in text
    assert "Không có tham số" not in client.get(f"{address}?q=hoi&chart=forums").get_data(as_text=True)


@pytest.mark.parametrize("address", ["/export.csv", "/years.csv", "/forum-years.csv", "/kwic.csv", "/batch.csv"])
def test_a_spreadsheet_reads_the_tables(client: FlaskClient, address: str) -> None:
    data = client.get(f"{address}?q=hoi&list=hoi").get_data()
    sheet = tablib.Dataset().load(data.decode("utf-8-sig"), format="csv")
    assert sheet.height > 0
    assert all(heading and heading == heading.strip() for heading in sheet.headers)
    assert all(len(row) == sheet.width for row in sheet)
