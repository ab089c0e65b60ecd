"""What each stage made of a stored article: how it was read, what was extracted, which words are indexed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from indexer.analysis import tokenise
from indexer.article_json import article_json
from indexer.extract import reading_of
from indexer.fields import TEXT, WORDS
from indexer.model import Article, Span
from indexer.reading import ORIGINS, Reading


class InspectedWord(NamedTuple):
    """An indexed word, and its span in its text.

    `position` counts words from the start of the text. A compound, and a word in which others were run together, take
    more than one position: `width`.
    """

    surface: str
    folded: str
    at: Span
    position: int
    width: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """An article, how it was read, and the words of each of its texts (`title`, `body`, `aside`), in order."""

    article: Article
    reading: Reading
    words: Mapping[str, tuple[InspectedWord, ...]]


def inspection(article: Article) -> Inspection:
    """Return what each stage made of an article."""
    words = {name: _words(getattr(article, name) or "") for name in WORDS[TEXT].sections}
    return Inspection(article, reading_of(article), words)


def inspection_json(inspected: Inspection) -> dict[str, Any]:
    """Return an article as JSON, the origin of each of its values, and its words."""
    origins = {name: getattr(inspected.reading, name) for name in ORIGINS}
    words = {name: [word._asdict() for word in found] for name, found in inspected.words.items()}
    return {**article_json(inspected.article), "origins": origins, "words": words}


def _words(text: str) -> tuple[InspectedWord, ...]:
    return tuple(
        InspectedWord(token.word.surface, token.word.folded, (token.start, token.end), token.position, token.width)
        for token in tokenise(text)
    )
