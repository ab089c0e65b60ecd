"""What a run covers, compared with what the catalog knows, place by place."""

import time
from collections.abc import Sequence
from functools import partial

from indexer.errors import DocsMissing
from indexer.ingest.bounded import Bounded
from indexer.ingest.scope import Scope, known_roots, scopes
from indexer.ingest.source import SourceFile
from indexer.ingest.walk import escaped, is_folder, walk
from indexer.reindex.asked import Run, is_afresh, is_outdated, root_name, root_path
from indexer.reindex.kept import carry_over, relabel_kept
from indexer.reindex.output import Output
from indexer.reindex.relabel import doubt
from indexer.reindex.report import Meter
from indexer.reindex.steps import Steps
from indexer.reindex.tally import Tally
from indexer.reindex.update import Update
from indexer.reindex.vanished import remove_vanished
from indexer.reindex.work import work
from indexer.reindex.workers import Workers
from indexer.store.catalog import Catalog
from indexer.store.manifest import Manifest

# A file may change twice within one tick of its file system's clock; ticks are 10 ms at most.
_TICK_NS = 50_000_000


def bring_up_to_date(run: Run, live: Manifest | None, catalog: Catalog, output: Output) -> Tally:
    """Compare everything that a run covers with the catalog, and have `output` write what changed."""
    before = catalog.roots()
    known = known_roots((root_path(run, root) for root in before), run.docs)
    covered = scopes(run.paths, known)
    present = [scope for scope in covered if _is_there(scope, run.allow_empty)]
    afresh, outdated = is_afresh(run, live), is_outdated(run, live)
    if outdated and not afresh:
        doubt(catalog, run.labelling)
    _expect(run, catalog, covered)
    meter = _meter(run, present)
    task = partial(work, run.extract, None if run.dry else run.engine)
    with Workers(task, run.workers) as workers, Bounded() as bounded:
        update = Update(
            catalog=catalog,
            steps=Steps(workers, output.put),
            tally=Tally(),
            meter=meter,
            parse=bounded.parse,
            afresh=afresh,
            outdated=outdated and afresh,
            settled_ns=time.time_ns() - _TICK_NS,
        )
        for scope in present:
            _scan(run, scope, update)
        if outdated or afresh:
            _refresh(run, covered, update)
        update.steps.settle()
    remove_vanished(catalog, update.tally, None if afresh else output)
    if afresh and live is not None:
        carry_over(run, live, update, output)
    elif outdated and live is not None:
        relabel_kept(run, live, update, output)
    if outdated or afresh:
        catalog.set_ancestry(run.labelling.ancestry)
    catalog.set_roots(root_name(run, root) for root in [*known, *(s.root for s in covered if not s.below)])
    update.tally.catalog_changed |= outdated or catalog.roots() != before or catalog.remarks.has_other_skips()
    return update.tally


def _is_there(scope: Scope, allow_empty: bool) -> bool:
    """Tell whether a scope can be looked at; raises `DocsMissing` where it must be and cannot."""
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
        raise DocsMissing(f"{name} is not there; check the path, or drop its articles with --allow-empty") from None
    except OSError as error:
        raise DocsMissing(f"{name} cannot be read ({error.strerror}); check its rights") from error
    return True


def _expect(run: Run, catalog: Catalog, covered: Sequence[Scope]) -> None:
    """Expect what the scopes hold, also where it was indexed from a folder inside them as its root."""
    inside = (root for root in catalog.file_roots() if any(s.covers(root_path(run, root)) for s in covered))
    catalog.start([*((root_name(run, s.root), s.below) for s in covered), *((root, "") for root in inside)])


def _meter(run: Run, covered: Sequence[Scope]) -> Meter:
    if run.progress is None:
        return Meter(None, 0, 0)
    found = (scope.walk(without=run.index) for scope in covered)
    sizes = [item.size for items in found for item in items if isinstance(item, SourceFile)]
    return Meter(run.progress, len(sizes), sum(sizes))


def _scan(run: Run, scope: Scope, update: Update) -> None:
    """Update from everything in a scope; raises `DocsMissing` where nothing is left of what was there."""
    root = root_name(run, scope.root)
    update.steps.settle()
    before = update.catalog.count(root, scope.below)
    found = False
    for item in scope.walk(without=run.index, encoding=run.encoding):
        if isinstance(item, SourceFile):
            update.file(root, item)
            update.done(item)
        else:
            update.skip(root, item)
        found = found or isinstance(item, SourceFile) or item.code == "unreadable"
    if before and not found and not run.allow_empty:
        raise DocsMissing(
            f"{scope.absolute} is empty, but {before} articles of the index are from there; "
            "is the disk mounted? Drop them with --allow-empty"
        )


def _refresh(run: Run, covered: Sequence[Scope], update: Update) -> None:
    """Read again the files that the index knows from outside the scopes, as far as they are there.

    Where not all is to be read afresh, only those that ask for it.
    """
    for root, path in update.catalog.kept_files(doubted=not update.afresh):
        folder = root_path(run, root)
        if any(scope.covers(folder / path) for scope in covered):
            continue
        update.catalog.remarks.drop_passing_skips(root, path)
        for item in walk(folder, path):
            if isinstance(item, SourceFile):
                update.file(root, item)
