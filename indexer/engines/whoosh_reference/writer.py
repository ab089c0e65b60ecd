"""From articles to a Whoosh index."""

import json
import zlib
from contextlib import suppress
from pathlib import Path

from icu import Collator, Locale
from whoosh.index import Index, create_in, exists_in, open_dir
from whoosh.writing import IndexingError

from indexer.analysis.analyzers import sections
from indexer.article_json import article_json
from indexer.engines.whoosh_reference.damage import damage_named
from indexer.model import Article
from indexer.schema import schema
from indexer.vocabulary import Vocabulary, forums, topics

_MEMORY_MB = 256


class WhooshWriter:
    """Changes to a Whoosh index; implements `indexer.engines.base.EngineWriter`."""

    def __init__(self, folder: Path, workers: int) -> None:
        fresh = not exists_in(str(folder))
        self._index: Index = create_in(str(folder), schema()) if fresh else open_dir(str(folder))
        parallel = {"procs": workers, "multisegment": True} if workers > 1 and fresh else {}
        self._writer = self._index.writer(limitmb=_MEMORY_MB, **parallel)
        self._fresh = fresh
        self._collator = Collator.createInstance(Locale("vi"))

    def put(self, article: Article) -> None:
        """Add an article, or replace the one with the same id."""
        if not self._fresh:
            self.delete(article.id)
        packed = json.dumps(article_json(article), ensure_ascii=False, separators=(",", ":"))
        self._writer.add_document(
            id=article.id,
            text=sections(article.title, article.body, article.aside),
            title=article.title or None,
            author=article.author or None,
            source=article.source or None,
            forum=_closed(forums(), [label.id for label in article.forums]),
            topic=_closed(topics(), [label.id for label in article.topics]),
            year=article.year or 0,
            date=(article.date or "").encode(),
            title_key=self._collator.getSortKey(article.title) if article.title else b"",
            article=zlib.compress(packed.encode("utf-8")),
        )

    def delete(self, article_id: str) -> None:
        """Remove an article; an unknown id is no error."""
        with damage_named(OSError):
            self._writer.delete_by_term("id", article_id)

    def commit(self) -> None:
        """Write everything to disk and close."""
        with damage_named(OSError):
            self._writer.commit()
            self._index.close()

    def cancel(self) -> None:
        """Drop everything since the writer was opened and close."""
        with damage_named(OSError):
            # A commit that failed may have closed the writer already.
            with suppress(IndexingError):
                self._writer.cancel()
            self._index.close()


def _closed(vocabulary: Vocabulary, ids: list[str]) -> bytes:
    return " ".join(vocabulary.closure(ids)).encode()
