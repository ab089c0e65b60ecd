"""A run from start to end: lock, compare, write aside, publish."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indexer.engines.base import Engine, EngineWriter
from indexer.errors import IndexCorrupt, IndexMissing, IndexOutdated
from indexer.reindex.asked import Run, is_afresh
from indexer.reindex.collector import fewer_collections
from indexer.reindex.compare import bring_up_to_date
from indexer.reindex.labelling import NO_LABELS, Labelling
from indexer.reindex.output import Output
from indexer.reindex.report import Progress, ReindexReport
from indexer.reindex.tally import Tally
from indexer.reindex.work import Extract
from indexer.store.catalog import Catalog
from indexer.store.failure import storage_failures
from indexer.store.generation import Draft, begin, discard, file_entry, link_engine, publish
from indexer.store.intact import refuse_damaged
from indexer.store.lock import writer_lock
from indexer.store.manifest import Manifest, catalog_path, read_manifest


def reindex(
    paths: Iterable[Path],
    *,
    index: Path,
    engine: Engine[Any],
    extract: Extract,
    version: str,
    labelling: Labelling = NO_LABELS,
    docs: Path | None = None,
    full: bool = False,
    dry_run: bool = False,
    allow_empty: bool = False,
    workers: int = 1,
    encoding: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> ReindexReport:
    """Index the articles below `paths` (folders, article files, batches) and return what was done.

    The id of an article is its path below its root: the docs folder `docs` and every folder of an earlier run are
    roots, a folder inside none of them becomes one.

    Only what changed is read: by size and times of each file, its sidecar and its table, and by `encoding` (that of the
    files below `paths` which state none), then by content. Everything is read and written afresh with `full`, with
    another engine than the index has, and with another `version` (that of reading, analysis and extraction). With
    another `labelling` (the vocabulary), all articles of the index are labelled anew as they are stored there, and
    those written whose labels change. Vanished articles are removed below `paths` alone. Raises `DocsMissing` for a
    path that is not there, or is empty where it was not, unless `allow_empty`; `IndexLocked`; `IndexCorrupt` and
    `IndexOutdated` unless `full`; `StorageError` where the index cannot be written. Whatever is raised, the live
    generation is untouched.
    """
    started = time.perf_counter()
    index = Path(os.path.realpath(index))
    run = Run(
        paths=tuple(paths),
        docs=docs,
        index=index,
        engine=engine,
        extract=extract,
        version=version,
        labelling=labelling,
        full=full,
        dry=dry_run,
        allow_empty=allow_empty,
        workers=workers,
        encoding=encoding,
        progress=progress,
    )
    with storage_failures(index), fewer_collections():
        if dry_run:
            tally, generation = _rehearse(run)
        else:
            with writer_lock(index):
                tally, generation = _perform(run)
    seconds = time.perf_counter() - started
    handled = tally.added + tally.updated + tally.unchanged
    return ReindexReport(
        generation=generation,
        engine=engine.name,
        added=tally.added,
        updated=tally.updated,
        unchanged=tally.unchanged,
        removed=tally.removed,
        moved=tuple(tally.moved),
        skipped=tuple(tally.skipped),
        problems=tuple(tally.problems),
        unsure=tuple(tally.unsure),
        seconds=seconds,
        articles_per_second=handled / seconds,
    )


def _perform(run: Run) -> tuple[Tally, int]:
    """Make a generation aside and publish it where anything changed."""
    live = _live(run)
    draft = begin(run.index, live)
    try:
        with _catalog(run, live, draft.catalog) as catalog:
            tally, written = _write(run, live, catalog, draft)
            articles = catalog.count()
        if live is not None and not written and not tally.catalog_changed:
            discard(run.index, draft)
            return tally, live.generation
        if live is not None and not written:
            _build_on(run, live, draft)
        publish(
            run.index,
            live,
            draft,
            engine=run.engine.name,
            articles=articles,
            version=run.version,
            vocabulary=run.labelling.version,
        )
    except BaseException:
        discard(run.index, draft)
        raise
    return tally, draft.number


def _write(run: Run, live: Manifest | None, catalog: Catalog, draft: Draft) -> tuple[Tally, bool]:
    """Fill a draft; tells also whether the engine wrote anything."""

    def open_writer() -> EngineWriter[Any]:
        if live is not None and not is_afresh(run, live):
            _build_on(run, live, draft)
        return run.engine.writer(draft.engine, workers=run.workers)

    output = Output(open_writer)
    try:
        if is_afresh(run, live):
            output.open()
        tally = bring_up_to_date(run, live, catalog, output)
        written = output.is_open
        output.commit()
    except BaseException:
        output.cancel()
        raise
    return tally, written


def _build_on(run: Run, live: Manifest, draft: Draft) -> None:
    """Start the draft from the live engine's files."""
    _refuse_damaged(run, live)
    link_engine(run.index, live, draft)


def _refuse_damaged(run: Run, live: Manifest) -> None:
    """Refuse to build on damage, where the engine's writer would take it over and it would be sealed as sound."""
    refuse_damaged(run.index, live, thorough=run.engine.builds_on_trust)


def _rehearse(run: Run) -> tuple[Tally, int]:
    """Do everything but write; a damaged index is refused where a run that writes would refuse it."""
    live = _live(run)

    def look() -> None:
        if live is not None and not is_afresh(run, live):
            _refuse_damaged(run, live)

    with tempfile.TemporaryDirectory(prefix="timdau-") as aside:
        with _catalog(run, live, Path(aside, "catalog.sqlite")) as catalog:
            tally = bring_up_to_date(run, live, catalog, Output(look))
        return tally, live.generation if live else 0


def _live(run: Run) -> Manifest | None:
    """Return the live generation; None where there is none, or none that a full run could build on."""
    try:
        return read_manifest(run.index)
    except IndexMissing:
        return None
    except (IndexCorrupt, IndexOutdated):
        if run.full:
            return None
        raise


@contextmanager
def _catalog(run: Run, live: Manifest | None, path: Path) -> Iterator[Catalog]:
    """Open a copy of the live catalog at `path`; an empty one where a full run finds it damaged."""
    if live is not None:
        source = catalog_path(run.index, live)
        if source.exists() and file_entry(source) == live.files.get(source.name):
            shutil.copyfile(source, path)
        elif not run.full:
            raise IndexCorrupt(f"{source} is damaged; run timdau reindex --full")
    catalog = Catalog(path)
    try:
        yield catalog
    finally:
        catalog.close()
