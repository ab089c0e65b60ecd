"""Bytes to text: UTF-8 and UTF-16, with or without a byte order mark.

Nothing is guessed beyond that and nothing is replaced: bytes that are not valid in one of these encodings
come back as a reason why not. The text keeps its own normal form (NFC or NFD).
"""

import codecs
import re
from dataclasses import dataclass
from typing import Literal

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_ASCII = re.compile("[\t\n\r -~]")
_MAX_CONTROL_SHARE = 0.01
_MIN_ASCII_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was read in; line ends are `\\n`, a byte order mark is gone."""

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class NotText:
    """Why bytes are no text: `binary`, or text in an encoding that is not read (`undecodable`)."""

    code: Literal["binary", "undecodable"]
    reason: str


def decode(data: bytes) -> Decoded | NotText:
    """Decode an article; the encoding is `utf-8`, `utf-16-le` or `utf-16-be`."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding)
    if b"\x00" in data:
        order = _unmarked_utf16(data)
        return _decode_as(data, order) if order else NotText("binary", "the file is not text")
    return _decode_as(data, "utf-8")


def is_binary(text: str) -> bool:
    """Tell whether text holds a NUL or more than one control character in a hundred."""
    return has_controls(text.encode("utf-8", "surrogatepass"), len(text))


def has_controls(data: bytes, length: int) -> bool:
    """Tell the same of text in UTF-8, or in another encoding that keeps ASCII, of so many characters."""
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return controls > 0 and (b"\x00" in data or controls > length * _MAX_CONTROL_SHARE)


def is_printable(name: str) -> bool:
    """Tell whether a name or an id is free of control characters and of halves of surrogate pairs."""
    return _UNPRINTABLE.search(name) is None


def without_surrogates(text: str) -> str:
    """Replace halves of surrogate pairs, which JSON can hold and no encoding can write."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text)
    return text


def unify_line_ends(text: str) -> str:
    """Return the text with `\\n` for `\\r\\n` and `\\r`."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _decode_as(data: bytes, encoding: str) -> Decoded | NotText:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and has_controls(data, len(data)):
            return NotText("binary", "the file is not text")
        where = f"byte {error.start} is not valid {encoding.upper()}"
        return NotText("undecodable", f"{where}; save the file as UTF-8")
    if is_binary(text):
        return NotText("binary", "the file is not text: it holds control characters")
    return Decoded(unify_line_ends(text.lstrip("\ufeff")), encoding)


def _unmarked_utf16(data: bytes) -> str | None:
    """Find the byte order in which enough is ASCII; Vietnamese text is so by more than half."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not is_binary(text) and len(_ASCII.findall(text)) >= len(text) * _MIN_ASCII_SHARE:
            return encoding
    return None
