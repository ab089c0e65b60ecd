"""The reference engine: an index of Whoosh's own, each query evaluated set at a time.

- `writer.py`: I have articles: what does Whoosh index of them?
- `reader.py`: I have a request: what does the index answer?
- `evaluate.py`: I have a query tree: which documents match it, and in which tier?
- `terms.py`: I have a word: which terms match it, and where are they?
- `word_counts.py`: how often do words and pairs of words occur?
- `word_list.py`: I have every article: which words and joined words are in them, and how often?
- `columns.py`: I have documents: which values do they have for filters, facets and orders?
- `ranking.py`: I have the documents found: what are their scores, which come first, and which others come close?
- `damage.py`: what does a damaged index raise?
"""

from collections.abc import Sequence
from pathlib import Path

from whoosh.index import LockError, open_dir

from indexer.engines.whoosh_reference.damage import damage_as_corrupt
from indexer.engines.whoosh_reference.reader import WhooshReader
from indexer.engines.whoosh_reference.writer import WhooshDocument, WhooshWriter, prepare
from indexer.errors import IndexLocked, IndexOutdated
from indexer.model import Article
from indexer.schema import schema

__all__ = ["WhooshEngine"]


class WhooshEngine:
    """Implements `indexer.engines.base.Engine`."""

    name = "whoosh"
    builds_on_trust = True
    runs_code = True

    def prepare(self, articles: Sequence[Article]) -> Sequence[WhooshDocument]:
        """Return articles as the writer takes them."""
        return prepare(articles)

    def reader(self, folder: Path) -> WhooshReader:
        """Open the folder for searching."""
        with damage_as_corrupt():
            index = open_dir(str(folder))
        if index.schema.names() != schema().names():
            index.close()
            raise IndexOutdated(f"{folder} was written with other fields; run timdau reindex --full")
        return WhooshReader(index)

    def writer(self, folder: Path, *, workers: int = 1) -> WhooshWriter:
        """Open the folder for changes; an empty folder becomes an empty index first."""
        try:
            with damage_as_corrupt(LockError, OSError):
                return WhooshWriter(folder, workers)
        except LockError as error:
            raise IndexLocked(f"another program is writing to {folder}; wait for it to finish") from error
