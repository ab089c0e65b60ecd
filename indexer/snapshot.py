"""One open generation of an index, and what can be asked of it."""

import time
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from pathlib import Path

from indexer.answers import (
    LabelCounts,
    answer,
    archive_of,
    as_printed,
    counting,
    engine_request,
    files,
    hit_stream,
    label_counts,
    labels,
    titles,
)
from indexer.engines.base import EngineReader
from indexer.languages import DEFAULT_LANGUAGE, Language
from indexer.model import Completion, Completions, HitStream, ResultCounts, SearchRequest, SearchResult
from indexer.query import ParsedQuery, parse
from indexer.query.joining import apart
from indexer.query.prefixes import TypedPrefix, typed_prefix
from indexer.store.ingest_report import IngestReport
from indexer.store.manifest import Manifest
from indexer.store.word_table import WordTable, read_word_table

_PRINTED = 1 << 14
"""The words of which the printed form is remembered."""


class Snapshot:
    """One open generation. It is closed once it is retired and unused."""

    def __init__(self, folder: Path, manifest: Manifest, reader: EngineReader, signature: tuple[int, int]) -> None:
        self._folder = folder
        self.manifest = manifest
        self.reader = reader
        self.signature = signature
        self.users = 0
        self.retired = False
        self.ingest_report: IngestReport | None = None
        self.archive = archive_of(reader)
        self._as_printed = lru_cache(_PRINTED)(partial(as_printed, reader=reader))

    def parse(self, request: SearchRequest, lang: Language = DEFAULT_LANGUAGE) -> ParsedQuery:
        """Return what the query of a request asks of this generation."""
        joining = self.archive.joins if request.words == "joined" else apart
        return parse(request.query, lang, joining, mode=request.mode, aliases=request.aliases)

    def counted(self, request: SearchRequest, lang: Language = DEFAULT_LANGUAGE) -> ResultCounts:
        """Return how many articles a request finds, without looking at any."""
        parsed = self.parse(request, lang)
        found = self.reader.search(replace(counting(request, parsed.tree), by_tier=True))
        return ResultCounts(
            total=0 if found.relaxed else found.total,
            tiers=dict.fromkeys(found.tiers, 0) if found.relaxed else found.tiers,
            generation=self.manifest.generation,
            bounded=found.bounded,
            relaxed=found.relaxed,
            understood=parsed.understood,
            problems=parsed.problems,
        )

    def answered(self, request: SearchRequest, parsed: ParsedQuery, lang: Language, *, started: float) -> SearchResult:
        """Return the answer to a request that was `started` and parsed."""
        found = self.reader.search(engine_request(request, parsed.tree))
        took = round((time.perf_counter() - started) * 1000, 2)
        generation = self.manifest.generation
        return answer(request, parsed, found, self.reader, self.archive, generation=generation, took_ms=took, lang=lang)

    def stream(self, request: SearchRequest, parsed: ParsedQuery, lang: Language) -> HitStream:
        """Return all hits of a request, whose query is parsed."""
        found = self.reader.stream(engine_request(request, parsed.tree))
        generation = self.manifest.generation
        return hit_stream(request, parsed, found, self.reader, self.archive, generation=generation, lang=lang)

    def completions(self, text: str, lang: Language, limit: int) -> Completions:
        """Return what a typed text may become."""
        typed = typed_prefix(text)
        empty = Completions(text, self.manifest.generation)
        if not typed.words:
            return empty
        return replace(
            empty,
            words=self._words(typed, limit),
            labels=labels(typed, self._label_counts, lang, limit),
            titles=titles(typed, self.reader, limit),
            files=files(typed, self.reader, limit),
        )

    def _words(self, typed: TypedPrefix, limit: int) -> tuple[Completion, ...]:
        found = self._word_table.completions(typed, limit)
        return tuple(
            Completion(self._as_printed(text), count, "joined" if " " in text else "word") for text, count in found
        )

    @cached_property
    def _word_table(self) -> WordTable:
        return read_word_table(self._folder, self.manifest)

    @cached_property
    def _label_counts(self) -> LabelCounts:
        return label_counts(self.reader)
