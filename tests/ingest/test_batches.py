"""JSON Lines: the records of a batch as articles."""

import gzip
import json
import lzma
import os
import tracemalloc
from pathlib import Path

import pytest

from indexer.ingest.formats.document import MAX_BYTES
from indexer.ingest.read import read_articles
from indexer.ingest.source import Given, RawArticle, SourceFile, Stated
from indexer.ingest.walk import walk
from indexer.model import Skipped
from tests.ingest.encodings.encoders import tcvn3
from tests.ingest.reading import articles, batch, read, read_one, write_batch


def test_records_are_articles(tmp_path: Path) -> None:
    first, second = articles(
        batch(
            tmp_path,
            {"id": "x/1", "title": "Tin", "body": "Nội dung\r\nhai", "date": "20220823", "topics": [], "extra": 1},
            {"body": "Không tên"},
        )
    )
    assert (first.id, first.path, first.kind) == ("x/1", "b.jsonl", "record")
    assert first.text == "Nội dung\nhai"
    assert first.given.title == Stated("Tin", "record")
    assert first.given.date == Stated("2022-08-23", "record")
    assert first.given.topics == Stated((), "record")
    assert first.given.forums is None
    assert second.given == Given()
    assert second.id.startswith("b.jsonl#")


def test_the_id_of_a_record_without_one_comes_from_its_content(tmp_path: Path) -> None:
    one, two, again = articles(batch(tmp_path, {"body": "một"}, {"body": "hai"}, {"body": "một"}))
    assert one.id != two.id
    assert again.id == one.id + "-2"
    (moved,) = articles(batch(tmp_path, {"body": "hai"}))
    assert moved.id == two.id


def test_an_id_may_be_text_or_a_number(tmp_path: Path) -> None:
    found = batch(tmp_path, {"id": 7, "body": "b"}, {"id": " ", "body": "b"}, {"id": [1], "body": "b"})
    found += batch(tmp_path, {"id": True, "body": "b"}, {"id": "a\nb", "body": "b"}, {"id": "\ud800", "body": "b"})
    codes = [item.id if isinstance(item, RawArticle) else item.code for item in found]
    assert codes == ["b.jsonl#7", found[1].id if isinstance(found[1], RawArticle) else "", *["bad-record"] * 4]


def test_bad_records_are_reported_by_line_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = [
        b'\xef\xbb\xbf{"id": "a", "body": "m\xe1\xbb\x99t"}',
        b"",
        b"{not json",
        b'["body"]',
        b'{"title": "x"}',
        b'{"body": null}',
        b'{"body": " "}',
        b'{"body": "a\\u0000b"}',
        b'{"body": "caf\xe9"}',
        b"[" * 100_000,
        b'{"id": "n", "body": "x", "year": ' + b"9" * 5000 + b"}",
        b'{"id": "z", "body": "h\xe1\xba\xbft \\ud83d"}',
    ]
    (tmp_path / "b.jsonl").write_bytes(b"\r\n".join(lines))
    found = read(tmp_path, "b.jsonl")
    assert [item.id for item in found if isinstance(item, RawArticle)] == ["a", "z"]
    assert isinstance(found[-1], RawArticle)
    assert found[-1].text == "hết \ufffd"
    skipped = [(item.code, item.reason.partition(":")[0]) for item in found if isinstance(item, Skipped)]
    assert skipped == [
        ("bad-record", "line 3"),
        ("bad-record", "line 4"),
        ("bad-record", "line 5"),
        ("bad-record", "line 6"),
        ("empty", "line 7"),
        ("binary", "line 8"),
        ("bad-record", "line 9"),
        ("bad-record", "line 10"),
        ("bad-record", "line 11"),
    ]


def test_a_line_over_the_limit_is_reported_and_not_loaded(tmp_path: Path) -> None:
    long = MAX_BYTES * 8
    with (tmp_path / "b.jsonl").open("wb") as file:
        file.write(b'{"id": "a", "body": "x"}\n{"id": "b", "body": "')
        for _ in range(16):
            file.write(b"x" * (long // 16))
        file.write(b'"}\n{"id": "c", "body": "x"}\n')
    tracemalloc.start()
    try:
        found = read(tmp_path, "b.jsonl")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [item.id if isinstance(item, RawArticle) else item.code for item in found] == ["a", "too-large", "c"]
    assert peak < 4 * MAX_BYTES


def test_a_batch_in_utf16_is_reported_once(tmp_path: Path) -> None:
    found = read_one(tmp_path, "b.jsonl", '{"body": "x"}\n{"body": "y"}\n'.encode("utf-16"))
    assert isinstance(found, Skipped)
    assert found.code == "undecodable"


@pytest.mark.parametrize(("extension", "compress"), [("gz", gzip.compress), ("xz", lzma.compress)])
def test_compressed_batches_are_read_up_to_the_damage(tmp_path: Path, extension: str, compress: object) -> None:
    assert callable(compress)
    name = f"b.jsonl.{extension}"
    plain = b"".join(json.dumps({"id": f"n{i}", "body": os.urandom(60).hex()}).encode() + b"\n" for i in range(2000))
    compressed: bytes = compress(plain)
    (tmp_path / name).write_bytes(compressed)
    assert [raw.id for raw in articles(read(tmp_path, name))] == [f"n{i}" for i in range(2000)]
    (tmp_path / name).write_bytes(compressed[: len(compressed) * 2 // 3])
    *before, last = read(tmp_path, name)
    assert isinstance(last, Skipped)
    assert last.code == "damaged-archive"
    assert len(articles(before)) > 500
    found = read_one(tmp_path, name, b"no archive at all")
    assert isinstance(found, Skipped)
    assert found.code == "damaged-archive"


def test_the_reported_position_rises_to_the_size_of_the_batch(tmp_path: Path) -> None:
    write_batch(tmp_path / "b.jsonl", [{"body": "x" * 500} for _ in range(200)])
    (source,) = (item for item in walk(tmp_path) if isinstance(item, SourceFile))
    positions: list[int] = []
    assert len(list(read_articles(source, positions.append))) == 200
    assert positions == sorted(positions)
    assert positions[-1] == source.size


def test_records_override_the_sidecar_of_their_batch(tmp_path: Path) -> None:
    (tmp_path / "b.meta.toml").write_text('source = "Tập san"\nauthor = "Ban biên tập"\n')
    one, two = articles(batch(tmp_path, {"body": "một", "author": None}, {"body": "hai"}))
    assert one.given.author == Stated(None, "record")
    assert two.given.author == Stated("Ban biên tập", "sidecar")
    assert one.given.source == two.given.source == Stated("Tập san", "sidecar")


def test_records_in_an_old_font_or_encoded_twice_are_read(tmp_path: Path) -> None:
    text = "Nước sông đã rút, đường sá lại thông, người dân trở về."
    font, twice = tcvn3(text).decode("cp1252"), text.encode().decode("latin-1")
    records = [{"title": each, "body": each} for each in (font, twice)]
    for found, inner in zip(articles(batch(tmp_path, *records)), ("tcvn3", "utf-8"), strict=True):
        assert (found.text, found.encoding) == (text, f"utf-8/{inner}")
        assert found.given.title == Stated(text, "record")
