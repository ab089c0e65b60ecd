"""Compressed batches and archives that expand too much: what was read stays, and the report says so."""

import bz2
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.ingest.formats import archive
from indexer.ingest.read import read_articles
from indexer.ingest.source import RawArticle, SourceFile
from indexer.ingest.walk import walk
from indexer.model import Skipped

RECORDS = "".join(json.dumps({"id": f"r{number}", "body": "Hội nghị ở Huế. " * 20}) + "\n" for number in range(60_000))


def read(folder: Path) -> tuple[list[RawArticle], list[Skipped]]:
    (source,) = walk(folder)
    assert isinstance(source, SourceFile)
    found = list(read_articles(source))
    articles = [each for each in found if isinstance(each, RawArticle)]
    return articles, [each for each in found if isinstance(each, Skipped)]


@pytest.mark.parametrize(
    ("extension", "compress"), [("gz", gzip.compress), ("xz", lzma.compress), ("bz2", bz2.compress)]
)
@pytest.mark.parametrize("kind", ["jsonl", "txt"])
def test_a_packed_file_that_expands_too_much_is_read_so_far(
    tmp_path: Path, extension: str, compress: Callable[[bytes], bytes], kind: str
) -> None:
    (tmp_path / f"a.{kind}.{extension}").write_bytes(compress(RECORDS.encode()))
    articles, skipped = read(tmp_path)
    (skip,) = skipped
    assert skip.code == "too-large"
    if kind == "jsonl":
        assert "expands to more than 16 MiB" in skip.reason
        assert 20_000 < len(articles) < 60_000


def test_an_archive_of_many_small_bombs_is_read_so_far(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(100):
            packed.writestr(f"{number:03}.txt", "Hội nghị ở Huế. " * 40_000)
    articles, skipped = read(tmp_path)
    assert [(skip.path, skip.code) for skip in skipped] == [("a.zip", "too-large")]
    assert 10 < len(articles) < 100


def test_a_packed_file_below_the_limit_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_SMALL_TOTAL", 1000)
    records = "".join(json.dumps({"body": f"Bài {number * 7919 % 1013} {number}"}) + "\n" for number in range(5000))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(records.encode()))
    articles, skipped = read(tmp_path)
    assert (len(articles), skipped) == (5000, [])


def _zipped(records: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(4):
            packed.writestr(f"{number}.jsonl", records[: len(records) // 2])
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "pack"),
    [("a.jsonl", bytes), ("a.jsonl.gz", gzip.compress), ("a.zip", _zipped)],
    ids=["plain", "gz", "zip"],
)
def test_a_file_of_more_tiny_records_than_its_size_allows_is_read_so_far(
    tmp_path: Path, name: str, pack: Callable[[bytes], bytes]
) -> None:
    (tmp_path / name).write_bytes(pack(b"1\n" * 120_000))
    _, skipped = read(tmp_path)
    assert len(skipped) == 100_001
    assert (skipped[-1].path, skipped[-1].code) == (name, "too-large")
    assert "more than 100,000 articles and skipped records" in skipped[-1].reason


@pytest.mark.parametrize(("length", "is_whole"), [(31, False), (32, True)])
def test_a_large_file_may_have_a_record_for_every_32_bytes(tmp_path: Path, length: int, is_whole: bool) -> None:
    (tmp_path / "a.jsonl").write_bytes((b"1" * (length - 1) + b"\n") * 120_000)
    _, skipped = read(tmp_path)
    assert (skipped[-1].code == "bad-record") is is_whole
    assert (len(skipped) == 120_000) is is_whole
