"""How an index is opened, verified and rolled back, with the engine that wrote it."""

from functools import partial
from pathlib import Path
from shlex import quote

from indexer.config import DEFAULT_ENGINE
from indexer.engines.base import EngineReader
from indexer.engines.known import ENGINES, checked_engine
from indexer.errors import IndexOutdated, IndexUntrusted
from indexer.index import Index, Stats
from indexer.indexing import AnyPath
from indexer.store.manifest import Manifest, engine_folder
from indexer.store.rollback import rollback as run_rollback
from indexer.store.verify import Verification, refuse_damaged, verification


def open_index(index: AnyPath, *, engine: str = DEFAULT_ENGINE) -> Index:
    """Open an index for searching, with the engine that wrote it. Raises the subclasses of `StorageError`.

    An index of the engine `whoosh` can run code of whoever wrote it; it is opened only if `engine` names that engine.
    """
    return Index(Path(index), partial(_open_reader, trusted=checked_engine(engine)))


def verify(index: AnyPath, *, engine: str = DEFAULT_ENGINE) -> Verification:
    """Check every checksum and invariant of an index. Raises `IndexMissing`, `IndexOutdated` and `IndexUntrusted`.

    `engine` is that of `open_index`.
    """
    return verification(Path(index), partial(_open_reader, Path(index), trusted=checked_engine(engine)))


def rollback(index: AnyPath, *, engine: str = DEFAULT_ENGINE) -> Stats:
    """Make the previous generation of an index live again, and return what it holds.

    The next reindex applies the changes again. Raises `StorageError` if no older generation is kept, and its subclasses
    if that one is damaged or the index is being written to; the live generation then stays. `engine` is that of
    `open_index`.
    """
    run_rollback(Path(index), partial(_open_reader, Path(index), trusted=checked_engine(engine)))
    with open_index(index, engine=engine) as opened:
        return opened.stats()


def _open_reader(index: Path, manifest: Manifest, *, trusted: str) -> EngineReader:
    """Open a generation with the engine that wrote it.

    Raises `IndexOutdated` if this release lacks that engine, and `IndexUntrusted` if it can run code and is not the one
    that is `trusted`.
    """
    if manifest.engine not in ENGINES:
        raise IndexOutdated(
            f"{index} was written by the engine “{manifest.engine}”, but this release has {', '.join(ENGINES)}; "
            f"run timdau reindex --full --index {quote(str(index))}"
        )
    if ENGINES[manifest.engine].runs_code and manifest.engine != trusted:
        raise IndexUntrusted(
            f"{index} was written by the engine “{manifest.engine}”, whose files can run code; run timdau reindex "
            f"--index {quote(str(index))} to rebuild it with {DEFAULT_ENGINE} or, if you trust whoever wrote it, "
            f"add --engine {manifest.engine}"
        )
    refuse_damaged(index, manifest)
    return ENGINES[manifest.engine].reader(engine_folder(index, manifest))
