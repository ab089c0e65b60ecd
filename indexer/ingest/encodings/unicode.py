"""UTF-8 and UTF-16, with or without a byte order mark."""

import codecs
import re

from indexer.ingest.encodings.characters import is_binary, unify_line_ends

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ASCII = re.compile("[\t\n\r -~]")
_MIN_ASCII_SHARE = 0.25
_WHOLE_TO_BROKEN = 10


def marked_encoding(data: bytes) -> str | None:
    """Return what a byte order mark says."""
    return next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)


def unmarked_utf16(data: bytes) -> str | None:
    """Find the byte order in which enough is ASCII; Vietnamese text is so by more than half."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not is_binary(text) and len(_ASCII.findall(text)) >= len(text) * _MIN_ASCII_SHARE:
            return encoding
    return None


def read_unicode(data: bytes, encoding: str) -> str:
    """Read bytes, without their byte order mark. Raises UnicodeDecodeError."""
    return unify_line_ends(data.decode(encoding).lstrip("\ufeff"))


def damaged_utf8(data: bytes) -> tuple[str, float] | None:
    """Read UTF-8 of which some characters are damaged, as `\\ufffd`; None where whole ones are not ten times as many.

    Returns the text and the share of whole ones among the characters beyond ASCII.
    """
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", "ignore")) - broken
    return (text, whole / (whole + broken)) if whole >= broken * _WHOLE_TO_BROKEN else None
