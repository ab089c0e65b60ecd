"""The manifest: the one file that says which generation of an index is live and which files belong to it.

Each generation keeps its own copy, so that a rollback can make it live again.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from shlex import quote
from typing import Any, TypeVar

from indexer.errors import IndexCorrupt, IndexMissing, IndexOutdated
from indexer.regular_files import create_anew, is_plain, read_regular, unreadable

NAME = "manifest.json"
NEW = f"{NAME}.new"
WORDS = "words.json"
"""The file of a generation with its words (`indexer.store.word_table`)."""
MOST_WORDS = 1 << 16
"""The most words of that file: enough for those that occur four times in 40,000 articles."""
FORMAT = 3
_LARGEST = 16 << 20
"""Bytes. A file of an index takes about 150 of them."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """Size and checksum of a file when its generation was published."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A generation. `folder` is its name in the index, the keys of `files` are POSIX paths below it.

    `version` is the fingerprint of the code that read, analysed and extracted the articles; `vocabulary` is that of
    the vocabulary. `created` is in UTC, ISO 8601.
    """

    generation: int
    engine: str
    folder: str
    articles: int
    version: str
    vocabulary: str
    created: str
    files: Mapping[str, FileEntry]

    @property
    def bytes(self) -> int:
        """The total size of all files."""
        return sum(entry.bytes for entry in self.files.values())


Record = TypeVar("Record", Manifest, FileEntry)


def generation_name(number: int) -> str:
    """Return the name of the folder of a generation."""
    return f"generation-{number:06}"


def engine_folder(index: Path, manifest: Manifest) -> Path:
    """Return the folder of a generation that holds the engine's files."""
    return index / manifest.folder / "engine"


def catalog_path(index: Path, manifest: Manifest) -> Path:
    """Return the path of the catalog of a generation."""
    return index / manifest.folder / "catalog.sqlite"


def read_manifest(index: Path) -> Manifest:
    """Return the live generation of an index or, given the folder of a generation, that generation.

    Whoever wrote it, it names nothing outside the index. Raises `IndexMissing`, `IndexOutdated`, `IndexCorrupt` or, if
    it cannot be read, `StorageError`.
    """
    path = index / NAME
    try:
        data = read_regular(path, _LARGEST)
    except (FileNotFoundError, NotADirectoryError):
        way_out = f"run timdau reindex --index {quote(str(index))}"
        raise IndexMissing(f"there is no index in {index} yet; {way_out}") from None
    except OSError as error:
        raise unreadable(path, error) from error
    try:
        values = json.loads(data)
        written = values.pop("format")
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError):
        raise _corrupt(path) from None
    if written != FORMAT:
        raise IndexOutdated(
            f"{index} is in format {written!r:.20}, but this release reads {FORMAT}; "
            f"run timdau reindex --full --index {quote(str(index))}"
        )
    try:
        checksum = values.pop("checksum")
        files = {name: _record(FileEntry, entry) for name, entry in values.pop("files").items()}
        manifest = _record(Manifest, {**values, "files": files})
    except (TypeError, ValueError, AttributeError, KeyError):
        raise _corrupt(path) from None
    is_inside = manifest.folder == generation_name(manifest.generation) and all(map(is_plain, files))
    if not is_inside or checksum != _checksum(manifest):
        raise _corrupt(path)
    return manifest


def write_manifest(index: Path, manifest: Manifest) -> None:
    """Replace the manifest of an index or of a generation's folder: write a new file, sync it, rename it."""
    values = {"format": FORMAT, "checksum": _checksum(manifest), **asdict(manifest)}
    new = index / NEW
    with create_anew(new) as file:
        file.write(json.dumps(values, indent=1, sort_keys=True).encode())
        file.flush()
        os.fsync(file.fileno())
    new.replace(index / NAME)
    sync_folder(index)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _record(kind: type[Record], values: Mapping[str, Any]) -> Record:
    """Return a record with these values. Raises `TypeError` or `ValueError` for a wrong type or a negative number."""
    record = kind(**values)
    for field in fields(record):
        value = getattr(record, field.name)
        if field.type in (int, str) and type(value) is not field.type:
            raise TypeError(field.name)
        if field.type is int and value < 0:
            raise ValueError(field.name)
    return record


def _checksum(manifest: Manifest) -> str:
    return hashlib.sha256(json.dumps(asdict(manifest), sort_keys=True).encode()).hexdigest()


def _corrupt(path: Path) -> IndexCorrupt:
    return IndexCorrupt(f"{path} is damaged; run timdau reindex --full")
