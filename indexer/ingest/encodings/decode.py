"""Bytes to text: in the stated encoding, else as Unicode, else in the encoding that fits best.

`decode` goes through these steps, and this file has them in the same order:

1. A stated encoding is used or refused, never replaced by another.
2. Unicode: UTF-8, or UTF-16 with or without a byte order mark. The text keeps its normal form.
   `repair` looks for characters that are clearly the bytes of another encoding.
3. Guess: bytes that are not valid Unicode, read in the encoding in which they look most Vietnamese.
"""

import codecs
import re
from collections.abc import Callable, Mapping
from functools import partial

from indexer.ingest.encodings.characters import has_controls, is_binary, unify_characters
from indexer.ingest.encodings.confidence import count_words
from indexer.ingest.encodings.decoded import Decoded, NotText, guessed
from indexer.ingest.encodings.encoding_names import UNICODE
from indexer.ingest.encodings.legacy import LEGACY, legacy_readings, original_bytes, read_viqr
from indexer.ingest.encodings.repair import repair
from indexer.model import Problem

_BINARY = NotText("binary", "not a text file")


def decode(data: bytes, encoding: str | None = None) -> Decoded | NotText:
    """Decode an article, in a stated encoding (a `canonical` name) or in the one that is detected."""
    if encoding is not None:
        return _decode_stated(data, encoding)
    if marked := _byte_order_mark(data):
        return _decode_utf(data, marked)
    if b"\x00" in data:
        order = _unmarked_utf16(data)
        return _decode_utf(data, order) if order else _BINARY
    try:
        text = _read_unicode(data, "utf-8")
    except UnicodeDecodeError as error:
        return _guess(data, error.start)
    return _BINARY if has_controls(data, len(text)) else repair(text)


def _decode_utf(data: bytes, encoding: str) -> Decoded | NotText:
    """Decode bytes that have a byte order mark, or are as clearly in this encoding as if they had."""
    try:
        text = _read_unicode(data, encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return _guess(data, error.start)
        reason = f"byte {error.start} is not valid {encoding.upper()}; save the file as UTF-8"
        return NotText("undecodable", reason)
    return _BINARY if is_binary(text) else repair(text, encoding)


def _read_unicode(data: bytes, encoding: str) -> str:
    """Read bytes without their byte order mark. Raises UnicodeDecodeError."""
    return unify_characters(data.decode(encoding).lstrip("\ufeff"))


# 1. A stated encoding

_RESTATE = "state another encoding, or none to have it detected"
_READERS: Mapping[str, Callable[[bytes], str]] = {
    **{name: partial(_read_unicode, encoding=name) for name in UNICODE},
    **LEGACY,
    "windows-1252": partial(str, encoding="cp1252"),
}


def _decode_stated(data: bytes, encoding: str) -> Decoded | NotText:
    """Decode bytes in the stated encoding; one that the byte order mark contradicts is refused."""
    outer, _, inner = ("utf-8/viqr" if encoding == "viqr" else encoding).partition("/")
    marked = _byte_order_mark(data)
    if marked is not None and not marked.startswith(outer):
        return NotText("undecodable", f"stated as {encoding}, but the byte order mark is that of {marked}; {_RESTATE}")
    if outer == "utf-16":
        outer = marked or "utf-16-le"
        encoding = outer + encoding.removeprefix("utf-16")
    try:
        text = _read_inner(_READERS[outer](data), inner)
    except UnicodeDecodeError as error:
        return NotText("undecodable", f"stated as {encoding}, but byte {error.start} is not valid in it; {_RESTATE}")
    except UnicodeEncodeError as error:
        reason = f"stated as {encoding}, but character {error.start} does not stand for a byte; {_RESTATE}"
        return NotText("undecodable", reason)
    if is_binary(text):
        return _BINARY
    return Decoded(unify_characters(text), encoding, problems=_doubts(data, encoding))


def _read_inner(text: str, encoding: str) -> str:
    """Read the bytes that the characters of a text stand for; without an encoding, they stand for themselves."""
    if encoding == "viqr":
        return read_viqr(text)
    return _READERS[encoding](original_bytes(text)) if encoding else text


def _doubts(data: bytes, encoding: str) -> tuple[Problem, ...]:
    """Doubt any other encoding for bytes that are valid UTF-8 beyond ASCII: that hardly ever happens by chance."""
    if encoding.startswith(UNICODE) or data.isascii():
        return ()
    try:
        data.decode()
    except UnicodeDecodeError:
        return ()
    what = f"read as {encoding}, as stated, although it is valid UTF-8; check the stated encoding"
    return (Problem("encoding-doubtful", what),)


# 2. Unicode

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ASCII = re.compile("[\t\n\r -~]")
_MIN_ASCII_SHARE = 0.25
_MIN_INTACT_RATIO = 10


def _byte_order_mark(data: bytes) -> str | None:
    """Return the encoding that a byte order mark indicates."""
    return next((encoding for mark, encoding in _BYTE_ORDER_MARKS if data.startswith(mark)), None)


def _unmarked_utf16(data: bytes) -> str | None:
    """Return the byte order that gives enough ASCII; more than half of a Vietnamese text is ASCII."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not is_binary(text) and len(_ASCII.findall(text)) >= len(text) * _MIN_ASCII_SHARE:
            return encoding
    return None


def _damaged_utf8(data: bytes) -> tuple[str, float] | None:
    """Read UTF-8 with a few damaged characters as `\\ufffd`; None if fewer than ten are intact for each of them.

    Returns the text and the share of intact characters among those beyond ASCII.
    """
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    intact = len(text) - len(text.encode("ascii", "ignore")) - damaged
    return (text, intact / (intact + damaged)) if intact >= damaged * _MIN_INTACT_RATIO else None


# 3. Guess

_GUESS_CONFIDENCE = 0.6
_WESTERN_CONFIDENCE = 0.5
_MAX_WESTERN_SHARE = 0.4


def _guess(data: bytes, first_invalid: int) -> Decoded | NotText:
    """Decode bytes that are not valid UTF-8.

    As UTF-8 if most of it is intact; else in the legacy encoding in which most accented words are Vietnamese; else as
    windows-1252 if it could be Western European, since an article that can be found and is reported serves better than
    one left out.
    """
    if has_controls(data, len(data)):
        return _BINARY
    if damaged := _damaged_utf8(data):
        text, confidence = damaged
        what = f"byte {first_invalid} is not valid UTF-8; it and any other damaged characters are shown as \ufffd"
        problem = Problem("damaged-characters", what)
        return Decoded(unify_characters(text.removeprefix("\ufeff")), "utf-8", round(confidence, 3), (problem,))
    western = _western(data)
    readings = [(count_words(text).confidence, name, text) for name, text in legacy_readings(data)]
    confidence, name, text = max(readings, key=lambda each: each[0], default=(0.0, "", ""))
    if confidence >= _GUESS_CONFIDENCE and text != western:
        return guessed(text, name, confidence)
    if western is not None:
        return guessed(western, "windows-1252", _WESTERN_CONFIDENCE)
    reason = f"byte {first_invalid} is not valid UTF-8, and no other known encoding fits; save the file as UTF-8"
    return NotText("undecodable", reason)


def _western(data: bytes) -> str | None:
    """Read windows-1252; None if it does not define one of the bytes or too many letters are beyond ASCII."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    letters = [char for char in text if char.isalpha()]
    return text if sum(char > "\x7f" for char in letters) <= len(letters) * _MAX_WESTERN_SHARE else None
