"""Plain text: one article a file."""

import re
from collections.abc import Iterator
from unicodedata import normalize

from indexer.ingest.encodings import NotText, decode
from indexer.ingest.fingerprint import raw_article
from indexer.ingest.source import Given, RawArticle, SourceFile
from indexer.model import Problem, Skipped

MAX_BYTES = 8 << 20
HAS_WORDS = re.compile(r"[^\W_]")


def read(
    source: SourceFile, given: Given, problems: tuple[Problem, ...], encoding: str | None = None
) -> Iterator[RawArticle | Skipped]:
    """Yield the article of a text file, or why there is none; raises OSError where it cannot be read.

    `encoding` is the one that was stated.
    """
    with source.absolute.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        yield Skipped(source.path, "too-large", f"larger than {MAX_BYTES >> 20} MiB; split it into articles")
        return
    decoded = decode(data, encoding)
    if isinstance(decoded, NotText):
        yield Skipped(source.path, decoded.code, decoded.reason)
    elif not HAS_WORDS.search(decoded.text):
        yield Skipped(source.path, "empty", "there is no word in it")
    else:
        path = normalize("NFC", source.path)
        yield raw_article(
            id=path,
            path=path,
            text=decoded.text,
            encoding=decoded.encoding,
            kind="file",
            given=given,
            problems=problems + decoded.problems,
            confidence=decoded.confidence,
        )
