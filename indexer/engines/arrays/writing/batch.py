"""What goes from the processes that analyse articles to the one that writes them: plain arrays, texts and bytes."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.compact import Unsigned, narrowest
from indexer.model import Facet, FacetCode

Profile = tuple[tuple[Facet, FacetCode], ...]
"""The facet values of an article, broader ones included; None stands for a facet without one."""


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The words of several documents by form, document and position.

    `vocabulary` has a form a line, in any order, and `counts` the rows of each. A row is a word and one that begins
    where it ends: the document, the position of the word, and the other's form in `rights` (the number of forms where
    nothing is behind). A word with several behind it has as many rows, and in all but the first of them is `again`.
    """

    vocabulary: str
    counts: Unsigned
    docs: Unsigned
    positions: Unsigned
    rights: Unsigned
    again: NDArray[np.bool_]

    @property
    def forms(self) -> list[str]:
        """The lines of the vocabulary."""
        return self.vocabulary.split("\n") if self.vocabulary else []

    def part(self, first: int, last: int) -> Self:
        """Return the words of some of the documents."""
        rows = np.flatnonzero((self.docs >= first) & (self.docs < last))
        counts = np.bincount(np.repeat(np.arange(len(self.counts)), self.counts)[rows], minlength=len(self.counts))
        kept, forms = np.flatnonzero(counts), self.forms
        numbers = np.zeros(len(counts) + 1, np.intp)
        numbers[kept], numbers[-1] = np.arange(len(kept)), len(kept)
        return type(self)(
            "\n".join([forms[form] for form in kept.tolist()]),
            narrowest(counts[kept]),
            narrowest(self.docs[rows] - self.docs.dtype.type(first)),
            self.positions[rows],
            narrowest(numbers[self.rights[rows]]),
            self.again[rows],
        )


_NONE = np.empty(0, np.uint8)
NO_TOKENS = Tokens("", _NONE, _NONE, _NONE, _NONE, np.empty(0, np.bool_))


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
        """Return the batch without its articles' words and texts."""
        return replace(self, articles=(), tokens=NO_TOKENS)

    def part(self, first: int, last: int) -> Self:
        """Return some of the articles; the batch itself where these are all."""
        if (first, last) == (0, len(self)):
            return self
        columns = {
            field.name: getattr(self, field.name)[first:last] for field in fields(self) if field.name != "tokens"
        }
        return replace(self, **columns, tokens=self.tokens.part(first, last))
