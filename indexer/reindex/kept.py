"""What a run has not written: taken over from the live generation, or labelled anew as it is there."""

from collections.abc import Sequence
from itertools import chain, islice

from indexer.engines.base import EngineReader
from indexer.errors import StorageError
from indexer.model import Article
from indexer.reindex.asked import Run
from indexer.reindex.labelling import Relabelling
from indexer.reindex.output import Output
from indexer.reindex.relabel import relabel, shifted
from indexer.reindex.tried import Failure, tried
from indexer.reindex.update import Update
from indexer.reindex.workers import Workers
from indexer.store.intact import refuse_damaged
from indexer.store.manifest import Manifest, engine_folder
from indexer.store.rows import KEPT

_CARRIED = 64


def relabel_kept(run: Run, live: Manifest, update: Update, output: Output) -> None:
    """Label what the run leaves as it is by the vocabulary of now, from the live generation."""
    refuse_damaged(run.index, live, thorough=True)
    moved = shifted(update.catalog.ancestry(), run.labelling.ancestry)
    work = Relabelling(run.labelling.relabel, run.engine, engine_folder(run.index, live), moved, run.dry)
    with Workers(work, run.workers) as workers:
        relabel(update.catalog, workers, update.tally, output)


def carry_over(run: Run, live: Manifest, update: Update, output: Output) -> None:
    """Write the articles that are kept and could not be read, as the live generation has them.

    Those made by another version are read as soon as that can be done.
    """
    if update.outdated:
        update.catalog.doubts.kept()
    kept = update.catalog.articles_in_state(KEPT)
    first = next(kept, None)
    if first is None:
        return
    ids = chain([first], kept)
    reader = _live_reader(run, live)
    lost: list[str] = []
    try:
        while some := list(islice(ids, _CARRIED)):
            found = {article_id: reader.article(article_id) if reader else None for article_id in some}
            lost += [article_id for article_id, article in found.items() if article is None]
            if articles := [article for article in found.values() if article is not None]:
                output.put(None if run.dry else run.engine.prepare(_labelled(run, articles)))
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


def _labelled(run: Run, articles: Sequence[Article]) -> list[Article]:
    """Return articles of the live generation with labels of the vocabulary of now."""
    done = zip(articles, tried(run.labelling.relabel, articles), strict=True)
    return [article if isinstance(now, Failure) else now for article, now in done]


def _live_reader(run: Run, live: Manifest) -> EngineReader | None:
    if live.engine != run.engine.name:
        return None
    try:
        refuse_damaged(run.index, live, thorough=True)
        return run.engine.reader(engine_folder(run.index, live))
    except StorageError:
        return None
