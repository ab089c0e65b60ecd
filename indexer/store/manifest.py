"""The manifest: the one file that says which generation of an index is live, and what belongs to it.

Each generation has a copy of its own, which says the same of it when another one is live.
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
    """A file of a generation as it was when it was published."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A generation. `folder` and the keys of `files` are relative: to the index, to that folder.

    `version` is the fingerprint of reading, analysis and extraction that the articles were made with, `vocabulary` that
    of the vocabulary; `created` is in UTC, ISO 8601.
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
        """The size of all files together."""
        return sum(entry.bytes for entry in self.files.values())


def engine_folder(index: Path, manifest: Manifest) -> Path:
    """Where the engine's files of the live generation are."""
    return index / manifest.folder / "engine"


def catalog_path(index: Path, manifest: Manifest) -> Path:
    """Where the catalog of the live generation is."""
    return index / manifest.folder / "catalog.sqlite"


def read_manifest(index: Path) -> Manifest:
    """Read which generation is live; from a generation's own folder, what it was when it became that.

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
            f"{index} is in format {written!r:.20}, this release reads {FORMAT}; run timdau reindex --full"
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
    """Make `manifest` the live one, or put it into its generation's folder: written aside, synced, then renamed."""
    fields = {"format": FORMAT, "checksum": _checksum(manifest), **asdict(manifest)}
    aside = index / (NAME + ".new")
    with aside.open("w", encoding="utf-8") as file:
        json.dump(fields, file, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(index / NAME)
    sync_folder(index)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _checksum(manifest: Manifest) -> str:
    return hashlib.sha256(json.dumps(asdict(manifest), sort_keys=True).encode()).hexdigest()


def _corrupt(path: Path) -> IndexCorrupt:
    return IndexCorrupt(f"{path} is damaged; run timdau reindex --full")
