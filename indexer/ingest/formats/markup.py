"""Fragments of HTML as plain text, by their tags alone: for Markdown, and to compare the versions of an email."""

import re
from collections.abc import Iterator
from html import unescape

_PIECE = re.compile(r"(<!--|-->|<[^<>]*>)")
_TAG_NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_DESCRIPTION = re.compile(r"""\balt\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))""", re.IGNORECASE)
_HIDDEN = ("script", "style")
INLINE_TAGS = (
    *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins"),
    *("kbd", "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u"),
    *("var", "wbr"),
)
"""The tags that mark words; all others separate texts."""


def text_of_markup(markup: str) -> str:
    """Return what a fragment shows: lines for its blocks and descriptions of its pictures, no comments and scripts.

    >>> text_of_markup("<p>Một<br>hai <b>b</b>a &amp; b</p><style>p {}</style><!-- x -->")
    '\\nMột\\nhai ba & b\\n'
    """
    return unescape("".join(_shown(markup)))


def separator(tag: str) -> str:
    """Return what separates the texts around a tag: nothing for one that marks words, else a line end."""
    name = _TAG_NAME.match(tag)
    return "" if name is None or name[2].lower() in INLINE_TAGS else "\n"


def _shown(markup: str) -> Iterator[str]:
    """Yield texts and what separates them; a comment or script without an end hides what follows."""
    hidden_until = ""
    for number, piece in enumerate(_PIECE.split(markup)):
        name = _TAG_NAME.match(piece) if number % 2 else None
        tag = f"{name[1]}{name[2]}".lower() if name else piece
        if hidden_until:
            hidden_until = "" if tag == hidden_until else hidden_until
        elif number % 2 == 0:
            yield piece
        elif piece == "<!--" or tag in _HIDDEN:
            hidden_until = "-->" if piece == "<!--" else f"/{tag}"
        else:
            yield separator(piece)
            if tag == "img" and (described := _DESCRIPTION.search(piece)):
                yield f"{described[1] or described[2] or described[3]}\n"
