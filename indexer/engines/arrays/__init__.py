"""The arrays engine: segments of NumPy arrays, each query evaluated set at a time.

- `reader.py`: I have a request: what does the whole index answer?
- `check_index.py`: does the index keep what `docs/index-format.md` promises?
- `searching/`: I have a request and open segments: which articles match, in which order?
- `kernel/`: the same in C, wherever a compiler was found: in one call for each segment
- `segments/`: I have a segment: what is in it, and what can be asked of it?
- `writing/`: I have articles: how do they become segments?
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from indexer.engines.arrays.reader import ArraysReader
from indexer.engines.arrays.segments.segment import open_segment
from indexer.engines.arrays.segments.segment_infos import read_segment_infos
from indexer.engines.arrays.segments.word_totals import read_word_totals
from indexer.engines.arrays.writing.batch import PreparedBatch, prepare
from indexer.engines.arrays.writing.writer import ArraysWriter
from indexer.model import Article

__all__ = ["ArraysEngine"]


class ArraysEngine:
    """Implements `indexer.engines.base.Engine`."""

    name = "arrays"
    builds_on_trust = False
    runs_code = False

    def prepare(self, articles: Sequence[Article]) -> PreparedBatch:
        """Return articles as the writer takes them."""
        return prepare(articles)

    def reader(self, folder: Path) -> ArraysReader:
        """Open the folder for searching."""
        infos = read_segment_infos(folder)
        return ArraysReader(
            [open_segment(folder, info.name, info.deleted, infos.average_length) for info in infos.segments],
            partial(read_word_totals, folder, infos.segments),
        )

    def writer(self, folder: Path, *, workers: int = 1) -> ArraysWriter:
        """Open the folder for changes; an empty folder becomes an empty index first."""
        return ArraysWriter(folder, workers)
