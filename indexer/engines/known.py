"""The engines of this release. Each is imported when it is first used: a run that changes nothing needs none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.config import ENGINES as NAMES
from indexer.deferred import Deferred
from indexer.engines.base import Engine, EngineReader, EngineWriter
from indexer.errors import UsageError
from indexer.model import Article


@dataclass(frozen=True, slots=True)
class KnownEngine:
    """Implements `indexer.engines.base.Engine` by the engine that `create` makes."""

    name: str
    create: Deferred

    @property
    def builds_on_trust(self) -> bool:
        """Whether a writer takes over existing files without checking them for damage."""
        return self._engine.builds_on_trust

    @property
    def runs_code(self) -> bool:
        """Whether the files can run code of whoever wrote them as they are opened."""
        return self._engine.runs_code

    def prepare(self, articles: Sequence[Article]) -> Any:
        """Return articles as the writer takes them."""
        return self._engine.prepare(articles)

    def reader(self, folder: Path) -> EngineReader:
        """Open the folder for searching."""
        return self._engine.reader(folder)

    def writer(self, folder: Path, *, workers: int = 1) -> EngineWriter[Any]:
        """Open the folder for changes; an empty folder becomes an empty index first."""
        return self._engine.writer(folder, workers=workers)

    @property
    def _engine(self) -> Engine[Any]:
        engine: Engine[Any] = self.create()
        return engine


_CLASSES = (
    Deferred("indexer.engines.arrays", "ArraysEngine"),
    Deferred("indexer.engines.whoosh_reference", "WhooshEngine"),
)
ENGINES: Mapping[str, Engine[Any]] = {
    name: KnownEngine(name, create) for name, create in zip(NAMES, _CLASSES, strict=True)
}
"""Engine name in manifests and on the command line → engine; the names of `indexer.config`, in its order."""


def checked_engine(engine: str) -> str:
    """Return the name of an engine. Raises `UsageError` for an unknown one."""
    if engine not in ENGINES:
        raise UsageError(f"unknown engine “{engine}”; this release has {', '.join(ENGINES)}")
    return engine
