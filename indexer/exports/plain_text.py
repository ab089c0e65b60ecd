"""Texts of articles as they may stand in a line of another format."""

import re
import unicodedata

from unidecode import unidecode

_LEFT_OUT = ("Cc", "Cs")
"""Control characters and lone surrogates: XML and others refuse many of them, as they do noncharacters."""


def one_line(text: str) -> str:
    """Return a text on one line, with single spaces, without what has no place in a line of text.

    >>> one_line(" Họp\\r\\n kín\\x00 ")
    'Họp kín'
    """
    kept = text if text.isprintable() else "".join(filter(_is_text, text))
    return " ".join(kept.split())


def slug(text: str, most: int) -> str:
    """Return the last words of a text as ASCII letters and digits, joined by hyphens: up to `most` characters.

    Only a last word that is longer is cut.

    >>> slug("Hội nghị: ARF/2021", 12), slug("Hội nghị", 3)
    ('arf-2021', 'ghi')
    """
    words = re.findall(r"[a-z0-9]+", unidecode(text.encode("utf-8", "ignore").decode()).lower())
    joined = "-".join(words)
    if len(joined) <= most:
        return joined
    _, _, whole = joined[-most - 1 :].partition("-")
    return whole or joined[-most:]


def _is_text(char: str) -> bool:
    return char.isspace() or not (unicodedata.category(char) in _LEFT_OUT or _is_noncharacter(ord(char)))


def _is_noncharacter(code: int) -> bool:
    """Return whether Unicode will never assign a character to a code point."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
