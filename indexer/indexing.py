"""How articles are indexed: the steps in order, and what they are given."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from os import PathLike
from pathlib import Path

from indexer.config import DEFAULT_ENGINE, PARSE_SECONDS
from indexer.engines.known import ENGINES, checked_engine
from indexer.errors import UsageError
from indexer.extract import LABEL_PROBLEMS, extract, relabel
from indexer.ingest.bounded import Bounded
from indexer.ingest.encodings import canonical, known_encodings
from indexer.ingest.read import read_articles
from indexer.ingest.scope import known_roots, scopes
from indexer.ingest.source import RawArticle
from indexer.model import Article, Skipped
from indexer.reindex import Labelling, Progress, ReindexReport, RunOptions
from indexer.reindex import reindex as run_reindex
from indexer.reindex.extraction import extract_each
from indexer.versions import processing_version
from indexer.vocabulary import ancestry, fingerprint

AnyPath = str | PathLike[str]

# Larger batches are not faster; long articles make smaller ones, to save memory.
_ARTICLES, _CHARACTERS = 64, 1 << 20


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
        engine=ENGINES[checked_engine(engine)],
        extract=extract,
        version=processing_version(),
        labelling=Labelling(fingerprint(), ancestry, relabel, LABEL_PROBLEMS),
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
