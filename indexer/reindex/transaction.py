"""A run as a transaction: take the lock, fill a draft, publish it or discard it."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indexer.deferred import Deferred
from indexer.engines.base import EngineWriter
from indexer.errors import IndexCorrupt, IndexMissing, IndexOutdated
from indexer.regular_files import unreadable
from indexer.reindex.lazy_writer import LazyWriter
from indexer.reindex.run_options import RunOptions
from indexer.reindex.run_report import Counters, ReindexReport
from indexer.reindex.sync import synchronise
from indexer.reindex.workers import relaxed_gc
from indexer.store.catalog import Catalog
from indexer.store.failure import storage_failures
from indexer.store.generation import Draft, begin, discard, file_entry, link_engine, link_words, publish
from indexer.store.lock import writer_lock
from indexer.store.manifest import MOST_WORDS, FileEntry, Manifest, catalog_path, read_manifest
from indexer.store.temporary import temporary_folder
from indexer.store.verify import refuse_damaged

_write_word_table = Deferred("indexer.store.word_table", "write_word_table")


def reindex(options: RunOptions) -> ReindexReport:
    """Bring the index up to date with the articles below the paths, and return what was done.

    Unless the index is rebuilt, a file is read only if its size or times, those of its sidecar or table, or its
    `encoding` changed, and an article is extracted only if its content did.

    Raises `DocsMissing` for a path that is missing or unexpectedly empty, unless `allow_empty`; `IndexLocked`;
    `IndexCorrupt` and `IndexOutdated` unless `full`; `StorageError` if the index cannot be written. After any error the
    live generation is untouched.
    """
    started = time.perf_counter()
    with storage_failures(options.index), relaxed_gc():
        if options.dry_run:
            counters, generation = _rehearse(options)
        else:
            with writer_lock(options.index):
                counters, generation = _perform(options)
    seconds = time.perf_counter() - started
    return counters.report(generation=generation, engine=options.engine.name, seconds=seconds)


def _perform(options: RunOptions) -> tuple[Counters, int]:
    """Fill a draft, and publish it if anything changed; return the number of the live generation too."""
    live = _live(options)
    draft = begin(options.index, live)
    try:
        with _catalog(options, live, draft.catalog) as catalog:
            counters, written = _write(options, live, catalog, draft)
            articles = catalog.count()
        if live is not None and not written and not counters.catalog_changed:
            discard(options.index, draft)
            return counters, live.generation
        if live is not None and not written:
            _build_on(options, live, draft)
            link_words(options.index, live, draft)
        else:
            _write_words(options, draft)
        publish(
            options.index,
            live,
            draft,
            engine=options.engine.name,
            articles=articles,
            version=options.version,
            vocabulary=options.labelling.version,
        )
    except BaseException:
        discard(options.index, draft)
        raise
    return counters, draft.number


def _write(options: RunOptions, live: Manifest | None, catalog: Catalog, draft: Draft) -> tuple[Counters, bool]:
    """Fill a draft; return also whether the engine wrote anything."""

    def open_writer() -> EngineWriter[Any]:
        if live is not None and not options.rebuilds(live):
            _build_on(options, live, draft)
        return options.engine.writer(draft.engine, workers=options.workers)

    writer = LazyWriter(open_writer)
    try:
        if options.rebuilds(live):
            writer.open()
        counters = synchronise(options, live, catalog, writer)
        written = writer.is_open
        writer.commit()
    except BaseException:
        writer.cancel()
        raise
    return counters, written


def _build_on(options: RunOptions, live: Manifest, draft: Draft) -> None:
    """Start the draft from the files of the live engine."""
    _refuse_damaged(options, live)
    link_engine(options.index, live, draft)


def _write_words(options: RunOptions, draft: Draft) -> None:
    reader = options.engine.reader(draft.engine)
    try:
        _write_word_table(draft.words, reader.word_list(MOST_WORDS))
    finally:
        reader.close()


def _refuse_damaged(options: RunOptions, live: Manifest) -> None:
    """Refuse to build on damage if the engine's writer would take it over and it would be published as sound."""
    refuse_damaged(options.index, live, thorough=options.engine.builds_on_trust)


def _rehearse(options: RunOptions) -> tuple[Counters, int]:
    """Do everything but write. A damaged index is refused when a run that writes would refuse it."""
    live = _live(options)

    def check() -> None:
        if live is not None and not options.rebuilds(live):
            _refuse_damaged(options, live)

    with temporary_folder() as folder:
        with _catalog(options, live, folder / "catalog.sqlite") as catalog:
            counters = synchronise(options, live, catalog, LazyWriter(check))
        return counters, live.generation if live else 0


def _live(options: RunOptions) -> Manifest | None:
    """Return the live generation; None if there is none, or none that a full run could build on."""
    try:
        return read_manifest(options.index)
    except IndexMissing:
        return None
    except (IndexCorrupt, IndexOutdated):
        if options.full:
            return None
        raise


@contextmanager
def _catalog(options: RunOptions, live: Manifest | None, path: Path) -> Iterator[Catalog]:
    """Open a copy of the live catalog at `path`; an empty catalog if there is none or a full run finds it damaged."""
    if live is not None:
        source = catalog_path(options.index, live)
        if _is_written(options, source, live.files.get(source.name)):
            shutil.copyfile(source, path, follow_symlinks=False)
        elif not options.full:
            raise IndexCorrupt(f"{source} is damaged; run timdau reindex --full")
    catalog = Catalog(path)
    try:
        yield catalog
    finally:
        catalog.close()


def _is_written(options: RunOptions, source: Path, expected: FileEntry | None) -> bool:
    """Return whether a file is what was written; a full run does without one that cannot be read."""
    try:
        return file_entry(source) == expected
    except OSError as error:
        if options.full:
            return False
        raise unreadable(source, error) from error
