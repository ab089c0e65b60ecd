"""JSON Lines, plain or compressed by gzip or xz: one record a line, read one line at a time.

A record is an object with `body` and, as far as known, `id title date url author source forums topics`
(and `year`). A field that is there is taken as it is, `null` and `[]` meaning none; other keys are ignored.
"""

import codecs
import gzip
import hashlib
import json
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import IO, cast
from unicodedata import normalize

from indexer.ingest.encodings import has_controls, is_printable, unify_line_ends, without_surrogates
from indexer.ingest.fingerprint import raw_article
from indexer.ingest.formats.text import HAS_WORDS, MAX_BYTES
from indexer.ingest.metadata import state
from indexer.ingest.source import Given, RawArticle, SourceFile
from indexer.model import Problem, Skipped

Line = tuple[int, bytes | None]


class _BadRecordError(ValueError):
    """A record that is no article; the message says why."""

    def __init__(self, why: str, code: str = "bad-record") -> None:
        super().__init__(why)
        self.code = code


def read(
    source: SourceFile, given: Given, problems: tuple[Problem, ...], at: Callable[[int], None]
) -> Iterator[RawArticle | Skipped]:
    """Yield each record, or why it is no article; raises OSError where the file cannot be read.

    `given` and `problems` are those of the batch's sidecar. A record without id is called after its content,
    and counted where the batch repeats it, so that none is lost; only these ids are kept in memory. `at` is
    told, at each line, how many bytes of the file were read so far.
    """
    unnamed: dict[bytes, int] = {}
    try:
        with source.absolute.open("rb") as stored, _unpacked(source, stored) as file:
            for number, line in _lines(file):
                at(stored.tell())
                if number == 1 and _is_utf16(line):
                    yield Skipped(source.path, "undecodable", "the batch is UTF-16; save it as UTF-8")
                    return
                try:
                    yield _article(line, source, given, problems, unnamed)
                except _BadRecordError as error:
                    yield Skipped(source.path, error.code, f"line {number}: {error}")
    except (EOFError, gzip.BadGzipFile, zlib.error, lzma.LZMAError) as error:
        yield Skipped(source.path, "damaged-archive", f"what stands before the damage was read: {error}")


def _unpacked(source: SourceFile, stored: IO[bytes]) -> IO[bytes]:
    name = source.path.lower()
    if name.endswith(".gz"):
        return cast(IO[bytes], gzip.open(stored, "rb"))
    return cast(IO[bytes], lzma.open(stored, "rb")) if name.endswith(".xz") else stored


def _is_utf16(line: bytes | None) -> bool:
    return line is not None and line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _lines(file: IO[bytes]) -> Iterator[Line]:
    """Yield the lines that are not blank, with their numbers from 1; None for one over the limit."""
    number = 0
    while line := file.readline(MAX_BYTES + 1):
        number += 1
        if len(line) > MAX_BYTES and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = file.readline(MAX_BYTES)
            yield number, None
        elif line.strip():
            yield number, line


def _article(
    line: bytes | None,
    source: SourceFile,
    sidecar: Given,
    problems: tuple[Problem, ...],
    unnamed: dict[bytes, int],
) -> RawArticle:
    if line is None:
        raise _BadRecordError(f"the record is larger than {MAX_BYTES >> 20} MiB", "too-large")
    record = _record(line)
    stated, own_problems = state(record, "record")
    path = normalize("NFC", source.path)
    id = _id(record) or f"{path}#{_name(record, unnamed)}"
    text, utf8 = _body(record)
    return raw_article(
        id=id,
        path=path,
        text=text,
        encoding="utf-8",
        kind="record",
        given=stated.over(sidecar),
        problems=problems + own_problems,
        utf8=utf8,
    )


def _record(line: bytes) -> dict[str, object]:
    try:
        record = json.loads(line.removeprefix(codecs.BOM_UTF8).decode())
    except UnicodeDecodeError as error:
        raise _BadRecordError(f"byte {error.start} is not valid UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise _BadRecordError(f"no JSON: {error}") from error
    if not isinstance(record, dict):
        raise _BadRecordError("a JSON object is expected")
    return record


def _body(record: dict[str, object]) -> tuple[str, bytes]:
    """Return the body, also in UTF-8."""
    body = record.get("body")
    if not isinstance(body, str):
        raise _BadRecordError("it has no text under the key body")
    text = unify_line_ends(body)
    try:
        utf8 = text.encode()
    except UnicodeEncodeError:
        text = without_surrogates(text)
        utf8 = text.encode()
    if has_controls(utf8, len(body)):
        raise _BadRecordError("body is not text: it holds control characters", "binary")
    if not HAS_WORDS.search(text):
        raise _BadRecordError("there is no word in body", "empty")
    return text, utf8


def _id(record: dict[str, object]) -> str | None:
    """Return the id as text (a number is fine), or None where the record has none."""
    value = record.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int | None):
        raise _BadRecordError("id is neither text nor number")
    text = "" if value is None else str(value).strip()
    if not is_printable(text):
        raise _BadRecordError("id holds characters that cannot be printed")
    return text or None


def _name(record: dict[str, object], unnamed: dict[bytes, int]) -> str:
    digest = hashlib.sha256(json.dumps(record, sort_keys=True).encode()).digest()[:8]
    unnamed[digest] = count = unnamed.get(digest, 0) + 1
    return digest.hex() if count == 1 else f"{digest.hex()}-{count}"
