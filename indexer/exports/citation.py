"""What a reference to an article has, whatever its format."""

import datetime
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.exports.plain_text import one_line, slug
from indexer.languages import DEFAULT_LANGUAGE, Language
from indexer.model import Article, Hit
from indexer.summary import Summary, summary
from indexer.vocabulary import Vocabulary, forums, topics

_BETWEEN_AUTHORS = re.compile(r"\s*;\s*|\s+[-–—/&+|]\s+|\s+(?:và|and)\s+")
_SLUG, _HASH = 32, 10


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference: texts are on one line. `date` is `YYYY-MM-DD`; the year is `inferred` if the text does not state it.

    `title` is the first words of an article without one. `url` is the article's own address, `page` that of its page in
    the archive, and `accessed` the day on which it was looked up there.
    """

    key: str
    title: str
    authors: tuple[str, ...] = ()
    source: str | None = None
    date: str | None = None
    year: int | None = None
    inferred: bool = False
    url: str | None = None
    page: str | None = None
    keywords: tuple[str, ...] = ()
    accessed: datetime.date | None = None
    lang: Language = DEFAULT_LANGUAGE

    @property
    def link(self) -> str | None:
        """The address to refer to: the article's own, else that of its page."""
        return self.url or self.page


def hit_citation(
    hit: Hit, *, page: str | None = None, accessed: datetime.date | None = None, lang: Language = DEFAULT_LANGUAGE
) -> Citation:
    """Return the citation of a hit; `page` is the address of its page, keywords are in `lang`."""
    return _citation(hit, page, accessed, lang)


def article_citation(
    article: Article,
    *,
    page: str | None = None,
    accessed: datetime.date | None = None,
    lang: Language = DEFAULT_LANGUAGE,
) -> Citation:
    """Return the citation of an article, the same as that of its hit."""
    return _citation(summary(article), page, accessed, lang)


def citation_key(article_id: str) -> str:
    """Return a key that depends on the id alone: its last letters and digits, and a hash that tells ids apart.

    >>> citation_key("2021/Họp ARF.txt")
    '2021-hop-arf-txt-c800bfd20c'
    """
    words = slug(article_id, _SLUG)
    digest = hashlib.sha256(article_id.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]
    return f"{words or 'x'}-{digest}"


def authors_of(byline: str) -> tuple[str, ...]:
    """Return the names in a byline. A comma is between two of them only if both are full names.

    >>> authors_of("Lê Minh, Trần Hòa - Ngọc Anh"), authors_of("Smith, John")
    (('Lê Minh', 'Trần Hòa', 'Ngọc Anh'), ('Smith, John',))
    """
    names: list[str] = []
    for part in _BETWEEN_AUTHORS.split(one_line(byline)):
        pieces = [piece.strip() for piece in part.split(",")]
        names += pieces if all(" " in piece for piece in pieces) else [part.strip()]
    return tuple(name for name in names if any(char.isalnum() for char in name))


def _citation(found: Hit | Summary, page: str | None, accessed: datetime.date | None, lang: Language) -> Citation:
    return Citation(
        key=citation_key(found.id),
        title=one_line(found.title or "")
        or one_line(found.opening or "")
        or one_line(found.id)
        or citation_key(found.id),
        authors=authors_of(found.author or ""),
        source=one_line(found.source or "") or None,
        date=found.date,
        year=found.year,
        inferred=found.year_basis == "inferred",
        url=one_line(found.url or "") or None,
        page=page,
        keywords=(*labelled(forums(), found.forums, lang), *labelled(topics(), found.topics, lang)),
        accessed=accessed,
        lang=lang,
    )


def labelled(vocabulary: Vocabulary, ids: Sequence[str], lang: Language) -> tuple[str, ...]:
    """Return the labels of ids; an id that is no longer in the vocabulary is its own label."""
    return tuple(vocabulary.label(id, lang) if id in vocabulary.entries else one_line(id) for id in ids)
