"""One batch of stored articles, labelled anew in whichever process: those whose labels changed become the writer's."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, NamedTuple

from indexer.engines.base import Engine, EngineReader, Prepared
from indexer.errors import IndexCorrupt
from indexer.model import Article
from indexer.reading import Reading
from indexer.reindex.tried import Failure, tried
from indexer.reindex.work import Extracted, summed_up
from indexer.store.ancestry import Ancestry

Relabel = Callable[[Sequence[Article]], Sequence[Article]]


@dataclass(frozen=True, slots=True)
class Labelling:
    """How articles are labelled: the fingerprint of the vocabulary, its ancestry, and what labels stored articles.

    An article with one of `problems` (codes) can be labelled from its file alone, and so can one whose labels were
    stated, where the ancestry of known ids is another than it was.
    """

    version: str
    ancestry: Ancestry
    relabel: Relabel
    problems: tuple[str, ...]


NO_LABELS = Labelling("", {}, lambda articles: articles, ())
"""For who labels nothing."""


class Relabelled(NamedTuple, Generic[Prepared]):
    """What became of a batch: the articles that changed, by id, what failed, by id, and what is to be written.

    `prepared` is None where nothing changed, and without an engine to write to.
    """

    changed: Mapping[str, Extracted]
    failed: Mapping[str, str]
    prepared: Prepared | None


@dataclass(frozen=True, slots=True)
class Relabelling(Generic[Prepared]):
    """The work on a batch of ids. `folder` is that of the live engine, `shifted` holds ids with another ancestry."""

    relabel: Relabel
    engine: Engine[Prepared]
    folder: Path
    shifted: Set[tuple[str, str]]
    dry: bool

    def __call__(self, ids: Sequence[str]) -> Relabelled[Prepared]:
        """Label stored articles anew. Raises `IndexCorrupt` where the engine lacks one."""
        reader = self.engine.reader(self.folder)
        try:
            stored = [_stored(reader, article_id) for article_id in ids]
        finally:
            reader.close()
        changed, failed = list[Article](), dict[str, str]()
        for article, now in zip(stored, tried(self.relabel, stored), strict=True):
            if isinstance(now, Failure):
                failed[article.id] = now
            elif now != article or self._is_shifted(now):
                changed.append(now)
        prepared = self.engine.prepare(changed) if changed and not self.dry else None
        readings: dict[Reading, Reading] = {}
        return Relabelled({article.id: summed_up(article, readings) for article in changed}, failed, prepared)

    def _is_shifted(self, article: Article) -> bool:
        """Whether the engine has an article under other broader labels than it has now."""
        labels = (("forum", article.forums), ("topic", article.topics))
        return bool(self.shifted) and any((facet, each.id) in self.shifted for facet, of in labels for each in of)


def _stored(reader: EngineReader, article_id: str) -> Article:
    article = reader.article(article_id)
    if article is None:
        raise IndexCorrupt(f"the catalog knows {article_id}, the engine does not; run timdau reindex --full")
    return article
