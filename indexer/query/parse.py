"""The query language: from what a reader typed to a tree of nodes. It never raises: what it cannot use, it reports.

    query  = or
    or     = and { OR and }
    and    = item { [AND] item }
    item   = { NOT | - | = | ~ | field: } atom { ^boost | ~ | ~n }
    atom   = ( query ) | "phrase" | word | [range]

`docs/searching.md` describes it for readers.
"""

import re
from dataclasses import dataclass
from itertools import chain, pairwise

from indexer.analysis import compose
from indexer.fields import CONDITIONS, QUERY_FIELDS, TEXT, WORD_FIELDS
from indexer.languages import DEFAULT_LANGUAGE, Language
from indexer.messages import problem
from indexer.model import Mode, Problem, Span
from indexer.query.conditions import BadValue, condition
from indexer.query.joining import Joins, apart
from indexer.query.lexer import QueryToken, TokenKind, tokens
from indexer.query.nodes import MAX_NEARNESS, AccentMode, And, Not, Or, Query, Term, as_typed, boosted, every, nearness
from indexer.query.words import (
    address_query,
    fuzzy_query,
    is_address,
    pattern_query,
    phrase_query,
    phrase_words,
    without_question_mark,
    word_query,
)

MAX_DEPTH = 20
MAX_WORDS = 200
MAX_QUERY_LENGTH = 2_000
_SURROGATE = re.compile("[\ud800-\udfff]")
_ACCENT_MODES: dict[str, Mode] = {"=": "strict", "~": "loose"}
_PREFIXES: frozenset[TokenKind] = frozenset(("minus", "accents", "field", "not"))
_SUFFIXES: frozenset[TokenKind] = frozenset(("boost", "tilde"))
_NO_ATOM: frozenset[TokenKind] = frozenset(("close", "and", "or", "not", "end"))
_END_OF_AND: frozenset[TokenKind] = frozenset(("close", "or", "end"))


@dataclass(frozen=True, slots=True)
class JoinedWord:
    """Two words typed side by side that are searched as one: their surfaces, and their span in the query."""

    first: str
    second: str
    at: Span


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query tree, and what was not understood, in the order of the query.

    `apart` is the query with operators that keep the words apart that are `joined`.
    """

    tree: Query
    problems: tuple[Problem, ...] = ()
    joined: tuple[JoinedWord, ...] = ()
    apart: str = ""


@dataclass(frozen=True, slots=True)
class _PlainWord:
    """A word typed without signs, its field and its span; the first one in a row may name a field."""

    surface: str
    field: str
    at: Span


def parse(query: str, lang: Language = DEFAULT_LANGUAGE, joins: Joins = apart) -> ParsedQuery:
    """Return the tree of a query; an empty one is `Every()`. Problems are worded in `lang`.

    >>> parse("hạt year:abc", "en").tree, [p.code for p in parse("hạt year:abc", "en").problems]
    (Term('text', 'hạt'), ['bad-year'])
    >>> parse("hạt nhân", joins=lambda words: (0,)).tree
    Phrase('text', ['hạt', 'nhân'], slop=1, boost=1.000000)
    """
    parser = _Parser(_SURROGATE.sub("\ufffd", query[:MAX_QUERY_LENGTH]), lang, joins)
    if len(query) > MAX_QUERY_LENGTH:
        parser.problems.append(problem("too-long", (MAX_QUERY_LENGTH, len(query)), lang, limit=MAX_QUERY_LENGTH))
    nodes = parser.query()
    problems = tuple(sorted(parser.problems, key=lambda p: p.at or (0, 0)))
    return ParsedQuery(_combine(nodes), problems, tuple(parser.joined), parser.apart())


def _combine(nodes: list[Query]) -> Query:
    if not nodes:
        return every()
    return nodes[0] if len(nodes) == 1 else And(nodes)


class _Parser:
    """Recursive descent over the tokens. Methods return the nodes side by side, an empty list for nothing usable."""

    def __init__(self, query: str, lang: Language, joins: Joins) -> None:
        self.problems: list[Problem] = []
        self.joined: list[JoinedWord] = []
        self._gaps: list[Span] = []
        self._query = query
        self._lang = lang
        self._joins = joins
        self._tokens = tokens(query)
        self._next = 0
        self._words = 0

    @property
    def _token(self) -> QueryToken:
        return self._tokens[self._next]

    def apart(self) -> str:
        """Return the query with operators between the words of rows in which some are joined."""
        edges = iter([0, *chain.from_iterable(self._gaps), len(self._query)])
        return " AND ".join(self._query[start:end] for start, end in zip(edges, edges, strict=True))

    def query(self) -> list[Query]:
        nodes = self._or(TEXT, 0)
        while self._token.kind != "end":
            self._report("unmatched-bracket", self._take().at)
            nodes += self._or(TEXT, 0)
        if len(self._tokens) > 1 and not (nodes or self.problems):
            self._report("no-words", (self._tokens[0].at[0], self._tokens[-2].at[1]), value=self._query.strip())
        return nodes

    def _or(self, field: str, depth: int) -> list[Query]:
        branches = [self._and(field, depth)]
        while self._token.kind == "or":
            operator = self._take()
            branches.append(self._and(field, depth))
            if not (branches[-1] and branches[-2]):
                self._report("stray-operator", operator.at, value=operator.text)
        found = [branch for branch in branches if branch]
        if len(found) < 2:
            return found[0] if found else []
        return [Or([_combine(branch) for branch in found])]

    def _and(self, field: str, depth: int) -> list[Query]:
        nodes: list[Query] = []
        row: list[_PlainWord] = []
        waiting: QueryToken | None = None
        while self._token.kind not in _END_OF_AND:
            if self._token.kind == "and":
                nodes, row = self._in_words(nodes, row), []
                operator = self._take()
                if waiting or not nodes:
                    self._report("stray-operator", operator.at, value=operator.text)
                else:
                    waiting = operator
                continue
            typed = [] if depth or field != TEXT else self._plain_tokens()
            found = self._item(field, depth)
            plain = self._plain_words(typed, found)
            if not plain or len(typed) > 1:
                nodes, row = self._in_words(nodes, row), []
            nodes, row = nodes + found, row + plain
            waiting = None if found else waiting
        if waiting:
            self._report("stray-operator", waiting.at, value=waiting.text)
        return self._in_words(nodes, row)

    def _plain_tokens(self) -> list[QueryToken]:
        """Return the next token if it is a word without signs, or the next two if they are a field and such a word."""
        first, *others = self._tokens[self._next : self._next + 3]
        typed = [first, others[0]] if first.kind == "field" and others[0].glued else [first]
        following = self._tokens[min(self._next + len(typed), len(self._tokens) - 1)]
        is_plain = typed[-1].kind == "word" and compose(typed[-1].text).isalnum()
        return typed if is_plain and following.kind not in _SUFFIXES else []

    def _plain_words(self, typed: list[QueryToken], found: list[Query]) -> list[_PlainWord]:
        """Return the word that tokens without signs stand for, if it is one and searches words."""
        word = as_typed(found[0]) if typed and len(found) == 1 else None
        if not isinstance(word, Term) or word.fieldname not in WORD_FIELDS:
            return []
        return [_PlainWord(word.text, word.fieldname, (typed[0].at[0], typed[-1].at[1]))]

    def _in_words(self, nodes: list[Query], row: list[_PlainWord]) -> list[Query]:
        """Return nodes that end in a row of plain words, with those that are one word joined.

        A field binds the word typed after it, and what is joined to that; the others are reported.
        """
        if len(row) < 2:
            return nodes
        before, words = nodes[: -len(row)], nodes[-len(row) :]
        closed = self._joins([word.surface for word in row])
        for gap in reversed(closed):
            first, second = row[gap : gap + 2]
            words[gap : gap + 2] = [phrase_query(first.field, [first.surface, second.surface])]
        self.joined += [
            JoinedWord(row[n].surface, row[n + 1].surface, (row[n].at[0], row[n + 1].at[1])) for n in closed
        ]
        if closed:
            self._gaps += [(left.at[1], right.at[0]) for left, right in pairwise(row)]
        bound = 2 if 0 in closed else 1
        if row[0].field != TEXT and bound < len(row):
            self._report_unbound(row, bound)
        return before + words

    def _report_unbound(self, row: list[_PlainWord], bound: int) -> None:
        """Report the words after a field that it does not bind."""
        start, end = row[0].at[0], row[-1].at[1]
        field, _, _ = self._query[start:end].partition(":")
        value = self._query[start + len(field) + 1 : row[bound - 1].at[1]]
        bracketed = f"{field}:({self._query[start + len(field) + 1 : end]})"
        at = row[bound].at[0], end
        self._report("field-binds-one-word", at, name=field, value=value, bracketed=bracketed)

    def _item(self, field: str, depth: int) -> list[Query]:
        """Read an atom with its prefixes."""
        prefixes = []
        while self._token.kind in _PREFIXES:
            prefix = self._take()
            if prefix.kind == "field":
                field = self._field(prefix, field)
            else:
                prefixes.append(prefix)
        nodes = self._atom(field, depth)
        if not prefixes:
            return nodes
        return self._prefixed(prefixes, nodes) if nodes else self._idle(prefixes)

    def _prefixed(self, prefixes: list[QueryToken], nodes: list[Query]) -> list[Query]:
        """Apply prefixes: the innermost mode wins, and a run of NOTs equals one or two of them."""
        modes = [_ACCENT_MODES[prefix.text] for prefix in prefixes if prefix.kind == "accents"]
        if modes:
            nodes = [AccentMode(_combine(nodes), modes[-1])]
        exclusions = len(prefixes) - len(modes)
        for _ in range(2 - exclusions % 2 if exclusions else 0):
            nodes = [Not(_combine(nodes))]
        return nodes

    def _idle(self, prefixes: list[QueryToken]) -> list[Query]:
        for prefix in prefixes:
            code = "stray-operator" if prefix.kind == "not" else "stray-sign"
            self._report(code, prefix.at, value=prefix.text)
        return []

    def _field(self, token: QueryToken, outer: str) -> str:
        """Return the field that a prefix names, or the enclosing one if there is no such field."""
        at = (token.at[0], token.at[0] + len(token.text))
        if not self._token.glued or self._token.kind in ("close", "stray"):
            self._report("empty-field", at, name=token.text)
            return outer
        name = token.text.lower()
        if name in QUERY_FIELDS:
            return name
        self._report("unknown-field", at, name=token.text, known=", ".join(QUERY_FIELDS))
        return outer

    def _atom(self, field: str, depth: int) -> list[Query]:
        if self._token.kind in _NO_ATOM:
            return []
        token = self._take()
        if token.kind == "stray":
            self._report("stray-sign", token.at, value=token.text)
            return []
        nodes = self._group(token, field, depth) if token.kind == "open" else self._leaf(token, field)
        while self._token.kind in _SUFFIXES:
            suffix = self._take()
            if not nodes:
                continue
            if suffix.kind == "boost":
                nodes = [boosted(node, float(suffix.text)) for node in nodes]
            else:
                nodes = self._with_tilde(nodes, token, suffix)
        return nodes

    def _group(self, opening: QueryToken, field: str, depth: int) -> list[Query]:
        """Read a bracketed query; brackets nested too deeply are ignored."""
        if depth == MAX_DEPTH:
            self._report("too-deep", opening.at)
            return []
        nodes = self._or(field, depth + 1)
        closing = self._take() if self._token.kind == "close" else None
        if closing is None and self._words <= MAX_WORDS:
            self._report("unclosed-bracket", opening.at)
        if not nodes:
            self._report("empty-group", (opening.at[0], (closing or opening).at[1]))
            return []
        return [_combine(nodes)]

    def _leaf(self, token: QueryToken, field: str) -> list[Query]:
        self._words += 1
        if self._words > MAX_WORDS:
            self._next = len(self._tokens) - 1
            self._report("too-many-words", (token.at[0], len(self._query)), limit=MAX_WORDS)
            return []
        if token.kind != "word" and not token.is_closed:
            self._report("unclosed-bracket" if token.kind == "range" else "unclosed-quote", token.at)
        if field in CONDITIONS:
            return self._condition(token, field)
        return self._phrase(token, field) if token.kind == "phrase" else self._word(token, field)

    def _condition(self, token: QueryToken, field: str) -> list[Query]:
        try:
            return [condition(field, token.text, self._lang)]
        except BadValue as error:
            self._report(error.code, token.at, **error.details)
            return []

    def _phrase(self, token: QueryToken, field: str) -> list[Query]:
        if "*" in token.text:
            self._report("phrase-pattern", token.at)
        words = phrase_words(token.text)
        if not words:
            self._report("no-words", token.at, value=token.text)
            return []
        return [phrase_query(field, words)]

    def _word(self, token: QueryToken, field: str) -> list[Query]:
        if not token.text.strip("*"):
            return [every() if field == TEXT else every(field)]
        if field != TEXT and token.text.startswith("-"):
            self._report("stray-sign", (token.at[0], token.at[0] + 1), value="-")
        if is_address(token.text):
            return address_query(field, token.text)
        text = without_question_mark(token.text)
        if "*" in text or "?" in text:
            return pattern_query(field, text)
        return word_query(field, text)

    def _with_tilde(self, nodes: list[Query], atom: QueryToken, tilde: QueryToken) -> list[Query]:
        """Apply `~n` to a phrase (nearness) or `~` to a word (one edit)."""
        node = nodes[0]
        if atom.kind == "phrase" and tilde.text:
            return [self._near(node, tilde)]
        fuzzy = fuzzy_query(node) if atom.kind == "word" and len(nodes) == 1 else None
        if fuzzy is None:
            self._report("stray-sign", tilde.at, value="~" + tilde.text)
            return nodes
        if tilde.text not in ("", "1"):
            self._report("fuzzy-distance", tilde.at, value="~" + tilde.text)
        return [fuzzy]

    def _near(self, phrase: Query, tilde: QueryToken) -> Query:
        between = min(int(tilde.text), MAX_NEARNESS)
        if between < int(tilde.text):
            self._report("too-far", tilde.at, limit=MAX_NEARNESS)
        return nearness(phrase, between)

    def _take(self) -> QueryToken:
        """Return the current token and advance to the next."""
        token = self._token
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def _report(self, code: str, at: Span, **values: object) -> None:
        self.problems.append(problem(code, at, self._lang, **values))
