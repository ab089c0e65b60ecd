"""Control characters, surrogates and line ends."""

import re

_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_MAX_CONTROL_SHARE = 0.01


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


def unify_line_ends(text: str) -> str:
    """Return the text with `\\n` for `\\r\\n` and `\\r`."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
