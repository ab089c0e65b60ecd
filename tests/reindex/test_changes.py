"""A run finds what changed, and reads and writes nothing else."""

import os

import pytest

from indexer.ingest import walk
from indexer.reindex import sync
from tests.ingest.encodings.encoders import viscii
from tests.reindex.archive import Archive, counts, forbid, skips


def test_a_second_run_has_nothing_to_do(archive: Archive) -> None:
    report = archive.run()
    assert counts(report) == (3, 0, 0, 0)
    assert (report.generation, report.engine, report.skipped, report.problems) == (1, "json", (), ())
    assert archive.bodies() == {"a.txt": "Bài a", "b.txt": "Bài b", "c/d.txt": "Bài c/d"}
    report = archive.run()
    assert counts(report) == (0, 0, 3, 0)
    assert report.generation == 1
    assert len(archive.engine.writers) == 1
    assert [path.name for path in archive.index.glob("gen*")] == ["generation-000001"]


def test_an_untouched_file_is_not_opened(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.run()
    forbid(monkeypatch, *archive.docs.rglob("*.txt"))
    report = archive.run()
    assert counts(report) == (0, 0, 3, 0)
    assert report.skipped == ()


def test_changes_are_found(archive: Archive) -> None:
    archive.run()
    archive.write("a.txt", "Bài khác")
    (archive.docs / "b.txt").unlink()
    archive.write("e.txt", "Bài e")
    report = archive.run()
    assert counts(report) == (1, 1, 1, 1)
    assert report.generation == 2
    assert archive.bodies() == {"a.txt": "Bài khác", "c/d.txt": "Bài c/d", "e.txt": "Bài e"}


def test_a_change_that_keeps_size_and_time_is_found(archive: Archive) -> None:
    archive.run()
    before = (archive.docs / "a.txt").stat()
    archive.write("a.txt", "Bài z")
    os.utime(archive.docs / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert counts(archive.run()) == (0, 1, 2, 0)


def test_a_file_written_just_now_is_read_again_by_the_next_run(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "_stamp", lambda status: "one tick")
    monkeypatch.setattr(sync, "_TICK_NS", 10**12)
    archive.run()
    archive.write("a.txt", "Bài z")
    assert counts(archive.run()) == (0, 1, 2, 0)
    monkeypatch.setattr(sync, "_TICK_NS", -(10**12))
    archive.write("b.txt", "Bài y")
    archive.write("a.txt", "Bài x")
    assert counts(archive.run()) == (0, 2, 1, 0)
    archive.write("b.txt", "Bài w")
    assert counts(archive.run()) == (0, 0, 3, 0)


def test_a_file_that_is_only_touched_is_unchanged(archive: Archive) -> None:
    archive.run()
    os.utime(archive.docs / "a.txt", ns=(1, 1))
    report = archive.run()
    assert counts(report) == (0, 0, 3, 0)
    assert report.generation == 1


def test_adding_changing_and_removing_a_sidecar_updates_its_article(archive: Archive) -> None:
    archive.run()
    archive.write("a.txt.meta.toml", 'title = "Một"')
    assert counts(archive.run()) == (0, 1, 2, 0)
    assert archive.articles()["a.txt"].title == "Một"
    archive.write("a.txt.meta.toml", 'title = "Hai"\nautor = 1')
    report = archive.run()
    assert counts(report) == (0, 1, 2, 0)
    assert [(article_id, problem.code) for article_id, problem in report.problems] == [("a.txt", "unknown-key")]
    (archive.docs / "a.txt.meta.toml").unlink()
    assert counts(archive.run()) == (0, 1, 2, 0)
    assert archive.articles()["a.txt"].title is None


def test_adding_changing_and_removing_a_table_updates_its_articles(archive: Archive) -> None:
    archive.run()
    archive.write("metadata.csv", "file,title\na.txt,Một\n")
    assert counts(archive.run()) == (0, 1, 2, 0)
    assert archive.articles()["a.txt"].title == "Một"
    archive.write("metadata.csv", "file,title\na.txt,Một\nb.txt,Hai\nz.txt,Ba\n")
    report = archive.run()
    assert counts(report) == (0, 1, 2, 0)
    assert skips(report) == [("metadata.csv", "stray-row")]
    assert skips(archive.run()) == [("metadata.csv", "stray-row")]
    (archive.docs / "metadata.csv").unlink()
    report = archive.run()
    assert counts(report) == (0, 2, 1, 0)
    assert archive.articles()["a.txt"].title is None


def test_an_unreadable_table_keeps_the_articles_as_indexed(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.write("metadata.csv", "file,title\na.txt,Một\n")
    archive.run()
    archive.write("metadata.csv", "file,title\na.txt,Hai\n")
    with monkeypatch.context() as patch:
        forbid(patch, archive.docs / "metadata.csv")
        report = archive.run()
    assert counts(report)[:2] == (0, 0)
    assert ("metadata.csv", "unreadable") in skips(report)
    assert archive.articles()["a.txt"].title == "Một"
    assert counts(archive.run()) == (0, 1, 2, 0)


def test_another_encoding_reads_the_files_below_the_paths_again(archive: Archive) -> None:
    archive.write("a.txt", viscii("Hội nghị khai mạc"))
    archive.write("c/d.txt", viscii("Bế mạc cuộc họp"))
    archive.run()
    assert archive.bodies()["a.txt"] == "Hội nghị khai mạc"
    report = archive.run(archive.docs / "c", encoding="tcvn3", docs=archive.docs)
    assert counts(report) == (0, 1, 0, 0)
    assert archive.articles()["c/d.txt"].encoding == "tcvn3"
    assert counts(archive.run(archive.docs / "c", encoding="tcvn3", docs=archive.docs)) == (0, 0, 1, 0)
    assert counts(archive.run()) == (0, 1, 2, 0)
    assert archive.bodies()["c/d.txt"] == "Bế mạc cuộc họp"
