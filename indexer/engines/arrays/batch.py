"""What goes from the processes that analyse articles to the one that writes them: plain arrays, texts and bytes."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.compact import Unsigned
from indexer.engines.base import FacetCode
from indexer.model import Facet

Profile = tuple[tuple[Facet, FacetCode], ...]
"""The facet values of an article, broader ones included; None stands for a facet without one."""


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The words of several documents, one behind the other, by document, field and position.

    One row a word in `terms` (a line of `vocabulary`), `positions`, `steps` (how many rows further the first word
    stands that begins where this one ends) and `followers` (how many words begin there; 0: none). `counts` has the
    number of rows of each document.
    """

    vocabulary: str
    terms: Unsigned
    positions: Unsigned
    steps: Unsigned
    followers: Unsigned
    counts: Unsigned

    def part(self, first: int, last: int) -> Self:
        """Return the words of some of the documents."""
        start = int(self.counts[:first].sum())
        rows = slice(start, start + int(self.counts[first:last].sum()))
        return type(self)(
            self.vocabulary,
            self.terms[rows],
            self.positions[rows],
            self.steps[rows],
            self.followers[rows],
            self.counts[first:last],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Articles ready to be written; one row a document but for `tokens`.

    `lengths`, `title_ends` and `dates` are as in `docs/index-format.md`; `title_keys` are ICU's sort keys, empty where
    there is no title; `summaries` and `articles` are JSON in UTF-8.
    """

    ids: Sequence[str]
    id_hashes: NDArray[np.uint64]
    lengths: Unsigned
    title_ends: Unsigned
    dates: NDArray[np.uint32]
    profiles: Sequence[Profile]
    title_keys: Sequence[bytes]
    summaries: Sequence[bytes]
    articles: Sequence[bytes]
    tokens: Tokens

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self.ids)

    def without_texts(self) -> Self:
        """Return the batch without its articles' texts."""
        return replace(self, articles=())

    def part(self, first: int, last: int) -> Self:
        """Return some of the articles."""
        columns = {
            field.name: getattr(self, field.name)[first:last] for field in fields(self) if field.name != "tokens"
        }
        return replace(self, **columns, tokens=self.tokens.part(first, last))
