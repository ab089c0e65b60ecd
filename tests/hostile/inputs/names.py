"""Folders and names: deep, odd, many, and files that are none."""

import os
from pathlib import Path

from tests.hostile.inputs.hostile_input import INDEXED, WORD, HostileInput, many_files


def _article(name: object) -> str:
    return f"Hội nghị cấp cao {WORD} {name}\n"


def _deep(folder: Path, size: int) -> None:
    """Make folders hundreds deep: few programs can remove deeper ones."""
    (folder / "a.txt").write_text(_article("deep"), "utf-8")
    for level in range(min(size // 100, 400)):
        folder = folder / "a"
        folder.mkdir()
        if level % 100 == 0:
            (folder / "a.txt").write_text(f"Bài {level}\n", "utf-8")


def _folders(folder: Path, size: int) -> None:
    (folder / "a.txt").write_text(_article("folders"), "utf-8")
    for number in range(size // 500):
        (folder / str(number)).mkdir()


def _odd(folder: Path, _size: int) -> None:
    for name in (
        "-a.txt",
        " .txt",
        "'\".txt",
        "$(a).txt",
        "a;b.txt",
        "%00.txt",
        "a#b.txt",
        f"{'a' * 251}.txt",
        "CON.txt",
    ):
        (folder / name).write_text(_article(name), "utf-8")
    for raw in (b"a\nb.txt", b"\xff.txt", "\u202ea.txt".encode(), b"\x1b[31m.txt"):
        (folder / os.fsdecode(raw)).write_text(_article("odd"), "utf-8")


def _links(folder: Path, size: int) -> None:
    (folder / "a.txt").write_text(_article("links"), "utf-8")
    for number in range(size // 500):
        (folder / f"{number}").symlink_to("..")
        (folder / f"{number}.txt").symlink_to(f"{number}.txt")


def _not_files(folder: Path, _size: int) -> None:
    (folder / "a.txt").write_text(_article("not_files"), "utf-8")
    os.mkfifo(folder / "b.txt")
    os.mkfifo(folder / "a.txt.meta.toml")
    os.mkfifo(folder / "metadata.csv")


def _sparse(folder: Path, size: int) -> None:
    (folder / "a.txt").write_text(_article("sparse"), "utf-8")
    for number, extension in enumerate((".txt", ".html", ".pdf", ".docx", ".eml", ".csv", ".zip", ".jsonl")):
        with (folder / f"b{extension}").open("wb") as file:
            file.truncate(size * 20 + number)


INPUTS: tuple[HostileInput, ...] = (
    HostileInput("deep-folders", _deep, frozenset({INDEXED})),
    HostileInput("empty-folders", _folders, frozenset({INDEXED})),
    HostileInput("odd-names", _odd, frozenset({INDEXED, "bad-name"})),
    HostileInput("links", _links, frozenset({INDEXED, "link"})),
    HostileInput("not-files", _not_files, frozenset({INDEXED, "not-a-file"})),
    HostileInput("sparse-files", _sparse, frozenset({INDEXED, "bad-record", "binary", "damaged", "damaged-archive"})),
    many_files(
        "many-files",
        lambda size: ((f"{number}.txt", _article(number).encode()) for number in range(size // 250)),
        INDEXED,
    ),
    many_files(
        "same-files",
        lambda size: ((f"{number}.txt", _article("same").encode()) for number in range(size // 250)),
        INDEXED,
        "duplicate",
    ),
    many_files(
        "stray-sidecars",
        lambda size: (
            (f"{number}.txt{'.meta.toml' if number else ''}", _article("stray").encode())
            for number in range(size // 250)
        ),
        INDEXED,
        "stray-sidecar",
    ),
    many_files(
        "same-names",
        lambda _size: iter([("a\u0323.txt", _article("a").encode()), ("\u1ea1.txt", _article("b").encode())]),
        INDEXED,
        "duplicate-id",
    ),
)
