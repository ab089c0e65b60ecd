"""Is an index still what was written?

`refuse_damaged` answers quickly when an index is opened, `verification` checks every checksum and invariant.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.engines.base import EngineReader, Finding
from indexer.errors import IndexCorrupt, IndexMissing, StorageError
from indexer.regular_files import open_below, open_regular, unreadable
from indexer.store.catalog import Catalog
from indexer.store.generation import entry_of, files_in
from indexer.store.manifest import NAME, WORDS, Manifest, catalog_path, engine_folder, read_manifest

_SMALL = 1 << 16


def refuse_damaged(index: Path, manifest: Manifest, *, thorough: bool = False) -> None:
    """Compare size and checksum of every file with the manifest. Raises `IndexCorrupt`; without access `StorageError`.

    Unless `thorough`, only small files and the table of words are checksummed, which takes a moment: engines trust what
    they read on opening (Whoosh unpickles its table of contents), and those files are small.
    """
    folder = engine_folder(index, manifest)
    if folder.is_symlink():
        raise IndexCorrupt(f"{folder} is a link, and links are not followed; run timdau reindex --full")
    for name, expected in manifest.files.items():
        path = index / manifest.folder / name
        try:
            with open_below(index, f"{manifest.folder}/{name}") as file:
                read = thorough or expected.bytes <= _SMALL or name == WORDS
                intact = os.fstat(file.fileno()).st_size == expected.bytes and (not read or entry_of(file) == expected)
        except OSError as error:
            raise unreadable(path, error) from error
        if not intact:
            raise IndexCorrupt(f"{path} differs from what was written; run timdau reindex --full")


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether an index is sound, and what is wrong with it."""

    sound: bool
    generation: int
    articles: int
    findings: tuple[Finding, ...]


def verification(index: Path, open_reader: Callable[[Manifest], EngineReader]) -> Verification:
    """Check the live generation; check again if a run replaced it meanwhile, so that its files went away.

    `open_reader` opens the engine of a generation. A damaged manifest is a finding. Raises `IndexMissing` and
    `IndexOutdated`, as there is nothing to check then.
    """
    try:
        manifest = read_manifest(index)
        found = tuple(findings(index, manifest, open_reader))
        if found and (now := read_manifest(index)) != manifest:
            manifest, found = now, tuple(findings(index, now, open_reader))
    except IndexCorrupt as error:
        damage = Finding("manifest-damaged", "manifest.json", str(error))
        return Verification(sound=False, generation=0, articles=0, findings=(damage,))
    return Verification(not found, manifest.generation, manifest.articles, found)


def findings(index: Path, manifest: Manifest, open_reader: Callable[[Manifest], EngineReader]) -> Iterator[Finding]:
    """Yield everything that is wrong with a generation. The engine is not opened if its files or the words differ."""
    unsafe = False
    opened = (f"{manifest.folder}/engine/", f"{manifest.folder}/{WORDS}")
    for finding in _file_findings(index, manifest):
        unsafe = unsafe or (finding.code != "file-foreign" and finding.where.startswith(opened))
        yield finding
    if unsafe:
        return
    try:
        reader = open_reader(manifest)
    except IndexCorrupt as error:
        yield Finding("engine-damaged", manifest.folder, str(error))
        return
    try:
        yield from _reader_findings(reader, manifest)
        yield from _catalog_findings(catalog_path(index, manifest), reader, manifest)
    finally:
        reader.close()


def _file_findings(index: Path, manifest: Manifest) -> Iterator[Finding]:
    folder = index / manifest.folder
    present = set(files_in(folder)) if folder.is_dir() else set()
    for name, expected in sorted(manifest.files.items()):
        where = f"{manifest.folder}/{name}"
        if name not in present:
            yield Finding("file-missing", where, "the file is missing")
            continue
        try:
            with open_below(index, where) as file:
                actual = entry_of(file)
        except OSError as error:
            yield Finding("file-unreadable", where, error.strerror or str(error))
            continue
        if actual.bytes != expected.bytes:
            yield Finding("file-size", where, f"{actual.bytes} bytes instead of {expected.bytes}")
        elif actual.sha256 != expected.sha256:
            yield Finding("file-changed", where, "its SHA-256 differs from that of the file written")
    yield from _manifest_findings(folder, manifest)
    for name in sorted(present - {*manifest.files, NAME}):
        yield Finding("file-foreign", f"{manifest.folder}/{name}", "the file was not written by timdau")


def _manifest_findings(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    """Compare a generation's own manifest, which a rollback would use, with the live one."""
    where = f"{manifest.folder}/{NAME}"
    try:
        if read_manifest(folder) != manifest:
            yield Finding("file-changed", where, "it differs from the live manifest")
    except IndexMissing:
        yield Finding("file-missing", where, "the file is missing")
    except StorageError as error:
        yield Finding("file-changed", where, str(error))


def _reader_findings(reader: EngineReader, manifest: Manifest) -> Iterator[Finding]:
    try:
        yield from reader.findings()
        if len(reader) != manifest.articles:
            text = f"the engine holds {len(reader)} articles, but {manifest.articles} were written"
            yield Finding("engine-count", manifest.folder, text)
    except IndexCorrupt as error:
        yield Finding("engine-damaged", manifest.folder, str(error))


def _catalog_findings(path: Path, reader: EngineReader, manifest: Manifest) -> Iterator[Finding]:
    where = f"{manifest.folder}/{path.name}"
    try:
        open_regular(path).close()
    except OSError:
        return  # a finding about the file already says so
    try:
        catalog = Catalog(path, read_only=True)
        try:
            for damage in catalog.damage():
                yield Finding("catalog-damaged", where, damage)
            for article_id, in_catalog in catalog.differences(reader.ids()):
                holder, other = ("catalog", "engine") if in_catalog else ("engine", "catalog")
                yield Finding("catalog-differs", article_id, f"the article is in the {holder}, not in the {other}")
        finally:
            catalog.close()
    except (sqlite3.DatabaseError, IndexCorrupt) as error:
        yield Finding("catalog-damaged", where, str(error))
