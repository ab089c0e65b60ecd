"""Of files with the same bytes or articles with the same id, the first is indexed; the next takes over when it goes."""

from indexer.model import Skipped
from indexer.store.catalog import original_file
from indexer.store.manifest import read_manifest
from tests.reindex.archive import Archive, counts, skips


def test_of_files_with_the_same_bytes_the_first_is_indexed(archive: Archive) -> None:
    archive.write("b.txt", "Bài a")
    report = archive.run()
    assert report.skipped == (Skipped("b.txt", "duplicate", "the same bytes as a.txt"),)
    assert sorted(archive.bodies()) == ["a.txt", "c/d.txt"]
    assert skips(archive.run()) == [("b.txt", "duplicate")]
    (archive.docs / "a.txt").unlink()
    report = archive.run()
    assert counts(report) == (1, 0, 1, 1)
    assert archive.bodies()["b.txt"] == "Bài a"
    archive.write("0.txt", "Bài a")
    report = archive.run()
    assert counts(report) == (1, 0, 1, 1)
    assert skips(report) == [("b.txt", "duplicate")]
    assert sorted(archive.bodies()) == ["0.txt", "c/d.txt"]


def test_empty_files_are_reported_as_empty_not_as_duplicates(archive: Archive) -> None:
    archive.write("x.txt", "")
    archive.write("y.txt", "")
    assert skips(archive.run()) == [("x.txt", "empty"), ("y.txt", "empty")]


def test_records_are_never_dropped_as_duplicates(archive: Archive) -> None:
    archive.write_batch("x.jsonl", {"body": "như nhau"}, {"body": "như nhau"}, {"id": "n1", "body": "như nhau"})
    archive.write("y.txt", "như nhau")
    report = archive.run()
    assert counts(report) == (7, 0, 0, 0)
    assert report.skipped == ()


def test_a_copy_of_a_batch_is_a_duplicate(archive: Archive) -> None:
    archive.write_batch("x.jsonl", {"body": "một"}, {"id": "n1", "body": "hai"})
    archive.write_batch("y.jsonl", {"body": "một"}, {"id": "n1", "body": "hai"})
    report = archive.run()
    assert counts(report) == (5, 0, 0, 0)
    assert skips(report) == [("y.jsonl", "duplicate")]


def test_of_two_articles_with_the_same_id_the_first_is_indexed(archive: Archive) -> None:
    archive.write_batch("x.jsonl", {"id": "n1", "body": "một"}, {"id": "n2", "body": "hai"})
    archive.write_batch("y.jsonl", {"id": "n2", "body": "hai khác"}, {"id": "n3", "body": "ba"})
    report = archive.run()
    assert skips(report) == [("y.jsonl", "duplicate-id")]
    assert "an earlier article in x.jsonl already has the id n2" in report.skipped[0].reason
    assert archive.bodies()["n2"] == "hai"
    archive.write_batch("x.jsonl", {"id": "n1", "body": "một"})
    report = archive.run()
    assert counts(report) == (0, 1, 5, 0)
    assert report.skipped == ()
    assert archive.bodies()["n2"] == "hai khác"


def test_an_earlier_file_takes_over_an_id_and_gives_it_back(archive: Archive) -> None:
    archive.write_batch("y.jsonl", {"id": "n1", "body": "một"}, {"id": "n2", "body": "hai"})
    archive.run()
    archive.write_batch("x.jsonl", {"id": "n1", "body": "một, bản khác"})
    report = archive.run()
    assert counts(report) == (0, 1, 4, 0)
    assert skips(report) == [("y.jsonl", "duplicate-id")]
    (archive.docs / "x.jsonl").unlink()
    assert counts(archive.run()) == (0, 1, 4, 0)
    assert archive.bodies()["n1"] == "một"


def test_a_record_that_moves_to_another_batch_is_updated(archive: Archive) -> None:
    archive.write_batch("x.jsonl", {"id": "n1", "body": "một"}, {"id": "n2", "body": "hai"})
    archive.write_batch("y.jsonl", {"id": "n3", "body": "ba"})
    archive.run()
    archive.write_batch("x.jsonl", {"id": "n1", "body": "một"})
    archive.write_batch("y.jsonl", {"id": "n3", "body": "ba"}, {"id": "n2", "body": "hai"})
    assert counts(archive.run()) == (0, 1, 5, 0)
    assert archive.articles()["n2"].path == "y.jsonl"


def test_the_same_name_below_two_roots_is_a_duplicate_id(archive: Archive) -> None:
    other = Archive(archive.folder / "other", archive.engine)
    other.write("a.txt", "Bài a ở nơi khác")
    report = archive.run(archive.docs, other.docs)
    assert skips(report) == [("a.txt", "duplicate-id")]
    assert skips(archive.run(other.docs)) == [("a.txt", "duplicate-id")]
    (archive.docs / "a.txt").unlink()
    archive.run()
    assert counts(archive.run(other.docs)) == (1, 0, 0, 0)


def test_a_copy_below_another_root_takes_over(archive: Archive) -> None:
    other = Archive(archive.folder / "other", archive.engine)
    other.write("a.txt", "Bài a")
    assert skips(archive.run(archive.docs, other.docs)) == [("a.txt", "duplicate")]
    (archive.docs / "a.txt").unlink()
    report = archive.run(archive.docs, other.docs)
    assert counts(report) == (0, 0, 3, 0)
    manifest = read_manifest(archive.index)
    found = original_file(archive.index, manifest, "a.txt")
    assert found
    assert found.absolute == other.docs / "a.txt"
    assert report.generation == manifest.generation == 2
    assert archive.bodies()["a.txt"] == "Bài a"
