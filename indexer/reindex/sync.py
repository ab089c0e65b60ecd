"""Bring the catalog and the engine in line with the folders that a run covers.

First the files in scope, then known files elsewhere that must be read again, then what vanished and what is kept.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, groupby
from unicodedata import normalize

from indexer.deferred import Deferred
from indexer.errors import DocsMissing
from indexer.ingest.bounded import Bounded
from indexer.ingest.scope import Scope, known_roots, scopes
from indexer.ingest.source import SourceFile
from indexer.ingest.walk import escaped, is_folder, walk
from indexer.model import Skipped
from indexer.reindex.extraction import extract_batch
from indexer.reindex.lazy_writer import LazyWriter
from indexer.reindex.run_options import RunOptions
from indexer.reindex.run_report import Counters, ProgressMeter
from indexer.reindex.step_queue import StepQueue
from indexer.reindex.update import FileUpdater
from indexer.reindex.workers import Workers
from indexer.store.catalog import Catalog, root_name, root_path
from indexer.store.generation import own_paths
from indexer.store.manifest import Manifest
from indexer.store.rows import EXPECTED, Location, VanishedArticle

_invalidate_labels = Deferred("indexer.reindex.relabelling", "invalidate_labels")
_relabel_unwritten = Deferred("indexer.reindex.relabelling", "relabel_unwritten")
_carry_over = Deferred("indexer.reindex.relabelling", "carry_over")

# Two changes within one tick of a file system's clock look like one; a tick is at most 10 ms.
_TICK_NS = 50_000_000

# This many items take about 25 MB. The totals of larger archives grow while they are walked.
_ITEMS_AHEAD = 1 << 16

_Walked = tuple[str, SourceFile | Skipped]
"""A root by its name in the catalog, and what the walk found below it."""


def synchronise(options: RunOptions, live: Manifest | None, catalog: Catalog, writer: LazyWriter) -> Counters:
    """Compare everything that a run covers with the catalog, and write what changed."""
    roots = catalog.roots()
    known = known_roots((root_path(options.index, root) for root in roots), options.docs)
    covered = scopes(options.paths, known)
    present = [scope for scope in covered if _exists(scope, options.allow_empty)]
    rebuild, outdated = options.rebuilds(live), options.outdates(live)
    if outdated and not rebuild:
        _invalidate_labels(catalog, options.labelling)
    _begin_run(options, catalog, covered)
    counters, meter = Counters(), ProgressMeter(options.progress)
    work = partial(extract_batch, options.extract, None if options.dry_run else options.engine)
    with Workers(work, options.workers) as workers, Bounded(options.parse_seconds) as bounded:
        updater = FileUpdater(
            catalog=catalog,
            steps=StepQueue(workers, writer.put),
            counters=counters,
            meter=meter,
            run=bounded.run,
            rebuild=rebuild,
            outdated=outdated and rebuild,
            settled_ns=time.time_ns() - _TICK_NS,
        )
        elsewhere = _elsewhere(options, covered, catalog, rebuild) if rebuild or outdated else ()
        found = _counted(chain(_in_scope(options, present), elsewhere), meter)
        walked = _run_ahead(found, _ITEMS_AHEAD if options.progress else 0)
        for scope in present:
            _scan(options, scope, iter(partial(next, walked), None), updater)
        for root, item in filter(None, walked):
            updater.update(root, item)
        updater.finish()
    _remove_vanished(catalog, counters, None if rebuild else writer)
    if rebuild and live is not None:
        _carry_over(options, live, catalog, counters, writer)
    elif outdated and live is not None:
        _relabel_unwritten(options, live, catalog, counters, writer)
    if rebuild or outdated:
        catalog.set_ancestry(options.labelling.ancestry())
    given = [*known, *(scope.root for scope in covered if not scope.below)]
    catalog.set_roots(root_name(options.index, root) for root in given)
    counters.catalog_changed |= outdated or catalog.roots() != roots or catalog.diagnostics.skips_changed()
    return counters


def _exists(scope: Scope, allow_empty: bool) -> bool:
    """Return whether a scope can be walked; raise `DocsMissing` if it must be and cannot."""
    name = escaped(str(scope.absolute))
    if name != str(scope.absolute):
        raise DocsMissing(f"{name}: the name is not printable UTF-8; rename the folder")
    try:
        scope.absolute.stat()
        if is_folder(scope.absolute):
            next(scope.absolute.iterdir(), None)
    except (FileNotFoundError, NotADirectoryError):
        if allow_empty:
            return False
        raise DocsMissing(f"{name} does not exist; check the path, or drop its articles with --allow-empty") from None
    except OSError as error:
        raise DocsMissing(f"{name} cannot be read ({error.strerror}); check its permissions") from error
    return True


def _begin_run(options: RunOptions, catalog: Catalog, covered: Sequence[Scope]) -> None:
    """Expect what the catalog has in the scopes, also below roots inside them."""
    inside = [
        root for root in catalog.file_roots() if any(scope.covers(root_path(options.index, root)) for scope in covered)
    ]
    locations = [(root_name(options.index, scope.root), scope.below) for scope in covered]
    catalog.begin_run([*dict.fromkeys([*locations, *((root, "") for root in inside)])])


def _in_scope(options: RunOptions, present: Sequence[Scope]) -> Iterator[_Walked | None]:
    """Walk one scope after the other, with a None after each."""
    own = {options.index, *own_paths(options.index)}
    for scope in present:
        root = root_name(options.index, scope.root)
        yield from ((root, item) for item in scope.walk(without=own, encoding=options.encoding))
        yield None


def _elsewhere(options: RunOptions, covered: Sequence[Scope], catalog: Catalog, rebuild: bool) -> Iterator[_Walked]:
    """Yield the known files out of scope that still exist: all for a rebuild, else the invalidated ones."""
    for root, path in catalog.kept_files(invalidated=not rebuild):
        folder = root_path(options.index, root)
        if not any(scope.covers(folder / path) for scope in covered):
            catalog.diagnostics.drop_run_skips(root, path)
            yield from ((root, item) for item in walk(folder, path) if isinstance(item, SourceFile))


def _counted(items: Iterable[_Walked | None], meter: ProgressMeter) -> Iterator[_Walked | None]:
    """Pass on what the walk finds, and add the files to the totals of the progress."""
    for item in items:
        if item is not None and isinstance(item[1], SourceFile):
            meter.found(item[1].size)
        yield item
    meter.found_all()


def _run_ahead(items: Iterable[_Walked | None], count: int) -> Iterator[_Walked | None]:
    """Keep `count` items ahead of the reader, so that progress knows its totals early without a second walk."""
    ahead = deque[_Walked | None]()
    for item in items:
        ahead.append(item)
        if len(ahead) > count:
            yield ahead.popleft()
    while ahead:
        yield ahead.popleft()


def _scan(options: RunOptions, scope: Scope, items: Iterable[_Walked], updater: FileUpdater) -> None:
    """Update the index from everything in a scope. Raises `DocsMissing` if nothing is left of what was there."""
    updater.steps.settle()
    before = updater.catalog.count(root_name(options.index, scope.root), scope.below)
    found = False
    for root, item in items:
        updater.update(root, item)
        found = found or isinstance(item, SourceFile) or item.code == "unreadable"
    if before and not found and not options.allow_empty:
        raise DocsMissing(
            f"{scope.absolute} is empty, but {before} articles of the index come from it; "
            "is the disk mounted? Drop them with --allow-empty"
        )


def _remove_vanished(catalog: Catalog, counters: Counters, writer: LazyWriter | None) -> None:
    """Remove the articles still EXPECTED, also from the engine if there is a `writer`, and redirect moved ones."""
    for _, articles in groupby(catalog.vanished(), key=lambda row: (row.root, row.path, row.before, row.content)):
        gone = list(articles)
        twin = _twin(catalog, gone[0])
        for row in gone:
            _remove(catalog, counters, row, twin)
            if writer is not None:
                writer.delete(row.id)
    catalog.drop_vanished()


def _twin(catalog: Catalog, row: VanishedArticle) -> Location | None:
    """Return another file with the content that a file had before the run or, failing that, has now."""
    contents = dict.fromkeys(content for content in (row.before, row.content) if content)
    twins = (catalog.twin(row.root, row.path, content) for content in contents)
    return next(filter(None, twins), None)


def _remove(catalog: Catalog, counters: Counters, row: VanishedArticle, twin: Location | None) -> None:
    counters.removed += 1
    successor = _successor(catalog, row, twin) if twin is not None else None
    if successor is None:
        catalog.redirects.drop_target(row.id)
    else:
        catalog.redirects.add(row.id, successor)
        counters.moved.append((row.id, successor))


def _successor(catalog: Catalog, row: VanishedArticle, twin: Location) -> str | None:
    """Return the article of the twin whose id differs from the vanished one only in the path of the file."""
    old, new = normalize("NFC", row.path), normalize("NFC", twin[1])
    if not row.id.startswith(old):
        return None
    known = catalog.article(new + row.id[len(old) :])
    return known.id if known is not None and known.file == twin and known.state != EXPECTED else None
