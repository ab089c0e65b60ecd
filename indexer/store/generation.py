"""Generations: a new one is written next to the live one and published with one rename; old ones are dropped.

The engine's files are hard-linked from the live generation, so no engine may change a file in place: it writes new
files, and removes or renames over old ones. Each generation keeps its own manifest for `indexer.store.rollback`.
"""

import datetime
import filecmp
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from indexer.errors import StorageError
from indexer.regular_files import open_regular
from indexer.store.lock import NAME as LOCK
from indexer.store.manifest import (
    NAME,
    NEW,
    WORDS,
    FileEntry,
    Manifest,
    generation_name,
    read_manifest,
    sync_folder,
    write_manifest,
)

_FOLDER = re.compile(r"generation-([0-9]{6,})")
_ENGINE = "engine/"


@dataclass(frozen=True, slots=True)
class Draft:
    """A generation in the making; nobody reads it before `publish`."""

    number: int
    folder: Path

    @property
    def engine(self) -> Path:
        """The folder for the engine's files."""
        return self.folder / "engine"

    @property
    def catalog(self) -> Path:
        """The path of the catalog."""
        return self.folder / "catalog.sqlite"

    @property
    def words(self) -> Path:
        """The path of the table of words."""
        return self.folder / WORDS


def begin(index: Path, live: Manifest | None) -> Draft:
    """Create the folder of the next generation, with an empty engine folder, and remove what dead runs left.

    A generation that was rolled back keeps its number until the next one is published, so no number ever names two
    states. The caller holds the writer lock.
    """
    if live is not None:
        _remove(index, {number for number in _numbers(index) - published(index) if number > live.generation})
    number = max([0, *_numbers(index), *([live.generation] if live else [])]) + 1
    draft = Draft(number, generation_folder(index, number))
    draft.engine.mkdir(parents=True)
    return draft


def link_engine(index: Path, live: Manifest, draft: Draft) -> None:
    """Fill the draft's engine folder with hard links to the live generation's files, or copies if links fail.

    The caller has compared them with the manifest; other files of the folder are left out.
    """
    for name in live.files:
        if name.startswith(_ENGINE):
            target = draft.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            _link_or_copy(index / live.folder / name, target)


def link_words(index: Path, live: Manifest, draft: Draft) -> None:
    """Give the draft the live generation's table of words, as `link_engine` does with the engine's files."""
    _link_or_copy(index / live.folder / WORDS, draft.words)


def discard(index: Path, draft: Draft) -> None:
    """Drop a draft, unless it was published: an interrupt may come right after that."""
    try:
        is_live = read_manifest(index).generation == draft.number
    except StorageError:
        is_live = False
    if not is_live:
        shutil.rmtree(draft.folder, ignore_errors=True)


def publish(
    index: Path, live: Manifest | None, draft: Draft, *, engine: str, articles: int, version: str, vocabulary: str
) -> Manifest:
    """Make the draft the live generation; keep the one that was live and drop all others."""
    manifest = Manifest(
        generation=draft.number,
        engine=engine,
        folder=draft.folder.name,
        articles=articles,
        version=version,
        vocabulary=vocabulary,
        created=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        files=dict(_synced_entries(index, live, draft)),
    )
    write_manifest(draft.folder, manifest)
    sync_folder(index)
    write_manifest(index, manifest)
    others = _numbers(index) - {draft.number}
    before = live.generation if live else max(others, default=0)
    _remove(index, others - {before})
    return manifest


def published(index: Path) -> set[int]:
    """Return the numbers of the generations that are or were live: those with their own manifest."""
    return {number for number in _numbers(index) if (generation_folder(index, number) / NAME).exists()}


def generation_folder(index: Path, number: int) -> Path:
    """Return the folder of a generation."""
    return index / generation_name(number)


def own_paths(index: Path) -> frozenset[Path]:
    """Return what of an index is in its folder, which may also be a folder of articles."""
    names = (NAME, NEW, LOCK, *map(generation_name, _numbers(index) if index.is_dir() else ()))
    return frozenset(index / name for name in names)


def files_in(folder: Path) -> Iterator[str]:
    """Yield the POSIX paths of all files below a folder, sorted."""
    yield from sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def file_entry(path: Path) -> FileEntry:
    """Return the size and SHA-256 of a regular file. Raises `OSError`."""
    with open_regular(path) as file:
        return entry_of(file)


def entry_of(file: BufferedReader) -> FileEntry:
    """Return the size and SHA-256 of an open file."""
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileEntry(os.fstat(file.fileno()).st_size, digest)


def _synced_entries(index: Path, live: Manifest | None, draft: Draft) -> Iterator[tuple[str, FileEntry]]:
    """Sync every file of the draft and yield its entry.

    A file taken from the live generation keeps its old entry, so that damage to it stays visible.
    """
    for name in files_in(draft.folder):
        path = draft.folder / name
        known = live.files.get(name) if live else None
        with path.open("rb") as file:
            os.fsync(file.fileno())
        if live is not None and known is not None and _is_same(path, index / live.folder / name):
            yield name, known
        else:
            yield name, file_entry(path)
    for folder in (*(path for path in draft.folder.rglob("*") if path.is_dir()), draft.folder):
        sync_folder(folder)


def _is_same(path: Path, other: Path) -> bool:
    """Return whether a file is a link to another or a copy of it; the times of a copy prove nothing."""
    return other.exists() and (path.samefile(other) or filecmp.cmp(path, other, shallow=False))


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        with open_regular(source) as file, target.open("xb") as copy:
            shutil.copyfileobj(file, copy)


def _numbers(index: Path) -> set[int]:
    found = (_FOLDER.fullmatch(path.name) for path in index.iterdir())
    return {int(match[1]) for match in found if match}


def _remove(index: Path, numbers: set[int]) -> None:
    for number in numbers:
        shutil.rmtree(generation_folder(index, number), ignore_errors=True)
