"""Broken files of many kinds are reported with their causes, and the good files next to them are indexed."""

import gzip
import lzma
from collections.abc import Mapping
from pathlib import Path

import pytest

from indexer import SearchRequest, open_index, reindex
from indexer.ingest.formats.known import FORMATS, Format
from tests.ingest.formats.files import docx, odt, pdf, zipped
from tests.ingest.formats.test_office import BOMB

GOOD = 1000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)
PAGE = pdf(["The ministers met in Hue."])
TEXT = "Hội nghị ở Huế."


def flipped(data: bytes, offset: int) -> bytes:
    changed = bytearray(data)
    changed[offset] ^= 1
    return bytes(changed)


def marked_as_encrypted(data: bytes) -> bytes:
    return flipped(data, data.index(b"PK\x01\x02") + 8)


BROKEN: Mapping[str, tuple[bytes, str]] = {
    "rỗng.txt": (b"", "empty"),
    "trắng.txt": (b" \r\n\t\n", "empty"),
    "ảnh.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", "binary"),
    "lẫn.txt": (b"caf\xe9 \x81\x8d\x90 nh\xe2n", "undecodable"),
    "lớn.txt": (b"x" * ((8 << 20) + 1), "too-large"),
    "rỗng.md": (b"\n", "empty"),
    "rỗng.html": (b"<html><body><img src='a.png'></body></html>", "empty"),
    "ảnh.html": (b"GIF89a\x00\x00", "binary"),
    "cụt.pdf": (PAGE[: len(PAGE) // 4], "damaged"),
    "quét.pdf": (pdf([], []), "no-text"),
    "khóa.pdf": (pdf(["Secret"], password="x"), "password"),
    "trang.pdf": (b"<html>no PDF</html>", "damaged"),
    "rỗng.pdf": (b"", "damaged"),
    "khóa.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "cũ.docx": (OLE, "damaged"),
    "cụt.docx": (docx("Một")[:200], "damaged"),
    "bom.docx": (docx("Một", head=BOMB), "damaged"),
    "rỗng.docx": (docx(), "empty"),
    "khóa.odt": (odt("<text:p>x</text:p>", manifest="<a:encryption-data/>"), "password"),
    "hỏng.odt": (zipped({"content.xml": "<a"}), "damaged"),
    "chữ.rtf": (TEXT.encode(), "damaged"),
    "cụt.rtf": (rb"{\rtf1 {\b {\i {\fonttbl cut off", "damaged"),
    "chữ.eml": (TEXT.encode(), "damaged"),
    "ảnh.eml": (b"Subject: x\nContent-Type: image/png\n\nabc", "no-text"),
    "cụt.txt.gz": (gzip.compress(bytes(range(256)) * 9)[:-9], "damaged-archive"),
    "bom.txt.xz": (lzma.compress(b"x" * ((8 << 20) + 1)), "too-large"),
    "chữ.zip": (TEXT.encode(), "damaged-archive"),
    "khóa.zip": (marked_as_encrypted(zipped({"a.txt": TEXT})), "password"),
    "bom.zip": (zipped({"a.jsonl": "x" * (9 << 20)}), "too-large"),
    "lồng.zip": (zipped({"a.zip": zipped({"a.txt": TEXT})}), "nested-archive"),
    "lên.zip": (zipped({"../a.txt": TEXT}), "bad-name"),
    "hỏng.zip": (flipped(zipped({"a.txt": TEXT}, stored=True), 40), "damaged"),
    "hỏng.jsonl": (b'{"body": \n', "bad-record"),
    "thiếu.csv": (b"id,title\n1,Tin\n", "bad-record"),
    "cũ.doc": (OLE, "unknown-format"),
    "nổ.odd": (b"crash", "damaged"),
    "quên.odd": (b"memory", "too-large"),
}


def test_broken_files_are_reported_and_a_thousand_good_ones_indexed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, ".odd", Format("tests.ingest.misbehaving"))
    docs = tmp_path / "docs"
    (docs / "sub").mkdir(parents=True)
    for number in range(GOOD):
        (docs / "sub" / f"{number:04}.txt").write_text(f"Bản tin số {number}\n\nCầu treo đã thông xe.\n", "utf-8")
    for name, (data, _) in BROKEN.items():
        (docs / name).write_bytes(data)
    report = reindex([docs], index=tmp_path / "index")

    assert len(BROKEN) > 30
    assert report.added == GOOD
    reported = {skipped.path: skipped.code for skipped in report.skipped}
    expected = {name: code for name, (_, code) in BROKEN.items()}
    assert {name.partition(".zip/")[0].removesuffix(".zip"): code for name, code in reported.items()} == {
        name.removesuffix(".zip"): code for name, code in expected.items()
    }
    assert all(skipped.reason for skipped in report.skipped)
    with open_index(tmp_path / "index") as index:
        assert index.search(SearchRequest("cầu treo")).total == GOOD
        assert index.search(SearchRequest('"bản tin số 777"')).total == 1
