"""How does the archive write words: with which capitals?"""

import re
from collections import Counter
from functools import lru_cache

from indexer.analysis import compose, word
from indexer.analysis.syllables import tone_placements
from indexer.engines.base import EngineReader, EngineRequest
from indexer.fields import TEXT
from indexer.query.lexer import tokens
from indexer.query.nodes import Phrase, Term

_ARTICLES = 5
"""The articles that are read to see how words are written."""
_LONGEST_READ = 20_000
"""The characters that are read of each."""
_REMEMBERED = 1 << 12

Surfaces = tuple[str, ...]


class PrintedForms:
    """Finds how one state of an index writes words that are side by side; it remembers what it was asked for."""

    def __init__(self, reader: EngineReader) -> None:
        self._reader = reader
        self.form = lru_cache(_REMEMBERED)(self._form)

    def _form(self, surfaces: Surfaces) -> Surfaces | None:
        """Return words as the newest articles that have them exactly write them most often inside of sentences.

        It is None if these articles do not have them there. A query that is typed so means the same words.
        """
        node = Phrase(TEXT, list(surfaces)) if len(surfaces) > 1 else Term(TEXT, surfaces[0])
        request = EngineRequest(node, mode="strict", sort="newest", limit=_ARTICLES)
        articles = (self._reader.article(hit.summary.id) for hit in self._reader.search(request).hits)
        expression = _inside_sentences(surfaces)
        found = Counter(
            tuple(match.group().split())
            for article in articles
            if article is not None
            for match in expression.finditer(compose(article.body[:_LONGEST_READ]))
        )
        usable = {form: count for form, count in found.items() if _is_typed_as(form, surfaces)}
        return min(usable, key=lambda form: (-usable[form], form), default=None)


def _inside_sentences(surfaces: Surfaces) -> re.Pattern[str]:
    """Return the expression for words that follow another word, where capitals mean something."""
    words = r"\s+".join(f"(?:{'|'.join(map(re.escape, sorted(tone_placements(each))))})" for each in surfaces)
    return re.compile(rf"(?<=[\w,;] ){words}(?!\w)", re.IGNORECASE)


def _is_typed_as(form: Surfaces, surfaces: Surfaces) -> bool:
    """Return whether words typed like this are these words, and no operators."""
    are_words = all(token.kind in ("word", "end") for token in tokens(" ".join(form)))
    return are_words and tuple(word(each).surface for each in form) == surfaces
