"""An open index: searches one generation at a time, and follows new ones by itself."""

import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from io import BufferedReader
from itertools import islice
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from indexer.answers import (
    ARTICLE_STEPS,
    MAX_OCCURRENCES,
    RELATED_SIZE,
    STREAM_STEPS,
    Highlighter,
    OccurrenceFinder,
    check_context_order,
    check_crossed,
    check_facet,
    check_limit,
    check_related_size,
    check_request,
    choices,
    counting,
    engine_request,
    facet_values,
    in_order,
    notices,
    related_articles,
    suggestions,
    values_with,
)
from indexer.engines.base import EngineReader
from indexer.engines.budget import Budget
from indexer.errors import OriginalChanged, StorageError, UsageError
from indexer.ingest.content_hash import remembered_hash
from indexer.ingest.formats.known import holds_articles
from indexer.ingest.original_part import OriginalPart, original_part
from indexer.inspection import Inspection, inspection
from indexer.languages import DEFAULT_LANGUAGE, Language
from indexer.messages import check_language
from indexer.model import (
    Article,
    Completions,
    Concordance,
    ContextOrder,
    CrossCounts,
    Explanation,
    Facet,
    FacetValue,
    Hit,
    HitStream,
    Mode,
    OccurrenceStream,
    Related,
    ResultCounts,
    SearchRequest,
    SearchResult,
    Span,
    WordMode,
)
from indexer.query.prefixes import typed_prefix
from indexer.regular_files import open_below
from indexer.snapshot import Snapshot
from indexer.store.catalog import OriginalFile, moved_to, original_file
from indexer.store.ingest_report import IngestDetails, IngestReport, ingest_details
from indexer.store.manifest import NAME, Manifest, read_manifest

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Stats:
    """What an index holds. `bytes` is the total size of its files; with the `kernel`, C answers searches of it here."""

    articles: int
    generation: int
    engine: str
    bytes: int
    created: str
    kernel: bool


@dataclass(frozen=True, slots=True)
class Highlighted:
    """The spans of the matches in each text of an article, in order, without overlaps; each counts in its own text.

    It is `bounded` if there may be more matches: only the first ones are highlighted.
    """

    title: tuple[Span, ...]
    body: tuple[Span, ...]
    aside: tuple[Span, ...]
    bounded: bool = False

    @property
    def matches(self) -> int:
        """The number of matches."""
        return len(self.title) + len(self.body) + len(self.aside)


class _Use:
    """Takes a snapshot for the time of a `with` statement; a generator would cost three times as much."""

    __slots__ = ("_acquire", "_release", "_snapshot")

    def __init__(self, acquire: Callable[[], Snapshot], release: Callable[[Snapshot], None]) -> None:
        self._acquire = acquire
        self._release = release

    def __enter__(self) -> Snapshot:
        self._snapshot = self._acquire()
        return self._snapshot

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._release(self._snapshot)


class Index:
    """An index open for searching, safe to share between threads. Open one with `indexer.open_index`."""

    def __init__(self, folder: Path, open_reader: Callable[[Path, Manifest], EngineReader]) -> None:
        self._folder = folder
        self._manifest = os.fspath(folder / NAME)
        self._open_reader = open_reader
        self._lock = Lock()
        self._opening = Lock()
        self._closed = False
        self._snapshot = self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def folder(self) -> Path:
        """The folder of the index."""
        return self._folder

    @property
    def generation(self) -> int:
        """The number of the live generation."""
        with self._use() as snapshot:
            return snapshot.manifest.generation

    def search(self, request: SearchRequest, lang: Language = DEFAULT_LANGUAGE) -> SearchResult:
        """Answer a request, with labels, problems and notices in `lang`. Raises `BadRequest`."""
        check_language(lang)
        check_request(request)
        started = time.perf_counter()
        with self._use() as snapshot:
            parsed = snapshot.parse(request, lang)
            result = snapshot.answered(request, parsed, lang, started=started)
            if not request.suggestions:
                return result
            total = partial(_total, snapshot, request)
            return replace(result, suggestions=suggestions(request.query, parsed, snapshot.archive, total))

    def suggest(self, text: str, lang: Language = DEFAULT_LANGUAGE, limit: int = 10) -> Completions:
        """Return what a text that is being typed may become: up to `limit` of each of words, labels in `lang`, titles
        and names of files.

        Raises `BadRequest` for a limit that is not from 1 to 20.
        """
        check_language(lang)
        check_limit(limit)
        with self._use() as snapshot:
            return snapshot.completions(text, lang, limit)

    def search_facet(
        self, facet: Facet, prefix: str, request: SearchRequest | None = None, lang: Language = DEFAULT_LANGUAGE
    ) -> tuple[FacetValue, ...]:
        """Return the values of a facet with a word that starts with `prefix` in their label in `lang`, or in their id.

        Counts and order are those of the answer to the request, by default one for all articles. An empty prefix
        returns all values. Raises `BadRequest`.
        """
        check_facet(facet)
        given = request or SearchRequest()
        counts = replace(given, page=1, size=1, facets=(facet,), snippets=False, suggestions=False, near=False)
        result = self.search(counts, lang)
        typed = typed_prefix(prefix)
        return values_with(typed, result.facets[facet]) if typed.words else result.facets[facet]

    def cross_counts(
        self, request: SearchRequest, rows: Facet, columns: Facet, lang: Language = DEFAULT_LANGUAGE
    ) -> CrossCounts:
        """Count the articles of a request by two facets at once, say by forum and year, with labels in `lang`.

        As in any facet, broader values count the articles of narrower ones, and the choices in the two facets are
        disregarded. Raises `BadRequest`, also if the two are the same.
        """
        check_language(lang)
        check_request(request)
        check_crossed(rows, columns)
        with self._use() as snapshot:
            parsed = snapshot.parse(request, lang)
            facets = (rows, columns)
            found = snapshot.reader.search(replace(counting(request, parsed.tree), facets=facets, crossed=facets))
            chosen = choices(request)
            return CrossCounts(
                query=request.query,
                generation=snapshot.manifest.generation,
                rows=facet_values(rows, found.facets[rows], chosen[rows], lang),
                columns=facet_values(columns, found.facets[columns], chosen[columns], lang),
                counts=found.pairs,
                bounded=found.bounded,
                problems=parsed.problems,
                notices=tuple(notices(parsed, found, snapshot.archive, lang)),
            )

    def iterate(self, request: SearchRequest) -> Generator[Hit, None, None]:
        """Yield every hit of a request in order, ignoring page and size. Raises `BadRequest` for the request at once.

        A query that takes too much work raises it at the first hit or later. All hits come from one generation, which
        stays open until the generator is exhausted or closed.
        """
        check_request(request)
        return self._hits(request)

    @contextmanager
    def stream(self, request: SearchRequest, lang: Language = DEFAULT_LANGUAGE) -> Iterator[HitStream]:
        """Open all hits of a request, with their number and what `search` would say about them in `lang`.

        Page and size are ignored. All is of one generation, which stays open inside the context. Raises `BadRequest`,
        also for a query that takes too much work.
        """
        check_language(lang)
        check_request(request)
        with self._use() as snapshot:
            yield snapshot.stream(request, snapshot.parse(request, lang), lang)

    def count(self, request: SearchRequest, lang: Language = DEFAULT_LANGUAGE) -> ResultCounts:
        """Count the articles that a request finds, in all and by tier. Raises `BadRequest`."""
        check_language(lang)
        check_request(request)
        with self._use() as snapshot:
            return snapshot.counted(request, lang)

    def concordance(
        self, request: SearchRequest, order: ContextOrder = "article", lang: Language = DEFAULT_LANGUAGE
    ) -> Concordance:
        """Return each match in the articles of one page of a result, with the words around it. Raises `BadRequest`."""
        check_language(lang)
        check_context_order(order)
        asked = replace(request, facets=(), snippets=False, suggestions=False, near=False)
        check_request(asked)
        started = time.perf_counter()
        with self._use() as snapshot:
            parsed = snapshot.parse(asked, lang)
            result = snapshot.answered(asked, parsed, lang, started=started)
            finder = OccurrenceFinder(parsed.tree, asked.mode, Budget(ARTICLE_STEPS))
            every = finder.occurrences(result.hits, snapshot.reader.article)
            lines = list(islice(every, MAX_OCCURRENCES + 1))
        bounded = finder.bounded or len(lines) > MAX_OCCURRENCES
        return Concordance(result, order, in_order(lines[:MAX_OCCURRENCES], order), bounded, finder.has_words)

    @contextmanager
    def stream_occurrences(
        self, request: SearchRequest, lang: Language = DEFAULT_LANGUAGE
    ) -> Iterator[OccurrenceStream]:
        """Open each match in all articles of a result, in their order, as `stream` opens the articles.

        The work is bounded: of a result with very many articles, it is the matches in the first ones.
        """
        asked = replace(request, snippets=False)
        check_language(lang)
        check_request(asked)
        with self._use() as snapshot:
            parsed = snapshot.parse(asked, lang)
            stream = snapshot.stream(asked, parsed, lang)
            finder = OccurrenceFinder(parsed.tree, asked.mode, Budget(STREAM_STEPS))
            found = finder.occurrences(stream.hits, snapshot.reader.article)
            yield OccurrenceStream(stream, found, lambda: finder.bounded)

    def explain(self, request: SearchRequest, article_id: str) -> Explanation | None:
        """Explain the score of an article; None if the request does not match it. Raises `BadRequest`."""
        check_request(request)
        with self._use() as snapshot:
            tree = snapshot.parse(request).tree
            return snapshot.reader.explain(engine_request(request, tree), article_id)

    def article(self, article_id: str) -> Article | None:
        """Return a stored article, or None."""
        with self._use() as snapshot:
            return snapshot.reader.article(article_id)

    def related(self, article_id: str, size: int = RELATED_SIZE) -> Related | None:
        """Return an article's near-duplicates and others on the same matter, at most `size` each; None if unknown.

        Raises `BadRequest` for a size that is not 1 to 20.
        """
        check_related_size(size)
        with self._use() as snapshot:
            article = snapshot.reader.article(article_id)
            return None if article is None else related_articles(article, snapshot.reader, size)

    def inspect(self, article_id: str) -> Inspection | None:
        """Return what each stage made of a stored article: reading, extraction, words; None for an unknown id."""
        article = self.article(article_id)
        return None if article is None else inspection(article)

    def moved_to(self, article_id: str) -> str | None:
        """Return the new id of an article whose file was moved or renamed; None for any other id.

        An id in use is never redirected, and a returned id is always in use.
        """
        with self._use() as snapshot:
            return moved_to(self._folder, snapshot.manifest, article_id)

    def highlight(
        self, article: Article, query: str, mode: Mode = "auto", words: WordMode = "joined", *, aliases: bool = True
    ) -> Highlighted:
        """Return where a query matches an article."""
        with self._use() as snapshot:
            tree = snapshot.parse(SearchRequest(query=query, mode=mode, words=words, aliases=aliases)).tree
        highlighter = Highlighter(tree, mode, Budget(ARTICLE_STEPS))
        title = highlighter.spans(article.title or "", "title")
        body = highlighter.spans(article.body, "body")
        aside = highlighter.spans(article.aside, "aside")
        return Highlighted(title, body, aside, highlighter.bounded)

    def original(self, article_id: str) -> Path | None:
        """Return the file an article was read from; None if it is gone or cannot be read.

        The index says where it is; of a stranger's index, rather call `open_original`.
        """
        with self._use() as snapshot:
            found = original_file(self._folder, snapshot.manifest, article_id)
        if found is None or (file := _open_below("/", found.absolute)) is None:
            return None
        file.close()
        return found.absolute

    def open_original(self, article_id: str, *, below: Iterable[str | os.PathLike[str]]) -> BufferedReader | None:
        """Open the file an article was read from, for reading; None if it is gone or cannot be read.

        Only a regular file below one of the folders `below` is opened, wherever the index says it is, and no link below
        that folder is followed.
        """
        with self._use() as snapshot:
            found = original_file(self._folder, snapshot.manifest, article_id)
        return None if found is None else _open_original(found, below)

    def original_part(self, article_id: str, *, below: Iterable[str | os.PathLike[str]]) -> OriginalPart | None:
        """Return the record, or the member of an archive, that an article was read from.

        None if the article is no part of a file, or the file is none that `open_original` opens, or damaged. Raises
        `OriginalChanged` if the file was changed since it was read.
        """
        with self._use() as snapshot:
            found = original_file(self._folder, snapshot.manifest, article_id)
            article = snapshot.reader.article(article_id)
        if found is None or article is None or not holds_articles(found.path):
            return None
        file = _open_original(found, below)
        if file is None:
            return None
        with file:
            if remembered_hash(file) != found.content:
                raise OriginalChanged(f"{found.absolute} was changed since it was read; run timdau reindex")
            return original_part(file, found.path, article_id, article.encoding)

    def stats(self) -> Stats:
        """Return what the index holds."""
        with self._use() as snapshot:
            manifest, kernel = snapshot.manifest, snapshot.reader.uses_kernel
            return Stats(
                manifest.articles, manifest.generation, manifest.engine, manifest.bytes, manifest.created, kernel
            )

    def ingest_report(self) -> IngestReport:
        """Return how well the archive was read, in numbers, counted once per generation."""
        with self._use() as snapshot:
            if snapshot.ingest_report is None:
                with ingest_details(self._folder, snapshot.manifest, ()) as details:
                    snapshot.ingest_report = details.report()
            return snapshot.ingest_report

    @contextmanager
    def ingest_details(self, paths: Iterable[str | os.PathLike[str]] = ()) -> Iterator[IngestDetails]:
        """Open the details of how well the archive was read, at or below some paths or everywhere, in one generation.

        Raises `UsageError` for a path from which the index holds nothing.
        """
        with (
            self._use() as snapshot,
            ingest_details(self._folder, snapshot.manifest, [Path(path) for path in paths]) as details,
        ):
            yield details

    def close(self) -> None:
        """Release the files. Later calls raise `UsageError`."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._retire(self._snapshot)

    def _hits(self, request: SearchRequest) -> Generator[Hit, None, None]:
        with self.stream(request) as stream:
            yield from stream.hits

    def _use(self) -> "_Use":
        """Keep the live generation open while it is used, in a `with` statement."""
        return _Use(self._acquired, self._release)

    def _acquired(self) -> Snapshot:
        self._follow()
        with self._lock:
            if self._closed:
                raise UsageError("this index was closed; open it again with open_index")
            self._snapshot.users += 1
            return self._snapshot

    def _release(self, snapshot: Snapshot) -> None:
        with self._lock:
            snapshot.users -= 1
            if snapshot.retired:
                self._retire(snapshot)

    def _follow(self) -> None:
        """Open a new generation if there is one. Other threads use the old one meanwhile."""
        if self._signature() == self._snapshot.signature or not self._opening.acquire(blocking=False):
            return
        try:
            if self._closed or self._signature() == self._snapshot.signature:
                return
            fresh = self._open()
            with self._lock:
                old, self._snapshot = self._snapshot, fresh
                self._retire(old)
        finally:
            self._opening.release()

    def _retire(self, snapshot: Snapshot) -> None:
        snapshot.retired = True
        if not snapshot.users:
            snapshot.reader.close()

    def _signature(self) -> tuple[int, int]:
        """Return what changes with every new manifest; a missing file counts as one more state."""
        try:
            status = os.stat(self._manifest)  # noqa: PTH116 # every search pays for it, and a Path costs as much again
        except OSError:
            return (0, 0)
        return (status.st_ino, status.st_mtime_ns)

    def _open(self) -> Snapshot:
        """Open the live generation, or the next one if a run publishes it meanwhile."""
        for attempt in range(_ATTEMPTS):
            signature = self._signature()
            manifest = read_manifest(self._folder)
            try:
                return Snapshot(self._folder, manifest, self._open_reader(self._folder, manifest), signature)
            except (OSError, StorageError):
                if attempt == _ATTEMPTS - 1 or self._signature() == signature:
                    raise
        raise AssertionError("unreachable")


def _total(snapshot: Snapshot, request: SearchRequest, query: str) -> int:
    """Return how many articles another query finds with the choices of a request; 0 if it takes too much work."""
    return snapshot.counted(replace(request, query=query)).exact


def _open_original(found: OriginalFile, below: Iterable[str | os.PathLike[str]]) -> BufferedReader | None:
    opened = (_open_below(os.path.realpath(folder), found.absolute) for folder in below)
    return next(filter(None, opened), None)


def _open_below(folder: str, path: Path) -> BufferedReader | None:
    """Open a regular file without following links below a folder; None if it is elsewhere or cannot be opened."""
    if not path.is_relative_to(folder):
        return None
    try:
        return open_below(Path(folder), path.relative_to(folder).as_posix())
    except OSError:
        return None
