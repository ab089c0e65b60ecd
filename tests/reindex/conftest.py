"""An archive to start from, for the tests of reindexing."""

from pathlib import Path

import pytest

from indexer.reindex import sync
from tests.reindex.archive import Archive


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat even files written just now as settled, like those of a real archive."""
    monkeypatch.setattr(sync, "_TICK_NS", -(10**12))


@pytest.fixture
def archive(tmp_path: Path, settled: None) -> Archive:
    archive = Archive(tmp_path)
    for name in ("a", "b", "c/d"):
        archive.write(f"{name}.txt", f"Bài {name}")
    return archive
