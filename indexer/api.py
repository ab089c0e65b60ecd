"""The facade: the one place that knows the engines and the order of the steps."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from os import PathLike
from pathlib import Path
from typing import Any

from indexer.analysis import ANALYSIS_VERSION
from indexer.config import DEFAULT_ENGINE
from indexer.engines.arrays import ArraysEngine
from indexer.engines.base import Engine, EngineReader
from indexer.engines.whoosh_reference import WhooshEngine
from indexer.errors import IndexOutdated, UsageError
from indexer.extract import EXTRACTION_VERSION, LABEL_PROBLEMS, extract, relabel
from indexer.index import Index, Stats, stats_of
from indexer.ingest.bounded import Bounded
from indexer.ingest.encodings import canonical, known_encodings
from indexer.ingest.read import READING_VERSION, read_articles
from indexer.ingest.scope import known_roots, scopes
from indexer.ingest.source import RawArticle
from indexer.model import FACETS, Article, Skipped
from indexer.reindex import Progress, ReindexReport
from indexer.reindex import reindex as run_reindex
from indexer.reindex.labelling import Labelling
from indexer.reindex.work import extracted
from indexer.store.intact import refuse_damaged
from indexer.store.manifest import Manifest, engine_folder
from indexer.store.rollback import rollback as run_rollback
from indexer.store.verify import Verification, verification
from indexer.vocabulary import ancestry, fingerprint

ENGINES: Mapping[str, Engine[Any]] = {"arrays": ArraysEngine(), "whoosh": WhooshEngine()}
"""The engines by the name they have in a manifest and on the command line: those of `indexer.config`, in its order."""

AnyPath = str | PathLike[str]
_ARTICLES, _CHARACTERS = 64, 1 << 20
"""So many articles are extracted at a time: more of them are not faster. Fewer where they are long, to spare memory."""


def open_index(index: AnyPath) -> Index:
    """Open an index for searching, with the engine it was written by. Raises the `StorageError`s."""
    return Index(Path(index), _open_reader)


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
    progress: Callable[[Progress], None] | None = None,
) -> ReindexReport:
    """Bring an index up to date with folders, article files and batches; see `indexer.reindex`.

    Ids are paths below `docs`, the docs folder, for what lies in it; other folders are roots of their own. `encoding`
    is that of the files below `paths` which state none, in one of its usual spellings; without it, it is found.
    """
    if engine not in ENGINES:
        raise UsageError(f"there is no engine “{engine}”; this release has {', '.join(ENGINES)}")
    return run_reindex(
        _read_paths(paths),
        index=Path(index),
        docs=Path(docs) if docs is not None else None,
        engine=ENGINES[engine],
        extract=extract,
        version=_version(),
        labelling=Labelling(fingerprint(), ancestry(), relabel, LABEL_PROBLEMS),
        full=full,
        dry_run=dry_run,
        allow_empty=allow_empty,
        workers=workers,
        encoding=_encoding(encoding),
        progress=progress,
    )


def extract_articles(
    paths: Iterable[AnyPath], *, docs: AnyPath | None = None, encoding: str | None = None
) -> Iterator[Article | Skipped]:
    """Yield what ingest reads out of each article, without indexing it; streams, some dozens at a time.

    Ids are paths below `docs` for what lies in it, as in an index; `encoding` is as for `reindex`.
    """
    encoding = _encoding(encoding)
    known = known_roots([], Path(docs) if docs is not None else None)
    with Bounded() as bounded:
        walked = chain.from_iterable(scope.walk(encoding=encoding) for scope in scopes(_read_paths(paths), known))
        read = chain.from_iterable(
            [found] if isinstance(found, Skipped) else read_articles(found, parse=bounded.parse) for found in walked
        )
        for batch in _batches(read):
            done = iter(extracted(extract, [each for each in batch if not isinstance(each, Skipped)]))
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


def verify(index: AnyPath) -> Verification:
    """Check every checksum and invariant of an index. Raises `IndexMissing` and `IndexOutdated`."""
    folder = Path(index)
    return verification(folder, lambda manifest: _open_reader(folder, manifest))


def rollback(index: AnyPath) -> Stats:
    """Return an index to the generation before the live one, which the last run left, and say what it holds.

    The next reindex brings the changes in again. Raises `StorageError` where nothing older is kept, and its kinds
    where that is damaged or being written to; the live generation then stays.
    """
    folder = Path(index)
    return stats_of(run_rollback(folder, lambda manifest: _open_reader(folder, manifest)))


def _read_paths(paths: Iterable[AnyPath]) -> list[Path]:
    """Return paths as they were given; an empty one would silently be the current folder."""
    given = list(paths)
    if "" in given:
        raise UsageError("a path is empty; name a folder, an article file or a batch")
    return [Path(path) for path in given]


def _encoding(stated: str | None) -> str | None:
    """Return an encoding by its name. Raises `UsageError` for one that is not known."""
    name = None if stated is None else canonical(stated)
    if stated is not None and name is None:
        raise UsageError(f"there is no encoding “{stated}”; known are {', '.join(known_encodings())}")
    return name


def _open_reader(index: Path, manifest: Manifest) -> EngineReader:
    """Open the live generation with the engine that wrote it. Raises `IndexOutdated` where this release lacks it."""
    if manifest.engine not in ENGINES:
        raise IndexOutdated(
            f"{index} was written by the engine “{manifest.engine}”, this release has {', '.join(ENGINES)}; "
            "run timdau reindex --full"
        )
    refuse_damaged(index, manifest)
    return ENGINES[manifest.engine].reader(engine_folder(index, manifest))


def _version() -> str:
    """Return the fingerprint of all that turns a file into what is indexed, but for the vocabulary."""
    parts = (
        f"reading {READING_VERSION}",
        f"analysis {ANALYSIS_VERSION}",
        f"extraction {EXTRACTION_VERSION}",
        f"facets {' '.join(FACETS)}",
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
