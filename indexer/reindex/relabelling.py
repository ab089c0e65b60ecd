"""Articles that a run does not read: labelled by a new vocabulary, or carried over into a rebuilt index.

Both take them from the live generation. Only where labels come from the file alone is the file read again.
"""

from collections import deque
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, Generic, NamedTuple

from indexer.engines.base import Engine, EngineReader, Prepared
from indexer.errors import IndexCorrupt, StorageError
from indexer.fields import FACET_KINDS, Labels
from indexer.model import Article, Skipped
from indexer.reading import Reading
from indexer.reindex.extraction import ArticleNotes, Failure, isolated, notes_on, prepare_each
from indexer.reindex.lazy_writer import LazyWriter
from indexer.reindex.run_options import Labelling, Relabel, RunOptions
from indexer.reindex.run_report import Counters
from indexer.reindex.workers import Job, Workers
from indexer.store.catalog import Ancestry, Catalog
from indexer.store.manifest import Manifest, engine_folder
from indexer.store.rows import KEPT, SEEN
from indexer.store.verify import refuse_damaged

_ARTICLES = 1024
_PENDING_BATCHES = 8
_CARRIED = 64


def invalidate_labels(catalog: Catalog, labelling: Labelling) -> None:
    """Have the articles read again whose labels depend on more than is stored."""
    catalog.invalidate_problems(labelling.problems)
    if _changed_ids(catalog.ancestry(), labelling.ancestry()):
        catalog.invalidate_stated()


def relabel_unwritten(
    options: RunOptions, live: Manifest, catalog: Catalog, counters: Counters, writer: LazyWriter
) -> None:
    """Relabel the articles that the run has not written, and write those whose labels change."""
    refuse_damaged(options.index, live, thorough=True)
    changed_ids = _changed_ids(catalog.ancestry(), options.labelling.ancestry())
    folder = engine_folder(options.index, live)
    work = _RelabelWork(options.labelling.relabel, options.engine, folder, changed_ids, options.dry_run)
    pending = deque[tuple[Mapping[str, int], Job]]()
    with Workers(work, options.workers) as workers:
        for batch in catalog.unwritten(_ARTICLES):
            states = dict(batch)
            pending.append((states, workers.start(list(states))))
            if len(pending) > _PENDING_BATCHES:
                _store(*pending.popleft(), catalog, counters, writer)
        while pending:
            _store(*pending.popleft(), catalog, counters, writer)


class _RelabelledBatch(NamedTuple, Generic[Prepared]):
    """What became of a batch: notes on the changed articles, errors of the failed ones, both by id, and what to write.

    `prepared` is empty if nothing changed, and in a dry run.
    """

    changed: Mapping[str, ArticleNotes]
    failed: Mapping[str, str]
    prepared: tuple[Prepared, ...]


@dataclass(frozen=True, slots=True)
class _RelabelWork(Generic[Prepared]):
    """The work on a batch of ids, in this process or another.

    `folder` is that of the live engine; `changed_ids` are the facets and ids with another ancestry.
    """

    relabel: Relabel
    engine: Engine[Prepared]
    folder: Path
    changed_ids: Set[tuple[str, str]]
    dry_run: bool

    def __call__(self, ids: Sequence[str]) -> _RelabelledBatch[Prepared]:
        """Relabel stored articles. Raises `IndexCorrupt` if the engine lacks one."""
        reader = self.engine.reader(self.folder)
        try:
            stored = [_stored(reader, article_id) for article_id in ids]
        finally:
            reader.close()
        changed, failed = list[Article](), dict[str, str]()
        for article, relabelled in zip(stored, isolated(self.relabel, stored), strict=True):
            if isinstance(relabelled, Failure):
                failed[article.id] = relabelled
            elif relabelled != article or self._has_changed_id(relabelled):
                changed.append(relabelled)
        prepared: list[Prepared] = []
        if not self.dry_run:
            prepared, unprepared = prepare_each(self.engine, changed)
            failed |= unprepared
        readings: dict[Reading, Reading] = {}
        notes = {article.id: notes_on(article, readings) for article in changed if article.id not in failed}
        return _RelabelledBatch(notes, failed, tuple(prepared))

    def _has_changed_id(self, article: Article) -> bool:
        """Return whether the engine has the article below broader ids that are out of date."""
        return bool(self.changed_ids) and any(
            (facet, label.id) in self.changed_ids
            for facet, kind in FACET_KINDS.items()
            if isinstance(kind, Labels)
            for label in kind.labels(article)
        )


def _changed_ids(before: Ancestry, now: Ancestry) -> frozenset[tuple[str, str]]:
    """Return the facets and ids that are gone or have other broader ids."""
    return frozenset(key for key, broader in before.items() if now.get(key) != broader)


def _stored(reader: EngineReader, article_id: str) -> Article:
    article = reader.article(article_id)
    if article is None:
        raise IndexCorrupt(f"{article_id} is in the catalog but not in the engine; run timdau reindex --full")
    return article


def _store(states: Mapping[str, int], job: Job, catalog: Catalog, counters: Counters, writer: LazyWriter) -> None:
    for ids, result in job.results():
        done = result or _RelabelledBatch({}, dict.fromkeys(ids, "the process that worked on it died"), ())
        _store_batch(done, states, catalog, counters, writer)


def _store_batch(
    done: _RelabelledBatch[Any], states: Mapping[str, int], catalog: Catalog, counters: Counters, writer: LazyWriter
) -> None:
    if done.changed:
        writer.put(done.prepared)
    for article_id, (reading, problems) in done.changed.items():
        catalog.diagnostics.put_problems(article_id, problems)
        catalog.put_reading(article_id, reading)
        counters.count_relabelled(seen=states[article_id] == SEEN)
    for article_id, error in done.failed.items():
        catalog.invalidate_article(article_id)
        reason = f"labelling failed for {article_id} ({error}); please report this"
        counters.skipped.append(Skipped(article_id, "extraction-failed", reason))


def carry_over(options: RunOptions, live: Manifest, catalog: Catalog, counters: Counters, writer: LazyWriter) -> None:
    """Write the articles that are kept but could not be read, as the live generation has them.

    Those made by another version or vocabulary are read as soon as they can be. Raises `StorageError` if the live
    generation cannot supply one, unless `allow_empty`.
    """
    if options.outdates(live):
        catalog.invalidate_kept()
    kept = catalog.articles_in_state(KEPT)
    first = next(kept, None)
    if first is None:
        return
    ids = chain([first], kept)
    reader = _live_reader(options, live)
    lost: list[str] = []
    try:
        while some := list(islice(ids, _CARRIED)):
            found = {article_id: reader.article(article_id) if reader else None for article_id in some}
            lost += [article_id for article_id, article in found.items() if article is None]
            if articles := [article for article in found.values() if article is not None]:
                relabelled = _relabelled(options, articles)
                writer.put([] if options.dry_run else [options.engine.prepare(relabelled)])
    finally:
        if reader is not None:
            reader.close()
    if lost and not options.allow_empty:
        raise StorageError(
            f"{len(lost)} articles can neither be read now nor be carried over from the live index ({lost[0]} …); "
            "make them readable, or drop them with --allow-empty"
        )
    counters.removed += len(lost)
    catalog.drop_articles(lost)


def _relabelled(options: RunOptions, articles: Sequence[Article]) -> list[Article]:
    """Return articles with their labels by the new vocabulary; one that fails keeps its labels."""
    done = zip(articles, isolated(options.labelling.relabel, articles), strict=True)
    return [article if isinstance(relabelled, Failure) else relabelled for article, relabelled in done]


def _live_reader(options: RunOptions, live: Manifest) -> EngineReader | None:
    """Return a reader of the live generation; None if another engine wrote it or it is damaged."""
    if live.engine != options.engine.name:
        return None
    try:
        refuse_damaged(options.index, live, thorough=True)
        return options.engine.reader(engine_folder(options.index, live))
    except StorageError:
        return None
