"""A segment under construction: batches are added, then everything is inverted and written at once."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.container import ContainerWriter
from indexer.engines.arrays.segments.leads import lead_ends
from indexer.engines.arrays.segments.numeric import Array, Unsigned, narrowest
from indexer.engines.arrays.segments.postings import norms
from indexer.engines.arrays.writing.batch import PreparedBatch
from indexer.engines.arrays.writing.inverter import SegmentTokens, invert
from indexer.engines.arrays.writing.segment_arrays import (
    bigram_parts,
    id_arrays,
    lead_arrays,
    order_arrays,
    posting_parts,
    profile_arrays,
)
from indexer.engines.arrays.writing.spill import SpilledColumn, SpilledTexts
from indexer.engines.arrays.writing.term_list import alphabet, dictionary_arrays, term_list
from indexer.engines.arrays.writing.tokens import Tokens
from indexer.model import FACETS


class _ArrivalNumbers(dict[str, int]):
    """The number of each term, in order of arrival, from 1 on: 0 stands for no term."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self) + 1
        return number


class SegmentBuilder:
    """The batches of one segment, in order; tokens and stored articles are kept on disk.

    `documents` maps the id of each article to its document number.
    """

    def __init__(self, folder: Path) -> None:
        self._batches: list[PreparedBatch] = []
        self._numbers = _ArrivalNumbers()
        self._run_terms: list[NDArray[np.uint32]] = []
        self._run_counts: list[Unsigned] = []
        self._docs, self._positions = SpilledColumn(folder, np.uint16), SpilledColumn(folder, np.uint32)
        self._followers, self._repeated = SpilledColumn(folder, np.uint32), SpilledColumn(folder, np.bool_)
        self._articles = SpilledTexts(folder)
        self.documents: dict[str, int] = {}

    def __len__(self) -> int:
        """Return the number of documents."""
        return len(self.documents)

    @property
    def average_length(self) -> float:
        """The mean number of tokens of a document, at least 1."""
        return max(1.0, float(np.mean(self._column("lengths")))) if self.documents else 1.0

    def add(self, batch: PreparedBatch) -> None:
        """Add a batch; its tokens and articles go to disk."""
        for tokens in batch.tokens:
            self._add_tokens(tokens)
        self._articles.add(batch.articles)
        self._batches.append(batch.without_texts())
        self.documents.update(zip(batch.ids, range(len(self), len(self) + len(batch)), strict=True))

    def write(self, path: Path, average_length: float, workers: int) -> None:
        """Write the segment; `workers` threads compress and invert, this one writes what they have finished."""
        with ThreadPoolExecutor(workers) as pool, ContainerWriter(path) as file:
            frames, dictionary = self._articles.compressed(pool)
            tokens = self._tokens(average_length)
            inverted = invert(tokens, pool)
            profiles, values = profile_arrays([profile for batch in self._batches for profile in batch.profiles])
            arrays: dict[str, Array] = {
                **self._document_arrays(),
                **profiles,
                "zstd_dictionary": np.frombuffer(dictionary, np.uint8),
                **dictionary_arrays(tokens.terms),
            }
            for name, array in arrays.items():
                file.add(name, array)
            _add_blob(file, "summary_ends", "summaries", (batch.summaries for batch in self._batches))
            summaries = chain.from_iterable(batch.summaries for batch in self._batches)
            file.add("summary_checksums", np.fromiter(map(crc32, summaries), np.uint32, len(self)))
            _add_blob(file, "article_ends", "articles", frames)
            blocks = list(inverted)
            for name, parts in {**posting_parts(blocks, len(self)), **bigram_parts(blocks)}.items():
                file.add_parts(name, np.result_type(*parts), parts)
            for name, array in lead_arrays(blocks, len(self)).items():
                file.add(name, array)
            file.close({"documents": len(self), "facets": FACETS, "values": values, "alphabet": alphabet(tokens.terms)})

    def close(self) -> None:
        """Drop what was kept on disk."""
        for spilled in (self._docs, self._positions, self._followers, self._repeated, self._articles):
            spilled.close()

    def _add_tokens(self, tokens: Tokens) -> None:
        terms = tokens.terms
        numbers = np.fromiter(map(self._numbers.__getitem__, terms), np.uint32, len(terms))
        self._run_terms.append(numbers)
        self._run_counts.append(tokens.counts)
        self._docs.add(tokens.docs.astype(np.uint16) + np.uint16(len(self)))
        self._positions.add(tokens.positions)
        self._followers.add(np.append(numbers, np.uint32(0))[tokens.followers])
        self._repeated.add(tokens.repeated)

    def _tokens(self, average_length: float) -> SegmentTokens:
        sorted_terms = sorted(self._numbers)
        sorted_numbers = np.full(len(sorted_terms) + 1, len(sorted_terms), np.uint32)
        arrival = np.fromiter(map(self._numbers.__getitem__, sorted_terms), np.uint32, len(sorted_terms))
        sorted_numbers[arrival] = np.arange(len(sorted_terms))
        self._numbers.clear()
        return SegmentTokens(
            terms=term_list(sorted_terms),
            run_terms=sorted_numbers[np.concatenate(self._run_terms)],
            run_counts=np.concatenate(self._run_counts),
            docs=self._docs.mapped(),
            positions=self._positions.mapped(),
            followers=self._followers.mapped(),
            repeated=self._repeated.mapped(),
            sorted_numbers=sorted_numbers,
            title_ends=self._column("title_ends"),
            lead_ends=lead_ends(self._column("title_ends")),
            norms=norms(self._column("lengths"), average_length),
        )

    def _document_arrays(self) -> dict[str, Array]:
        dates = self._column("dates")
        return {
            "lengths": narrowest(self._column("lengths")),
            "title_ends": narrowest(self._column("title_ends")),
            "dates": dates,
            **order_arrays([*self.documents], dates, [key for batch in self._batches for key in batch.title_keys]),
            **id_arrays(self._column("id_hashes")),
        }

    def _column(self, name: str) -> Array:
        return np.concatenate([getattr(batch, name) for batch in self._batches])


def _add_blob(file: ContainerWriter, ends: str, name: str, runs: Iterable[Sequence[bytes]]) -> None:
    """Write rows of bytes, given in runs, as one array, and where each row ends."""
    lengths: list[int] = []

    def joined() -> Iterator[Array]:
        for run in runs:
            lengths.extend(map(len, run))
            yield np.frombuffer(b"".join(run), np.uint8)

    file.add_parts(name, np.uint8, joined())
    file.add(ends, np.cumsum(lengths, dtype=np.uint64))
