import gzip
import json
import lzma
import os
import tracemalloc
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.ingest.formats.document import MAX_BYTES
from indexer.ingest.formats.known import FORMATS
from indexer.ingest.read import read_articles
from indexer.ingest.source import Given, RawArticle, SourceFile, Stated
from indexer.ingest.walk import walk
from indexer.model import Skipped
from tests.ingest.rights import needs_rights


def read(folder: Path, name: str) -> list[RawArticle | Skipped]:
    (source,) = (item for item in walk(folder, name) if isinstance(item, SourceFile))
    return list(read_articles(source))


def read_one(folder: Path, name: str, data: bytes) -> RawArticle | Skipped:
    (folder / name).write_bytes(data)
    (found,) = read(folder, name)
    return found


def article(folder: Path, name: str, data: bytes) -> RawArticle:
    found = read_one(folder, name, data)
    assert isinstance(found, RawArticle), found
    return found


def write_batch(path: Path, records: Sequence[object]) -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def batch(folder: Path, *records: object) -> list[RawArticle | Skipped]:
    write_batch(folder / "b.jsonl", records)
    return read(folder, "b.jsonl")


def articles(found: list[RawArticle | Skipped]) -> list[RawArticle]:
    assert all(isinstance(item, RawArticle) for item in found), found
    return [item for item in found if isinstance(item, RawArticle)]


def test_a_text_file_is_one_article(tmp_path: Path) -> None:
    (tmp_path / "2021").mkdir()
    raw = article(tmp_path, "2021/tin.txt", "Tin trưa\r\n\r\nTrời đẹp.".encode())
    assert (raw.id, raw.path, raw.kind, raw.encoding) == ("2021/tin.txt", "2021/tin.txt", "file", "utf-8")
    assert raw.text == "Tin trưa\n\nTrời đẹp."
    assert (raw.given, raw.problems) == (Given(), ())


def test_an_id_is_composed_but_the_file_is_found_as_spelled(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Đà Nẵng.txt")
    decomposed = unicodedata.normalize("NFD", "Tiếng sóng")
    raw = article(tmp_path, name, decomposed.encode())
    assert raw.id == unicodedata.normalize("NFC", name) != name
    assert raw.text == decomposed


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", "\ufeff".encode(), "\u200b … –\n___".encode()])
def test_without_a_word_a_file_is_empty(tmp_path: Path, data: bytes) -> None:
    found = read_one(tmp_path, "a.txt", data)
    assert isinstance(found, Skipped)
    assert (found.path, found.code) == ("a.txt", "empty")


def test_binary_and_undecodable_files_are_named(tmp_path: Path) -> None:
    found = [read_one(tmp_path, "a.txt", b"PK\x03\x04\x00\x00"), read_one(tmp_path, "a.txt", b"caf\xe9 \x81")]
    assert [item.code for item in found if isinstance(item, Skipped)] == ["binary", "undecodable"]


def test_a_file_over_the_limit_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FORMATS, ".txt", FORMATS[".txt"]._replace(max_bytes=10))
    assert isinstance(read_one(tmp_path, "a.txt", b"0123456789"), RawArticle)
    found = read_one(tmp_path, "a.txt", b"01234567890")
    assert isinstance(found, Skipped)
    assert found.code == "too-large"


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.jsonl.gz"])
def test_a_file_that_vanishes_is_unreadable(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    (source,) = (item for item in walk(tmp_path) if isinstance(item, SourceFile))
    (tmp_path / name).unlink()
    assert list(read_articles(source)) == [Skipped(name, "unreadable", "No such file or directory")]


@needs_rights
def test_a_file_without_rights_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "a.txt").chmod(0)
    assert read(tmp_path, "a.txt") == [Skipped("a.txt", "unreadable", "Permission denied")]


def test_a_sidecar_states_metadata(tmp_path: Path) -> None:
    (tmp_path / "a.txt.meta.toml").write_text('title = "Bản tin"\ndate = 2021-06-29\nauthor = ""\nforums = []\n')
    raw = article(tmp_path, "a.txt", b"text")
    assert raw.given.title == Stated("Bản tin", "sidecar")
    assert raw.given.date == Stated("2021-06-29", "sidecar")
    assert raw.given.author == Stated(None, "sidecar")
    assert raw.given.forums == Stated((), "sidecar")
    assert raw.given.source is None


@pytest.mark.parametrize(
    ("toml", "codes"),
    [
        (b"title = ", ["bad-sidecar"]),
        (b"\xff\xfe", ["bad-sidecar"]),
        (b"a = " + b"[" * 3000, ["bad-sidecar"]),
        (b"#" * ((1 << 20) + 1), ["bad-sidecar"]),
        (b'titel = "x"\n"\\u0007" = 1', ["unknown-key", "unknown-key"]),
        (b"date = 2021-02-30", ["bad-sidecar"]),
        (b'date = "2021-02-30"\nforum = "arf"', ["bad-value", "unknown-key"]),
        (b'\xef\xbb\xbftitle = "x"', []),
    ],
)
def test_a_bad_sidecar_is_a_problem_of_the_article(tmp_path: Path, toml: bytes, codes: list[str]) -> None:
    (tmp_path / "a.meta.toml").write_bytes(toml)
    raw = article(tmp_path, "a.txt", b"text")
    assert [problem.code for problem in raw.problems] == codes
    assert all("\n" not in problem.text for problem in raw.problems)


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_an_article_whose_sidecar_cannot_be_read_is_unreadable(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text('{"body": "text"}')
    (tmp_path / "a.meta.toml").write_text('title = "x"')
    (source,) = (item for item in walk(tmp_path, name) if isinstance(item, SourceFile))
    (tmp_path / "a.meta.toml").unlink()
    why = "its sidecar a.meta.toml: No such file or directory"
    assert list(read_articles(source)) == [Skipped(name, "unreadable", why)]


def test_records_of_a_batch(tmp_path: Path) -> None:
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


def test_a_record_without_id_is_called_after_its_content(tmp_path: Path) -> None:
    one, two, again = articles(batch(tmp_path, {"body": "một"}, {"body": "hai"}, {"body": "một"}))
    assert one.id != two.id
    assert again.id == one.id + "-2"
    (moved,) = articles(batch(tmp_path, {"body": "hai"}))
    assert moved.id == two.id


def test_ids_are_text_or_numbers(tmp_path: Path) -> None:
    found = batch(tmp_path, {"id": 7, "body": "b"}, {"id": " ", "body": "b"}, {"id": [1], "body": "b"})
    found += batch(tmp_path, {"id": True, "body": "b"}, {"id": "a\nb", "body": "b"}, {"id": "\ud800", "body": "b"})
    codes = [item.id if isinstance(item, RawArticle) else item.code for item in found]
    assert codes == ["7", found[1].id if isinstance(found[1], RawArticle) else "", *["bad-record"] * 4]


def test_bad_records_are_named_by_line_and_the_rest_is_read(tmp_path: Path) -> None:
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


def test_a_line_over_the_limit_is_named_and_not_loaded(tmp_path: Path) -> None:
    long = MAX_BYTES * 8
    with lzma.open(tmp_path / "b.jsonl.xz", "wb", preset=0) as file:
        file.write(b'{"id": "a", "body": "x"}\n{"id": "b", "body": "')
        for _ in range(16):
            file.write(b"x" * (long // 16))
        file.write(b'"}\n{"id": "c", "body": "x"}\n')
    tracemalloc.start()
    try:
        found = read(tmp_path, "b.jsonl.xz")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [item.id if isinstance(item, RawArticle) else item.code for item in found] == ["a", "too-large", "c"]
    assert peak < 4 * MAX_BYTES


def test_a_batch_in_utf16_is_named_once(tmp_path: Path) -> None:
    found = read_one(tmp_path, "b.jsonl", '{"body": "x"}\n{"body": "y"}\n'.encode("utf-16"))
    assert isinstance(found, Skipped)
    assert found.code == "undecodable"


@pytest.mark.parametrize(("ending", "pack"), [("gz", gzip.compress), ("xz", lzma.compress)])
def test_packed_batches_are_read_up_to_the_damage(tmp_path: Path, ending: str, pack: object) -> None:
    assert callable(pack)
    name = f"b.jsonl.{ending}"
    plain = b"".join(json.dumps({"id": str(i), "body": os.urandom(60).hex()}).encode() + b"\n" for i in range(2000))
    packed: bytes = pack(plain)
    (tmp_path / name).write_bytes(packed)
    assert [raw.id for raw in articles(read(tmp_path, name))] == [str(i) for i in range(2000)]
    (tmp_path / name).write_bytes(packed[: len(packed) * 2 // 3])
    *before, last = read(tmp_path, name)
    assert isinstance(last, Skipped)
    assert last.code == "damaged-archive"
    assert len(articles(before)) > 500
    found = read_one(tmp_path, name, b"no archive at all")
    assert isinstance(found, Skipped)
    assert found.code == "damaged-archive"


def test_the_position_in_a_batch_rises_to_its_size(tmp_path: Path) -> None:
    write_batch(tmp_path / "b.jsonl", [{"body": "x" * 500} for _ in range(200)])
    (source,) = (item for item in walk(tmp_path) if isinstance(item, SourceFile))
    positions: list[int] = []
    assert len(list(read_articles(source, positions.append))) == 200
    assert positions == sorted(positions)
    assert positions[-1] == source.size


def test_a_batch_s_sidecar_speaks_for_records_that_do_not(tmp_path: Path) -> None:
    (tmp_path / "b.meta.toml").write_text('source = "Tập san"\nauthor = "Ban biên tập"\n')
    one, two = articles(batch(tmp_path, {"body": "một", "author": None}, {"body": "hai"}))
    assert one.given.author == Stated(None, "record")
    assert two.given.author == Stated("Ban biên tập", "sidecar")
    assert one.given.source == two.given.source == Stated("Tập san", "sidecar")


def test_the_fingerprint_follows_everything_but_the_bytes(tmp_path: Path) -> None:
    seen = [article(tmp_path, "a.txt", data).fingerprint for data in (b"a\nb", b"a\r\nb", b"\xef\xbb\xbfa\nb")]
    assert len(set(seen)) == 1
    seen.append(article(tmp_path, "a.txt", b"a\nc").fingerprint)
    seen.append(article(tmp_path, "b.txt", b"a\nb").fingerprint)
    seen.append(article(tmp_path, "a.txt", "a\nb".encode("utf-16")).fingerprint)
    for toml in ('author = "x"', 'author = ""', "autor = 1"):
        (tmp_path / "a.meta.toml").write_text(toml)
        seen.append(article(tmp_path, "a.txt", b"a\nb").fingerprint)
    assert len(set(seen)) == 7
