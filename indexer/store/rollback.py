"""Rollback: make the previous generation, which every run keeps, live again."""

from collections.abc import Callable
from pathlib import Path

from indexer.engines.base import EngineReader
from indexer.errors import IndexCorrupt, IndexOutdated, StorageError
from indexer.store.failure import storage_failures
from indexer.store.generation import generation_folder, published
from indexer.store.lock import writer_lock
from indexer.store.manifest import Manifest, read_manifest, write_manifest
from indexer.store.verify import refuse_damaged


def rollback(index: Path, open_reader: Callable[[Manifest], EngineReader]) -> Manifest:
    """Make the generation before the live one live again, under its old number, and return its manifest.

    First its files are read and compared with its own manifest, and `open_reader` opens its engine. The generation
    that was live stays until the next one is published, for readers that still use it. Raises `StorageError` if there
    is no older generation, `IndexCorrupt` or `IndexOutdated` if it cannot be used, `IndexMissing` and `IndexLocked`.
    """
    # Taking the lock would create the folder of a missing index.
    read_manifest(index)
    with storage_failures(index), writer_lock(index):
        previous = _previous(index, read_manifest(index))
        try:
            refuse_damaged(index, previous, thorough=True)
            open_reader(previous).close()
        except IndexCorrupt as error:
            raise IndexCorrupt(f"generation {previous.generation} is damaged: {error}") from error
        except IndexOutdated as error:
            raise _outdated(previous.generation) from error
        write_manifest(index, previous)
    return previous


def _previous(index: Path, live: Manifest) -> Manifest:
    older = [number for number in published(index) if number < live.generation]
    if not older:
        raise StorageError(
            f"{index} keeps no generation before {live.generation}, the live one; "
            "restore the articles and run timdau reindex"
        )
    number = max(older)
    try:
        return read_manifest(generation_folder(index, number))
    except IndexOutdated as error:
        raise _outdated(number) from error


def _outdated(number: int) -> IndexOutdated:
    return IndexOutdated(
        f"generation {number} was written by another release, which alone can make it live again; "
        "the live generation stays: restore the articles and run timdau reindex"
    )
