"""Files of one article: text, ids, sidecars, and why a file cannot be read."""

import unicodedata
from pathlib import Path

import pytest

from indexer.ingest.formats.known import FORMATS
from indexer.ingest.read import read_articles
from indexer.ingest.source import Given, RawArticle, SourceFile, Stated
from indexer.ingest.walk import walk
from indexer.model import Skipped
from tests.ingest.permissions import needs_permissions
from tests.ingest.reading import article, read, read_one


def test_a_text_file_is_one_article(tmp_path: Path) -> None:
    (tmp_path / "2021").mkdir()
    raw = article(tmp_path, "2021/tin.txt", "Tin trưa\r\n\r\nTrời đẹp.".encode())
    assert (raw.id, raw.path, raw.kind, raw.encoding) == ("2021/tin.txt", "2021/tin.txt", "file", "utf-8")
    assert raw.text == "Tin trưa\n\nTrời đẹp."
    assert (raw.given, raw.problems) == (Given(), ())


def test_the_id_is_composed_and_the_file_is_opened_as_spelled(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Đà Nẵng.txt")
    decomposed = unicodedata.normalize("NFD", "Tiếng sóng")
    raw = article(tmp_path, name, decomposed.encode())
    assert raw.id == unicodedata.normalize("NFC", name) != name
    assert raw.text == decomposed


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", "\ufeff".encode(), "\u200b … –\n___".encode()])
def test_a_file_without_words_is_empty(tmp_path: Path, data: bytes) -> None:
    found = read_one(tmp_path, "a.txt", data)
    assert isinstance(found, Skipped)
    assert (found.path, found.code) == ("a.txt", "empty")


def test_binary_and_undecodable_files_are_reported(tmp_path: Path) -> None:
    found = [read_one(tmp_path, "a.txt", b"PK\x03\x04\x00\x00"), read_one(tmp_path, "a.txt", b"caf\xe9 \x81")]
    assert [item.code for item in found if isinstance(item, Skipped)] == ["binary", "undecodable"]


def test_a_file_over_the_limit_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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


@needs_permissions
def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
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
    why = "its sidecar a.meta.toml cannot be read: No such file or directory"
    assert list(read_articles(source)) == [Skipped(name, "unreadable", why)]


def test_the_fingerprint_follows_what_was_read_not_the_bytes(tmp_path: Path) -> None:
    seen = [article(tmp_path, "a.txt", data).fingerprint for data in (b"a\nb", b"a\r\nb", b"\xef\xbb\xbfa\nb")]
    assert len(set(seen)) == 1
    seen.append(article(tmp_path, "a.txt", b"a\nc").fingerprint)
    seen.append(article(tmp_path, "b.txt", b"a\nb").fingerprint)
    seen.append(article(tmp_path, "a.txt", "a\nb".encode("utf-16")).fingerprint)
    for toml in ('author = "x"', 'author = ""', "autor = 1"):
        (tmp_path / "a.meta.toml").write_text(toml)
        seen.append(article(tmp_path, "a.txt", b"a\nb").fingerprint)
    assert len(set(seen)) == 7


def test_a_file_that_needs_more_memory_than_there_is_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_bytes(b"Tin")
    (source,) = (item for item in walk(tmp_path) if isinstance(item, SourceFile))

    def without_memory(*_arguments: object) -> None:
        raise MemoryError

    monkeypatch.setattr("indexer.ingest.read.decompressed", without_memory)
    (found,) = read_articles(source)
    assert isinstance(found, Skipped)
    assert found.code == "too-large"
