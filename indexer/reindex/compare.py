"""What a run covers, compared with what the catalog knows, place by place."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

from indexer.engines.base import Engine, EngineReader
from indexer.errors import DocsMissing, StorageError
from indexer.ingest.bounded import Bounded
from indexer.ingest.scope import Scope, known_roots, scopes
from indexer.ingest.source import SourceFile
from indexer.ingest.walk import escaped, is_folder, walk
from indexer.reindex.output import Output
from indexer.reindex.report import Meter, Progress
from indexer.reindex.steps import Steps
from indexer.reindex.tally import Tally
from indexer.reindex.update import Update
from indexer.reindex.work import Extract, work
from indexer.reindex.workers import Workers
from indexer.store.catalog import EXPECTED, KEPT, Catalog
from indexer.store.intact import refuse_damaged
from indexer.store.manifest import Manifest, engine_folder

# A file may change twice within one tick of its file system's clock; ticks are 10 ms at most.
_TICK_NS = 50_000_000
_CARRIED = 64


@dataclass(frozen=True, slots=True)
class Run:
    """What a run was asked for. `index` is absolute and free of links; `docs` is the configured docs folder.

    `encoding` is that of the files below `paths` which state none.
    """

    paths: Sequence[Path]
    docs: Path | None
    index: Path
    engine: Engine[Any]
    extract: Extract
    version: str
    full: bool
    dry: bool
    allow_empty: bool
    workers: int
    encoding: str | None
    progress: Callable[[Progress], None] | None


def is_afresh(run: Run, live: Manifest | None) -> bool:
    """Tell whether everything is to be read and written anew, changed or not."""
    return run.full or live is None or (live.engine, live.version) != (run.engine.name, run.version)


def bring_up_to_date(run: Run, live: Manifest | None, catalog: Catalog, output: Output) -> Tally:
    """Compare everything that a run covers with the catalog, and have `output` write what changed."""
    before = catalog.roots()
    known = known_roots((_root_path(run, root) for root in before), run.docs)
    covered = scopes(run.paths, known)
    present = [scope for scope in covered if _is_there(scope, run.allow_empty)]
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
            afresh=is_afresh(run, live),
            outdated=live is not None and live.version != run.version,
            settled_ns=time.time_ns() - _TICK_NS,
        )
        for scope in present:
            _scan(run, scope, update)
        if update.afresh:
            _refresh(run, covered, update)
        update.steps.settle()
    _remove_vanished(update, output)
    if update.afresh:
        _carry_over(run, live, update, output)
    catalog.set_roots(_root_name(run, root) for root in [*known, *(s.root for s in covered if not s.below)])
    update.tally.moved = update.tally.moved or catalog.roots() != before
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
    inside = (root for root in catalog.file_roots() if any(s.covers(_root_path(run, root)) for s in covered))
    catalog.start([*((_root_name(run, s.root), s.below) for s in covered), *((root, "") for root in inside)])


def _meter(run: Run, covered: Sequence[Scope]) -> Meter:
    if run.progress is None:
        return Meter(None, 0, 0)
    found = (scope.walk(without=run.index) for scope in covered)
    sizes = [item.size for items in found for item in items if isinstance(item, SourceFile)]
    return Meter(run.progress, len(sizes), sum(sizes))


def _scan(run: Run, scope: Scope, update: Update) -> None:
    """Update from everything in a scope; raises `DocsMissing` where nothing is left of what was there."""
    root = _root_name(run, scope.root)
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
    """Read again the files that the index knows from outside the scopes, as far as they are there."""
    for root, path in update.catalog.kept_files():
        folder = _root_path(run, root)
        if any(scope.covers(folder / path) for scope in covered):
            continue
        for item in walk(folder, path):
            if isinstance(item, SourceFile):
                update.file(root, item)


def _remove_vanished(update: Update, output: Output) -> None:
    for article_id in update.catalog.articles_in_state(EXPECTED):
        update.tally.removed += 1
        if not update.afresh:
            output.delete(article_id)
    update.catalog.drop_vanished()


def _carry_over(run: Run, live: Manifest | None, update: Update, output: Output) -> None:
    """Write the articles that are kept and could not be read, as the live generation has them."""
    kept = update.catalog.articles_in_state(KEPT)
    first = next(kept, None)
    if first is None or live is None:
        return
    ids = chain([first], kept)
    reader = _live_reader(run, live)
    lost: list[str] = []
    try:
        while some := list(islice(ids, _CARRIED)):
            found = {article_id: reader.article(article_id) if reader else None for article_id in some}
            lost += [article_id for article_id, article in found.items() if article is None]
            if articles := [article for article in found.values() if article is not None]:
                output.put(None if run.dry else run.engine.prepare(articles))
    finally:
        if reader is not None:
            reader.close()
    if lost and not run.allow_empty:
        raise StorageError(
            f"{len(lost)} articles cannot be read now, nor taken over from the live index ({lost[0]} …); "
            "make them readable, or drop them with --allow-empty"
        )
    update.tally.removed += len(lost)
    update.catalog.drop_articles(lost)


def _live_reader(run: Run, live: Manifest) -> EngineReader | None:
    if live.engine != run.engine.name:
        return None
    try:
        refuse_damaged(run.index, live, thorough=True)
        return run.engine.reader(engine_folder(run.index, live))
    except StorageError:
        return None


def _root_name(run: Run, root: Path) -> str:
    return os.path.relpath(root, run.index)


def _root_path(run: Run, root: str) -> Path:
    return Path(os.path.normpath(run.index / root))
