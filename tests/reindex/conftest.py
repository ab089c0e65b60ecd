"""What the tests of reindexing start from."""

from pathlib import Path

import pytest

from indexer.reindex import compare
from tests.reindex.archive import Archive


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have even the files just written count as settled, as they are in an archive."""
    monkeypatch.setattr(compare, "_TICK_NS", -(10**12))


@pytest.fixture
def archive(tmp_path: Path, settled: None) -> Archive:
    archive = Archive(tmp_path)
    for name in ("a", "b", "c/d"):
        archive.write(f"{name}.txt", f"Bài {name}")
    return archive
