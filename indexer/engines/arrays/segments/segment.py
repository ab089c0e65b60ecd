"""An open segment: up to 65,536 articles, and everything that can be asked about them."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.kernel import kernel
from indexer.engines.arrays.segments.bigrams import Bigrams
from indexer.engines.arrays.segments.columns import SegmentColumns
from indexer.engines.arrays.segments.container import Container, open_container
from indexer.engines.arrays.segments.docstore import DocStore
from indexer.engines.arrays.segments.leads import Leads, lead_ends
from indexer.engines.arrays.segments.numeric import Flags, Integers
from indexer.engines.arrays.segments.postings import PostingsReader, norms
from indexer.engines.arrays.segments.term_dictionary import TermDictionary
from indexer.engines.arrays.segments.tiers import NO_MATCH, TierArray
from indexer.errors import IndexCorrupt, IndexOutdated
from indexer.model import FACETS

if TYPE_CHECKING:
    from indexer.engines.arrays.kernel._kernel import SegmentKernel

READ_IN_PARTS = frozenset(
    {
        *("docs", "impacts", "dense", "bigram_seconds", "surface_bigram_starts", "surface_bigram_firsts"),
        *("surface_bigram_seconds", "bigram_posting_starts", "bigram_docs", "bigram_impacts", "bigram_frequencies"),
        *("bigram_positions", "lead_terms", "lead_positions", "summaries", "articles"),
    }
)
"""The large arrays, of which a search reads a few rows. All others are compared with their checksums on opening."""
SMALL = 8 << 20
"""A file of at most this many bytes is compared whole, within 2 ms."""


class Segment:
    """One segment and its deletions; arrays are read from disk when they are used."""

    def __init__(self, container: Container, deleted: NDArray[np.uint16], average_length: float) -> None:
        self.container = container
        self.name = container.path.name
        self.deleted = deleted
        self._average_length = average_length
        try:
            arrays = container.arrays
            self.documents = int(container.meta["documents"])
            self.terms = TermDictionary(arrays)
            self.postings = PostingsReader(arrays, self.documents)
            self.bigrams = Bigrams(arrays)
            self.leads = Leads(arrays)
            self.columns = SegmentColumns(arrays, container.meta)
            self.docstore = DocStore(arrays)
            self.title_ends, self.lengths = arrays["title_ends"], arrays["lengths"]
            self.alphabet = str(container.meta["alphabet"])
        except (KeyError, TypeError, ValueError) as error:
            raise IndexCorrupt(f"{container.path} lacks {error}; run timdau reindex --full") from error

    def __len__(self) -> int:
        """Return the number of articles that are not deleted."""
        return self.documents - len(self.deleted)

    def live_documents(self) -> Iterator[int]:
        """Yield the documents that are not deleted."""
        return iter(np.flatnonzero(self.live).tolist())

    def live_document(self, article_id: str) -> int | None:
        """Return the document with an id, or None if there is none or it is deleted."""
        document = self.docstore.document(article_id)
        return None if document is None or self.deletion_tiers[document] else document

    @cached_property
    def kernel(self) -> "SegmentKernel | None":
        """What searches the segment in C; None if the kernel is off."""
        if kernel is None:
            return None
        arrays = {**self.container.arrays, "norms": self.norms}
        searcher: SegmentKernel = kernel.SegmentKernel(arrays, self.documents, self.postings.of_term)
        return searcher

    @cached_property
    def norms(self) -> NDArray[np.float32]:
        """One over the length norm of each document, float32."""
        return norms(self.lengths, self._average_length)

    @cached_property
    def lead_ends(self) -> Integers:
        """For each document, the position at which its lead ends."""
        return lead_ends(self.title_ends)

    @cached_property
    def live(self) -> Flags:
        """Which documents are not deleted."""
        live: Flags = self.deletion_tiers == 0
        return live

    @cached_property
    def deletion_tiers(self) -> TierArray:
        """`NO_MATCH` for each deleted document, 0 for the others."""
        tiers = np.zeros(self.documents, np.uint8)
        tiers[self.deleted] = NO_MATCH
        return tiers


def open_segment(folder: Path, name: str, deleted: str | None, average_length: float) -> Segment:
    """Open a segment; what every search reads is verified, and deletions are in memory, as a writer takes them over.

    Raises `IndexCorrupt` and `IndexOutdated`.
    """
    deletions = _deletions(folder / deleted) if deleted else np.empty(0, np.uint16)
    container = open_container(folder / name)
    container.refuse_damaged(without=() if len(container.mapped) <= SMALL else READ_IN_PARTS)
    if container.meta.get("facets") != [*FACETS]:
        raise IndexOutdated(f"{container.path} was written with other facets; run timdau reindex --full")
    return Segment(container, deletions, average_length)


def _deletions(path: Path) -> NDArray[np.uint16]:
    container = open_container(path)
    if "deleted" not in container.arrays or container.damaged():
        raise IndexCorrupt(f"{path} lists no deletions; run timdau reindex --full")
    return container.arrays["deleted"].copy()
