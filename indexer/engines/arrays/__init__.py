"""The arrays engine: segments of NumPy arrays, evaluated set at a time; on disk as in `docs/index-format.md`."""

from collections.abc import Sequence
from pathlib import Path

from indexer.engines.arrays.reader import ArraysReader
from indexer.engines.arrays.segments.segment import open_segment
from indexer.engines.arrays.segments.state import read_state
from indexer.engines.arrays.writing.batch import Batch
from indexer.engines.arrays.writing.prepare import prepare
from indexer.engines.arrays.writing.writer import ArraysWriter
from indexer.model import Article

__all__ = ["ArraysEngine"]


class ArraysEngine:
    """Implements `indexer.engines.base.Engine`."""

    name = "arrays"
    builds_on_trust = False

    def prepare(self, articles: Sequence[Article]) -> Batch:
        """Return articles as the writer takes them."""
        return prepare(articles)

    def reader(self, folder: Path) -> ArraysReader:
        """Open the folder for searching."""
        state = read_state(folder)
        return ArraysReader(
            [open_segment(folder, each.name, each.deleted, state.average_length) for each in state.segments]
        )

    def writer(self, folder: Path, *, workers: int = 1) -> ArraysWriter:
        """Open the folder for changes; an empty folder becomes an empty index first."""
        return ArraysWriter(folder, workers)
