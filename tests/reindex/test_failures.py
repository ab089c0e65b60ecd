"""A run that fails says why and leaves everything as it was."""

from pathlib import Path

import pytest

from indexer.errors import IndexCorrupt, IndexLocked, IndexOutdated, StorageError
from indexer.reindex import Progress
from indexer.store.lock import writer_lock
from tests.ingest.permissions import needs_permissions
from tests.reindex.archive import Archive, counts, forbid


def test_a_second_run_at_the_same_time_is_refused(archive: Archive) -> None:
    with writer_lock(archive.index), pytest.raises(IndexLocked):
        archive.run()
    assert counts(archive.run()) == (3, 0, 0, 0)


@pytest.mark.parametrize(("damage", "error"), [("{", IndexCorrupt), ('{"format": 0}', IndexOutdated)])
def test_a_damaged_or_outdated_index_is_rebuilt_only_with_full(
    archive: Archive, damage: str, error: type[Exception]
) -> None:
    archive.run()
    (archive.index / "manifest.json").write_text(damage)
    with pytest.raises(error, match="--full"):
        archive.run()
    report = archive.run(full=True)
    assert counts(report) == (3, 0, 0, 0)
    assert report.generation == 2


@pytest.mark.parametrize("damage", [None, b"", b"no catalog" * 1000])
def test_a_run_never_builds_on_a_damaged_catalog(archive: Archive, damage: bytes | None) -> None:
    archive.run()
    (catalog,) = archive.index.rglob("catalog.sqlite")
    catalog.unlink()
    if damage is not None:
        catalog.write_bytes(damage)
    with pytest.raises(IndexCorrupt, match="run timdau reindex --full"):
        archive.run()
    assert counts(archive.run(full=True)) == (3, 0, 0, 0)
    assert len(archive.articles()) == 3


@pytest.mark.parametrize("damage", [None, b"Bai", b""])
def test_a_run_never_builds_on_a_damaged_engine(archive: Archive, damage: bytes | None) -> None:
    archive.run()
    victim = sorted(archive.index.glob("generation-*/engine/*.article"))[0]
    content = victim.read_bytes()
    victim.unlink()
    if damage is not None:
        victim.write_bytes(content.replace(b"B\\u00e0i", damage))
    archive.write("e.txt", "Bài e")
    with pytest.raises(IndexCorrupt, match="run timdau reindex --full"):
        archive.run()
    assert [path.name for path in archive.index.glob("gen*")] == ["generation-000001"]
    assert counts(archive.run(full=True)) == (1, 0, 3, 0)
    assert len(archive.articles()) == 4


def test_a_full_run_carries_nothing_over_from_a_damaged_engine(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.run()
    for article in archive.index.glob("generation-*/engine/*.article"):
        article.write_bytes(article.read_bytes().replace(b"B\\u00e0i", b"B\\u00e1i"))
    forbid(monkeypatch, archive.docs / "a.txt")
    with pytest.raises(StorageError, match="1 articles can neither be read now nor be carried over"):
        archive.run(full=True)


@needs_permissions
def test_an_index_folder_that_cannot_be_written_is_reported(archive: Archive) -> None:
    archive.run()
    archive.write("a.txt", "Bài a mới")
    archive.index.chmod(0o500)
    try:
        with pytest.raises(StorageError, match="give this user the right to write there"):
            archive.run()
        assert archive.bodies()["a.txt"] == "Bài a"
    finally:
        archive.index.chmod(0o700)


def test_a_full_disk_is_reported(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.run()
    archive.write("a.txt", "Bài a mới")

    def write_text(*_args: object, **_options: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", write_text)
    with pytest.raises(StorageError, match="No space left on device; free some space"):
        archive.run()
    monkeypatch.undo()
    assert not archive.engine.writers[-1].is_open
    assert [path.name for path in archive.index.glob("gen*")] == ["generation-000001"]
    assert archive.bodies()["a.txt"] == "Bài a"
    assert counts(archive.run()) == (0, 1, 2, 0)


def test_an_interrupt_leaves_everything_as_it_was(archive: Archive) -> None:
    archive.run()
    archive.write("a.txt", "Bài a mới")

    def interrupt(_progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.run(progress=interrupt)
    assert not archive.engine.writers[-1].is_open
    assert archive.bodies()["a.txt"] == "Bài a"
    assert counts(archive.run()) == (0, 1, 2, 0)
