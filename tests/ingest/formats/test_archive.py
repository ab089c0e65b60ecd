"""Zip archives and compressed files: what is read, and what is reported about the rest."""

import bz2
import gzip
import json
import lzma
import zipfile
from pathlib import Path

import pytest

from indexer.ingest.formats import archive
from indexer.ingest.source import RawArticle, Stated
from indexer.model import PASSED_OVER, Skipped
from tests.ingest.formats.files import docx, zipped
from tests.ingest.reading import article, articles, read, read_one

TEXT = "Hội nghị ở Huế."


def contents(folder: Path, data: bytes) -> dict[str, str]:
    """Return texts by id and codes by path."""
    (folder / "kho.zip").write_bytes(data)
    found = read(folder, "kho.zip")
    return {each.path: each.code for each in found if isinstance(each, Skipped)} | {
        each.id: each.text for each in found if isinstance(each, RawArticle)
    }


def test_an_archive_may_contain_articles_of_all_formats(tmp_path: Path) -> None:
    lines = json.dumps({"id": "x/1", "body": "Một"}) + "\n" + json.dumps({"body": "Hai"})
    data = zipped(
        {
            "2021/tin.txt": TEXT,
            "2021/TIN.MD": "---\ntitle: Tin\n---\nNội dung.",
            "tin.docx": docx("Văn bản"),
            "loạt.jsonl": lines,
            "bảng.csv": "id;title;body\n7;Tin;Ba",
            "README.txt": "về kho này",
            ".ẩn/a.txt": "x",
            ".ẩn/sâu/.hơn/b.txt": "x",
            "__MACOSX/tin.txt": "x",
            "2021/cũ.txt~": "x",
        }
    )
    (tmp_path / "kho.zip").write_bytes(data)
    read_from = read(tmp_path, "kho.zip")
    passed = [each for each in read_from if isinstance(each, Skipped)]
    assert {each.code for each in passed} == {PASSED_OVER}
    assert [each.path for each in passed] == [
        *("kho.zip/README.txt", "kho.zip/.ẩn/", "kho.zip/__MACOSX/", "kho.zip/2021/cũ.txt~"),
    ]
    found = articles([each for each in read_from if each not in passed])
    assert {each.path for each in found} == {"kho.zip"}
    unnamed = next(each.id for each in found if each.text == "Hai")
    assert unnamed.startswith("kho.zip/loạt.jsonl#")
    assert {each.id: each.text for each in found} == {
        "kho.zip/2021/tin.txt": TEXT,
        "kho.zip/2021/TIN.MD": "Tin\n\nNội dung.",
        "kho.zip/tin.docx": "Văn bản",
        "x/1": "Một",
        unnamed: "Hai",
        "kho.zip/bảng.csv#7": "Ba",
    }


def test_bad_members_are_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    data = zipped(
        {
            "a.txt": TEXT,
            "../b.txt": TEXT,
            "/c.txt": TEXT,
            "C:/d.txt": TEXT,
            "e.zip": zipped({"x.txt": TEXT}),
            "f.txt.gz": gzip.compress(TEXT.encode()),
            "g.doc": "x",
            "g.meta.toml": 'author = "Lan"',
            "h.txt": " ",
            "i.txt": "совещание министров".encode("cp1251"),
            "j.txt": "x" * (2 << 20),
            "l.docx": b"PK",
            "z.txt": TEXT,
        }
    )
    assert contents(tmp_path, data) == {
        "kho.zip/a.txt": TEXT,
        "kho.zip/../b.txt": "bad-name",
        "kho.zip//c.txt": "bad-name",
        "kho.zip/C:/d.txt": "bad-name",
        "kho.zip/e.zip": "nested-archive",
        "kho.zip/f.txt.gz": "nested-archive",
        "kho.zip/g.doc": "unknown-format",
        "kho.zip/g.meta.toml": "stray-sidecar",
        "kho.zip/h.txt": "empty",
        "kho.zip/i.txt": "undecodable",
        "kho.zip/j.txt": "too-large",
        "kho.zip/l.docx": "damaged",
        "kho.zip/z.txt": TEXT,
    }


def test_a_member_over_the_limit_of_its_format_is_reported(tmp_path: Path) -> None:
    packed = zipped({"a.txt": "x" * ((8 << 20) + 1), "b.txt": TEXT}, stored=True)
    assert contents(tmp_path, packed) == {"kho.zip/a.txt": "too-large", "kho.zip/b.txt": TEXT}


def test_an_archive_is_read_up_to_its_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL_BYTES", 30)
    data = zipped({"a.txt": TEXT, "b.txt": TEXT})
    assert contents(tmp_path, data) == {"kho.zip/a.txt": TEXT, "kho.zip": "too-large"}


def test_a_damaged_member_is_reported(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": "Một hai ba", "b.txt": TEXT}, stored=True))
    data[data.index(b"hai")] ^= 1
    assert contents(tmp_path, bytes(data)) == {"kho.zip/a.txt": "damaged", "kho.zip/b.txt": TEXT}


def test_members_with_a_password_or_an_unknown_compression_are_reported(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT, "b.txt": TEXT, "c.txt": TEXT}))
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 1)
    data[first + 8] |= 1
    data[second + 10] = 99
    assert contents(tmp_path, bytes(data)) == {
        "kho.zip/a.txt": "password",
        "kho.zip/b.txt": "unknown-format",
        "kho.zip/c.txt": TEXT,
    }


def test_dots_in_member_names_are_dropped(tmp_path: Path) -> None:
    data = zipped({"./": "", "./a.txt": TEXT, "x/./b.txt": TEXT})
    assert contents(tmp_path, data) == {"kho.zip/a.txt": TEXT, "kho.zip/x/b.txt": TEXT}


@pytest.mark.parametrize("name", [".", "/."])
def test_a_member_without_a_name_is_reported(tmp_path: Path, name: str) -> None:
    assert contents(tmp_path, zipped({name: TEXT})) == {"kho.zip/": "bad-name"}


@pytest.mark.parametrize("data", [b"", b"no archive", zipped({"a.txt": TEXT * 50})[:120], b"PK\x05\x06" + b"\xff" * 18])
def test_a_file_that_is_not_an_archive_is_reported(tmp_path: Path, data: bytes) -> None:
    assert contents(tmp_path, data) == {"kho.zip": "damaged-archive"}


@pytest.mark.parametrize("encoding", ["utf-8", "cp1258"])
def test_member_names_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    data = zipped({"bai_so.txt": TEXT, "nam\\a.txt": TEXT}).replace(
        b"bai_so", "bài_s".encode(encoding).ljust(6, b"o")[:6]
    )
    expected = "kho.zip/bài_s.txt" if encoding == "utf-8" else "kho.zip/bài_so.txt"
    assert set(contents(tmp_path, data)) == {expected, "kho.zip/nam/a.txt"}


def test_sidecars_in_an_archive_and_next_to_it(tmp_path: Path) -> None:
    (tmp_path / "kho.meta.toml").write_text('source = "Kho"\nauthor = "Ban"\n')
    (tmp_path / "kho.zip").write_bytes(zipped({"a/tin.txt": TEXT, "a/tin.meta.toml": 'author = "Lan"', "b.txt": TEXT}))
    one, two = articles(read(tmp_path, "kho.zip"))
    assert (one.given.author, one.given.source) == (Stated("Lan", "sidecar"), Stated("Kho", "sidecar"))
    assert two.given.author == Stated("Ban", "sidecar")


@pytest.mark.parametrize(
    ("extension", "compress"), [("gz", gzip.compress), ("xz", lzma.compress), ("bz2", bz2.compress)]
)
def test_compressed_files(tmp_path: Path, extension: str, compress: object) -> None:
    assert callable(compress)
    found = article(tmp_path, f"tin.txt.{extension}", compress(TEXT.encode()))
    assert (found.id, found.text) == (f"tin.txt.{extension}", TEXT)
    assert article(tmp_path, f"b.jsonl.{extension}", compress(b'{"id": "x7", "body": "x"}')).id == "x7"
    codes = {
        "big": compress(b"x" * ((8 << 20) + 1)),
        "cut": compress(bytes(range(256)) * 40)[:-20],
        "none": b"no archive",
    }
    found_codes = [getattr(read_one(tmp_path, f"tin.txt.{extension}", data), "code", None) for data in codes.values()]
    assert found_codes == ["too-large", "damaged-archive", "damaged-archive"]


def test_a_forged_archive_never_raises(tmp_path: Path) -> None:
    good = zipped({"a.txt": TEXT, "b.jsonl": '{"body": "x"}', "c/": ""})
    for position in range(len(good)):
        for value in (0x00, 0x7F, 0xFF):
            bad = bytearray(good)
            bad[position] = value
            contents(tmp_path, bytes(bad))


def test_a_link_in_an_archive_is_reported(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("a.txt")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "kho.zip", "w") as made:
        made.writestr(info, "../b.txt")
    assert [getattr(each, "code", None) for each in read(tmp_path, "kho.zip")] == ["link"]
