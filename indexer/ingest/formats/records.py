"""JSON Lines: one record a line, read one line at a time.

A record is an object with `body` and, as far as known, `id title date url author source forums topics`
(and `year`). A field that is there is taken as it is, `null` and `[]` meaning none; other keys are ignored.
"""

import codecs
import hashlib
import json
from collections.abc import Callable, Iterator
from typing import IO
from unicodedata import normalize

from indexer.ingest.encodings import has_controls, is_printable, unify_line_ends, without_surrogates
from indexer.ingest.fingerprint import raw_article
from indexer.ingest.formats.document import HAS_WORDS, MAX_BYTES
from indexer.ingest.formats.origin import Origin
from indexer.ingest.metadata import state
from indexer.ingest.source import RawArticle
from indexer.model import Skipped

Line = tuple[int, bytes | None]


class BadRecordError(ValueError):
    """A record that is no article; the message says why."""

    def __init__(self, why: str, code: str = "bad-record") -> None:
        super().__init__(why)
        self.code = code


def read(file: IO[bytes], origin: Origin, at: Callable[[], None]) -> Iterator[RawArticle | Skipped]:
    """Yield each record, or why it is no article; raises what reading the file raises.

    A record without id is called after its content, and counted where the batch repeats it, so that none is lost;
    only these ids are kept in memory. `at` is called at each line.
    """
    unnamed: dict[bytes, int] = {}
    for number, line in _lines(file):
        at()
        if number == 1 and _is_utf16(line):
            yield Skipped(origin.name, "undecodable", "the batch is UTF-16; save it as UTF-8")
            return
        try:
            yield article(_record(line), origin, unnamed)
        except BadRecordError as error:
            yield Skipped(origin.name, error.code, f"line {number}: {error}")


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


def article(
    record: dict[str, object],
    origin: Origin,
    unnamed: dict[bytes, int],
    encoding: str = "utf-8",
    confidence: float = 1.0,
) -> RawArticle:
    """Return the article that a record is; `unnamed` counts those without id. Raises `BadRecordError`."""
    stated, problems = state(record, "record")
    id = _id(record) or f"{origin.id}#{_name(record, unnamed)}"
    text, utf8 = _body(record)
    return raw_article(
        id=id,
        path=normalize("NFC", origin.path),
        text=text,
        encoding=encoding,
        confidence=confidence,
        kind="record",
        given=stated.over(origin.stated.given),
        problems=origin.stated.problems + problems,
        utf8=utf8,
    )


def _record(line: bytes | None) -> dict[str, object]:
    if line is None:
        raise BadRecordError(f"the record is larger than {MAX_BYTES >> 20} MiB", "too-large")
    try:
        record = json.loads(line.removeprefix(codecs.BOM_UTF8).decode())
    except UnicodeDecodeError as error:
        raise BadRecordError(f"byte {error.start} is not valid UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise BadRecordError(f"no JSON: {error}") from error
    if not isinstance(record, dict):
        raise BadRecordError("a JSON object is expected")
    return record


def _body(record: dict[str, object]) -> tuple[str, bytes]:
    """Return the body, also in UTF-8."""
    body = record.get("body")
    if not isinstance(body, str):
        raise BadRecordError("it has no text under the key body")
    text = unify_line_ends(body)
    try:
        utf8 = text.encode()
    except UnicodeEncodeError:
        text = without_surrogates(text)
        utf8 = text.encode()
    if has_controls(utf8, len(body)):
        raise BadRecordError("body is not text: it holds control characters", "binary")
    if not HAS_WORDS.search(text):
        raise BadRecordError("there is no word in body", "empty")
    return text, utf8


def _id(record: dict[str, object]) -> str | None:
    """Return the id as text (a number is fine), or None where the record has none."""
    value = record.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int | None):
        raise BadRecordError("id is neither text nor number")
    text = "" if value is None else str(value).strip()
    if not is_printable(text):
        raise BadRecordError("id holds characters that cannot be printed")
    return text or None


def _name(record: dict[str, object], unnamed: dict[bytes, int]) -> str:
    digest = hashlib.sha256(json.dumps(record, sort_keys=True).encode()).digest()[:8]
    unnamed[digest] = count = unnamed.get(digest, 0) + 1
    return digest.hex() if count == 1 else f"{digest.hex()}-{count}"
