"""Texts of articles as they may stand in a line of another format."""

import unicodedata

_LEFT_OUT = ("Cc", "Cs", "Cn")
"""Control characters, lone surrogates, and code points that are no characters; XML and others refuse many of them."""


def plain(text: str) -> str:
    """Return a text on one line, with single spaces, without what has no place in a line of text.

    >>> plain(" Họp\\r\\n kín\\x00 ")
    'Họp kín'
    """
    kept = text if text.isprintable() else "".join(filter(_is_text, text))
    return " ".join(kept.split())


def _is_text(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in _LEFT_OUT
