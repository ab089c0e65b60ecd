"""Control characters, surrogates, line ends and combining marks."""

import re
from collections.abc import Iterator
from unicodedata import category, combining

_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_MAX_CONTROL_SHARE = 0.01
_INVISIBLE = frozenset({"Mn", "Me", "Cf"})
"""Categories of marks, and of characters that may be dropped from between them later."""
_MARKS_NOTICED = 1000
"""No run of this many marks goes unnoticed; shorter ones do no harm."""
_MOST_MARKS = 30


def is_binary(text: str) -> bool:
    """Return whether a text contains a NUL, or more than one control character in a hundred."""
    return has_controls(text.encode("utf-8", "surrogatepass"), len(text))


def has_controls(data: bytes, length: int) -> bool:
    """Return the same as `is_binary` for an encoded text of `length` characters; the encoding must keep ASCII."""
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return controls > 0 and (b"\x00" in data or controls > length * _MAX_CONTROL_SHARE)


def is_printable(name: str) -> bool:
    """Return whether a name or an id is free of control characters and lone surrogates."""
    return _UNPRINTABLE.search(name) is None


def without_surrogates(text: str) -> str:
    """Replace lone surrogates by `\\ufffd`: JSON can hold them, but no encoding can write them."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text)
    return text


def unify_characters(text: str) -> str:
    """Return the text with `\\n` for `\\r\\n` and `\\r`, and with at most 30 combining marks after a letter.

    Normal forms sort the marks, which takes time quadratic in their number.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    is_doubtful = not _INVISIBLE.isdisjoint(map(category, lines[::_MARKS_NOTICED]))
    return "".join(_with_few_marks(lines)) if is_doubtful else lines


def _with_few_marks(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        if not combining(character):
            marks = 0 if character.isalnum() or character.isspace() else marks
        elif (marks := marks + 1) > _MOST_MARKS:
            continue
        yield character
