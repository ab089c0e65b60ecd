"""From a query as typed to tokens, each with its span."""

import re
from typing import Literal, NamedTuple, cast

from indexer.fields import QUERY_FIELDS
from indexer.model import Span

TokenKind = Literal[
    "word",
    "phrase",
    "range",
    "open",
    "close",
    "minus",
    "accents",
    "field",
    "and",
    "or",
    "not",
    "boost",
    "tilde",
    "stray",
    "end",
]


class QueryToken(NamedTuple):
    """A piece of a query: `text` without its delimiters, `at` with them."""

    kind: TokenKind
    text: str
    at: Span
    glued: bool = False
    """No white space before it."""

    @property
    def is_closed(self) -> bool:
        """Whether a phrase or range has its closing delimiter; other tokens need none."""
        return self.kind not in ("phrase", "range") or self.at[1] - self.at[0] == len(self.text) + 2


_QUOTES = '"“”„«»'
_KNOWN = "|".join(QUERY_FIELDS)
_ACCENTS = r"(?P<accents>[=~])(?=[^\s)^~])"
# Before a blank only a known name is a field: the headline “Nga: Mỹ” has none.
_FIELD = rf"(?=\w++:)(?P<field>(?i:{_KNOWN})(?=:)|[A-Za-z]\w*(?=:\S)):(?!//)"
_PREFIXES = rf"(?P<minus>-)(?=[^\s)-])|{_ACCENTS}|{_FIELD}"
# Side by side with another number or after a sign, groups of three digits may be anything.
_NUMBER = r"(?<![^\s(])(?<!\d\s)[1-9]\d{0,2}(?:\s\d{3})+[^\W\d_]{0,4}[.,;:!?]?(?=[\s)]|$)"
_ADDRESS = rf"(?:https?://|www\.)(?:[^\s(){_QUOTES}]|\([^\s(){_QUOTES}]*\))+"
_ATOMS = (
    rf"(?P<open>\()|(?P<close>\))|[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]?"
    rf"|(?:(?P<and>AND)|(?P<or>OR)|(?P<not>NOT))(?=[\s(){_QUOTES}]|$)|(?P<word>{_NUMBER}|{_ADDRESS}|[^\s()^~{_QUOTES}]+)"
)
_SUFFIXES = r"\^(?P<boost>\d{1,4}(?:\.\d{1,4})?)(?![\w.])|~(?P<tilde>\d{0,4})(?!\w)"
_RANGE = r"[\[{](?P<range>[^\[\]{}]*)[\]}]?"
_ANYWHERE = re.compile(f"{_PREFIXES}|{_ATOMS}")
_AFTER_FIELD = re.compile(f"{_RANGE}|{_ACCENTS}|{_ATOMS}")
_AFTER_ATOM = re.compile(f"{_SUFFIXES}|{_ATOMS}")
_GLUED_TO = {
    "field": _AFTER_FIELD,
    **dict.fromkeys(("word", "phrase", "range", "close", "tilde", "boost"), _AFTER_ATOM),
}
"""What may follow a token of a kind without white space; anything may follow the other kinds."""


def tokens(query: str) -> list[QueryToken]:
    """Return the tokens of a query, followed by an `end`; together they cover every character but white space.

    >>> [(t.kind, t.text) for t in tokens('-nga "hạt nhân"~5')]
    [('minus', '-'), ('word', 'nga'), ('phrase', 'hạt nhân'), ('tilde', '5'), ('end', '')]
    """
    found: list[QueryToken] = []
    at, end, glued, expression = 0, len(query), False, _ANYWHERE
    while at < end:
        if query[at].isspace():
            at, glued, expression = at + 1, False, _ANYWHERE
        elif match := expression.match(query, at):
            kind = cast(TokenKind, match.lastgroup)
            found.append(QueryToken(kind, match[kind], match.span(), glued))
            at, glued, expression = match.end(), True, _GLUED_TO.get(kind, _ANYWHERE)
        else:
            found.append(QueryToken("stray", query[at], (at, at + 1), glued))
            at, glued, expression = at + 1, True, _ANYWHERE
    return [*found, QueryToken("end", "", (at, at))]
