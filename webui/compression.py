"""Compressed answers: by gzip or Zstandard, whichever the browser prefers. What is streamed stays a stream."""

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Protocol

import zstandard
from flask import Response, request

from webui.appearance import ASSETS

TYPES = frozenset(
    {
        *("text/html", "text/css", "text/csv", "text/javascript", "text/plain"),
        *("application/json", "application/javascript", "application/schema+json", "application/x-ndjson"),
        *("application/atom+xml", "application/opensearchdescription+xml", "image/svg+xml"),
    }
)
"""The media types that become smaller."""
_LEAST = 500
"""Below this number of bytes, nothing is saved."""
_GZIP_LEVEL, _ZSTD_LEVEL = 4, 3
_GZIP_WINDOW = 31
"""zlib's number for the gzip format."""


class _Compressor(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


_WHOLE: dict[str, Callable[[bytes], bytes]] = {
    "zstd": lambda data: zstandard.ZstdCompressor(_ZSTD_LEVEL).compress(data),
    "gzip": lambda data: gzip.compress(data, _GZIP_LEVEL, mtime=0),
}
_STREAMED: dict[str, Callable[[], _Compressor]] = {
    "zstd": lambda: zstandard.ZstdCompressor(_ZSTD_LEVEL).compressobj(),
    "gzip": lambda: zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW),
}


def compressed(response: Response) -> Response:
    """Return the answer to the current request, compressed if the browser can read that and it pays."""
    is_file = request.endpoint in ASSETS
    if response.mimetype not in TYPES or "Content-Encoding" in response.headers:
        return response
    if response.direct_passthrough and not is_file:
        return response  # parts of a file are asked for by their bytes
    response.vary.add("Accept-Encoding")
    etag, _ = response.get_etag()
    if etag is not None:
        response.set_etag(etag, weak=True)
    coding = _coding()
    if coding is None or response.status_code in (204, 206, 304):
        return response
    if response.is_streamed and not is_file:
        response.response = _stream(response.response, _STREAMED[coding]())
        response.headers.pop("Content-Length", None)
    else:
        response.direct_passthrough = False
        content = response.get_data()
        if len(content) < _LEAST:
            return response
        response.set_data(_once(content, coding) if is_file else _WHOLE[coding](content))
        response.headers.pop("Accept-Ranges", None)
    response.content_encoding = coding
    return response


def _coding() -> str | None:
    """Return the coding that the browser names and prefers, or None."""
    accepted = {name: quality for name, quality in request.accept_encodings if quality > 0}
    named = [name for name in _WHOLE if name in accepted]
    return max(named, key=lambda name: accepted[name], default=None)


@lru_cache(maxsize=64)
def _once(content: bytes, coding: str) -> bytes:
    return _WHOLE[coding](content)


def _stream(parts: Iterable[bytes | str], compressor: _Compressor) -> Iterator[bytes]:
    try:
        for part in parts:
            if packed := compressor.compress(part.encode() if isinstance(part, str) else part):
                yield packed
        yield compressor.flush()
    finally:
        if close := getattr(parts, "close", None):
            close()
