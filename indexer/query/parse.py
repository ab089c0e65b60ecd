"""The query language: from what a reader typed to a tree of nodes. It never raises: what it cannot use, it reports.

    query  = or
    or     = and { OR and }
    and    = item { [AND] item }
    item   = { NOT | - | = | ~ | field: } atom { ^boost | ~ | ~n }
    atom   = ( query ) | "phrase" | word | [range]

Of words typed side by side, the parser also says which are one word (`indexer.query.joining`) and which are names of
forums and topics (`indexer.query.names`). `docs/searching.md` describes the language for readers.
"""

import re
from dataclasses import dataclass
from itertools import chain, groupby, pairwise

from indexer.analysis import compose
from indexer.fields import CONDITIONS, QUERY_FIELDS, TEXT, WORD_FIELDS
from indexer.languages import DEFAULT_LANGUAGE, Language
from indexer.messages import problem
from indexer.model import Mode, Problem, Span
from indexer.query.conditions import BadValue, condition
from indexer.query.joining import Joins, apart
from indexer.query.lexer import QueryToken, TokenKind, tokens
from indexer.query.names import Name, NamedStretch, named_stretches
from indexer.query.nodes import (
    MAX_NEARNESS,
    AccentMode,
    And,
    Not,
    Or,
    Phrase,
    Query,
    Term,
    as_typed,
    boosted,
    every,
    nearness,
    with_aliases,
)
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
MAX_ALIASES = 32
"""The most aliases that are searched for a query; names after these are searched as typed."""
_ENDS_ROW = re.compile(r"[^\w+]$")
"""Matches a word with a comma or the like after it: what follows is another word."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_ACCENT_MODES: dict[str, Mode] = {"=": "strict", "~": "loose"}
_PREFIXES: frozenset[TokenKind] = frozenset(("minus", "accents", "field", "not"))
_SUFFIXES: frozenset[TokenKind] = frozenset(("boost", "tilde"))
_NO_ATOM: frozenset[TokenKind] = frozenset(("close", "and", "or", "not", "end"))
_END_OF_AND: frozenset[TokenKind] = frozenset(("close", "or", "end"))


@dataclass(frozen=True, slots=True)
class PlainWord:
    """A word typed without signs, and its span, without the name of a field."""

    surface: str
    at: Span


@dataclass(frozen=True, slots=True)
class JoinedWord:
    """Two words typed side by side that are searched as one: their surfaces, and their span in the query."""

    first: str
    second: str
    at: Span


@dataclass(frozen=True, slots=True)
class TypedName:
    """A name of forums and topics in a query: their fields and ids, the aliases that are searched too, and its span.

    It may be excluded, as ARF in `nga -ARF`.
    """

    labels: tuple[tuple[str, str], ...]
    aliases: tuple[Name, ...]
    at: Span
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query tree, and what was not understood, in the order of the query.

    `apart` is the query with operators that keep the words apart that are `joined`. `named` are the names of forums and
    topics in the query, `rows` the plain words that are typed side by side outside of brackets, in the order of the
    query; only the first one of a row may name a field. A query of which nothing is `understood` asks for everything.
    """

    tree: Query
    problems: tuple[Problem, ...] = ()
    joined: tuple[JoinedWord, ...] = ()
    apart: str = ""
    named: tuple[TypedName, ...] = ()
    rows: tuple[tuple[PlainWord, ...], ...] = ()
    understood: bool = True


@dataclass(frozen=True, slots=True)
class _PlainItem:
    """What was typed between white space without signs: its words, mostly one, its field and its span.

    The first one in a row may name a field; `word_at` is the span without it.
    """

    words: tuple[str, ...]
    field: str
    at: Span
    word_at: Span


def parse(
    query: str, lang: Language = DEFAULT_LANGUAGE, joins: Joins = apart, *, mode: Mode = "auto", aliases: bool = False
) -> ParsedQuery:
    """Return the tree of a query; an empty one is `Every()`. Problems are worded in `lang`.

    With `aliases`, names of the vocabulary also search the other names of what they mean, unless the mode is strict.

    >>> parse("hạt year:abc", "en").tree, [p.code for p in parse("hạt year:abc", "en").problems]
    (Term('text', 'hạt'), ['bad-year'])
    >>> parse("hạt nhân", joins=lambda words: (0,)).tree
    Phrase('text', ['hạt', 'nhân'], slop=1, boost=1.000000)
    >>> parse("IAEA", aliases=True).named[0].aliases[0].text
    'Cơ quan Năng lượng nguyên tử quốc tế'
    """
    parser = _Parser(_SURROGATE.sub("\ufffd", query[:MAX_QUERY_LENGTH]), lang, joins, mode, aliases=aliases)
    if len(query) > MAX_QUERY_LENGTH:
        parser.problems.append(problem("too-long", (MAX_QUERY_LENGTH, len(query)), lang, limit=MAX_QUERY_LENGTH))
    nodes = parser.query()
    problems = tuple(sorted(parser.problems, key=lambda p: p.at or (0, 0)))
    named = tuple(sorted(parser.named, key=lambda name: name.at))
    return ParsedQuery(
        _combine(nodes),
        problems,
        tuple(parser.joined),
        parser.apart(),
        named,
        tuple(parser.rows),
        understood=bool(nodes) or not problems,
    )


def _combine(nodes: list[Query]) -> Query:
    if not nodes:
        return every()
    return nodes[0] if len(nodes) == 1 else And(nodes)


def _words_of(node: Term | Phrase) -> tuple[str, ...]:
    return tuple(node.words) if isinstance(node, Phrase) else (node.text,)


def _modes(prefixes: list[QueryToken]) -> list[Mode]:
    return [_ACCENT_MODES[prefix.text] for prefix in prefixes if prefix.kind == "accents"]


def _joined(items: list[_PlainItem]) -> Query:
    """Return the node for words that are one."""
    return phrase_query(items[0].field, [word for item in items for word in item.words])


class _Parser:
    """Recursive descent over the tokens. Methods return the nodes side by side, an empty list for nothing usable."""

    def __init__(self, query: str, lang: Language, joins: Joins, mode: Mode, *, aliases: bool) -> None:
        self.problems: list[Problem] = []
        self.joined: list[JoinedWord] = []
        self.named: list[TypedName] = []
        self.rows: list[tuple[PlainWord, ...]] = []
        self._gaps: list[Span] = []
        self._query = query
        self._lang = lang
        self._joins = joins
        self._tokens = tokens(query)
        self._next = 0
        self._words = 0
        self._aliases_left = MAX_ALIASES if aliases else 0
        self._mode = mode
        self._is_excluded = False

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
        row: list[_PlainItem] = []
        waiting: QueryToken | None = None
        while self._token.kind not in _END_OF_AND:
            if self._token.kind == "and":
                nodes, row = self._in_words(nodes, row, depth), []
                operator = self._take()
                if waiting or not nodes:
                    self._report("stray-operator", operator.at, value=operator.text)
                else:
                    waiting = operator
                continue
            typed = self._plain_tokens() if field == TEXT else []
            found = self._item(field, depth)
            plain = self._plain_items(typed, found)
            if not plain or len(typed) > 1:
                nodes, row = self._in_words(nodes, row, depth), []
            nodes, row = nodes + found, row + plain
            if typed and _ENDS_ROW.search(compose(typed[-1].text)):
                nodes, row = self._in_words(nodes, row, depth), []
            waiting = None if found else waiting
        if waiting:
            self._report("stray-operator", waiting.at, value=waiting.text)
        return self._in_words(nodes, row, depth)

    def _plain_tokens(self) -> list[QueryToken]:
        """Return the next token if it is a word without signs, or the next two if they are a field and such a word."""
        first, *others = self._tokens[self._next : self._next + 3]
        typed = [first, others[0]] if first.kind == "field" and others[0].glued else [first]
        following = self._tokens[min(self._next + len(typed), len(self._tokens) - 1)]
        return typed if typed[-1].kind == "word" and following.kind not in _SUFFIXES else []

    def _plain_items(self, typed: list[QueryToken], found: list[Query]) -> list[_PlainItem]:
        """Return what tokens without signs stand for, if it searches words side by side."""
        word = as_typed(found[0]) if typed and len(found) == 1 else None
        if not isinstance(word, Term | Phrase) or word.fieldname not in WORD_FIELDS:
            return []
        return [_PlainItem(_words_of(word), word.fieldname, (typed[0].at[0], typed[-1].at[1]), typed[-1].at)]

    def _in_words(self, nodes: list[Query], row: list[_PlainItem], depth: int) -> list[Query]:
        """Return nodes that end in a row of plain items, with words joined that are one, and names with their aliases.

        In brackets, nothing is joined. A name that shares a joined word with its neighbour is not taken for one.
        """
        before, own = nodes[: len(nodes) - len(row)], nodes[len(nodes) - len(row) :]
        closed = [] if depth else self._joined_gaps(row)
        edges = [edge for edge in range(len(row) + 1) if edge - 1 not in closed]
        items = [item.words if item.field == TEXT else () for item in row]
        named = {each.start: each for each in named_stretches(items) if {each.start, each.end} <= {*edges}}
        within = {edge for each in named.values() for edge in range(each.start + 1, each.end)}
        for start, end in pairwise(edge for edge in edges if edge not in within):
            units = [
                own[left] if right == left + 1 else _joined(row[left:right])
                for left, right in pairwise(edge for edge in edges if start <= edge <= end)
            ]
            at = row[start].at[0], row[end - 1].at[1]
            before += [self._with_aliases(_combine(units), named[start], at)] if start in named else units
        return before

    def _joined_gaps(self, row: list[_PlainItem]) -> list[int]:
        """Return which gaps of a row are closed, as the words around them are one."""
        closed: list[int] = []
        for is_word, numbers in groupby(range(len(row)), lambda number: len(row[number].words) == 1):
            first, *_ = run = [*numbers]
            if is_word:
                closed += [first + gap for gap in self._join(row[first : first + len(run)])]
        return closed

    def _join(self, row: list[_PlainItem]) -> tuple[int, ...]:
        """Return which gaps of a row of words are closed.

        A field binds the word typed after it, and what is joined to that; the others are reported.
        """
        if row:
            self.rows.append(tuple(PlainWord(each.words[0], each.word_at) for each in row))
        if len(row) < 2:
            return ()
        surfaces = [word for item in row for word in item.words]
        closed = self._joins(surfaces)
        self.joined += [JoinedWord(surfaces[n], surfaces[n + 1], (row[n].at[0], row[n + 1].at[1])) for n in closed]
        if closed:
            self._gaps += [(left.at[1], right.at[0]) for left, right in pairwise(row)]
        bound = 2 if 0 in closed else 1
        if row[0].field != TEXT and bound < len(row):
            self._report_unbound(row, bound)
        return closed

    def _with_aliases(self, node: Query, named: NamedStretch, at: Span) -> Query:
        """Return the node of a name that also matches its aliases, and remember the name."""
        others = dict.fromkeys(other for meaning in named.meanings for other in meaning.others)
        aliases = () if self._mode == "strict" else tuple(others)[: self._aliases_left]
        self._aliases_left -= len(aliases)
        self.named.append(
            TypedName(tuple((each.field, each.id) for each in named.meanings), aliases, at, self._is_excluded)
        )
        return with_aliases(node, [alias.words for alias in aliases]) if aliases else node

    def _report_unbound(self, row: list[_PlainItem], bound: int) -> None:
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
        first, outside = self._next, (self._mode, self._is_excluded)
        modes = _modes(prefixes)
        self._mode = modes[-1] if modes else self._mode
        self._is_excluded ^= (len(prefixes) - len(modes)) % 2 == 1
        nodes = self._atom(field, depth)
        if field == TEXT:
            nodes = self._named_atom(self._tokens[first : self._next], nodes, is_plain=not prefixes)
        self._mode, self._is_excluded = outside
        if not prefixes:
            return nodes
        return self._prefixed(prefixes, nodes) if nodes else self._idle(prefixes)

    def _named_atom(self, typed: list[QueryToken], nodes: list[Query], *, is_plain: bool) -> list[Query]:
        """Return the nodes of a word with signs or of a phrase, with aliases if it is a name.

        Words without signs may be part of a longer name, and the names in brackets are known.
        """
        kinds = [token.kind for token in typed]
        if (is_plain and kinds == ["word"]) or {"open", "tilde"} & {*kinds} or len(nodes) != 1:
            return nodes
        word = as_typed(nodes[0])
        named = named_stretches([_words_of(word)]) if isinstance(word, Term | Phrase) else []
        return [self._with_aliases(nodes[0], named[0], typed[0].at)] if named else nodes

    def _prefixed(self, prefixes: list[QueryToken], nodes: list[Query]) -> list[Query]:
        """Apply prefixes: the innermost mode wins, and a run of NOTs equals one or two of them."""
        modes = _modes(prefixes)
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
        return [*word_query(field, text)]

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
