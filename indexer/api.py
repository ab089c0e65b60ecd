"""The facade: the only module that knows the engines and the order of the steps."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from os import PathLike
from pathlib import Path
from shlex import quote
from typing import Any

from indexer.analysis import ANALYSIS_VERSION
from indexer.config import DEFAULT_ENGINE, PARSE_SECONDS
from indexer.engines.arrays import ArraysEngine
from indexer.engines.base import Engine, EngineReader
from indexer.engines.whoosh_reference import WhooshEngine
from indexer.errors import IndexOutdated, IndexUntrusted, UsageError
from indexer.extract import EXTRACTION_VERSION, LABEL_PROBLEMS, extract, relabel
from indexer.index import Index, Stats
from indexer.ingest.bounded import Bounded
from indexer.ingest.encodings import canonical, known_encodings
from indexer.ingest.read import READING_VERSION, read_articles
from indexer.ingest.scope import known_roots, scopes
from indexer.ingest.source import RawArticle
from indexer.model import FACETS, Article, Skipped
from indexer.reindex import Labelling, Progress, ReindexReport, RunOptions
from indexer.reindex import reindex as run_reindex
from indexer.reindex.extraction import extract_each
from indexer.store.manifest import Manifest, engine_folder
from indexer.store.rollback import rollback as run_rollback
from indexer.store.verify import Verification, refuse_damaged, verification
from indexer.vocabulary import ancestry, fingerprint

ENGINES: Mapping[str, Engine[Any]] = {"arrays": ArraysEngine(), "whoosh": WhooshEngine()}
"""Engine name in manifests and on the command line → engine; the names of `indexer.config`, in its order."""

AnyPath = str | PathLike[str]

# Larger batches are not faster; long articles make smaller ones, to save memory.
_ARTICLES, _CHARACTERS = 64, 1 << 20


def open_index(index: AnyPath, *, engine: str = DEFAULT_ENGINE) -> Index:
    """Open an index for searching, with the engine that wrote it. Raises the subclasses of `StorageError`.

    An index of the engine `whoosh` can run code of whoever wrote it; it is opened only if `engine` names that engine.
    """
    return Index(Path(index), partial(_open_reader, trusted=_checked_engine(engine)))


def reindex(
    paths: Iterable[AnyPath],
    *,
    index: AnyPath,
    docs: AnyPath | None = None,
    engine: str = DEFAULT_ENGINE,
    workers: int = 1,
    full: bool = False,
    dry_run: bool = False,
    allow_empty: bool = False,
    encoding: str | None = None,
    parse_seconds: float = PARSE_SECONDS,
    progress: Callable[[Progress], None] | None = None,
) -> ReindexReport:
    """Bring an index up to date with folders, article files and batches; see `indexer.reindex.RunOptions`.

    Ids of articles in the docs folder `docs` are paths below it; other folders are roots of their own. `encoding`, in
    any of its usual spellings, is that of the files below `paths` that state none; by default it is detected.
    `parse_seconds` is the processor time that parsing one document may take.
    """
    options = RunOptions(
        paths=_read_paths(paths),
        index=Path(index),
        docs=Path(docs) if docs is not None else None,
        engine=ENGINES[_checked_engine(engine)],
        extract=extract,
        version=_version(),
        labelling=Labelling(fingerprint(), ancestry(), relabel, LABEL_PROBLEMS),
        full=full,
        dry_run=dry_run,
        allow_empty=allow_empty,
        workers=workers,
        encoding=_encoding(encoding),
        parse_seconds=parse_seconds,
        progress=progress,
    )
    return run_reindex(options)


def extract_articles(
    paths: Iterable[AnyPath],
    *,
    docs: AnyPath | None = None,
    encoding: str | None = None,
    parse_seconds: float = PARSE_SECONDS,
) -> Iterator[Article | Skipped]:
    """Yield what ingest and extraction make of each article, without indexing it; a few dozen are in memory at a time.

    `docs`, `encoding` and `parse_seconds` are those of `reindex`.
    """
    encoding = _encoding(encoding)
    known = known_roots([], Path(docs) if docs is not None else None)
    with Bounded(parse_seconds) as bounded:
        walked = chain.from_iterable(scope.walk(encoding=encoding) for scope in scopes(_read_paths(paths), known))
        read = chain.from_iterable(
            [found] if isinstance(found, Skipped) else read_articles(found, run=bounded.run) for found in walked
        )
        for batch in _batches(read):
            done = iter(extract_each(extract, [each for each in batch if not isinstance(each, Skipped)]))
            yield from (each if isinstance(each, Skipped) else next(done) for each in batch)


def _batches(read: Iterable[RawArticle | Skipped]) -> Iterator[list[RawArticle | Skipped]]:
    batch: list[RawArticle | Skipped] = []
    characters = 0
    for each in read:
        batch.append(each)
        characters += 0 if isinstance(each, Skipped) else len(each.text)
        if len(batch) == _ARTICLES or characters >= _CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def verify(index: AnyPath, *, engine: str = DEFAULT_ENGINE) -> Verification:
    """Check every checksum and invariant of an index. Raises `IndexMissing`, `IndexOutdated` and `IndexUntrusted`.

    `engine` is that of `open_index`.
    """
    return verification(Path(index), partial(_open_reader, Path(index), trusted=_checked_engine(engine)))


def rollback(index: AnyPath, *, engine: str = DEFAULT_ENGINE) -> Stats:
    """Make the previous generation of an index live again, and return what it holds.

    The next reindex applies the changes again. Raises `StorageError` if no older generation is kept, and its subclasses
    if that one is damaged or the index is being written to; the live generation then stays. `engine` is that of
    `open_index`.
    """
    run_rollback(Path(index), partial(_open_reader, Path(index), trusted=_checked_engine(engine)))
    with open_index(index, engine=engine) as opened:
        return opened.stats()


def _read_paths(paths: Iterable[AnyPath]) -> list[Path]:
    """Return the paths. Raises `UsageError` for an empty one, which would silently mean the current folder."""
    given = list(paths)
    if "" in given:
        raise UsageError("empty path; name a folder, an article file or a batch")
    return [Path(path) for path in given]


def _encoding(stated: str | None) -> str | None:
    """Return the canonical name of an encoding. Raises `UsageError` for an unknown one."""
    name = None if stated is None else canonical(stated)
    if stated is not None and name is None:
        raise UsageError(f"unknown encoding “{stated}”; known encodings: {', '.join(known_encodings())}")
    return name


def _checked_engine(engine: str) -> str:
    if engine not in ENGINES:
        raise UsageError(f"unknown engine “{engine}”; this release has {', '.join(ENGINES)}")
    return engine


def _open_reader(index: Path, manifest: Manifest, *, trusted: str) -> EngineReader:
    """Open a generation with the engine that wrote it.

    Raises `IndexOutdated` if this release lacks that engine, and `IndexUntrusted` if it can run code and is not the one
    that is `trusted`.
    """
    if manifest.engine not in ENGINES:
        raise IndexOutdated(
            f"{index} was written by the engine “{manifest.engine}”, but this release has {', '.join(ENGINES)}; "
            f"run timdau reindex --full --index {quote(str(index))}"
        )
    if ENGINES[manifest.engine].runs_code and manifest.engine != trusted:
        raise IndexUntrusted(
            f"{index} was written by the engine “{manifest.engine}”, whose files can run code; run timdau reindex "
            f"--index {quote(str(index))} to rebuild it with {DEFAULT_ENGINE} or, if you trust whoever wrote it, "
            f"add --engine {manifest.engine}"
        )
    refuse_damaged(index, manifest)
    return ENGINES[manifest.engine].reader(engine_folder(index, manifest))


def _version() -> str:
    """Return the fingerprint of everything but the vocabulary that decides what a file becomes in the index."""
    parts = (
        f"reading {READING_VERSION}",
        f"analysis {ANALYSIS_VERSION}",
        f"extraction {EXTRACTION_VERSION}",
        f"facets {' '.join(FACETS)}",
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
