"""Stored articles: the summary that results show, and the whole article."""

import hashlib
from collections.abc import Mapping
from functools import cached_property
from threading import local
from zlib import crc32

import msgspec
import numpy as np
import zstandard

from indexer.article_json import article_from_json
from indexer.engines.arrays.segments.numeric import Array
from indexer.errors import IndexCorrupt
from indexer.model import Article
from indexer.summary import Summary

_SUMMARIES = msgspec.json.Decoder(Summary)


def id_hash(article_id: str) -> np.uint64:
    """Return the hash by which an id is looked up: BLAKE2b, 8 bytes."""
    digest = hashlib.blake2b(article_id.encode("utf-8", "replace"), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


class DocStore:
    """The stored articles of a segment; see `docs/index-format.md`, Documents."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._hashes, self._documents = arrays["id_hashes"], arrays["id_documents"]
        self._summary_ends, self._summaries = arrays["summary_ends"].data, arrays["summaries"].data
        self._article_ends, self._articles = arrays["article_ends"].data, arrays["articles"].data
        self._summary_checksums = arrays["summary_checksums"].data
        self._stored_dictionary = arrays["zstd_dictionary"]

    def document(self, article_id: str) -> int | None:
        """Return the number of the document with an id, or None."""
        wanted = id_hash(article_id)
        start, end = (int(self._hashes.searchsorted(wanted, side)) for side in ("left", "right"))
        documents = self._documents[start:end].tolist()
        return next((document for document in documents if self.summary(document).id == article_id), None)

    def summary(self, document: int) -> Summary:
        """Return the summary of an article. Raises `IndexCorrupt`."""
        stored = _row(self._summary_ends, self._summaries, document)
        if crc32(stored) != self._summary_checksums[document]:
            raise IndexCorrupt(f"the summary of document {document} is damaged; run timdau reindex --full")
        try:
            return _SUMMARIES.decode(stored)
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            raise IndexCorrupt(f"a summary is damaged ({error}); run timdau verify") from error

    def article(self, document: int) -> Article:
        """Return an article. Raises `IndexCorrupt`."""
        try:
            return article_from_json(self.article_json(document))
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            raise IndexCorrupt(f"an article is damaged ({error}); run timdau verify") from error

    def article_json(self, document: int) -> bytes:
        """Return the JSON of an article. Raises `IndexCorrupt`."""
        frame = _row(self._article_ends, self._articles, document)
        try:
            return self._decompressor.of_thread.decompress(frame)
        except zstandard.ZstdError as error:
            raise IndexCorrupt(f"an article is damaged ({error}); run timdau verify") from error

    @cached_property
    def _decompressor(self) -> "_Decompressor":
        stored = self._stored_dictionary.tobytes()
        return _Decompressor(zstandard.ZstdCompressionDict(stored) if stored else None)


class _Decompressor(local):
    """A decompressor for each thread, as none may be shared, and making one takes longer than an article."""

    def __init__(self, dictionary: zstandard.ZstdCompressionDict | None) -> None:
        self.of_thread = zstandard.ZstdDecompressor(dict_data=dictionary)


def _row(ends: memoryview, data: memoryview, row: int) -> memoryview:
    return data[ends[row - 1] if row else 0 : ends[row]]
