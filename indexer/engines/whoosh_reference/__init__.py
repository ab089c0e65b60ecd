"""The reference engine: an index of Whoosh's own, read set at a time."""

from collections.abc import Sequence
from pathlib import Path

from whoosh.index import LockError, open_dir

from indexer.engines.whoosh_reference.damage import damage_named
from indexer.engines.whoosh_reference.reader import WhooshReader
from indexer.engines.whoosh_reference.writer import Document, WhooshWriter, prepare
from indexer.errors import IndexLocked, IndexOutdated
from indexer.model import Article
from indexer.schema import schema

__all__ = ["WhooshEngine"]


class WhooshEngine:
    """Implements `indexer.engines.base.Engine`."""

    name = "whoosh"
    builds_on_trust = True

    def prepare(self, articles: Sequence[Article]) -> Sequence[Document]:
        """Return the fields of articles."""
        return prepare(articles)

    def reader(self, folder: Path) -> WhooshReader:
        """Open the folder for searching."""
        with damage_named():
            index = open_dir(str(folder))
        if index.schema.names() != schema().names():
            index.close()
            raise IndexOutdated(f"{folder} was written with other fields; run timdau reindex --full")
        return WhooshReader(index)

    def writer(self, folder: Path, *, workers: int = 1) -> WhooshWriter:
        """Open the folder for changes; an empty folder becomes an empty index first."""
        try:
            with damage_named(LockError, OSError):
                return WhooshWriter(folder, workers)
        except LockError as error:
            raise IndexLocked(f"another program is writing to {folder}; wait for it to end") from error
