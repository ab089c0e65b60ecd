"""A segment in the making: batches are added, then all is sorted and written at once."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.batch import Batch
from indexer.engines.arrays.compact import narrowest
from indexer.engines.arrays.container import Array, ContainerWriter
from indexer.engines.arrays.impacts import norms
from indexer.engines.arrays.inversion import Words, invert
from indexer.engines.arrays.layout import (
    blob_arrays,
    id_arrays,
    order_arrays,
    pair_arrays,
    posting_arrays,
    profile_arrays,
)
from indexer.engines.arrays.spill import Spill
from indexer.engines.arrays.vocabulary import letters, stored_words, vocabulary


class Pending:
    """Batches of one segment, in order."""

    def __init__(self, folder: Path) -> None:
        self._batches: list[Batch] = []
        self._numbers: dict[str, int] = {}
        self._terms: list[NDArray[np.uint32]] = []
        self._spill = Spill(folder)
        self.ids: list[str] = []

    def __len__(self) -> int:
        """Return the number of documents."""
        return len(self.ids)

    @property
    def average_length(self) -> float:
        """The mean number of words of a document, at least 1."""
        return max(1.0, float(np.mean(self._column("lengths")))) if self.ids else 1.0

    def add(self, batch: Batch) -> None:
        """Add a batch; its texts go to disk."""
        tokens = batch.tokens
        names = tokens.vocabulary.split("\n") if tokens.vocabulary else []
        numbers = [self._numbers.setdefault(name, len(self._numbers)) for name in names]
        self._terms.append(np.array(numbers, np.uint32)[tokens.terms])
        self._spill.add(batch.articles)
        self._batches.append(batch.without_texts())
        self.ids += batch.ids

    def write(self, path: Path, average_length: float, workers: int) -> None:
        """Write the segment."""
        words = self._words(average_length)
        found = invert(words, workers)
        frames, dictionary = self._spill.compressed(workers)
        dates = self._column("dates")
        profiles, values = profile_arrays([profile for batch in self._batches for profile in batch.profiles])
        arrays: dict[str, Array] = {
            "lengths": narrowest(self._column("lengths")),
            "title_ends": narrowest(words.title_ends),
            "dates": dates,
            **order_arrays(self.ids, dates, [key for batch in self._batches for key in batch.title_keys]),
            **profiles,
            **id_arrays(self._column("id_hashes")),
            **blob_arrays("summary_ends", "summaries", [row for batch in self._batches for row in batch.summaries]),
            **blob_arrays("article_ends", "articles", frames),
            "dictionary": np.frombuffer(dictionary, np.uint8),
            **stored_words(words.vocabulary),
            **posting_arrays(words.vocabulary, found, len(self)),
            **pair_arrays(found.pairs),
        }
        with ContainerWriter(path) as file:
            for name, array in arrays.items():
                file.add(name, array)
            file.close({"documents": len(self), "values": values, "letters": letters(words.vocabulary)})

    def close(self) -> None:
        """Drop what was kept on disk."""
        self._spill.close()

    def _words(self, average_length: float) -> Words:
        sorted_terms = sorted(self._numbers)
        places = {term: place for place, term in enumerate(sorted_terms)}
        renumbered = np.array([places[term] for term in self._numbers], np.uint32)
        counts = self._column("counts", of_tokens=True)
        return Words(
            vocabulary=vocabulary(sorted_terms),
            forms=renumbered[np.concatenate(self._terms)],
            docs=np.repeat(np.arange(len(self), dtype=np.uint16), counts),
            positions=self._column("positions", of_tokens=True),
            steps=self._column("steps", of_tokens=True),
            followers=self._column("followers", of_tokens=True),
            title_ends=self._column("title_ends"),
            norms=norms(self._column("lengths"), average_length),
        )

    def _column(self, name: str, *, of_tokens: bool = False) -> Array:
        rows: Sequence[Array] = [getattr(batch.tokens if of_tokens else batch, name) for batch in self._batches]
        return np.concatenate(rows)
