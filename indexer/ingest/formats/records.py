"""Records, and batches of them as JSON Lines: one record a line, read one line at a time.

A record is an object with `body` and, as far as they are known, `id title date url author source forums topics` (and
`year`). A field that is present is used as it is, `null` and `[]` meaning none; texts under other keys go to the aside.
"""

import codecs
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import IO
from unicodedata import normalize

from indexer.ingest.encodings import has_controls, is_printable, repair_runs, unify_characters, without_surrogates
from indexer.ingest.formats.document import HAS_WORDS, MAX_BYTES, Provenance, tidy
from indexer.ingest.metadata_fields import parse_fields, without_fraction
from indexer.ingest.source import METADATA_KEYS, RawArticle, raw_article
from indexer.model import Skipped

_TEXT_KEYS = ("body", "title", "author", "source")
_KEYS = ("id", "body", *METADATA_KEYS)
_ASCII_WORDS = re.compile(r"[A-Za-z0-9]+")
NumberedLine = tuple[int, bytes | None]


class BadRecordError(ValueError):
    """A record that is not an article; the message says why."""

    def __init__(self, why: str, code: str = "bad-record") -> None:
        super().__init__(why)
        self.code = code


def read(file: IO[bytes], provenance: Provenance, on_record: Callable[[], None]) -> Iterator[RawArticle | Skipped]:
    """Yield each record, or why it is not an article; raises what reading the file raises.

    A record without an id gets one from its content, with a number if the batch repeats it, so that none is lost;
    only these ids are kept in memory.
    """
    unnamed: dict[bytes, int] = {}
    for number, line in _lines(file):
        on_record()
        if number == 1 and _is_utf16(line):
            yield Skipped(provenance.name, "undecodable", "the batch is UTF-16; save it as UTF-8")
            return
        try:
            yield record_article(_record(line), provenance, unnamed)
        except BadRecordError as error:
            yield Skipped(provenance.name, error.code, f"line {number}: {error}")


def _is_utf16(line: bytes | None) -> bool:
    return line is not None and line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _lines(file: IO[bytes]) -> Iterator[NumberedLine]:
    """Yield the lines that are not blank, numbered from 1; None for a line over the limit."""
    number = 0
    while line := file.readline(MAX_BYTES + 1):
        number += 1
        if len(line) > MAX_BYTES and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = file.readline(MAX_BYTES)
            yield number, None
        elif line.strip():
            yield number, line


def record_article(
    record: dict[str, object],
    provenance: Provenance,
    unnamed: dict[bytes, int],
    encoding: str = "utf-8",
    confidence: float = 1.0,
) -> RawArticle:
    """Return the article that a record is. Raises `BadRecordError`.

    What the record states overrides external metadata. `unnamed` counts the records without an id. An id of digits
    alone is one only within its batch.
    """
    texts = {key: value for key in _TEXT_KEYS if isinstance(value := record.get(key), str)}
    found = repair_runs([*texts.values(), *other_texts(record)], encoding)
    repaired = record | dict(zip(texts, found.runs, strict=False))
    given, problems = parse_fields(repaired, "record")
    id = record_id(record, provenance, unnamed)
    text, utf8 = _body(repaired)
    return raw_article(
        id=id,
        path=normalize("NFC", provenance.path),
        text=text,
        encoding=found.encoding,
        confidence=min(confidence, found.confidence),
        aside=tuple(map(tidy, found.runs[len(texts) :])),
        kind="record",
        given=given.over(provenance.external.given),
        problems=provenance.external.problems + found.problems + problems,
        utf8=utf8,
    )


def record_id(record: dict[str, object], provenance: Provenance, unnamed: dict[bytes, int]) -> str:
    """Return the id of the article that a record is. Raises `BadRecordError`.

    `unnamed` counts the records without an id.
    """
    id = _id(record)
    return id if id and not id.isdecimal() else f"{provenance.id}#{id or _content_id(record, unnamed)}"


def find(file: IO[bytes], provenance: Provenance, article_id: str, on_record: Callable[[], None]) -> bytes | None:
    """Return the line of the record that became an article, None if there is none; raises what reading raises."""
    word = _word_of_stated_id(article_id, provenance)
    found = _find(file, provenance, article_id, word, on_record)
    if found is None and word:
        # JSON may escape any letter of an id.
        file.seek(0)
        found = _find(file, provenance, article_id, b"", on_record)
    return found


def _find(
    file: IO[bytes], provenance: Provenance, article_id: str, word: bytes, on_record: Callable[[], None]
) -> bytes | None:
    unnamed: dict[bytes, int] = {}
    for _, line in _lines(file):
        on_record()
        if line is None or word not in line:
            continue
        with suppress(BadRecordError):
            record = _record(line)
            if record_id(record, provenance, unnamed) == article_id:
                record_article(record, provenance, {})
                return line.removeprefix(codecs.BOM_UTF8).strip()
    return None


def _word_of_stated_id(article_id: str, provenance: Provenance) -> bytes:
    """Return letters that are in the line of the record with an id, if the record states it; else nothing."""
    before, _, own = article_id.partition("#")
    if before == provenance.id and not own.isdecimal():
        return b""  # an id made from the content
    words = _ASCII_WORDS.findall(own if before == provenance.id else article_id)
    return max(words, key=len, default="").encode()


def other_texts(fields: dict[str, object]) -> Iterator[str]:
    """Yield the texts with words that fields state under keys without a meaning, those in lists and objects, too."""
    pending: list[object] = [value for key, value in reversed(fields.items()) if key not in _KEYS]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            pending += reversed(value.values())
        elif isinstance(value, list):
            pending += reversed(value)
        elif isinstance(value, str) and HAS_WORDS.search(value):
            yield value


def _record(line: bytes | None) -> dict[str, object]:
    if line is None:
        raise BadRecordError(f"the record is larger than {MAX_BYTES >> 20} MiB; split it", "too-large")
    try:
        record = json.loads(line.removeprefix(codecs.BOM_UTF8).decode())
    except UnicodeDecodeError as error:
        raise BadRecordError(f"byte {error.start} is not valid UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise BadRecordError(f"not valid JSON: {error}") from error
    if not isinstance(record, dict):
        raise BadRecordError("expected a JSON object")
    return record


def _body(record: dict[str, object]) -> tuple[str, bytes]:
    """Return the body, as text and in UTF-8."""
    body = record.get("body")
    if not isinstance(body, str):
        raise BadRecordError("no text under the key “body”")
    text = unify_characters(body)
    try:
        utf8 = text.encode()
    except UnicodeEncodeError:
        text = without_surrogates(text)
        utf8 = text.encode()
    if has_controls(utf8, len(body)):
        raise BadRecordError("“body” contains control characters, so it is not text", "binary")
    if not HAS_WORDS.search(text):
        raise BadRecordError("“body” contains no words", "empty")
    return text, utf8


def _id(record: dict[str, object]) -> str | None:
    """Return the id as text (it may be a number), None if the record has none.

    Programs that compute with tables write 7 as 7.0.
    """
    value = record.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int | float | None):
        raise BadRecordError("“id” is neither text nor a number")
    text = "" if value is None else without_fraction(str(value).strip())
    if not is_printable(text):
        raise BadRecordError("“id” contains unprintable characters")
    return text or None


def _content_id(record: dict[str, object], unnamed: dict[bytes, int]) -> str:
    digest = hashlib.sha256(json.dumps(record, sort_keys=True).encode()).digest()[:8]
    unnamed[digest] = count = unnamed.get(digest, 0) + 1
    return digest.hex() if count == 1 else f"{digest.hex()}-{count}"
