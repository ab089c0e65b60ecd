import sqlite3
from pathlib import Path

import pytest

from indexer.errors import IndexCorrupt
from indexer.model import Problem, Skipped
from indexer.reading import Reading
from indexer.store.catalog import Catalog, OriginalFile, original_file
from indexer.store.generation import begin, publish
from indexer.store.rows import EXPECTED, KEPT, SEEN, WRITTEN, ArticleRow, FileRow


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a catalog with two roots; `a` has a folder whose name is a prefix of another one's."""
    catalog = Catalog(tmp_path / "catalog.sqlite")
    for root, file in (("a", "s/1.txt"), ("a", "s/2.txt"), ("a", "s-2/3.txt"), ("a", "s"), ("b", "s/4.txt")):
        catalog.put_file(FileRow(root, file, "stamp", f"content of {file}"))
        catalog.put_article(ArticleRow(f"{root}:{file}", root, file, "print", SEEN))
    catalog.close()
    return tmp_path / "catalog.sqlite"


def in_state(catalog: Catalog, state: int) -> list[str]:
    return sorted(catalog.articles_in_state(state))


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("", ["a:s", "a:s-2/3.txt", "a:s/1.txt", "a:s/2.txt"]),
        ("s", ["a:s", "a:s/1.txt", "a:s/2.txt"]),
        ("s/1.txt", ["a:s/1.txt"]),
        ("S", []),
        ("%", []),
        ("s/", []),
    ],
)
def test_a_scope_is_a_folder_or_a_file_of_one_root(path: Path, below: str, expected: list[str]) -> None:
    catalog = Catalog(path)
    catalog.begin_run([("a", below)])
    assert in_state(catalog, EXPECTED) == expected
    assert len(in_state(catalog, KEPT)) == 5 - len(expected)
    assert catalog.count("a", below) == len(expected)
    assert catalog.count() == 5
    catalog.close()


def test_rows_still_expected_vanish(path: Path) -> None:
    catalog = Catalog(path)
    catalog.put_file(FileRow("a", "gone.txt", "stamp", ""), [Skipped("gone.txt", "empty", "no words")])
    catalog.begin_run([("a", "")])
    assert catalog.confirm("a", "s/1.txt") == (1, [])
    assert catalog.keep("a", "s-2") == 1
    catalog.drop_vanished()
    assert in_state(catalog, SEEN) == ["a:s/1.txt"]
    assert in_state(catalog, KEPT) == ["a:s-2/3.txt", "b:s/4.txt"]
    assert catalog.file("a", "gone.txt") is None
    assert catalog.diagnostics.file_skips("a", "gone.txt") == []
    assert catalog.file("a", "s-2/3.txt") == FileRow("a", "s-2/3.txt", "", "content of s-2/3.txt")
    assert catalog.file("a", "s/1.txt") == FileRow("a", "s/1.txt", "stamp", "content of s/1.txt")
    catalog.close()


def test_a_twin_is_another_file_with_articles_that_stay(path: Path) -> None:
    catalog = Catalog(path)
    catalog.begin_run([("a", "")])
    assert catalog.twin("a", "new.txt", "content of s/1.txt") is None
    catalog.confirm("a", "s/1.txt")
    assert catalog.twin("a", "new.txt", "content of s/1.txt") == ("a", "s/1.txt")
    assert catalog.twin("a", "s/1.txt", "content of s/1.txt") is None
    assert catalog.twin("a", "new.txt", "content of s/4.txt") == ("b", "s/4.txt")
    catalog.drop_articles(["b:s/4.txt"])
    assert catalog.twin("a", "new.txt", "content of s/4.txt") is None
    catalog.close()


def test_file_skips_keep_their_order(path: Path) -> None:
    catalog = Catalog(path)
    skips = [Skipped("s/1.txt", "bad-record", f"line {n}") for n in (3, 1, 2)]
    row = FileRow("a", "s/1.txt", "stamp", "")
    catalog.put_file(row, skips)
    assert catalog.diagnostics.file_skips("a", "s/1.txt") == skips
    catalog.put_file(row, skips[:1])
    assert catalog.diagnostics.file_skips("a", "s/1.txt") == skips[:1]
    catalog.close()


def test_run_skips_of_archive_members_are_dropped_with_the_archive(path: Path) -> None:
    catalog = Catalog(path)
    for name in ("k.zip", "k.zip/a.txt", "k.zip-2"):
        catalog.diagnostics.put_run_skip("a", Skipped(name, "damaged", "x"))
    catalog.diagnostics.drop_run_skips("a", "k.zip")
    assert [name for (name,) in catalog.rows("SELECT name FROM skips", ())] == ["k.zip-2"]
    catalog.close()


def test_kept_files_can_be_changed_during_iteration(path: Path) -> None:
    catalog = Catalog(path)
    catalog.begin_run([("a", "s")])
    seen = []
    for root, file in catalog.kept_files():
        seen.append((root, file))
        catalog.put_file(FileRow(root, file, "", ""))
    assert seen == [("a", "s-2/3.txt"), ("b", "s/4.txt")]
    catalog.close()


def test_invalidated_articles_lose_fingerprint_and_stamp(path: Path) -> None:
    catalog = Catalog(path)
    catalog.put_article(ArticleRow("a:s", "a", "s", "print", SEEN, stated=True))
    catalog.diagnostics.put_problems("b:s/4.txt", [Problem("unknown-forum", "no forum x")])
    catalog.diagnostics.put_problems("a:s/1.txt", [Problem("unknown-key", "no key x")])
    catalog.invalidate_stated()
    catalog.invalidate_problems(["unknown-forum", "unknown-topic"])
    catalog.invalidate_article("a:s/2.txt")
    rows = [catalog.article(id) for id in ("a:s", "b:s/4.txt", "a:s/1.txt", "a:s/2.txt", "a:s-2/3.txt")]
    assert [row and row.fingerprint for row in rows] == ["", "", "print", "", "print"]
    assert [row and (file := catalog.file(*row.file)) and file.stamp for row in rows] == ["", "", "stamp", "", "stamp"]
    catalog.begin_run([("a", "")])
    assert list(catalog.kept_files(invalidated=True)) == [("b", "s/4.txt")]
    catalog.invalidate_kept()
    catalog.close()


def test_written_articles_are_not_among_the_unwritten(path: Path) -> None:
    catalog = Catalog(path)
    catalog.begin_run([("a", "")])
    catalog.confirm("a", "s/1.txt")
    catalog.put_article(ArticleRow("a:s", "a", "s", "other print", WRITTEN))
    catalog.confirm("a", "s/2.txt")
    assert list(catalog.unwritten(2)) == [[("a:s/1.txt", SEEN), ("a:s/2.txt", SEEN)], [("b:s/4.txt", KEPT)]]
    catalog.close()


def test_vanished_articles_have_the_content_of_their_file_before_and_now(path: Path) -> None:
    catalog = Catalog(path)
    catalog.begin_run([("a", "s")])
    catalog.put_file(FileRow("a", "s/1.txt", "stamp", "new content"))
    assert list(catalog.vanished()) == [
        ("a:s", "a", "s", "content of s", "content of s"),
        ("a:s/1.txt", "a", "s/1.txt", "content of s/1.txt", "new content"),
        ("a:s/2.txt", "a", "s/2.txt", "content of s/2.txt", "content of s/2.txt"),
    ]
    catalog.close()


def test_a_new_ancestry_replaces_the_old_one(path: Path) -> None:
    catalog = Catalog(path)
    assert catalog.ancestry() == {}
    for ancestry in ({("forum", "x"): ("y", "z"), ("topic", "x"): ()}, {("forum", "x"): ("z",)}):
        catalog.set_ancestry(ancestry)
        assert catalog.ancestry() == ancestry
    catalog.close()


def test_only_roots_with_files_are_stored(path: Path) -> None:
    catalog = Catalog(path)
    catalog.set_roots(["a", "c"])
    catalog.close()
    catalog = Catalog(path)
    assert catalog.roots() == ["a"]
    assert catalog.file_roots() == ["a", "b"]
    catalog.close()


def test_differences_name_the_side_that_has_the_id(path: Path) -> None:
    catalog = Catalog(path, read_only=True)
    ids = ["a:s", "a:s-2/3.txt", "a:s/1.txt", "a:s/2.txt", "more", "more"]
    assert sorted(catalog.differences(ids)) == [("b:s/4.txt", True), ("more", False)]
    catalog.close()


def test_a_read_only_catalog_refuses_changes(path: Path) -> None:
    catalog = Catalog(path, read_only=True)
    with pytest.raises(sqlite3.OperationalError):
        catalog.drop_vanished()
    catalog.close()


def test_the_original_file_of_an_article(tmp_path: Path) -> None:
    index = tmp_path / "index"
    index.mkdir()
    draft = begin(index, None)
    catalog = Catalog(draft.catalog)
    catalog.put_article(ArticleRow("x", "../docs", "s/1.txt", "", SEEN))
    catalog.close()
    manifest = publish(index, None, draft, engine="json", articles=1, version="v", vocabulary="w")
    assert original_file(index, manifest, "x") == OriginalFile(tmp_path / "docs" / "s" / "1.txt", "s/1.txt", "")
    assert original_file(index, manifest, "y") is None
    draft.catalog.write_bytes(b"damaged" * 1000)
    with pytest.raises(IndexCorrupt):
        original_file(index, manifest, "x")


def test_readings_keep_their_numbers(tmp_path: Path) -> None:
    readings = [Reading(encoding, 100, "NFC", *[None] * 8) for encoding in ("utf-8", "viscii", "utf-8")]
    catalog = Catalog(tmp_path / "catalog.sqlite")
    assert [catalog.readings.number(reading) for reading in readings] == [1, 2, 1]
    catalog.close()
    catalog = Catalog(tmp_path / "catalog.sqlite")
    assert [catalog.readings.number(reading) for reading in reversed(readings)] == [1, 2, 1]
    catalog.close()
