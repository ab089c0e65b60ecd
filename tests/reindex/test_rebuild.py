"""Rebuilds read and write everything again, and lose nothing."""

import pytest

from indexer import reindex
from indexer.errors import StorageError
from indexer.store.manifest import read_manifest
from tests.reindex.archive import Archive, counts
from tests.store.json_engine import JsonEngine


def test_another_version_reads_everything_again(archive: Archive) -> None:
    other = Archive(archive.folder / "other", archive.engine)
    other.write("o.txt", "Bài o")
    archive.run(archive.docs, other.docs)
    report = archive.run(version="2")
    assert counts(report) == (0, 4, 0, 0)
    assert report.generation == 2
    assert len(archive.articles()) == 4
    assert counts(archive.run(archive.docs, other.docs, version="2")) == (0, 0, 4, 0)


@pytest.mark.parametrize("name", ["READING_VERSION", "ANALYSIS_VERSION", "EXTRACTION_VERSION"])
def test_a_new_version_of_any_stage_reads_everything_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    reindex([archive.docs], index=archive.index)
    monkeypatch.setattr(f"indexer.versions.{name}", "next")
    assert counts(reindex([archive.docs], index=archive.index)) == (0, 3, 0, 0)
    assert counts(reindex([archive.docs], index=archive.index)) == (0, 0, 3, 0)


def test_a_full_run_writes_everything_again(archive: Archive) -> None:
    archive.run()
    (archive.docs / "a.txt").unlink()
    report = archive.run(full=True)
    assert counts(report) == (0, 0, 2, 1)
    assert report.generation == 2
    assert sorted(archive.engine.writers[-1].changes) == ["b.txt", "c/d.txt"]
    assert sorted(archive.bodies()) == ["b.txt", "c/d.txt"]


def test_articles_out_of_scope_survive_a_full_run(archive: Archive) -> None:
    other = Archive(archive.folder / "other", archive.engine)
    other.write("o.txt", "Bài o")
    other.write("p.txt", "Bài p")
    archive.run(archive.docs, other.docs)
    other.write("o.txt", "Bài o mới")
    (other.docs / "p.txt").unlink()
    report = archive.run(full=True)
    assert counts(report) == (0, 1, 3, 0)
    assert archive.bodies()["o.txt"] == "Bài o mới"
    assert archive.bodies()["p.txt"] == "Bài p"


def test_another_engine_rebuilds_the_index_and_loses_nothing(archive: Archive) -> None:
    other = Archive(archive.folder / "other", archive.engine)
    other.write("o.txt", "Bài o")
    archive.run(archive.docs, other.docs)
    archive.engine = JsonEngine(name="other")
    report = archive.run()
    assert (counts(report), report.engine) == ((0, 0, 4, 0), "other")
    assert read_manifest(archive.index).engine == "other"
    assert len(archive.articles()) == 4
    other.docs.rename(archive.folder / "away")
    archive.engine = JsonEngine(name="third")
    with pytest.raises(StorageError, match=r"1 articles can neither be read now nor .*\(o\.txt …\)"):
        archive.run()
    assert read_manifest(archive.index).engine == "other"
    assert counts(archive.run(allow_empty=True)) == (0, 0, 3, 1)
    assert sorted(archive.articles()) == ["a.txt", "b.txt", "c/d.txt"]
