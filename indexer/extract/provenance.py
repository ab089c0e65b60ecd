"""Where each value of an article came from, judged by its evidence."""

from collections.abc import Sequence
from typing import get_args

from indexer.ingest.source import Basis
from indexer.model import Article, Evidence, Label
from indexer.reading import Reading

_BASES = frozenset(get_args(Basis))


def reading_of(article: Article) -> Reading:
    """Return how an article was read."""
    found = article.evidence.get
    return Reading(
        encoding=article.encoding,
        confidence=int(article.encoding_confidence * 100),
        normal_form=article.normal_form,
        title=_title_origin(article),
        date=_origin(article, found("date")),
        year=_origin(article, found("year")),
        author=_origin(article, found("author")),
        source=_origin(article, found("source")),
        url=_origin(article, found("url")),
        forums=_label_origin(article, "forums", article.forums),
        topics=_label_origin(article, "topics", article.topics),
    )


def _title_origin(article: Article) -> str | None:
    if article.title is None:
        return None
    found = article.evidence.get("title")
    return found.text if found is not None and found.at is None and found.text in _BASES else "text"


def _label_origin(article: Article, facet: str, labels: Sequence[Label]) -> str | None:
    """Return where a list of labels came from, the title before the text; either all are stated or none.

    None for an empty list, stated or not.
    """
    stated = article.evidence.get(facet)
    if labels and stated is not None:
        return stated.text
    title = len(article.title or "")
    if any(label.at is not None and label.at[0] < title for label in labels):
        return "title"
    return "text" if labels else None


def _origin(article: Article, evidence: Evidence | None) -> str | None:
    if evidence is None:
        return None
    if evidence.at is not None:
        return "title" if evidence.at[0] < len(article.title or "") else "text"
    if evidence.text in _BASES:
        return evidence.text
    if evidence.text == article.url:
        return "url"
    return "file-name" if evidence.text in article.id else "byline"
