"""From articles to a batch: everything that can be computed without other articles, hence in parallel processes.

A batch goes from the process that analyses articles to the one that writes them: plain arrays, strings and bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Self

import msgspec
import numpy as np
from icu import Collator, Locale
from numpy.typing import NDArray

from indexer.article_json import stored_json
from indexer.engines.arrays.segments.docstore import id_hash
from indexer.engines.arrays.segments.numeric import Unsigned, narrowest
from indexer.engines.arrays.writing.tokens import Tokens, tokenised
from indexer.fields import facet_values
from indexer.model import Article, Facet, FacetCode
from indexer.summary import summary

Profile = tuple[tuple[Facet, FacetCode], ...]
"""The facet values of an article, broader ones included; None for a facet without a value."""

_COLLATOR = Collator.createInstance(Locale("vi"))


@dataclass(frozen=True, slots=True, eq=False)
class PreparedBatch:
    """Articles ready to be written; one row for each document, except `tokens`.

    `lengths`, `title_ends` and `dates` are as in `docs/index-format.md`; `title_keys` are ICU sort keys, empty for an
    article without a title; `summaries` and `articles` are JSON in UTF-8.
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
    tokens: tuple[Tokens, ...]

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self.ids)

    def without_texts(self) -> Self:
        """Return the batch without tokens and stored articles."""
        return replace(self, articles=(), tokens=())

    def part(self, first: int, end: int) -> Self:
        """Return the articles from `first` to below `end`; the batch itself if these are all."""
        if (first, end) == (0, len(self)):
            return self
        columns = {field.name: getattr(self, field.name)[first:end] for field in fields(self) if field.name != "tokens"}
        return replace(self, **columns, tokens=tuple(each.part(first, end) for each in self.tokens))


def prepare(articles: Sequence[Article]) -> PreparedBatch:
    """Return articles as the writer takes them."""
    tokens, lengths, title_ends = tokenised(articles)
    return PreparedBatch(
        ids=tuple(article.id for article in articles),
        id_hashes=np.array([id_hash(article.id) for article in articles], np.uint64),
        lengths=narrowest(lengths),
        title_ends=narrowest(title_ends),
        dates=np.array([date_number(article) for article in articles], np.uint32),
        profiles=tuple(map(facet_values, articles)),
        title_keys=tuple(_title_key(article.title) for article in articles),
        summaries=tuple(msgspec.json.encode(summary(article)) for article in articles),
        articles=tuple(map(stored_json, articles)),
        tokens=tokens,
    )


def date_number(article: Article) -> int:
    """Return the date as an integer, a year alone as its day 0; 0 for none.

    >>> date_number(Article("a", "a", "", year=2012)), date_number(Article("a", "a", "", date="2012-06-29"))
    (20120000, 20120629)
    """
    return int(article.date.replace("-", "")) if article.date else (article.year or 0) * 10_000


def _title_key(title: str | None) -> bytes:
    """Return the sort key of a title in Vietnamese; empty for none."""
    return bytes(_COLLATOR.getSortKey(title)) if title else b""
