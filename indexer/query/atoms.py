"""The atoms of a query: what a word, a phrase or a value asks for, and what `~` makes of it."""

from typing import Protocol

from whoosh.query import Phrase, Query

from indexer.messages import Language
from indexer.model import Span
from indexer.query.conditions import BadValue, condition
from indexer.query.lexer import Token
from indexer.query.nodes import CONDITION_FIELDS, MAX_NEARNESS, TEXT, every
from indexer.query.words import fuzzy_query, pattern_query, phrase_query, phrase_words, word_query


class Report(Protocol):
    """Takes what was not understood."""

    def __call__(self, code: str, at: Span, **values: object) -> None: ...


class Atoms:
    """The nodes of atoms, none where an atom asks for nothing; problems are reported."""

    def __init__(self, report: Report, lang: Language) -> None:
        self._report = report
        self._lang = lang

    def nodes(self, token: Token, field: str) -> list[Query]:
        """Return what a token asks for in a field."""
        if field in CONDITION_FIELDS:
            return self._condition(token, field)
        return self._phrase(token, field) if token.kind == "phrase" else self._word(token, field)

    def with_tilde(self, nodes: list[Query], atom: Token, tilde: Token) -> list[Query]:
        """Apply `~n` to a phrase (nearness) or `~` to a word (one edit)."""
        node = nodes[0]
        if atom.kind == "phrase" and tilde.text:
            return [self._near(node, tilde)] if isinstance(node, Phrase) else nodes
        fuzzy = fuzzy_query(node) if atom.kind == "word" and len(nodes) == 1 else None
        if fuzzy is None:
            self._report("stray-sign", tilde.at, value="~" + tilde.text)
            return nodes
        if tilde.text not in ("", "1"):
            self._report("fuzzy-distance", tilde.at, value="~" + tilde.text)
        return [fuzzy]

    def _condition(self, token: Token, field: str) -> list[Query]:
        try:
            return [condition(field, token.text, self._lang)]
        except BadValue as error:
            self._report(error.code, token.at, **error.details)
            return []

    def _phrase(self, token: Token, field: str) -> list[Query]:
        if "*" in token.text:
            self._report("phrase-pattern", token.at)
        words = phrase_words(token.text)
        if not words:
            self._report("no-words", token.at, value=token.text)
            return []
        return [phrase_query(field, words)]

    def _word(self, token: Token, field: str) -> list[Query]:
        if not token.text.strip("*"):
            return [every() if field == TEXT else every(field)]
        if field != TEXT and token.text.startswith("-"):
            self._report("stray-sign", (token.at[0], token.at[0] + 1), value="-")
        if "*" in token.text or "?" in token.text:
            return pattern_query(field, token.text)
        return word_query(field, token.text)

    def _near(self, phrase: Phrase, tilde: Token) -> Query:
        between = min(int(tilde.text), MAX_NEARNESS)
        if between < int(tilde.text):
            self._report("too-far", tilde.at, limit=MAX_NEARNESS)
        return phrase_query(phrase.fieldname, phrase.words, between + 1).with_boost(phrase.boost)
