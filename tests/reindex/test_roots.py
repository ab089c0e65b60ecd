"""Which folder ids start at, and which articles a run covers and removes."""

import pytest

from indexer.reindex import RunOptions, reindex
from tests.reindex.archive import Archive, counts, skips
from tests.store.json_engine import JsonEngine, extract


def test_only_articles_below_the_paths_are_removed(archive: Archive) -> None:
    other = Archive(archive.folder / "other", archive.engine)
    other.write("o.txt", "Bài o")
    archive.run(archive.docs, other.docs)
    for path in (other.docs / "o.txt", archive.docs / "a.txt", archive.docs / "c" / "d.txt"):
        path.unlink()
    other.write("p.txt", "Bài p")
    report = archive.run(archive.docs / "c", allow_empty=True)
    assert counts(report) == (0, 0, 0, 1)
    assert sorted(archive.bodies()) == ["a.txt", "b.txt", "o.txt"]
    assert counts(archive.run(other.docs)) == (1, 0, 0, 1)
    assert sorted(archive.bodies()) == ["a.txt", "b.txt", "p.txt"]
    assert counts(archive.run()) == (0, 0, 1, 1)
    assert sorted(archive.bodies()) == ["b.txt", "p.txt"]


def test_a_single_file_belongs_to_the_root_above_it(archive: Archive) -> None:
    archive.run()
    archive.write("c/d.txt", "Bài d mới")
    archive.write("a.txt", "Bài a mới")
    assert counts(archive.run(archive.docs / "c" / "d.txt")) == (0, 1, 0, 0)
    assert archive.bodies()["c/d.txt"] == "Bài d mới"
    assert archive.bodies()["a.txt"] == "Bài a"


def test_the_id_of_a_single_file_without_a_root_is_its_name(archive: Archive) -> None:
    assert counts(archive.run(archive.docs / "c" / "d.txt")) == (1, 0, 0, 0)
    assert sorted(archive.bodies()) == ["d.txt"]
    assert counts(archive.run()) == (3, 0, 0, 1)
    assert sorted(archive.bodies()) == ["a.txt", "b.txt", "c/d.txt"]


def test_a_wider_root_covers_the_one_inside_it(archive: Archive) -> None:
    archive.run(archive.docs / "c")
    assert sorted(archive.bodies()) == ["d.txt"]
    archive.write("c/e.txt", "Bài e")
    archive.write("e/d.txt", "Bài c/d")
    for full in (False, True):
        report = archive.run(full=full)
        assert skips(report) == [("e/d.txt", "duplicate")]
        assert sorted(archive.bodies()) == ["a.txt", "b.txt", "d.txt", "e.txt"]
    assert counts(report) == (0, 0, 4, 0)
    (archive.docs / "c" / "e.txt").unlink()
    assert counts(archive.run()) == (0, 0, 3, 1)
    assert counts(archive.run(archive.docs / "c", full=True)) == (0, 0, 3, 0)
    archive.write("c/e.txt", "Bài e")
    assert counts(archive.run(archive.docs.parent)) == (1, 0, 3, 0)
    assert sorted(archive.bodies()) == ["a.txt", "b.txt", "d.txt", "e.txt"]


def test_a_folder_becomes_a_root_even_after_its_file_was_given(archive: Archive) -> None:
    archive.run(archive.docs / "c" / "d.txt")
    assert counts(archive.run(archive.docs / "c")) == (0, 0, 1, 0)
    archive.run()
    assert sorted(archive.bodies()) == ["a.txt", "b.txt", "d.txt"]


@pytest.mark.parametrize("full", [False, True])
def test_ids_start_at_the_docs_folder_in_every_run(archive: Archive, full: bool) -> None:
    archive.run(archive.docs / "c", docs=archive.docs)
    assert sorted(archive.bodies()) == ["c/d.txt"]
    assert counts(archive.run(archive.docs / "c", full=full)) == (0, 0, 1, 0)
    assert counts(archive.run(archive.docs.parent, docs=archive.docs, full=full)) == (2, 0, 1, 0)
    assert sorted(archive.bodies()) == ["a.txt", "b.txt", "c/d.txt"]


def test_a_docs_folder_inside_a_known_root_changes_no_ids(archive: Archive) -> None:
    archive.run()
    assert counts(archive.run(archive.docs / "c", docs=archive.docs / "c")) == (0, 0, 1, 0)
    assert sorted(archive.bodies()) == ["a.txt", "b.txt", "c/d.txt"]


def test_a_missing_docs_folder_does_not_matter(archive: Archive) -> None:
    assert counts(archive.run(docs=archive.docs / "gone")) == (3, 0, 0, 0)


def test_articles_and_index_move_together(archive: Archive) -> None:
    archive.run()
    moved = Archive(archive.folder.with_name("moved"), archive.engine)
    archive.folder.rename(moved.folder)
    report = moved.run()
    assert counts(report) == (0, 0, 3, 0)
    assert report.skipped == ()


def test_an_index_among_the_articles_is_not_walked(archive: Archive) -> None:
    for _ in range(2):
        report = reindex(RunOptions([archive.docs], archive.docs / "index", JsonEngine(), extract, "1"))
        assert report.skipped == ()
