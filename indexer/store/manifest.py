"""The manifest: the one file that says which generation of an index is live and which files belong to it.

Each generation keeps its own copy, so that a rollback can make it live again.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer.errors import IndexCorrupt, IndexMissing, IndexOutdated
from indexer.store.failure import storage_failures

NAME = "manifest.json"
FORMAT = 2


@dataclass(frozen=True, slots=True)
class FileEntry:
    """Size and checksum of a file when its generation was published."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A generation. `folder` is relative to the index, the keys of `files` to that folder.

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


def engine_folder(index: Path, manifest: Manifest) -> Path:
    """Return the folder of a generation that holds the engine's files."""
    return index / manifest.folder / "engine"


def catalog_path(index: Path, manifest: Manifest) -> Path:
    """Return the path of the catalog of a generation."""
    return index / manifest.folder / "catalog.sqlite"


def read_manifest(index: Path) -> Manifest:
    """Return the live generation of an index or, given the folder of a generation, that generation.

    Raises `IndexMissing`, `IndexOutdated` or `IndexCorrupt`.
    """
    path = index / NAME
    with storage_failures(index):
        try:
            data = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise IndexMissing(f"there is no index in {index} yet; run timdau reindex") from None
    try:
        fields = json.loads(data)
        written = fields.pop("format")
    except (ValueError, AttributeError, KeyError, TypeError):
        raise _corrupt(path) from None
    if written != FORMAT:
        raise IndexOutdated(
            f"{index} is in format {written!r:.20}, but this release reads {FORMAT}; run timdau reindex --full"
        )
    try:
        checksum = fields.pop("checksum")
        files = {name: FileEntry(**entry) for name, entry in fields.pop("files").items()}
        manifest = Manifest(**fields, files=files)
    except (TypeError, AttributeError, KeyError):
        raise _corrupt(path) from None
    if checksum != _checksum(manifest):
        raise _corrupt(path)
    return manifest


def write_manifest(index: Path, manifest: Manifest) -> None:
    """Replace the manifest of an index or of a generation's folder: write a new file, sync it, rename it."""
    fields = {"format": FORMAT, "checksum": _checksum(manifest), **asdict(manifest)}
    new = index / (NAME + ".new")
    with new.open("w", encoding="utf-8") as file:
        json.dump(fields, file, indent=1, sort_keys=True)
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


def _checksum(manifest: Manifest) -> str:
    return hashlib.sha256(json.dumps(asdict(manifest), sort_keys=True).encode()).hexdigest()


def _corrupt(path: Path) -> IndexCorrupt:
    return IndexCorrupt(f"{path} is damaged; run timdau reindex --full")
