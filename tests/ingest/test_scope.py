from pathlib import Path

import pytest

from indexer.ingest.scope import Scope, known_roots, scopes
from indexer.ingest.source import SourceFile


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "2021").mkdir(parents=True)
    (tmp_path / "docs" / "2021" / "a.txt").write_text("a")
    (tmp_path / "docs-2").mkdir()
    return tmp_path / "docs"


def test_a_folder_is_a_root(docs: Path) -> None:
    assert scopes([docs], []) == [Scope(docs)]
    assert scopes([docs / "2021"], []) == [Scope(docs / "2021")]


def test_a_file_has_its_folder_as_root_or_the_known_one(docs: Path) -> None:
    file = docs / "2021" / "a.txt"
    assert scopes([file], []) == [Scope(docs / "2021", "a.txt")]
    assert scopes([file], [docs]) == [Scope(docs, "2021/a.txt")]
    assert scopes([file], [docs / "2021", docs]) == [Scope(docs / "2021", "a.txt")]


def test_a_folder_inside_a_known_root_narrows_it(docs: Path) -> None:
    assert scopes([docs / "2021"], [docs]) == [Scope(docs, "2021")]


def test_a_wider_folder_covers_the_known_roots_inside_it(docs: Path) -> None:
    year, beside = docs / "2021", docs.with_name("docs-2")
    wider = docs.parent
    assert scopes([wider], [year, beside]) == [Scope(year), Scope(beside), Scope(wider, "", (year, beside))]
    assert scopes([wider, year / "a.txt"], [year]) == [Scope(year), Scope(wider, "", (year,))]
    assert scopes([docs], [wider, year]) == [Scope(year), Scope(wider, "docs", (year,))]


def test_each_file_is_found_in_one_scope(docs: Path) -> None:
    (docs / "b.txt").write_text("b")
    (docs.parent / "c.txt").write_text("c")
    for known in ([], [docs], [docs / "2021"], [docs / "2021", docs]):
        found = [item for scope in scopes([docs.parent], known) for item in scope.walk()]
        files = sorted(str(item.absolute) for item in found if isinstance(item, SourceFile))
        assert files == [str(docs.parent / "c.txt"), str(docs / "2021" / "a.txt"), str(docs / "b.txt")]


def test_the_docs_folder_is_a_known_root_where_no_other_is_around_it(docs: Path) -> None:
    beside = docs.with_name("docs-2")
    assert known_roots([beside], docs) == [beside, docs]
    assert known_roots([docs.parent], docs) == [docs.parent]
    assert known_roots([docs], docs) == [docs]
    assert known_roots([beside], docs / "gone") == [beside]
    assert known_roots([beside], None) == [beside]


def test_what_another_covers_is_left_out(docs: Path) -> None:
    beside = docs.with_name("docs-2")
    paths = [docs / "2021" / "a.txt", beside, docs / "2021", docs, docs]
    assert scopes(paths, []) == [Scope(beside), Scope(docs)]


def test_what_is_not_there_keeps_its_place(docs: Path) -> None:
    assert scopes([docs / "2020" / "b.txt"], [docs]) == [Scope(docs, "2020/b.txt")]
    assert scopes([docs / "gone"], []) == [Scope(docs, "gone")]


def test_links_and_dots_lead_to_the_same_scope(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs.with_name("link").symlink_to(docs)
    monkeypatch.chdir(docs)
    paths = [Path(), Path("2021/.."), docs.with_name("link")]
    assert scopes(paths, []) == [Scope(docs)]


def test_covers() -> None:
    scope = Scope(Path("/a/docs"), "sub")
    assert scope.covers(Path("/a/docs/sub"))
    assert scope.covers(Path("/a/docs/sub/x.txt"))
    assert not scope.covers(Path("/a/docs/sub-2/x.txt"))
    assert not scope.covers(Path("/a/docs"))
