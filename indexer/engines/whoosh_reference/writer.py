"""From articles to a Whoosh index."""

import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from icu import Collator, Locale
from whoosh.index import Index, create_in, exists_in, open_dir
from whoosh.writing import IndexingError

from indexer.analysis import tokenise
from indexer.analysis.analyzers import sections
from indexer.article_json import stored_json
from indexer.engines.whoosh_reference.damage import damage_as_corrupt
from indexer.fields import FACET_KINDS, TEXT, WORDS, Words
from indexer.model import Article
from indexer.schema import facet_column, packed, schema

WhooshDocument = Mapping[str, Any]
"""The fields of one article, as Whoosh's `add_document` takes them."""

_MEMORY_MB = 256
_COLLATOR = Collator.createInstance(Locale("vi"))


class WhooshWriter:
    """Changes to a Whoosh index; implements `indexer.engines.base.EngineWriter`."""

    def __init__(self, folder: Path, workers: int) -> None:
        is_new = not exists_in(str(folder))
        self._index: Index = create_in(str(folder), schema()) if is_new else open_dir(str(folder))
        parallel = {"procs": workers, "multisegment": True} if workers > 1 and is_new else {}
        self._writer = self._index.writer(limitmb=_MEMORY_MB, **parallel)
        self._is_new = is_new

    def put(self, prepared: Sequence[WhooshDocument]) -> None:
        """Add articles, or replace those with the same ids."""
        for document in prepared:
            if not self._is_new:
                self.delete(document["id"])
            self._writer.add_document(**document)

    def delete(self, article_id: str) -> None:
        """Remove an article; an unknown id is not an error."""
        with damage_as_corrupt(OSError):
            self._writer.delete_by_term("id", article_id)

    def commit(self) -> None:
        """Write everything to disk and close."""
        with damage_as_corrupt(OSError):
            self._writer.commit()
            self._index.close()

    def cancel(self) -> None:
        """Drop everything since the writer was opened and close."""
        with damage_as_corrupt(OSError):
            # A failed commit may already have closed the writer.
            with suppress(IndexingError):
                self._writer.cancel()
            self._index.close()


def prepare(articles: Sequence[Article]) -> Sequence[WhooshDocument]:
    """Return articles as the writer takes them; Whoosh analyses them when they are added."""
    return [_document(article) for article in articles]


def field_text(article: Article, words: Words) -> str | None:
    """Return the text of a word field as it is analysed; None if there is none."""
    return sections(*(getattr(article, name) for name in words.sections)) or None


def _document(article: Article) -> WhooshDocument:
    return {
        "id": article.id,
        **{name: field_text(article, words) for name, words in WORDS.items()},
        **{facet_column(facet): packed(kind.values(article)) for facet, kind in FACET_KINDS.items()},
        "date": (article.date or "").encode(),
        "words": sum(1 for name in WORDS[TEXT].sections for _ in tokenise(getattr(article, name) or "")),
        "title_key": _COLLATOR.getSortKey(article.title) if article.title else b"",
        "article": zlib.compress(stored_json(article)),
    }
