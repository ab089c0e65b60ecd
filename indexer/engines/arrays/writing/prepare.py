"""From articles to a batch: everything that needs no other article, so that processes can do it side by side."""

from collections.abc import Sequence
from json import JSONEncoder

import numpy as np
from icu import Collator, Locale

from indexer.article_json import article_json
from indexer.engines.arrays.segments.compact import narrowest
from indexer.engines.arrays.segments.texts import id_hash
from indexer.engines.arrays.writing.batch import Batch
from indexer.engines.arrays.writing.tokens import tokenised
from indexer.fields import facet_values
from indexer.model import Article
from indexer.summary import summary

_COLLATOR = Collator.createInstance(Locale("vi"))
_encoded = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def prepare(articles: Sequence[Article]) -> Batch:
    """Return articles as the writer takes them."""
    tokens, lengths, title_ends = tokenised(articles)
    return Batch(
        ids=tuple(article.id for article in articles),
        id_hashes=np.array([id_hash(article.id) for article in articles], np.uint64),
        lengths=narrowest(lengths),
        title_ends=narrowest(title_ends),
        dates=np.array([date_number(article) for article in articles], np.uint32),
        profiles=tuple(map(facet_values, articles)),
        title_keys=tuple(title_key(article.title) for article in articles),
        summaries=tuple(map(summary_bytes, articles)),
        articles=tuple(_compact(article_json(article)) for article in articles),
        tokens=tokens,
    )


def date_number(article: Article) -> int:
    """Return the date as a number, a year alone as its day 0; 0 for none.

    >>> date_number(Article("a", "a", "", year=2012)), date_number(Article("a", "a", "", date="2012-06-29"))
    (20120000, 20120629)
    """
    return int(article.date.replace("-", "")) if article.date else (article.year or 0) * 10_000


def title_key(title: str | None) -> bytes:
    """Return what a title is sorted by in Vietnamese; empty for none."""
    return bytes(_COLLATOR.getSortKey(title)) if title else b""


def summary_bytes(article: Article) -> bytes:
    """Return what results show of an article, as stored."""
    return _compact(summary(article))


def _compact(value: object) -> bytes:
    return _encoded(value).encode("utf-8")
