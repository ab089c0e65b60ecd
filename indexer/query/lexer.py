"""From what was typed to tokens, each with its span."""

import re
from typing import Literal, NamedTuple, cast

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
    "and",
    "or",
    "not",
    "boost",
    "tilde",
    "stray",
    "end",
]


class Token(NamedTuple):
    """A piece of a query; `text` is what counts of it, `at` the whole of it."""

    kind: Kind
    text: str
    at: Span
    glued: bool = False
    """Whether it stands right behind the token before it."""

    @property
    def is_closed(self) -> bool:
        """Whether a phrase or range has its closing sign; other tokens need none."""
        return self.kind not in ("phrase", "range") or self.at[1] - self.at[0] == len(self.text) + 2


_QUOTES = '"“”„«»'
_KNOWN = "|".join((*WORD_FIELDS[1:], *CONDITION_FIELDS))
_ACCENTS = r"(?P<accents>[=~])(?=[^\s)^~])"
# A headline (“Nga: Mỹ”) names no field: before a blank only what is one is taken for one.
_FIELD = rf"(?=\w++:)(?P<field>(?i:{_KNOWN})(?=:)|[A-Za-z]\w*(?=:\S)):(?!//)"
_PREFIXES = rf"(?P<minus>-)(?=[^\s)-])|{_ACCENTS}|{_FIELD}"
_ATOMS = (
    rf"(?P<open>\()|(?P<close>\))|[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]?"
    rf"|(?:(?P<and>AND)|(?P<or>OR)|(?P<not>NOT))(?=[\s(){_QUOTES}]|$)|(?P<word>[^\s()^~{_QUOTES}]+)"
)
_SUFFIXES = r"\^(?P<boost>\d{1,4}(?:\.\d{1,4})?)(?![\w.])|~(?P<tilde>\d{0,4})(?!\w)"
_RANGE = r"[\[{](?P<range>[^\[\]{}]*)[\]}]?"
_ANYWHERE = re.compile(f"{_PREFIXES}|{_ATOMS}")
_BEHIND_FIELD = re.compile(f"{_RANGE}|{_ACCENTS}|{_ATOMS}")
_BEHIND_ATOM = re.compile(f"{_SUFFIXES}|{_ATOMS}")
_RIGHT_BEHIND = {
    "field": _BEHIND_FIELD,
    **dict.fromkeys(("word", "phrase", "range", "close", "tilde", "boost"), _BEHIND_ATOM),
}
"""What may stand right behind a token of a kind; behind the others everything may."""


def tokens(query: str) -> list[Token]:
    """Return the tokens of a query, an `end` behind them; every character that is no white space is in one of them.

    >>> [(t.kind, t.text) for t in tokens('-nga "hạt nhân"~5')]
    [('minus', '-'), ('word', 'nga'), ('phrase', 'hạt nhân'), ('tilde', '5'), ('end', '')]
    """
    found: list[Token] = []
    at, end, glued, expression = 0, len(query), False, _ANYWHERE
    while at < end:
        if query[at].isspace():
            at, glued, expression = at + 1, False, _ANYWHERE
        elif match := expression.match(query, at):
            kind = cast(Kind, match.lastgroup)
            found.append(Token(kind, match[kind], match.span(), glued))
            at, glued, expression = match.end(), True, _RIGHT_BEHIND.get(kind, _ANYWHERE)
        else:
            found.append(Token("stray", query[at], (at, at + 1), glued))
            at, glued, expression = at + 1, True, _ANYWHERE
    return [*found, Token("end", "", (at, at))]
