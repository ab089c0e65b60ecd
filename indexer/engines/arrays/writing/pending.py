"""A segment in the making: batches are added, then all is sorted and written at once."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.compact import Unsigned, narrowest
from indexer.engines.arrays.segments.container import Array, ContainerWriter
from indexer.engines.arrays.segments.impacts import norms
from indexer.engines.arrays.writing.batch import Batch, Tokens
from indexer.engines.arrays.writing.inversion import Words, invert
from indexer.engines.arrays.writing.layout import (
    id_arrays,
    order_arrays,
    pair_parts,
    posting_parts,
    profile_arrays,
)
from indexer.engines.arrays.writing.spill import SpilledColumn, SpilledTexts
from indexer.engines.arrays.writing.vocabulary import letters, stored_words, vocabulary
from indexer.model import FACETS


class _Numbers(dict[str, int]):
    """The number of each form, in the order in which they came; from 1 on, as 0 stands for none."""

    def __missing__(self, form: str) -> int:
        number = self[form] = len(self) + 1
        return number


class Pending:
    """Batches of one segment, in order; the words and texts of their articles are on disk.

    `documents` has the number of each article by its id.
    """

    def __init__(self, folder: Path) -> None:
        self._batches: list[Batch] = []
        self._numbers = _Numbers()
        self._run_forms: list[NDArray[np.uint32]] = []
        self._run_counts: list[Unsigned] = []
        self._docs, self._positions = SpilledColumn(folder, np.uint16), SpilledColumn(folder, np.uint32)
        self._rights, self._again = SpilledColumn(folder, np.uint32), SpilledColumn(folder, np.bool_)
        self._texts = SpilledTexts(folder)
        self.documents: dict[str, int] = {}

    def __len__(self) -> int:
        """Return the number of documents."""
        return len(self.documents)

    @property
    def average_length(self) -> float:
        """The mean number of words of a document, at least 1."""
        return max(1.0, float(np.mean(self._column("lengths")))) if self.documents else 1.0

    def add(self, batch: Batch) -> None:
        """Add a batch; its words and texts go to disk."""
        self._add_words(batch.tokens)
        self._texts.add(batch.articles)
        self._batches.append(batch.without_texts())
        self.documents.update(zip(batch.ids, range(len(self), len(self) + len(batch)), strict=True))

    def write(self, path: Path, average_length: float, workers: int) -> None:
        """Write the segment; so many threads compress and invert, while this one writes what is there."""
        with ThreadPoolExecutor(workers) as pool, ContainerWriter(path) as file:
            frames, dictionary = self._texts.compressed(pool)
            words = self._words(average_length)
            found = invert(words, pool)
            profiles, values = profile_arrays([profile for batch in self._batches for profile in batch.profiles])
            arrays: dict[str, Array] = {
                **self._document_arrays(),
                **profiles,
                "dictionary": np.frombuffer(dictionary, np.uint8),
                **stored_words(words.vocabulary),
            }
            for name, array in arrays.items():
                file.add(name, array)
            _add_blob(file, "summary_ends", "summaries", (batch.summaries for batch in self._batches))
            _add_blob(file, "article_ends", "articles", frames)
            parts = list(found)
            for name, pieces in {**posting_parts(parts, len(self)), **pair_parts(parts)}.items():
                file.add_parts(name, np.result_type(*pieces), pieces)
            meta = {"documents": len(self), "facets": FACETS, "values": values, "letters": letters(words.vocabulary)}
            file.close(meta)

    def close(self) -> None:
        """Drop what was kept on disk."""
        for spilled in (self._docs, self._positions, self._rights, self._again, self._texts):
            spilled.close()

    def _add_words(self, tokens: Tokens) -> None:
        forms = tokens.forms
        numbers = np.fromiter(map(self._numbers.__getitem__, forms), np.uint32, len(forms))
        self._run_forms.append(numbers)
        self._run_counts.append(tokens.counts)
        self._docs.add(tokens.docs.astype(np.uint16) + np.uint16(len(self)))
        self._positions.add(tokens.positions)
        self._rights.add(np.append(numbers, np.uint32(0))[tokens.rights])
        self._again.add(tokens.again)

    def _words(self, average_length: float) -> Words:
        sorted_forms = sorted(self._numbers)
        renumbered = np.full(len(sorted_forms) + 1, len(sorted_forms), np.uint32)
        renumbered[[self._numbers[form] for form in sorted_forms]] = np.arange(len(sorted_forms))
        return Words(
            vocabulary=vocabulary(sorted_forms),
            run_forms=renumbered[np.concatenate(self._run_forms)],
            run_counts=np.concatenate(self._run_counts),
            docs=self._docs.mapped(),
            positions=self._positions.mapped(),
            rights=self._rights.mapped(),
            again=self._again.mapped(),
            renumbered=renumbered,
            title_ends=self._column("title_ends"),
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
    """Write rows of bytes, given in runs, as one array, and where each ends."""
    lengths: list[int] = []

    def joined() -> Iterator[Array]:
        for run in runs:
            lengths.extend(map(len, run))
            yield np.frombuffer(b"".join(run), np.uint8)

    file.add_parts(name, np.uint8, joined())
    file.add(ends, np.cumsum(lengths, dtype=np.uint64))
