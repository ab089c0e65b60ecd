"""What a run was asked to do, as one value."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.config import PARSE_SECONDS
from indexer.engines.base import Engine
from indexer.model import Article
from indexer.reindex.extraction import Extract
from indexer.reindex.run_report import Progress
from indexer.store.catalog import Ancestry
from indexer.store.manifest import Manifest

Relabel = Callable[[Sequence[Article]], Sequence[Article]]


@dataclass(frozen=True, slots=True)
class Labelling:
    """How articles are labelled: the fingerprint of the vocabulary, and functions for its ancestry and stored articles.

    Stored articles do not suffice for those with one of `problems` (codes), nor, if the ancestry of known ids has
    changed, for those with stated labels: their files are read again.
    """

    version: str
    ancestry: Callable[[], Ancestry]
    relabel: Relabel
    problems: tuple[str, ...]


NO_LABELS = Labelling("", dict, lambda articles: articles, ())


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a run was asked to do.

    `paths` are folders, article files and batches. The id of an article is its path below its root: the docs folder
    `docs` and every folder of an earlier run are roots; any other folder in `paths` becomes one. Articles vanish only
    below `paths`. `index` is made absolute and free of links.

    `version` is that of reading, analysis and extraction. `full`, another `version` and another engine rebuild the
    index from scratch; another `labelling` only relabels its articles and rewrites those whose labels change.
    `encoding` is that of the files below `paths` that state none. Parsing a document takes at most `parse_seconds` of
    processor time. With `allow_empty`, paths may be missing or
    unexpectedly empty, and lose their articles.
    """

    paths: Sequence[Path]
    index: Path
    engine: Engine[Any]
    extract: Extract
    version: str
    labelling: Labelling = NO_LABELS
    docs: Path | None = None
    full: bool = False
    dry_run: bool = False
    allow_empty: bool = False
    workers: int = 1
    encoding: str | None = None
    parse_seconds: float = PARSE_SECONDS
    progress: Callable[[Progress], None] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", Path(os.path.realpath(self.index)))

    def rebuilds(self, live: Manifest | None) -> bool:
        """Return whether everything is read and written again, changed or not."""
        return self.full or live is None or (live.engine, live.version) != (self.engine.name, self.version)

    def outdates(self, live: Manifest | None) -> bool:
        """Return whether another version or vocabulary made the articles of the live generation."""
        return live is not None and (live.version, live.vocabulary) != (self.version, self.labelling.version)
