from pathlib import Path

import pytest

from indexer.ingest.scope import Scope, scopes


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
    assert scopes([file], [docs / "2021", docs]) == [Scope(docs, "2021/a.txt")]


def test_a_folder_inside_a_known_root_narrows_it(docs: Path) -> None:
    assert scopes([docs / "2021"], [docs]) == [Scope(docs, "2021")]


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
