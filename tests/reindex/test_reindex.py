import os
from pathlib import Path

import pytest

from indexer.errors import DocsMissing, IndexCorrupt, IndexLocked, IndexOutdated, StorageError
from indexer.ingest import walk
from indexer.ingest.formats import text
from indexer.model import Skipped
from indexer.reindex import Progress, compare, reindex
from indexer.store.lock import writer_lock
from indexer.store.manifest import read_manifest
from indexer.store.original import original_file
from tests.ingest.rights import needs_rights
from tests.reindex.archive import Archive, counts, skips
from tests.store.json_engine import JsonEngine, extract, problem_codes


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have even the files just written count as settled, as they are in an archive."""
    monkeypatch.setattr(compare, "_TICK_NS", -(10**12))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path)
    for name in ("a", "b", "c/d"):
        archive.write(f"{name}.txt", f"Bài {name}")
    return archive


def forbid(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    """Take the right to read away, also from root."""
    for method in ("open", "iterdir"):
        real = getattr(Path, method)

        def guarded(path: Path, *args: object, real: object = real, **options: object) -> object:
            if path in paths:
                raise PermissionError(13, "Permission denied")
            assert callable(real)
            return real(path, *args, **options)

        monkeypatch.setattr(Path, method, guarded)


def test_a_first_run_and_then_nothing_to_do(archive: Archive) -> None:
    report = archive.run()
    assert counts(report) == (3, 0, 0, 0)
    assert (report.generation, report.engine, report.skipped, report.problems) == (1, "json", (), ())
    assert archive.bodies() == {"a.txt": "Bài a", "b.txt": "Bài b", "c/d.txt": "Bài c/d"}
    report = archive.run()
    assert counts(report) == (0, 0, 3, 0)
    assert report.generation == 1
    assert len(archive.engine.writers) == 1
    assert [path.name for path in archive.index.glob("gen*")] == ["generation-000001"]


def test_an_untouched_file_is_not_even_opened(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_a_file_written_just_now_is_read_again(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "_stamp", lambda status: "one tick")
    monkeypatch.setattr(compare, "_TICK_NS", 10**12)
    archive.run()
    archive.write("a.txt", "Bài z")
    assert counts(archive.run()) == (0, 1, 2, 0)
    monkeypatch.setattr(compare, "_TICK_NS", -(10**12))
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


def test_a_sidecar_that_comes_changes_and_goes(archive: Archive) -> None:
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


def test_a_sidecar_that_cannot_be_read_takes_nothing_away(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.write("a.txt.meta.toml", 'title = "Một"')
    archive.run()
    archive.write("a.txt.meta.toml", 'title = "Hai"')
    forbid(monkeypatch, archive.docs / "a.txt.meta.toml")
    for _ in range(2):
        report = archive.run()
        assert skips(report) == [("a.txt", "unreadable")]
        assert "a.txt.meta.toml" in report.skipped[0].reason
        assert archive.articles()["a.txt"].title == "Một"
    monkeypatch.undo()
    assert counts(archive.run()) == (0, 1, 2, 0)
    assert archive.articles()["a.txt"].title == "Hai"


def test_problems_are_told_in_every_run_while_they_last(archive: Archive) -> None:
    archive.write("a.txt.meta.toml", "autor = 1")
    archive.write_batch("x.jsonl", {"id": "1", "body": "một", "year": "x"}, {"id": "2", "body": "hai"})
    expected = [("a.txt", "unknown-key"), ("1", "bad-value")]
    reports = [archive.run(), archive.run(), archive.run(full=True)]
    os.utime(archive.docs / "a.txt", ns=(1, 1))
    reports.append(archive.run())
    assert [problem_codes(report.problems) for report in reports] == [expected] * 4
    assert reports[0].problems == reports[1].problems
    archive.write_batch("x.jsonl", {"id": "2", "body": "hai"})
    assert problem_codes(archive.run().problems) == expected[:1]
    archive.write_batch("x.jsonl", {"id": "1", "body": "một"}, {"id": "2", "body": "hai"})
    archive.write("a.txt.meta.toml", 'author = "x"')
    assert archive.run().problems == ()


def test_what_was_skipped_is_named_in_every_run(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.write("empty.txt", "")
    archive.write("nul.txt", b"\x00\x01")
    archive.write("x.pdf", "x")
    archive.write("batch.jsonl", '{"id": "r", "body": "b"}\n{]\n{"id": "r", "body": "c"}\n')
    (archive.docs / "link.txt").symlink_to("/etc")
    expected = [
        ("batch.jsonl", "bad-record"),
        ("batch.jsonl", "duplicate-id"),
        ("empty.txt", "empty"),
        ("link.txt", "link-outside"),
        ("nul.txt", "binary"),
        ("x.pdf", "unknown-format"),
    ]
    first, second = archive.run(), archive.run()
    assert skips(first) == skips(second) == expected
    assert counts(first) == (4, 0, 0, 0)
    assert counts(second) == (0, 0, 4, 0)
    forbid(monkeypatch, *archive.docs.rglob("*.*"))
    assert skips(archive.run()) == expected


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


def test_empty_files_are_empty_and_not_duplicates(archive: Archive) -> None:
    archive.write("x.txt", "")
    archive.write("y.txt", "")
    assert skips(archive.run()) == [("x.txt", "empty"), ("y.txt", "empty")]


def test_records_are_never_dropped_as_duplicates(archive: Archive) -> None:
    archive.write_batch("x.jsonl", {"body": "như nhau"}, {"body": "như nhau"}, {"id": "1", "body": "như nhau"})
    archive.write("y.txt", "như nhau")
    report = archive.run()
    assert counts(report) == (7, 0, 0, 0)
    assert report.skipped == ()


def test_a_copy_of_a_batch_is_a_duplicate_file(archive: Archive) -> None:
    archive.write_batch("x.jsonl", {"body": "một"}, {"id": "1", "body": "hai"})
    archive.write_batch("y.jsonl", {"body": "một"}, {"id": "1", "body": "hai"})
    report = archive.run()
    assert counts(report) == (5, 0, 0, 0)
    assert skips(report) == [("y.jsonl", "duplicate")]


def test_of_two_articles_with_one_id_the_second_waits(archive: Archive) -> None:
    archive.write_batch("x.jsonl", {"id": "1", "body": "một"}, {"id": "2", "body": "hai"})
    archive.write_batch("y.jsonl", {"id": "2", "body": "hai khác"}, {"id": "3", "body": "ba"})
    report = archive.run()
    assert skips(report) == [("y.jsonl", "duplicate-id")]
    assert "the id 2 is that of an earlier article in x.jsonl" in report.skipped[0].reason
    assert archive.bodies()["2"] == "hai"
    archive.write_batch("x.jsonl", {"id": "1", "body": "một"})
    report = archive.run()
    assert counts(report) == (0, 1, 5, 0)
    assert report.skipped == ()
    assert archive.bodies()["2"] == "hai khác"


def test_an_earlier_file_takes_an_id_over_and_gives_it_back(archive: Archive) -> None:
    archive.write_batch("y.jsonl", {"id": "1", "body": "một"}, {"id": "2", "body": "hai"})
    archive.run()
    archive.write_batch("x.jsonl", {"id": "1", "body": "một, bản khác"})
    report = archive.run()
    assert counts(report) == (0, 1, 4, 0)
    assert skips(report) == [("y.jsonl", "duplicate-id")]
    (archive.docs / "x.jsonl").unlink()
    assert counts(archive.run()) == (0, 1, 4, 0)
    assert archive.bodies()["1"] == "một"


def test_a_record_moves_to_another_batch(archive: Archive) -> None:
    archive.write_batch("x.jsonl", {"id": "1", "body": "một"}, {"id": "2", "body": "hai"})
    archive.write_batch("y.jsonl", {"id": "3", "body": "ba"})
    archive.run()
    archive.write_batch("x.jsonl", {"id": "1", "body": "một"})
    archive.write_batch("y.jsonl", {"id": "3", "body": "ba"}, {"id": "2", "body": "hai"})
    assert counts(archive.run()) == (0, 1, 5, 0)
    assert archive.articles()["2"].path == "y.jsonl"


@pytest.mark.parametrize("full", [False, True])
def test_what_cannot_be_read_now_is_kept(archive: Archive, monkeypatch: pytest.MonkeyPatch, full: bool) -> None:
    archive.run()
    archive.write("a.txt", "Bài a mới")
    forbid(monkeypatch, archive.docs / "a.txt", archive.docs / "c")
    report = archive.run(full=full)
    kept = "; what was indexed from it before is kept"
    assert report.skipped == (
        Skipped("a.txt", "unreadable", "Permission denied" + kept),
        Skipped("c", "unreadable", "Permission denied" + kept),
    )
    assert counts(report) == (0, 0, 1, 0)
    assert archive.bodies() == {"a.txt": "Bài a", "b.txt": "Bài b", "c/d.txt": "Bài c/d"}
    monkeypatch.undo()
    assert counts(archive.run()) == (0, 1, 2, 0)
    assert archive.bodies()["a.txt"] == "Bài a mới"


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize(
    ("damage", "code"),
    [(b"", "empty"), (b"\x00", "binary"), (b"B\xe0i", "undecodable"), (b"long" * 100, "too-large")],
)
def test_an_article_stays_while_its_file_is_there(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, damage: bytes, code: str, full: bool
) -> None:
    monkeypatch.setattr(text, "MAX_BYTES", 200)
    archive.run()
    archive.write("a.txt", damage)
    for _ in range(2):
        report = archive.run(full=full)
        assert skips(report) == [("a.txt", code)]
        assert report.skipped[0].reason.endswith("is kept")
        assert archive.bodies()["a.txt"] == "Bài a"
    (archive.docs / "a.txt").unlink()
    assert counts(archive.run(full=full)) == (0, 0, 2, 1)


def test_a_damaged_batch_keeps_its_records_and_a_bad_line_does_not(archive: Archive) -> None:
    archive.write_batch("x.jsonl", {"id": "1", "body": "một"}, {"id": "2", "body": "hai"})
    archive.run()
    archive.write("x.jsonl", '{"id": "1", "body": "một mới"}\n'.encode("utf-16"))
    report = archive.run()
    assert skips(report) == [("x.jsonl", "undecodable")]
    assert archive.bodies()["2"] == "hai"
    archive.write("x.jsonl", '{"id": "1", "body": "một mới"}\n{"id": "2", "bod')
    report = archive.run()
    assert skips(report) == [("x.jsonl", "bad-record")]
    assert counts(report) == (0, 1, 3, 1)


@pytest.mark.parametrize("full", [False, True])
def test_a_mistake_in_extraction_hits_one_article_alone(archive: Archive, full: bool) -> None:
    archive.write("a.txt", "BREAKS")
    report = archive.run()
    assert skips(report) == [("a.txt", "extraction-failed")]
    assert counts(report) == (2, 0, 0, 0)
    archive.write("b.txt", "BREAKS too")
    report = archive.run(full=full)
    assert skips(report) == [("a.txt", "extraction-failed"), ("b.txt", "extraction-failed")]
    assert sorted(archive.bodies()) == ["b.txt", "c/d.txt"]


def test_only_what_lies_below_the_paths_is_removed(archive: Archive) -> None:
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


def test_a_single_file_belongs_to_the_root_around_it(archive: Archive) -> None:
    archive.run()
    archive.write("c/d.txt", "Bài d mới")
    archive.write("a.txt", "Bài a mới")
    assert counts(archive.run(archive.docs / "c" / "d.txt")) == (0, 1, 0, 0)
    assert archive.bodies()["c/d.txt"] == "Bài d mới"
    assert archive.bodies()["a.txt"] == "Bài a"


def test_a_single_file_without_root_is_called_after_itself(archive: Archive) -> None:
    assert counts(archive.run(archive.docs / "c" / "d.txt")) == (1, 0, 0, 0)
    assert sorted(archive.bodies()) == ["d.txt"]
    assert counts(archive.run()) == (3, 0, 0, 1)
    assert sorted(archive.bodies()) == ["a.txt", "b.txt", "c/d.txt"]


def test_a_wider_root_takes_in_the_one_inside_it(archive: Archive) -> None:
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


def test_a_folder_given_later_than_its_file_is_a_known_root_too(archive: Archive) -> None:
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


def test_a_docs_folder_that_is_not_there_does_not_matter(archive: Archive) -> None:
    assert counts(archive.run(docs=archive.docs / "gone")) == (3, 0, 0, 0)


def test_the_same_name_below_two_roots(archive: Archive) -> None:
    other = Archive(archive.folder / "other", archive.engine)
    other.write("a.txt", "Bài a ở nơi khác")
    report = archive.run(archive.docs, other.docs)
    assert skips(report) == [("a.txt", "duplicate-id")]
    assert skips(archive.run(other.docs)) == [("a.txt", "duplicate-id")]
    (archive.docs / "a.txt").unlink()
    archive.run()
    assert counts(archive.run(other.docs)) == (1, 0, 0, 0)


def test_an_article_that_goes_on_below_another_root(archive: Archive) -> None:
    other = Archive(archive.folder / "other", archive.engine)
    other.write("a.txt", "Bài a")
    assert skips(archive.run(archive.docs, other.docs)) == [("a.txt", "duplicate")]
    (archive.docs / "a.txt").unlink()
    report = archive.run(archive.docs, other.docs)
    assert counts(report) == (0, 0, 3, 0)
    manifest = read_manifest(archive.index)
    assert original_file(archive.index, manifest, "a.txt") == other.docs / "a.txt"
    assert report.generation == manifest.generation == 2
    assert archive.bodies()["a.txt"] == "Bài a"


def test_articles_and_index_move_together(archive: Archive) -> None:
    archive.run()
    moved = Archive(archive.folder.with_name("moved"), archive.engine)
    archive.folder.rename(moved.folder)
    report = moved.run()
    assert counts(report) == (0, 0, 3, 0)
    assert report.skipped == ()


def test_an_index_among_the_articles_is_passed_over(archive: Archive) -> None:
    for _ in range(2):
        report = reindex(
            [archive.docs], index=archive.docs / "index", engine=JsonEngine(), extract=extract, version="1"
        )
        assert report.skipped == ()


@pytest.mark.parametrize("full", [False, True])
def test_a_missing_root_stops_the_run(archive: Archive, full: bool) -> None:
    archive.run()
    archive.docs.rename(archive.folder / "away")
    with pytest.raises(DocsMissing, match=r"docs is not there; .* --allow-empty"):
        archive.run(full=full)
    assert len(archive.bodies()) == 3
    report = archive.run(full=full, allow_empty=True)
    assert counts(report) == (0, 0, 0, 3)
    assert archive.bodies() == {}


def test_an_emptied_root_stops_the_run(archive: Archive) -> None:
    archive.run()
    for path in archive.docs.rglob("*.txt"):
        path.unlink()
    archive.write("README.md", "x")
    archive.write("other.pdf", "x")
    with pytest.raises(DocsMissing, match="docs is empty, but 3 articles"):
        archive.run()
    assert counts(archive.run(allow_empty=True)) == (0, 0, 0, 3)


def test_one_missing_path_among_others_changes_nothing(archive: Archive) -> None:
    with pytest.raises(DocsMissing, match="nothing is not there"):
        archive.run(archive.docs, archive.folder / "nothing")
    assert not (archive.index / "manifest.json").exists()
    assert list(archive.index.glob("generation-*")) == []


def test_an_empty_folder_makes_an_empty_index(archive: Archive) -> None:
    (archive.folder / "empty").mkdir()
    assert archive.run(archive.folder / "empty").generation == 1
    assert archive.bodies() == {}


def test_an_unreadable_root_stops_the_run(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.run()
    forbid(monkeypatch, archive.docs)
    with pytest.raises(DocsMissing, match="cannot be read"):
        archive.run(allow_empty=True)
    assert len(archive.bodies()) == 3


def test_a_root_whose_name_is_no_text(archive: Archive) -> None:
    odd = Path(os.fsdecode(os.fsencode(archive.folder) + b"/\xff"))
    odd.mkdir()
    with pytest.raises(DocsMissing, match=r"\\xff: the name is not printable"):
        archive.run(odd)


def test_another_version_reads_everything_again(archive: Archive) -> None:
    other = Archive(archive.folder / "other", archive.engine)
    other.write("o.txt", "Bài o")
    archive.run(archive.docs, other.docs)
    report = archive.run(version="2")
    assert counts(report) == (0, 4, 0, 0)
    assert report.generation == 2
    assert len(archive.articles()) == 4
    assert counts(archive.run(archive.docs, other.docs, version="2")) == (0, 0, 4, 0)


def test_a_full_run_writes_everything_again(archive: Archive) -> None:
    archive.run()
    (archive.docs / "a.txt").unlink()
    report = archive.run(full=True)
    assert counts(report) == (0, 0, 2, 1)
    assert report.generation == 2
    assert sorted(archive.engine.writers[-1].changes) == ["b.txt", "c/d.txt"]
    assert sorted(archive.bodies()) == ["b.txt", "c/d.txt"]


def test_what_lies_elsewhere_survives_a_full_run(archive: Archive) -> None:
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


def test_another_engine_starts_anew_and_loses_nothing(archive: Archive) -> None:
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
    with pytest.raises(StorageError, match=r"1 articles cannot be read now, .*\(o\.txt …\)"):
        archive.run()
    assert read_manifest(archive.index).engine == "other"
    assert counts(archive.run(allow_empty=True)) == (0, 0, 3, 1)
    assert sorted(archive.articles()) == ["a.txt", "b.txt", "c/d.txt"]


def test_a_dry_run_says_the_same_and_writes_nothing(archive: Archive) -> None:
    report = archive.run(dry_run=True)
    assert (counts(report), report.generation) == ((3, 0, 0, 0), 0)
    assert not archive.index.exists()
    archive.run()
    before = {path: path.stat().st_mtime_ns for path in archive.index.rglob("*")}
    archive.write("a.txt", "Bài a mới")
    (archive.docs / "b.txt").unlink()
    with writer_lock(archive.index):
        report = archive.run(dry_run=True)
    assert (counts(report), report.generation) == ((0, 1, 1, 1), 1)
    before[archive.index / "writer.lock"] = (archive.index / "writer.lock").stat().st_mtime_ns
    assert {path: path.stat().st_mtime_ns for path in archive.index.rglob("*")} == before
    assert counts(archive.run(dry_run=True, full=True)) == (0, 1, 1, 1)
    assert len(archive.bodies()) == 3


def test_two_runs_at_once(archive: Archive) -> None:
    with writer_lock(archive.index), pytest.raises(IndexLocked):
        archive.run()
    assert counts(archive.run()) == (3, 0, 0, 0)


@pytest.mark.parametrize(("damage", "error"), [("{", IndexCorrupt), ('{"format": 0}', IndexOutdated)])
def test_a_damaged_or_old_index_is_rebuilt_only_on_demand(
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
def test_a_damaged_catalog_is_never_built_upon(archive: Archive, damage: bytes | None) -> None:
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
def test_a_damaged_engine_is_never_built_upon(archive: Archive, damage: bytes | None) -> None:
    archive.run()
    spoilt = sorted(archive.index.glob("generation-*/engine/*.article"))[0]
    content = spoilt.read_bytes()
    spoilt.unlink()
    if damage is not None:
        spoilt.write_bytes(content.replace(b"B\\u00e0i", damage))
    archive.write("e.txt", "Bài e")
    with pytest.raises(IndexCorrupt, match="run timdau reindex --full"):
        archive.run()
    assert [path.name for path in archive.index.glob("gen*")] == ["generation-000001"]
    assert counts(archive.run(full=True)) == (1, 0, 3, 0)
    assert len(archive.articles()) == 4


def test_a_damaged_engine_gives_no_article_to_a_full_run(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.run()
    for article in archive.index.glob("generation-*/engine/*.article"):
        article.write_bytes(article.read_bytes().replace(b"B\\u00e0i", b"B\\u00e1i"))
    forbid(monkeypatch, archive.docs / "a.txt")
    with pytest.raises(StorageError, match="1 articles cannot be read now, nor taken over"):
        archive.run(full=True)


@needs_rights
def test_a_folder_that_cannot_be_written(archive: Archive) -> None:
    archive.run()
    archive.write("a.txt", "Bài a mới")
    archive.index.chmod(0o500)
    try:
        with pytest.raises(StorageError, match="give this user the right to write there"):
            archive.run()
        assert archive.bodies()["a.txt"] == "Bài a"
    finally:
        archive.index.chmod(0o700)


def test_a_full_disk(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
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
        reindex(
            [archive.docs],
            index=archive.index,
            engine=archive.engine,
            extract=extract,
            version="1",
            progress=interrupt,
        )
    assert not archive.engine.writers[-1].is_open
    assert archive.bodies()["a.txt"] == "Bài a"
    assert counts(archive.run()) == (0, 1, 2, 0)


def test_progress_rises_to_the_whole(archive: Archive) -> None:
    archive.write_batch("x.jsonl", *({"id": str(n), "body": f"bài {n}"} for n in range(1000)))
    told: list[Progress] = []
    reindex(
        [archive.docs],
        index=archive.index,
        engine=archive.engine,
        extract=extract,
        version="1",
        progress=told.append,
    )
    size = sum(path.stat().st_size for path in archive.docs.rglob("*.*"))
    assert len(told) > 10
    assert told[-1] == Progress(4, 4, size, size)
    assert [p.bytes for p in told] == sorted(p.bytes for p in told)
    assert {(p.files_total, p.bytes_total) for p in told} == {(4, size)}


def test_articles_a_second_counts_what_was_handled(archive: Archive) -> None:
    report = archive.run()
    assert report.articles_per_second == pytest.approx(3 / report.seconds)
