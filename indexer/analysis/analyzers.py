"""The analysis chain as a Whoosh analyzer, and words as index terms."""

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken

from indexer.analysis.indexed_word import Word, word
from indexer.analysis.tokenise import tokenise

SECTION = "\f"
"""Separates title, body and the lines around it: no phrase or nearness crosses it."""
SECTION_GAP = 256
"""Positions between two sections: more than any nearness spans (`indexer.query.nodes.MAX_NEARNESS`)."""


class WordAnalyzer(Analyzer):
    """Yields the words of a text as index terms, with their positions."""

    def __call__(self, value: str, **_options: Any) -> Iterator[WhooshToken]:
        """Yield a token for each word; always the same object, as Whoosh's own analyzers do."""
        token = WhooshToken(positions=True)
        token.boost = 1.0
        base = 0
        for section in value.split(SECTION):
            last = base
            for found in tokenise(section):
                token.text = term_of(found.word, found.width)
                token.pos = last = base + found.position
                yield token
            base = last + SECTION_GAP


def term_of(found: Word, width: int) -> str:
    """Return the index term of a word: folded term, tab, surface term; if wider than one position, tab and the width.

    So the surface terms of one folded term are consecutive in the index.
    """
    return f"{found.folded}\t{found.surface}" if width == 1 else f"{found.folded}\t{found.surface}\t{width}"


def word_of(term: str) -> tuple[Word, int]:
    """Return the word of an index term, and how many positions it takes.

    >>> word_of("hoa\\thòa")[0].surface, word_of("hanoi\\thanoi\\t2")[1]
    ('hòa', 2)
    """
    _, surface, *width = term.split("\t")
    return word(surface), int(width[0]) if width else 1


def sections(*texts: str | None) -> str:
    """Return texts joined so that no phrase crosses from one to the next."""
    return SECTION.join((text or "").replace(SECTION, " ") for text in texts)
