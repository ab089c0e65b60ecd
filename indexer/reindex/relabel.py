"""Another vocabulary: articles are labelled anew from the live index, and only those read again that must be."""

from collections import deque
from collections.abc import Mapping
from typing import Any

from indexer.model import Skipped
from indexer.reindex.labelling import Labelling, Relabelled
from indexer.reindex.output import Output
from indexer.reindex.tally import Tally
from indexer.reindex.workers import Job, Workers
from indexer.store.ancestry import Ancestry
from indexer.store.catalog import Catalog
from indexer.store.rows import SEEN

_ARTICLES = 1024
_UNDER_WAY = 8


def shifted(before: Ancestry, now: Ancestry) -> frozenset[tuple[str, str]]:
    """Return the facets and ids that are gone, or have other broader ids."""
    return frozenset(key for key, broader in before.items() if now.get(key) != broader)


def doubt(catalog: Catalog, labelling: Labelling) -> None:
    """Have the articles read again whose labels only their files tell."""
    catalog.doubts.problems(labelling.problems)
    if shifted(catalog.ancestry(), labelling.ancestry):
        catalog.doubts.stated()


def relabel(catalog: Catalog, workers: Workers, tally: Tally, output: Output) -> None:
    """Label all articles anew that the run keeps and has not written; `workers` do `Relabelling`."""
    under_way = deque[tuple[Mapping[str, int], Job]]()
    for batch in catalog.unwritten(_ARTICLES):
        states = dict(batch)
        under_way.append((states, workers.start(list(states))))
        if len(under_way) > _UNDER_WAY:
            _finish(*under_way.popleft(), catalog, tally, output)
    while under_way:
        _finish(*under_way.popleft(), catalog, tally, output)


def _finish(states: Mapping[str, int], job: Job, catalog: Catalog, tally: Tally, output: Output) -> None:
    done: Relabelled[Any] = job.result()
    if done.changed:
        output.put(done.prepared)
    for article_id, (reading, problems) in done.changed.items():
        catalog.remarks.put_problems(article_id, problems)
        catalog.put_reading(article_id, reading)
        tally.relabel(seen=states[article_id] == SEEN)
    for article_id, reason in done.failed.items():
        catalog.doubts.article(article_id)
        tally.skipped.append(
            Skipped(article_id, "extraction-failed", f"labels failed for {article_id} ({reason}); please report this")
        )
