"""A run never builds on damage nor publishes it as sound, and reads no more of the index than that takes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import reindex, verify
from indexer.engines.arrays.segments import segment as engine_segment
from indexer.engines.arrays.segments.container import open_container
from indexer.errors import IndexCorrupt
from indexer.store import verify as store_verify
from indexer.store.manifest import read_manifest

ENGINES = ("arrays", "whoosh")


def write(docs: Path, *numbers: int) -> None:
    docs.mkdir(exist_ok=True)
    for number in numbers:
        (docs / f"{number}.txt").write_text(
            f"Bài số {number}\n\nMột hội nghị khác, lần thứ {number}.", encoding="utf-8"
        )


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Enough articles that a segment is too large to be checksummed when the index is opened."""
    write(tmp_path / "docs", *range(300))
    return tmp_path / "docs"


def live_files(index: Path) -> Iterator[Path]:
    """Yield the files of the live engine that are too large for a run to read whole."""
    manifest = read_manifest(index)
    for name, entry in manifest.files.items():
        if name.startswith("engine/") and entry.bytes > 1 << 16:
            yield index / manifest.folder / name


def flip(path: Path, share: float) -> None:
    """Flip a bit after this share of a file's bytes."""
    flip_at(path, int(path.stat().st_size * share))


def flip_at(path: Path, offset: int) -> None:
    """Flip a bit at an offset. The file is replaced, so that those linked to it stay sound."""
    data = bytearray(path.read_bytes())
    data[offset] ^= 1
    path.unlink()
    path.write_bytes(data)


def change(docs: Path) -> None:
    write(docs, 1000)
    (docs / "7.txt").unlink()


@pytest.mark.parametrize("array", ["docs", "impacts", "bigram_positions", "summaries", "articles"])
def test_a_segment_that_is_only_linked_keeps_its_checksum(
    tmp_path: Path, docs: Path, array: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_segment, "SMALL", 0)
    index = tmp_path / "index"
    reindex([docs], index=index)
    (segment,) = live_files(index)
    flip_at(segment, segment.read_bytes().index(open_container(segment).arrays[array].tobytes()))
    change(docs)
    assert reindex([docs], index=index).generation == 2
    (finding,) = verify(index).findings
    assert (finding.code, finding.where) == ("file-changed", f"generation-000002/engine/{segment.name}")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_dry_run_refuses_the_same_damage_as_a_run(tmp_path: Path, docs: Path, engine: str) -> None:
    index = tmp_path / "index"
    reindex([docs], index=index, engine=engine)
    written = [path for path in index.glob("generation-*/engine/*") if path.stat().st_size]
    flip(min(written, key=lambda path: path.stat().st_size), 0.5)
    assert reindex([docs], index=index, engine=engine, dry_run=True).unchanged == 300
    change(docs)
    for dry_run in (True, False):
        with pytest.raises(IndexCorrupt, match="run timdau reindex --full"):
            reindex([docs], index=index, engine=engine, dry_run=dry_run)
    assert reindex([docs], index=index, engine=engine, dry_run=True, full=True).added == 1


def test_whoosh_which_checks_nothing_when_merging_does_not_build_on_damage(tmp_path: Path, docs: Path) -> None:
    index = tmp_path / "index"
    reindex([docs], index=index, engine="whoosh")
    flip(max(live_files(index), key=lambda path: path.stat().st_size), 0.5)
    change(docs)
    with pytest.raises(IndexCorrupt, match="run timdau reindex --full"):
        reindex([docs], index=index, engine="whoosh")
    assert read_manifest(index).generation == 1


def test_damaged_deletions_are_not_carried_over(tmp_path: Path, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_verify, "_SMALL", 0)
    index = tmp_path / "index"
    reindex([docs], index=index)
    change(docs)
    reindex([docs], index=index)
    (deletions,) = index.glob("generation-000002/engine/*.deleted-*")
    flip_at(deletions, 64)
    (docs / "8.txt").unlink()
    with pytest.raises(IndexCorrupt, match="run timdau reindex --full"):
        reindex([docs], index=index)
    assert not verify(index).sound


def test_a_damaged_segment_is_not_merged(tmp_path: Path, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_segment, "SMALL", 0)
    index = tmp_path / "index"
    reindex([docs], index=index)
    (segment,) = live_files(index)
    flip_at(segment, segment.read_bytes().index(open_container(segment).arrays["bigram_docs"].tobytes()))
    for number in range(200):
        (docs / f"{number}.txt").unlink()
    with pytest.raises(IndexCorrupt, match="run timdau reindex --full"):
        reindex([docs], index=index)
    assert read_manifest(index).generation == 1
