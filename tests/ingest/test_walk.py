"""Which files of a docs folder are articles, and what is reported about the others."""

import os
import socket
from pathlib import Path

import pytest

from indexer.ingest.source import SourceFile
from indexer.ingest.walk import walk
from indexer.model import Skipped
from tests.ingest.permissions import needs_permissions


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def found(folder: Path) -> list[str]:
    """Return the articles, and what is skipped with its code."""
    return [
        item.path if isinstance(item, SourceFile) else f"{item.path} {item.code}"
        for item in walk(folder)
        if isinstance(item, SourceFile) or not item.is_passed_over
    ]


def passed(folder: Path, below: str = "") -> list[str]:
    return [item.path for item in walk(folder, below) if isinstance(item, Skipped) and item.is_passed_over]


def test_articles_are_sorted_by_name_folder_by_folder(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.TXT", "a/b/c.jsonl", "a.txt", "đ.jsonl.gz", "c.jsonl.xz", "#1 tin.txt")
    expected = ["#1 tin.txt", "a/b/c.jsonl", "a/z.TXT", "a.txt", "b.txt", "c.jsonl.xz", "đ.jsonl.gz"]
    assert found(tmp_path) == expected


def test_readmes_hidden_files_and_backups_are_ignored(tmp_path: Path) -> None:
    write(tmp_path, "README.md", "readme.txt", "README_FIRST.jsonl", ".hidden", ".git/a.txt", ".a.meta.toml")
    write(tmp_path, "a.txt~", "a.txt.bak", "#a.txt#", "~$a.txt", "._a.txt", ".DS_Store", "README/kept.txt")
    assert found(tmp_path) == ["README/kept.txt"]
    assert passed(tmp_path) == [
        *("#a.txt#", ".DS_Store", "._a.txt", ".a.meta.toml", ".git/", ".hidden", "README.md", "README_FIRST.jsonl"),
        *("a.txt.bak", "a.txt~", "readme.txt", "~$a.txt"),
    ]


def test_articles_may_have_any_name(tmp_path: Path) -> None:
    write(tmp_path, ".net.txt", ".vn/a.txt", "b/README.md", "b/.5 giây.txt", "2021.bak/a.txt", "cũ~/a.txt", "~$/a.txt")
    assert found(tmp_path) == [
        *(".net.txt", "2021.bak/a.txt", "b/.5 giây.txt", "b/README.md", "cũ~/a.txt", "~$/a.txt"),
    ]
    assert passed(tmp_path) == [".vn/"]


def test_what_is_passed_over_is_named_even_if_its_name_is_unprintable_or_it_is_gone(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt~")).write_text("x")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/.caf\xe9")).mkdir()
    assert (passed(tmp_path), found(tmp_path)) == ([".caf\\xe9/", "caf\\xe9.txt~"], [])
    assert passed(tmp_path, "gone.swp") == ["gone.swp"]


def test_other_files_are_reported(tmp_path: Path) -> None:
    write(tmp_path, "a.doc", "b.json", "c.gz", "txt")
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket.txt"))
        assert found(tmp_path) == [
            "a.doc unknown-format",
            "b.json unknown-format",
            "c.gz unknown-format",
            "pipe.txt not-a-file",
            "socket.txt not-a-file",
            "txt unknown-format",
        ]


def test_links_are_reported_and_never_followed(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    write(docs, "a.txt", "sub/b.txt")
    write(tmp_path, "outside/c.txt", "docs-2/d.txt")
    (docs / "in.txt").symlink_to("a.txt")
    (docs / "loop").symlink_to(docs)
    (docs / "sub" / "self").symlink_to("self")
    (docs / "gone.txt").symlink_to("nothing.txt")
    (docs / "out").symlink_to(tmp_path / "outside")
    (docs / "out.txt").symlink_to("../outside/c.txt")
    (docs / "near").symlink_to("../docs-2")
    assert found(docs) == [
        "a.txt",
        "gone.txt link",
        "in.txt link",
        "loop link",
        "near link-outside",
        "out link-outside",
        "out.txt link-outside",
        "sub/b.txt",
        "sub/self link",
    ]


def test_unprintable_names_are_reported_escaped(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("x")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff")).mkdir()
    write(tmp_path, "two\nlines.txt")
    assert found(tmp_path) == ["caf\\xe9.txt bad-name", "two\\x0alines.txt bad-name", "\\xff bad-name"]


def test_a_folder_can_be_left_out(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "index/manifest.json", "index.txt")
    paths = [item.path for item in walk(tmp_path, without=[tmp_path / "index"])]
    assert paths == ["a.txt", "index.txt"]


def test_an_unreadable_folder_is_reported_and_the_rest_is_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a/x.txt", "b/y.txt", "c.txt")
    real = Path.iterdir

    def iterdir(path: Path) -> object:
        if path == tmp_path / "a":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    assert found(tmp_path) == ["a unreadable", "b/y.txt", "c.txt"]


@needs_permissions
def test_a_folder_without_permission_is_unreadable(tmp_path: Path) -> None:
    write(tmp_path, "a/x.txt", "b.txt")
    (tmp_path / "a").chmod(0)
    try:
        assert found(tmp_path) == ["a unreadable", "b.txt"]
    finally:
        (tmp_path / "a").chmod(0o700)


def test_the_root_itself_is_called_dot(tmp_path: Path) -> None:
    skipped = list(walk(tmp_path / "nothing"))
    assert skipped == [Skipped(".", "unreadable", "No such file or directory")]


def test_a_sidecar_with_the_full_name_comes_first(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "a.txt.meta.toml", "a.meta.toml", "b.txt", "b.meta.toml", "c.txt", "d.jsonl.gz")
    write(tmp_path, "d.meta.toml", "e.TXT", "e.meta.toml")
    (tmp_path / "c.txt.meta.toml").symlink_to("a.meta.toml")
    sources = {item.path: item.sidecar for item in walk(tmp_path) if isinstance(item, SourceFile)}
    assert sources == {
        "a.txt": "a.txt.meta.toml",
        "b.txt": "b.meta.toml",
        "c.txt": None,
        "d.jsonl.gz": "d.meta.toml",
        "e.TXT": "e.meta.toml",
    }


def test_the_stamp_changes_with_file_and_sidecar(tmp_path: Path) -> None:
    def stamp() -> str:
        (source,) = (item for item in walk(tmp_path) if isinstance(item, SourceFile))
        return source.stamp

    write(tmp_path, "a.txt")
    stamps = [stamp(), stamp()]
    os.utime(tmp_path / "a.txt", ns=(1, 1))
    stamps.append(stamp())
    write(tmp_path, "a.meta.toml")
    stamps.append(stamp())
    os.utime(tmp_path / "a.meta.toml", ns=(1, 1))
    stamps.append(stamp())
    assert stamps[0] == stamps[1]
    assert len(set(stamps)) == 4


def test_sidecars_that_are_links_or_have_no_article_are_reported(tmp_path: Path) -> None:
    write(tmp_path, "a.TXT", "a.meta.toml", "gone.txt.meta.toml", "x.doc", "x.doc.meta.toml", "tin.META.TOML")
    (tmp_path / "a.TXT.meta.toml").symlink_to("a.meta.toml")
    assert found(tmp_path) == [
        "a.TXT",
        "a.TXT.meta.toml link",
        "gone.txt.meta.toml stray-sidecar",
        "tin.META.TOML stray-sidecar",
        "x.doc unknown-format",
        "x.doc.meta.toml stray-sidecar",
    ]
