"""A segment, open: words, pairs, columns and texts of up to 65,536 articles."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.columns import Columns
from indexer.engines.arrays.segments.container import Container, open_container
from indexer.engines.arrays.segments.impacts import norms
from indexer.engines.arrays.segments.lexicon import Lexicon
from indexer.engines.arrays.segments.pairs import Pairs
from indexer.engines.arrays.segments.postings import Postings
from indexer.engines.arrays.segments.texts import Texts
from indexer.engines.arrays.segments.tiers import NO_MATCH, TierArray
from indexer.errors import IndexCorrupt, IndexOutdated
from indexer.model import FACETS


class Segment:
    """One segment and its deletions; nothing is read before it is asked for."""

    def __init__(self, container: Container, deleted: NDArray[np.uint16], average_length: float) -> None:
        self.container = container
        self.name = container.path.name
        self.deleted = deleted
        self._average_length = average_length
        try:
            arrays = container.arrays
            self.documents = int(container.meta["documents"])
            self.lexicon = Lexicon(arrays)
            self.postings = Postings(arrays, self.documents)
            self.pairs = Pairs(arrays)
            self.columns = Columns(arrays, container.meta)
            self.texts = Texts(arrays)
            self.title_ends = arrays["title_ends"]
            self.letters = str(container.meta["letters"])
        except (KeyError, TypeError, ValueError) as error:
            raise IndexCorrupt(f"{container.path} lacks {error}; run timdau reindex --full") from error

    def __len__(self) -> int:
        """Return the number of articles that are not deleted."""
        return self.documents - len(self.deleted)

    def live(self) -> Iterator[int]:
        """Yield the documents that are not deleted."""
        return iter(np.flatnonzero(self.gone == 0).tolist())

    def live_document(self, article_id: str) -> int | None:
        """Return the document with an id, None where there is none that is not deleted."""
        document = self.texts.document(article_id)
        return None if document is None or self.gone[document] else document

    @cached_property
    def norms(self) -> NDArray[np.float32]:
        """One over the length norm of each document, float32."""
        return norms(self.container.arrays["lengths"], self._average_length)

    @cached_property
    def gone(self) -> TierArray:
        """`NO_MATCH` for each document that is deleted, 0 for the others."""
        gone = np.zeros(self.documents, np.uint8)
        gone[self.deleted] = NO_MATCH
        return gone


def open_segment(folder: Path, name: str, deleted: str | None, average_length: float) -> Segment:
    """Open a segment; its deletions, which a writer takes over, are read whole.

    Raises `IndexCorrupt` and `IndexOutdated`.
    """
    gone = _deletions(folder / deleted) if deleted else np.empty(0, np.uint16)
    container = open_container(folder / name)
    if container.meta.get("facets") != [*FACETS]:
        raise IndexOutdated(f"{container.path} was written with other facets; run timdau reindex --full")
    return Segment(container, gone, average_length)


def _deletions(path: Path) -> NDArray[np.uint16]:
    container = open_container(path)
    if "deleted" not in container.arrays or container.damaged():
        raise IndexCorrupt(f"{path} lists no deletions; run timdau reindex --full")
    return container.arrays["deleted"]
