"""What a run was asked for, and what that means for the index as it is."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.engines.base import Engine
from indexer.reindex.labelling import Labelling
from indexer.reindex.report import Progress
from indexer.reindex.work import Extract
from indexer.store.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Run:
    """What a run was asked for. `index` is absolute and free of links; `docs` is the configured docs folder.

    `encoding` is that of the files below `paths` which state none.
    """

    paths: Sequence[Path]
    docs: Path | None
    index: Path
    engine: Engine[Any]
    extract: Extract
    version: str
    labelling: Labelling
    full: bool
    dry: bool
    allow_empty: bool
    workers: int
    encoding: str | None
    progress: Callable[[Progress], None] | None


def is_afresh(run: Run, live: Manifest | None) -> bool:
    """Tell whether everything is to be read and written anew, changed or not."""
    return run.full or live is None or (live.engine, live.version) != (run.engine.name, run.version)


def is_outdated(run: Run, live: Manifest | None) -> bool:
    """Tell whether the articles of the live generation were made by another version or with another vocabulary."""
    return live is not None and (live.version, live.vocabulary) != (run.version, run.labelling.version)


def root_name(run: Run, root: Path) -> str:
    """Return what the catalog calls a root."""
    return os.path.relpath(root, run.index)


def root_path(run: Run, root: str) -> Path:
    """Return where a root is that the catalog calls so."""
    return Path(os.path.normpath(run.index / root))
