"""The way back: the generation that was live before, which every run leaves in place, becomes live again."""

from collections.abc import Callable
from pathlib import Path

from indexer.engines.base import EngineReader
from indexer.errors import IndexCorrupt, StorageError
from indexer.store.failure import storage_failures
from indexer.store.generation import generation_folder, sealed
from indexer.store.intact import refuse_damaged
from indexer.store.lock import writer_lock
from indexer.store.manifest import Manifest, read_manifest, write_manifest


def rollback(index: Path, open_reader: Callable[[Manifest], EngineReader]) -> Manifest:
    """Make the generation before the live one live again, under its old number, and return its manifest.

    Before anything changes, its files are read whole and compared with its own manifest, and `open_reader` opens
    its engine. The generation that was live stays until the next one is published, for readers that are still on it.
    Raises `StorageError` where nothing older is kept; `IndexCorrupt` and `IndexOutdated` where what is kept cannot
    be used; `IndexMissing`; `IndexLocked`.
    """
    # Taking the lock would make the folder of an index that is not there.
    read_manifest(index)
    with storage_failures(index), writer_lock(index):
        before = _before(index, read_manifest(index))
        try:
            refuse_damaged(index, before, thorough=True)
            open_reader(before).close()
        except IndexCorrupt as error:
            raise IndexCorrupt(f"generation {before.generation} is kept, but damaged: {error}") from error
        write_manifest(index, before)
    return before


def _before(index: Path, live: Manifest) -> Manifest:
    older = [number for number in sealed(index) if number < live.generation]
    if not older:
        raise StorageError(
            f"{index} keeps no generation before {live.generation}, which is live; "
            "put the articles back as they were and run timdau reindex"
        )
    return read_manifest(generation_folder(index, max(older)))
