"""A hostile input: files made by code, and what a run over them must report."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

INDEXED = "indexed"
WORD = "dauhieucuoi"
"""Stands at the end of every input that is to be indexed, so that a search shows that all of it was read."""


@dataclass(frozen=True, slots=True)
class HostileInput:
    """`write` puts files of about a size in bytes into an empty folder.

    `ends` are the codes that a run reports for it, of skipped files and of problems; `INDEXED` is among them if `WORD`
    must be found.
    """

    name: str
    write: Callable[[Path, int], None]
    ends: frozenset[str]


def one_file(name: str, file: str, make: Callable[[int], bytes], *ends: str) -> HostileInput:
    """Return an input that is one file; `make` takes its size in bytes."""
    return HostileInput(name, lambda folder, size: _write(folder / file, make(size)), frozenset(ends))


def many_files(name: str, make: Callable[[int], Iterator[tuple[str, bytes]]], *ends: str) -> HostileInput:
    """Return an input of several files; `make` takes their size in bytes and yields names and contents."""

    def write(folder: Path, size: int) -> None:
        for file, data in make(size):
            _write(folder / file, data)

    return HostileInput(name, write, frozenset(ends))


def repeated(unit: str, size: int) -> str:
    """Return a text of about `size` bytes in UTF-8."""
    return unit * (size // len(unit.encode()) or 1)


def flood(unit: str, before: str = "", after: str = f"\n\n{WORD}\n", encoding: str = "utf-8") -> Callable[[int], bytes]:
    """Return a function that repeats a text until it has a size in bytes."""
    data, head, tail = (each.encode(encoding) for each in (unit, before, after))
    return lambda size: head + data * (size // len(data) or 1) + tail


def nested(start: str, end: str, before: str = "", middle: str = WORD, after: str = "") -> Callable[[int], bytes]:
    """Return a function that nests a text as deep as a size in bytes allows."""

    def make(size: int) -> bytes:
        depth = size // len((start + end).encode()) or 1
        return f"{before}{start * depth}{middle}{end * depth}{after}".encode()

    return make


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def ends_of(name: str, report: Mapping[str, Any], found: Iterable[str]) -> set[str]:
    """Return how an input ended; `report` is the JSON of the run, `found` are the ids of articles that have `WORD`.

    The input was written into the folder `name` below the docs folder.
    """
    below = f"{name}/"
    skipped = {skip["code"] for skip in report["skipped"] if skip["path"].startswith(below)}
    problems = {problem["code"] for problem in report["problems"] if problem["id"].startswith(below)}
    return skipped | problems | ({INDEXED} if any(id.startswith(below) for id in found) else set())
