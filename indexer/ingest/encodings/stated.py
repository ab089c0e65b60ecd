"""Bytes whose encoding somebody stated: read in that one or not at all."""

from collections.abc import Callable, Mapping
from functools import partial

from indexer.ingest.encodings.characters import is_binary, unify_line_ends
from indexer.ingest.encodings.legacy import LEGACY, bytes_behind
from indexer.ingest.encodings.names import UNICODE
from indexer.ingest.encodings.unicode import marked_encoding, read_unicode
from indexer.ingest.encodings.values import BINARY, Decoded, NotText
from indexer.ingest.encodings.viqr import read_viqr
from indexer.model import Problem

_READERS: Mapping[str, Callable[[bytes], str]] = {
    **{name: partial(read_unicode, encoding=name) for name in UNICODE},
    **LEGACY,
    "windows-1252": partial(str, encoding="cp1252"),
}
_WAY_OUT = "state another encoding, or none to have it found"


def read_stated(data: bytes, encoding: str) -> Decoded | NotText:
    """Read bytes in an encoding by its name (`canonical`); a byte order mark that says otherwise is a reason not to."""
    outer, _, inner = ("utf-8/viqr" if encoding == "viqr" else encoding).partition("/")
    marked = marked_encoding(data)
    if marked is not None and not marked.startswith(outer):
        return NotText("undecodable", f"{encoding} is stated, but its byte order mark is that of {marked}; {_WAY_OUT}")
    if outer == "utf-16":
        outer = marked or "utf-16-le"
        encoding = outer + encoding.removeprefix("utf-16")
    try:
        text = _inner(_READERS[outer](data), inner)
    except UnicodeDecodeError as error:
        return NotText("undecodable", f"byte {error.start} is not valid {encoding}, which is stated; {_WAY_OUT}")
    except UnicodeEncodeError as error:
        where = f"character {error.start} stands for no byte"
        return NotText("undecodable", f"{where}, but {encoding} is stated; {_WAY_OUT}")
    return BINARY if is_binary(text) else Decoded(unify_line_ends(text), encoding, problems=_doubts(data, encoding))


def _doubts(data: bytes, encoding: str) -> tuple[Problem, ...]:
    """Doubt that bytes which are valid UTF-8 beyond ASCII, as by chance hardly any are, are in another encoding."""
    if encoding.startswith(UNICODE) or data.isascii():
        return ()
    try:
        data.decode()
    except UnicodeDecodeError:
        return ()
    return (Problem("encoding-doubtful", f"read as {encoding}, which is stated, but it is valid UTF-8"),)


def _inner(text: str, encoding: str) -> str:
    """Read what the characters of a text stand for; nothing but themselves without an encoding."""
    if encoding == "viqr":
        return read_viqr(text)
    return _READERS[encoding](bytes_behind(text)) if encoding else text
