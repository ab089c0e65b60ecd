"""What an article without a title is called."""

from indexer.model import Article

_WORDS = 12
_CHARACTERS = 200


def opening(article: Article) -> str:
    """Return the first words of an article, or its id where it has none.

    >>> opening(Article(id="a.txt", path="a.txt", body="Ngày 29/6, hội nghị khai mạc."))
    'Ngày 29/6, hội nghị khai mạc.'
    """
    words = article.body[:_CHARACTERS].split()
    return " ".join(words[:_WORDS]) + ("…" if len(words) > _WORDS else "") if words else article.id
