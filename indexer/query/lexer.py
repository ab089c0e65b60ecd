"""From what was typed to tokens, each with its span."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from indexer.model import Span
from indexer.query.nodes import CONDITION_FIELDS, WORD_FIELDS

Kind = Literal[
    "word",
    "phrase",
    "range",
    "open",
    "close",
    "minus",
    "accents",
    "field",
    "operator",
    "boost",
    "tilde",
    "stray",
]


class Token(NamedTuple):
    """A piece of a query; `text` is what counts of it, `at` the whole of it."""

    kind: Kind
    text: str
    at: Span
    closed: bool = True
    glued: bool = False
    """Whether it stands right behind the token before it."""


_QUOTES = '"“”„«»'
_KNOWN = "|".join((*WORD_FIELDS[1:], *CONDITION_FIELDS))
_PREFIXES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("minus", re.compile(r"(-)(?=[^\s)-])")),
    ("accents", re.compile(r"([=~])(?=[^\s)^~])")),
    # A headline (“Nga: Mỹ”) names no field: before a blank only what is one is taken for one.
    ("field", re.compile(rf"((?i:{_KNOWN})(?=:)|[A-Za-z]\w*(?=:\S)):(?!//)")),
)
_ATOMS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("open", re.compile(r"(\()")),
    ("close", re.compile(r"(\))")),
    ("phrase", re.compile(rf"[{_QUOTES}]([^{_QUOTES}]*)([{_QUOTES}]?)")),
    ("operator", re.compile(rf"(AND|OR|NOT)(?=[\s(){_QUOTES}]|$)")),
    ("word", re.compile(rf"([^\s()^~{_QUOTES}]+)")),
    ("stray", re.compile(r"([\^~])")),
)
_SUFFIXES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("boost", re.compile(r"\^(\d{1,4}(?:\.\d{1,4})?)(?![\w.])")),
    ("tilde", re.compile(r"~(\d{0,4})(?!\w)")),
)
_RANGE = re.compile(r"[\[{]([^\[\]{}]*)([\]}]?)")
_SPACE = re.compile(r"\s*")


def tokens(query: str) -> Iterator[Token]:
    """Yield the tokens of a query; every character that is no white space is in one of them.

    >>> [(t.kind, t.text) for t in tokens('-nga year:2021 "hạt nhân"~5')]
    [('minus', '-'), ('word', 'nga'), ('field', 'year'), ('word', '2021'), ('phrase', 'hạt nhân'), ('tilde', '5')]
    """
    at, previous = 0, Token("open", "", (0, 0))
    while True:
        start = _end(_SPACE.match(query, at))
        if start == len(query):
            return
        previous = _next(query, start, previous, glued=start == at and start > 0)
        yield previous
        at = previous.at[1]


def _next(query: str, at: int, previous: Token, *, glued: bool) -> Token:
    if previous.kind == "field" and glued and (match := _RANGE.match(query, at)):
        return Token("range", match[1], match.span(), bool(match[2]), glued=True)
    for kind, expression in _candidates(previous, glued=glued):
        if match := expression.match(query, at):
            closed = kind != "phrase" or bool(match[2])
            return Token(kind, match[1], match.span(), closed, glued)
    return Token("stray", query[at], (at, at + 1), glued=glued)


def _candidates(previous: Token, *, glued: bool) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """Return what may follow: a suffix right behind an atom, prefixes where an atom may begin."""
    behind_atom = previous.kind in ("word", "phrase", "range", "close", "tilde", "boost")
    if glued and behind_atom:
        return (*_SUFFIXES, *_ATOMS)
    if glued and previous.kind == "field":
        return (_PREFIXES[1], *_ATOMS)
    return (*_PREFIXES, *_ATOMS)


def _end(match: re.Match[str] | None) -> int:
    return match.end() if match else 0
