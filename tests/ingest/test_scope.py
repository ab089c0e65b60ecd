"""Which docs folder a path belongs to, and what a run covers."""

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


def test_the_root_of_a_file_is_a_known_one_or_its_folder(docs: Path) -> None:
    file = docs / "2021" / "a.txt"
    assert scopes([file], []) == [Scope(docs / "2021", "a.txt")]
    assert scopes([file], [docs]) == [Scope(docs, "2021/a.txt")]
    assert scopes([file], [docs / "2021", docs]) == [Scope(docs / "2021", "a.txt")]


def test_a_folder_inside_a_known_root_narrows_it(docs: Path) -> None:
    assert scopes([docs / "2021"], [docs]) == [Scope(docs, "2021")]


def test_a_wider_folder_covers_the_known_roots_inside_it(docs: Path) -> None:
    year, other = docs / "2021", docs.with_name("docs-2")
    wider = docs.parent
    assert scopes([wider], [year, other]) == [Scope(year), Scope(other), Scope(wider, "", (year, other))]
    assert scopes([wider, year / "a.txt"], [year]) == [Scope(year), Scope(wider, "", (year,))]
    assert scopes([docs], [wider, year]) == [Scope(year), Scope(wider, "docs", (year,))]


def test_each_file_is_found_in_one_scope(docs: Path) -> None:
    (docs / "b.txt").write_text("b")
    (docs.parent / "c.txt").write_text("c")
    for known in ([], [docs], [docs / "2021"], [docs / "2021", docs]):
        found = [item for scope in scopes([docs.parent], known) for item in scope.walk()]
        files = sorted(str(item.absolute) for item in found if isinstance(item, SourceFile))
        assert files == [str(docs.parent / "c.txt"), str(docs / "2021" / "a.txt"), str(docs / "b.txt")]


def test_the_docs_folder_is_a_known_root_unless_it_is_inside_another(docs: Path) -> None:
    other = docs.with_name("docs-2")
    assert known_roots([other], docs) == [other, docs]
    assert known_roots([docs.parent], docs) == [docs.parent]
    assert known_roots([docs], docs) == [docs]
    assert known_roots([other], docs / "gone") == [other]
    assert known_roots([other], None) == [other]


def test_a_scope_that_another_covers_is_left_out(docs: Path) -> None:
    other = docs.with_name("docs-2")
    paths = [docs / "2021" / "a.txt", other, docs / "2021", docs, docs]
    assert scopes(paths, []) == [Scope(other), Scope(docs)]


def test_a_missing_path_is_a_scope_too(docs: Path) -> None:
    assert scopes([docs / "2020" / "b.txt"], [docs]) == [Scope(docs, "2020/b.txt")]
    assert scopes([docs / "gone"], []) == [Scope(docs, "gone")]


def test_links_and_dots_lead_to_the_same_scope(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs.with_name("link").symlink_to(docs)
    monkeypatch.chdir(docs)
    paths = [Path(), Path("2021/.."), docs.with_name("link")]
    assert scopes(paths, []) == [Scope(docs)]


def test_a_scope_covers_what_is_at_or_below_it() -> None:
    scope = Scope(Path("/a/docs"), "sub")
    assert scope.covers(Path("/a/docs/sub"))
    assert scope.covers(Path("/a/docs/sub/x.txt"))
    assert not scope.covers(Path("/a/docs/sub-2/x.txt"))
    assert not scope.covers(Path("/a/docs"))
