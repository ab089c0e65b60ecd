"""What results show of an article, without its text."""

from typing import NamedTuple

from indexer.model import Article, YearBasis

_WORDS = 12
_CHARACTERS = 200


class Summary(NamedTuple):
    """An article without its text; `opening` replaces a missing title, and is None if there is one."""

    id: str
    title: str | None
    date: str | None
    year: int | None
    year_basis: YearBasis
    forums: tuple[str, ...]
    topics: tuple[str, ...]
    author: str | None
    source: str | None
    url: str | None
    opening: str | None


def summary(article: Article) -> Summary:
    """Return the summary of an article."""
    return Summary(
        id=article.id,
        title=article.title,
        date=article.date,
        year=article.year,
        year_basis=article.year_basis,
        forums=tuple(label.id for label in article.forums),
        topics=tuple(label.id for label in article.topics),
        author=article.author,
        source=article.source,
        url=article.url,
        opening=None if article.title else opening(article),
    )


def opening(article: Article) -> str:
    """Return the first words of an article, or its id if it has none.

    >>> opening(Article(id="a.txt", path="a.txt", body="Ngày 29/6, hội nghị khai mạc."))
    'Ngày 29/6, hội nghị khai mạc.'
    """
    words = article.body[:_CHARACTERS].split()
    return " ".join(words[:_WORDS]) + ("…" if len(words) > _WORDS else "") if words else article.id
