"""Bytes to text, whatever the encoding."""

from indexer.ingest.encodings.characters import has_controls, is_binary
from indexer.ingest.encodings.guess import guess
from indexer.ingest.encodings.repair import repair
from indexer.ingest.encodings.stated import read_stated
from indexer.ingest.encodings.unicode import marked_encoding, read_unicode, unmarked_utf16
from indexer.ingest.encodings.values import BINARY, Decoded, NotText


def decode(data: bytes, encoding: str | None = None) -> Decoded | NotText:
    """Decode an article, in the encoding that was stated (a name of `canonical`) or in the one that is found.

    Valid Unicode is taken as it is, in its own normal form, unless it is clearly the bytes of another encoding.
    """
    if encoding is not None:
        return read_stated(data, encoding)
    if marked := marked_encoding(data):
        return _decode_as(data, marked)
    if b"\x00" in data:
        order = unmarked_utf16(data)
        return _decode_as(data, order) if order else BINARY
    try:
        text = read_unicode(data, "utf-8")
    except UnicodeDecodeError as error:
        return guess(data, error.start)
    return BINARY if has_controls(data, len(text)) else repair(text)


def _decode_as(data: bytes, encoding: str) -> Decoded | NotText:
    """Read what has a byte order mark, or as good as has one."""
    try:
        text = read_unicode(data, encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return guess(data, error.start)
        where = f"byte {error.start} is not valid {encoding.upper()}"
        return NotText("undecodable", f"{where}; save the file as UTF-8")
    return BINARY if is_binary(text) else repair(text, encoding)
