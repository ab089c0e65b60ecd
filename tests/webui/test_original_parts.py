"""The original of a record is that record, and that of a member of an archive the member; never the whole batch."""

import bz2
import csv
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from indexer import SearchRequest, open_index, reindex
from webui import create_app

RECORDS: list[dict[str, object]] = [
    {"id": "ho/mot", "title": "Hồ chứa", "body": "Nước về hồ muộn hơn mọi năm.", "pages": [1, 2**70], "note": None},
    {"id": 7, "body": "Bản tin số bảy của trạm đo mưa."},
    {"body": "Bản tin không mang số nào.", "trạm": "Đông"},
    {"body": "Bản tin không mang số nào.", "trạm": "Đông"},
    {"id": "hỏng", "body": 5},
    {"id": "hỏng", "body": "Bản sửa của bản tin hỏng."},
]


def lines(*, ascii_only: bool = False) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=ascii_only) + "\n" for record in RECORDS).encode()


def table(encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";")
    rows.writerow(["ID", "Body", "Forums", "Ghi chú", "Ghi chú"])
    rows.writerow(["bang/mot", "Dòng thứ nhất của bảng,\ncó xuống dòng.", "arf, apec", "", "hai"])
    rows.writerow(["12", "Dòng thứ hai của bảng.", "", "=1+1", ""])
    rows.writerow(["", "Dòng không có số.", "", "", ""])
    return text.getvalue().encode(encoding)


def served(folder: Path, files: dict[str, bytes]) -> FlaskClient:
    docs = folder / "docs"
    for name, content in files.items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_bytes(content)
    reindex([docs], index=folder / "index")
    return create_app(folder / "index", originals=[docs]).test_client()


def ids(folder: Path) -> list[str]:
    with open_index(folder / "index") as index:
        return [hit.id for hit in index.iterate(SearchRequest(snippets=False))]


def body_of(folder: Path, article_id: str) -> str:
    with open_index(folder / "index") as index:
        article = index.article(article_id)
        assert article
        return article.body


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".xz": lzma.compress,
    ".bz2": bz2.compress,
}


@pytest.mark.parametrize("packing", PACKERS)
@pytest.mark.parametrize("ascii_only", [False, True])
def test_a_line_is_handed_out_as_the_very_record(tmp_path: Path, packing: str, ascii_only: bool) -> None:
    name = f"lo/tin.jsonl{packing}"
    client = served(tmp_path, {name: PACKERS[packing](b"\xef\xbb\xbf" + lines(ascii_only=ascii_only))})
    found = ids(tmp_path)
    assert len(found) == 5
    for article_id in found:
        answer = client.get(f"/originals/{quote(article_id)}")
        assert (answer.status_code, answer.mimetype) == (200, "application/json")
        record = answer.get_json()
        assert record in RECORDS
        assert record["body"] == body_of(tmp_path, article_id)
    assert client.get("/originals/ho/mot").data == json.dumps(RECORDS[0], ensure_ascii=ascii_only).encode()
    assert client.get(f"/originals/{quote(name)}%237").get_json() == RECORDS[1]


def test_any_letter_of_an_id_may_be_escaped(tmp_path: Path) -> None:
    line = r'{"id": "t\u0069n\/m\u00f4t", "body": "Bài viết."}'
    client = served(tmp_path, {"tin.jsonl": line.encode()})
    assert client.get("/originals/tin/môt").get_json() == {"id": "tin/môt", "body": "Bài viết."}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_a_row_is_handed_out_by_column(tmp_path: Path, encoding: str) -> None:
    client = served(tmp_path, {"bang.csv": table(encoding)})
    assert client.get("/originals/bang/mot").get_json() == {
        "ID": "bang/mot",
        "Body": "Dòng thứ nhất của bảng,\ncó xuống dòng.",
        "Forums": "arf, apec",
        "Ghi chú": "",
        "Ghi chú 2": "hai",
    }
    assert client.get("/originals/bang.csv%2312").get_json()["Ghi chú"] == "=1+1"
    bodies = {client.get(f"/originals/{quote(each)}").get_json()["Body"] for each in ids(tmp_path)}
    assert "Dòng không có số." in bodies
    assert len(bodies) == 3


def test_of_an_archive_only_the_member_or_the_record_in_it(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("con/bai.txt", "Một bài trong tệp nén.")
        archive.writestr("con/trang.html", "<p>Một trang trong tệp nén.</p>")
        archive.writestr("tin.jsonl", lines())
        archive.writestr("bang.csv", table())
    client = served(tmp_path, {"kho.zip": packed.getvalue()})
    assert len(ids(tmp_path)) == 10
    text = client.get("/originals/kho.zip/con/bai.txt")
    assert (text.mimetype, text.text) == ("text/plain", "Một bài trong tệp nén.")
    html = client.get("/originals/kho.zip/con/trang.html")
    assert html.mimetype == "application/octet-stream"
    assert html.headers["Content-Disposition"] == "attachment; filename=trang.html"
    assert client.get("/originals/ho/mot").get_json() == RECORDS[0]
    assert client.get("/originals/kho.zip/bang.csv%2312").get_json()["ID"] == "12"


def test_a_changed_batch_says_so_until_it_is_read_again(tmp_path: Path) -> None:
    client = served(tmp_path, {"tin.jsonl": lines(), "bai.txt": "Một bài.".encode()})
    batch = tmp_path / "docs" / "tin.jsonl"
    batch.write_bytes(lines() + b'{"id": "moi", "body": "M\xe1\xbb\x9bi."}\n')
    for lang, words in (("vi", "đã thay đổi"), ("en", "has changed")):
        answer = client.get(f"/originals/ho/mot?lang={lang}")
        assert answer.status_code == 404
        assert words in answer.text
    reindex([tmp_path / "docs"], index=tmp_path / "index")
    assert client.get("/originals/ho/mot").get_json() == RECORDS[0]
    batch.unlink()
    assert client.get("/originals/ho/mot").status_code == 404
    assert "/originals/" not in client.get("/articles/ho/mot").text


def test_no_part_of_a_batch_elsewhere_is_handed_out(tmp_path: Path) -> None:
    served(tmp_path, {"tin.jsonl": lines()})
    (tmp_path / "other").mkdir()
    client = create_app(tmp_path / "index", originals=[tmp_path / "other"]).test_client()
    assert client.get("/originals/ho/mot").status_code == 404
    assert client.get("/originals/khong-co").status_code == 404
