"""A folder of articles and its index, for the tests of reindexing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from indexer.model import Article
from indexer.reindex import ReindexReport, RunOptions, reindex
from indexer.store.manifest import engine_folder, read_manifest
from indexer.store.verify import verification
from tests.store.json_engine import JsonEngine, JsonReader, extract


@dataclass
class Archive:
    folder: Path
    engine: JsonEngine = field(default_factory=JsonEngine)

    @property
    def docs(self) -> Path:
        return self.folder / "docs"

    @property
    def index(self) -> Path:
        return self.folder / "index"

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def write_batch(self, name: str, *records: Mapping[str, object]) -> Path:
        return self.write(name, "".join(json.dumps(record) + "\n" for record in records))

    def rename(self, old: str, new: str) -> None:
        (self.docs / new).parent.mkdir(parents=True, exist_ok=True)
        (self.docs / old).rename(self.docs / new)

    def run(self, *paths: Path, version: str = "1", **options: Any) -> ReindexReport:
        """Reindex the paths, by default all articles; `options` are those of `RunOptions`."""
        return reindex(RunOptions(paths or [self.docs], self.index, self.engine, extract, version, **options))

    def articles(self) -> dict[str, Article]:
        """Return the articles of the live generation, which must be sound."""
        assert verification(self.index, lambda live: JsonReader(engine_folder(self.index, live))).findings == ()
        reader = JsonReader(engine_folder(self.index, read_manifest(self.index)))
        return {article.id: article for article in reader.articles()}

    def bodies(self) -> dict[str, str]:
        return {article.id: article.body for article in self.articles().values()}


def counts(report: ReindexReport) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.removed


def skips(report: ReindexReport) -> Sequence[tuple[str, str]]:
    return [(skipped.path, skipped.code) for skipped in report.skipped]


def forbid(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    """Make files and folders unreadable, even for root."""
    for method in ("open", "iterdir"):
        real = getattr(Path, method)

        def guarded(path: Path, *args: object, real: object = real, **options: object) -> object:
            if path in paths:
                raise PermissionError(13, "Permission denied")
            assert callable(real)
            return real(path, *args, **options)

        monkeypatch.setattr(Path, method, guarded)
