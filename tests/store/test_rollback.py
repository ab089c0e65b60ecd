"""Rollbacks to the previous generation: what they need and leave, and how a reindex applies the changes again."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.engines.base import EngineReader
from indexer.errors import IndexCorrupt, IndexLocked, IndexMissing, IndexOutdated, StorageError
from indexer.reindex import ReindexReport, RunOptions, reindex
from indexer.store.lock import writer_lock
from indexer.store.manifest import Manifest, engine_folder, read_manifest
from indexer.store.rollback import rollback
from indexer.store.verify import verification
from tests.store.json_engine import JsonEngine, JsonReader, extract


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Return an index of two generations: the second has one article changed, one removed and one added."""
    (tmp_path / "docs").mkdir()
    write(tmp_path / "index", a="Bài a", b="Bài b")
    bring_up_to_date(tmp_path / "index")
    (tmp_path / "docs" / "b.txt").unlink()
    write(tmp_path / "index", a="Bài a, sửa lại", c="Bài c")
    bring_up_to_date(tmp_path / "index")
    return tmp_path / "index"


def write(index: Path, **texts: str) -> None:
    for name, text in texts.items():
        (index.parent / "docs" / f"{name}.txt").write_text(text, encoding="utf-8")


def bring_up_to_date(index: Path, *, full: bool = False) -> ReindexReport:
    docs = index.parent / "docs"
    return reindex(RunOptions([docs], index, JsonEngine(), extract, "1", full=full))


def roll_back(index: Path) -> Manifest:
    return rollback(index, lambda manifest: JsonReader(engine_folder(index, manifest)))


def texts(index: Path) -> dict[str, str]:
    reader = JsonReader(engine_folder(index, read_manifest(index)))
    return {article.id: article.body for article in reader.articles()}


def folders(index: Path) -> list[str]:
    return sorted(path.name for path in index.iterdir() if path.is_dir())


def is_sound(index: Path) -> bool:
    return verification(index, lambda manifest: JsonReader(engine_folder(index, manifest))).sound


BEFORE = {"a.txt": "Bài a", "b.txt": "Bài b"}
AFTER = {"a.txt": "Bài a, sửa lại", "c.txt": "Bài c"}


def test_the_previous_generation_is_live_again(index: Path) -> None:
    assert texts(index) == AFTER
    first = roll_back(index)
    assert (first.generation, first.articles) == (1, 2)
    assert read_manifest(index) == first
    assert texts(index) == BEFORE
    assert is_sound(index)


def test_readers_notice_the_change_from_the_manifest_file(index: Path) -> None:
    before = (index / "manifest.json").stat()
    roll_back(index)
    after = (index / "manifest.json").stat()
    assert (before.st_ino, before.st_mtime_ns) != (after.st_ino, after.st_mtime_ns)


def test_the_abandoned_generation_stays_for_its_readers_until_the_next_is_published(index: Path) -> None:
    roll_back(index)
    assert folders(index) == ["generation-000001", "generation-000002"]
    bring_up_to_date(index)
    assert folders(index) == ["generation-000001", "generation-000003"]


def test_a_reindex_applies_the_changes_again(index: Path) -> None:
    roll_back(index)
    report = bring_up_to_date(index)
    assert (report.generation, report.added, report.updated, report.removed) == (3, 1, 1, 1)
    assert texts(index) == AFTER
    assert is_sound(index)


def test_a_second_rollback_after_a_reindex(index: Path) -> None:
    roll_back(index)
    bring_up_to_date(index)
    assert roll_back(index).generation == 1
    assert texts(index) == BEFORE


def test_no_number_names_two_states(index: Path) -> None:
    roll_back(index)
    (index.parent / "docs" / "c.txt").unlink()
    write(index, a="Bài a", b="Bài b")
    assert bring_up_to_date(index).generation == 1, "nothing has changed since the first generation"
    write(index, d="Bài d")
    assert bring_up_to_date(index).generation == 3


def test_a_rollback_goes_back_one_generation_and_no_more(index: Path) -> None:
    roll_back(index)
    with pytest.raises(StorageError, match=r"keeps no generation before 1, .* run timdau reindex"):
        roll_back(index)
    assert texts(index) == BEFORE


def test_the_first_generation_has_no_previous_one(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    write(tmp_path / "index", a="Bài a")
    bring_up_to_date(tmp_path / "index")
    with pytest.raises(StorageError, match="keeps no generation before 1"):
        roll_back(tmp_path / "index")


def test_a_generation_that_was_never_live_cannot_be_restored(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "index" / "generation-000001" / "engine").mkdir(parents=True)
    write(tmp_path / "index", a="Bài a")
    assert bring_up_to_date(tmp_path / "index").generation == 2
    with pytest.raises(StorageError, match="keeps no generation before 2"):
        roll_back(tmp_path / "index")


def test_a_full_run_keeps_the_previous_generation_too(index: Path) -> None:
    bring_up_to_date(index, full=True)
    assert roll_back(index).generation == 2
    assert texts(index) == AFTER


def test_a_rollback_without_an_index_creates_none(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="run timdau reindex"):
        roll_back(tmp_path / "index")
    assert not (tmp_path / "index").exists()


def test_a_rollback_during_a_run_is_refused(index: Path) -> None:
    with writer_lock(index), pytest.raises(IndexLocked, match="wait until that run is done"):
        roll_back(index)
    assert texts(index) == AFTER


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    replace(path, bytes(data))


def truncate(path: Path) -> None:
    replace(path, path.read_bytes()[:1])


def replace(path: Path, data: bytes) -> None:
    """Give a file other bytes. Those linked to it keep theirs."""
    path.unlink()
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("manifest.json", flip),
        ("manifest.json", truncate),
        *(
            (name, damage)
            for name in ("catalog.sqlite", "engine/engine.json")
            for damage in (flip, truncate, Path.unlink)
        ),
    ],
)
def test_a_damaged_generation_is_not_restored(index: Path, name: str, damage: Callable[[Path], None]) -> None:
    damage(index / "generation-000001" / name)
    with pytest.raises(IndexCorrupt, match=r"generation.*1.*run timdau reindex --full"):
        roll_back(index)
    assert read_manifest(index).generation == 2
    assert is_sound(index)


def test_a_generation_its_engine_refuses_is_not_restored(index: Path) -> None:
    def refuse(manifest: Manifest) -> EngineReader:
        raise IndexOutdated(f"generation {manifest.generation} has another engine; run timdau reindex --full")

    with pytest.raises(IndexOutdated, match="generation 1"):
        rollback(index, refuse)
    assert read_manifest(index).generation == 2


def test_a_full_disk_leaves_the_live_generation(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageError, match="free some space"):
        roll_back(index)
    monkeypatch.undo()
    assert texts(index) == AFTER


@pytest.mark.parametrize("damage", [flip, Path.unlink])
def test_verify_finds_damage_to_the_own_manifest_of_a_generation(index: Path, damage: Callable[[Path], None]) -> None:
    path = index / "generation-000002" / "manifest.json"
    damage(path)
    (finding,) = verification(index, lambda manifest: JsonReader(engine_folder(index, manifest))).findings
    assert finding.where == "generation-000002/manifest.json"
    assert finding.code in ("file-changed", "file-missing")
