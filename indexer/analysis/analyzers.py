"""The analysis chain as Whoosh sees it."""

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken

from indexer.analysis.tokenise import tokenise
from indexer.analysis.words import Word, word

SECTION = "\f"
"""Stands between title, body and the lines around it: no phrase and no nearness reaches across it."""
SECTION_GAP = 256
"""Positions between two sections: more than any nearness reaches (`indexer.query.nodes.MAX_NEARNESS`)."""


class WordAnalyzer(Analyzer):
    """Yields the words of a text as index terms, with their positions."""

    def __call__(self, value: str, **_options: Any) -> Iterator[WhooshToken]:
        """Yield one token a word; the same object each time, as Whoosh's own analyzers do."""
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
    """Return the term of a word: key, tab, form, and where it takes several positions, tab and how many.

    All forms of one key are neighbours in the index.
    """
    return f"{found.folded}\t{found.surface}" if width == 1 else f"{found.folded}\t{found.surface}\t{width}"


def word_of(term: str) -> tuple[Word, int]:
    """Return the word of an index term, and how many positions it takes.

    >>> word_of("hoa\\thòa")[0].surface, word_of("hanoi\\thanoi\\t2")[1]
    ('hòa', 2)
    """
    _, form, *width = term.split("\t")
    return word(form), int(width[0]) if width else 1


def sections(*texts: str | None) -> str:
    """Join texts that no phrase may reach across."""
    return SECTION.join((text or "").replace(SECTION, " ") for text in texts)
