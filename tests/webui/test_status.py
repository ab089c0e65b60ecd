"""The status page and its JSON: how the archive was read, what was skipped and why, paged, in both languages."""

import json
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import Index, ingest_report_json, open_index, reindex
from tests.webui.collection import ARTICLES, Page
from webui import create_app
from webui.status import ROWS, STATUS

_EMPTY = 2 * ROWS + 30


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client for an archive with many skipped files and a sidecar with mistakes."""
    folder = tmp_path_factory.mktemp("messy")
    shutil.copytree(ARTICLES, folder / "docs")
    (folder / "docs" / "2021" / "quan-chuc-arf.txt.meta.toml").write_text(
        'forums = ["arff"]\nmau = 1', encoding="utf-8"
    )
    (folder / "docs" / "<b>tranh & ảnh.jpg").write_bytes(b"")
    (folder / "docs" / "README.md").write_text("Về kho này.", encoding="utf-8")
    for number in range(_EMPTY):
        (folder / "docs" / f"trống-{number:03}.txt").write_text("", encoding="utf-8")
    reindex([folder / "docs"], index=folder / "index")
    return create_app(folder / "index").test_client()


def read(client: FlaskClient, address: str) -> Page:
    response = client.get(address)
    assert response.status_code == 200, address
    return Page(response.get_data(as_text=True))


def test_every_page_links_to_it(client: FlaskClient) -> None:
    for address in ("/", "/search?q=zzzzz", "/articles/ban-tin/nga-2022", STATUS):
        assert STATUS in read(client, address).links
    assert STATUS in Page(client.get("/nope").get_data(as_text=True)).links
    assert f"{STATUS}?lang=en" in read(client, "/?lang=en").links


def test_it_shows_how_the_archive_was_read(client: FlaskClient, index: Index) -> None:
    page, english = read(client, STATUS), read(client, f"{STATUS}?lang=en")
    assert (page.lang, english.lang) == ("vi", "en")
    for words in ("Tình trạng kho bài viết", "utf-8", "arrays", "Không tệp nào bị bỏ qua", "bản ghi"):
        assert words in page.text
    for words in ("State of the archive", "utf-8", "arrays", "No file was skipped", "record"):
        assert words in english.text
    for facet in ("forum", "year", "topic"):
        missing = client.get(f"/api/search?{facet}=unknown").get_json()["total"]
        assert (f"/search?{facet}=unknown" in page.links) is bool(missing)
    assert index.stats().created[11:16] in page.text


def test_the_json_has_the_same_numbers(client: FlaskClient, index: Index) -> None:
    answer = client.get(f"/api{STATUS}").get_json()
    assert answer == json.loads(json.dumps(ingest_report_json(index.stats(), index.ingest_report())))
    assert answer["articles"] == 16


def test_skipped_files_are_listed_with_the_reason(messy: FlaskClient) -> None:
    page = read(messy, STATUS)
    assert "không có chữ nào (empty)" in page.text
    assert "trống-009.txt" in page.text
    assert "trống-010.txt" not in page.text
    assert "<b>tranh & ảnh.jpg" in page.text
    assert "there is no forum “arff”" in page.text
    assert "/articles/2021/quan-chuc-arf.txt" in page.links
    assert "/status?skipped=empty" in page.links
    assert "/status?skipped=unknown-format" not in page.links
    assert "không tính là bài, xét theo tên (passed-over)" in page.text
    assert "README.md" in page.text
    assert "README.md" in read(messy, "/status?skipped=passed-over").text


def test_everything_with_a_code_is_listed_page_by_page(messy: FlaskClient) -> None:
    first, second, last = (read(messy, f"/status?skipped=empty{page}") for page in ("", "&page=2", "&page=3"))
    assert "trống-099.txt" in first.text
    assert "trống-100.txt" in second.text
    assert "trang 2/3" in second.text
    assert {"/status?skipped=empty", "/status?skipped=empty&page=3", "/status"} <= set(second.links)
    assert "/status?skipped=empty&page=4" not in last.links
    assert "/status?skipped=empty&page=2&lang=en" in second.links

    answer = messy.get("/api/status?skipped=empty&page=3").get_json()
    assert [answer[key] for key in ("kind", "code", "total", "page", "pages")] == ["skipped", "empty", _EMPTY, 3, 3]
    assert [row["where"] for row in answer["rows"]] == [f"trống-{number:03}.txt" for number in range(2 * ROWS, _EMPTY)]
    assert messy.get("/api/status?problems=unknown-key").get_json()["total"] == 1


@pytest.mark.parametrize(
    ("query", "link"),
    [
        ("skipped=leer", "/api/status?skipped=empty"),
        ("skipped=empty&page=9", "/api/status?skipped=empty&page=3"),
        ("problems=x&lang=en", "/api/status?problems=unknown-forum&lang=en"),
        ("lang=fr", "/api/status?lang=vi"),
    ],
)
def test_unknown_codes_and_pages_are_400_with_the_nearest(messy: FlaskClient, query: str, link: str) -> None:
    answer = messy.get(f"/api/status?{query}")
    assert answer.status_code == 400
    assert answer.get_json()["error"]["link"] == link
    assert messy.get(link).status_code == 200
    assert messy.get(f"/status?{query}").status_code == 400


@pytest.mark.parametrize("kind", ["skipped", "problems"])
def test_a_code_that_nothing_has_is_an_empty_list(messy: FlaskClient, kind: str) -> None:
    answer = messy.get(f"/api/status?{kind}=too-slow")
    assert answer.status_code == 200
    assert answer.get_json() == {"kind": kind, "code": "too-slow", "total": 0, "page": 1, "rows": [], "pages": 1}
    assert messy.get(f"/status?{kind}=too-slow").status_code == 200


def test_it_follows_new_generations(tmp_path: Path) -> None:
    shutil.copytree(ARTICLES, tmp_path / "docs")
    reindex([tmp_path / "docs"], index=tmp_path / "index")
    with open_index(tmp_path / "index") as index:
        before = index.ingest_report()
        assert index.ingest_report() is before
        (tmp_path / "docs" / "tranh.jpg").write_bytes(b"")
        reindex([tmp_path / "docs"], index=tmp_path / "index")
        assert [group.code for group in index.ingest_report().skipped] == ["unknown-format"]


def test_without_an_index_it_says_what_to_run(tmp_path: Path) -> None:
    client = create_app(tmp_path / "index").test_client()
    assert client.get("/status").status_code == 503
    assert client.get("/api/status").get_json()["error"]["command"] == f"timdau reindex --index {tmp_path / 'index'}"


def test_an_empty_archive_has_a_page(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    reindex([tmp_path / "docs"], index=tmp_path / "index")
    client = create_app(tmp_path / "index").test_client()
    assert client.get("/api/status").get_json()["articles"] == 0
    assert "0%" in read(client, "/status").text.replace("\xa0", "")
