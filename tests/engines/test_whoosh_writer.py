"""Damage and a full disk while Whoosh writes."""

import gc
from pathlib import Path

import pytest
from whoosh.writing import SegmentWriter

from indexer.engines.whoosh_reference import WhooshEngine
from indexer.engines.whoosh_reference.writer import prepare
from indexer.errors import IndexCorrupt
from indexer.model import Article


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with an index of two articles."""
    writer = WhooshEngine().writer(tmp_path)
    for name in ("a", "b"):
        writer.put(prepare([Article(f"{name}.txt", f"{name}.txt", f"Bài {name} về hội nghị")]))
    writer.commit()
    return tmp_path


def change(folder: Path) -> None:
    writer = WhooshEngine().writer(folder)
    try:
        writer.put(prepare([Article("a.txt", "a.txt", "Bài mới")]))
        writer.commit()
    except BaseException:
        writer.cancel()
        raise


# Whoosh leaves damaged files open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("ending", ["seg", "toc"])
def test_a_truncated_file_is_damage(folder: Path, ending: str) -> None:
    (path,) = folder.glob(f"*.{ending}")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(IndexCorrupt, match="run timdau reindex --full"):
        change(folder)
    gc.collect()


@pytest.mark.parametrize("closed", [False, True])
def test_a_full_disk_is_not_damage(folder: Path, monkeypatch: pytest.MonkeyPatch, closed: bool) -> None:
    def commit(writer: SegmentWriter) -> None:
        if closed:
            writer.cancel()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(SegmentWriter, "commit", commit)
    with pytest.raises(OSError, match="No space left on device"):
        change(folder)
