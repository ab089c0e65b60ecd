"""The id of an article whose file was moved or renamed redirects to its new id."""

import json
import unicodedata
from typing import Any

import pytest

from indexer import report_json
from indexer.store.catalog import moved_to
from indexer.store.manifest import engine_folder, read_manifest
from indexer.store.rollback import rollback
from tests.reindex.archive import Archive, counts, skips


def target(archive: Archive, old: str) -> str | None:
    return moved_to(archive.index, read_manifest(archive.index), old)


def test_a_renamed_file_redirects(archive: Archive) -> None:
    archive.run()
    archive.rename("a.txt", "năm 2021/một.txt")
    report = archive.run()
    assert report.moved == (("a.txt", "năm 2021/một.txt"),)
    assert counts(report) == (1, 0, 2, 1)
    assert target(archive, "a.txt") == "năm 2021/một.txt"
    assert target(archive, "b.txt") is None
    assert archive.run().moved == ()
    assert archive.run(full=True).moved == ()
    assert target(archive, "a.txt") == "năm 2021/một.txt"


@pytest.mark.parametrize("options", [{"full": True}, {"version": "n2"}])
def test_a_file_renamed_before_a_rebuild_redirects(archive: Archive, options: dict[str, Any]) -> None:
    archive.run()
    archive.rename("a.txt", "z.txt")
    assert archive.run(**options).moved == (("a.txt", "z.txt"),)
    assert target(archive, "a.txt") == "z.txt"


def test_a_dry_run_reports_the_move_and_stores_nothing(archive: Archive) -> None:
    archive.run()
    archive.rename("a.txt", "z.txt")
    assert archive.run(dry_run=True).moved == (("a.txt", "z.txt"),)
    assert target(archive, "a.txt") is None


def test_a_moved_file_that_was_edited_is_a_new_article(archive: Archive) -> None:
    archive.run()
    archive.rename("a.txt", "z.txt")
    archive.write("z.txt", "Bài a, sửa lại")
    report = archive.run()
    assert (report.moved, counts(report)) == ((), (1, 0, 2, 1))
    assert target(archive, "a.txt") is None


def test_several_moves_in_a_row_and_back_again(archive: Archive) -> None:
    archive.run()
    for old, new in (("a.txt", "e.txt"), ("e.txt", "f.txt"), ("f.txt", "g.txt")):
        archive.rename(old, new)
        assert archive.run().moved == ((old, new),)
    assert [target(archive, f"{name}.txt") for name in "aefg"] == ["g.txt", "g.txt", "g.txt", None]
    archive.rename("g.txt", "a.txt")
    archive.run()
    assert [target(archive, f"{name}.txt") for name in "aefg"] == [None, "a.txt", "a.txt", "a.txt"]


def test_a_new_article_with_the_old_id_ends_the_redirect(archive: Archive) -> None:
    archive.run()
    archive.rename("a.txt", "z.txt")
    archive.run()
    archive.write("a.txt", "Bài khác hẳn")
    archive.run()
    assert target(archive, "a.txt") is None
    (archive.docs / "a.txt").unlink()
    archive.run()
    assert target(archive, "a.txt") is None


def test_a_redirect_ends_when_its_target_goes(archive: Archive) -> None:
    archive.run()
    archive.rename("a.txt", "z.txt")
    archive.run()
    (archive.docs / "z.txt").unlink()
    assert archive.run().moved == ()
    assert target(archive, "a.txt") is None


def test_a_rollback_restores_the_redirects_of_its_generation(archive: Archive) -> None:
    archive.run()
    archive.rename("a.txt", "z.txt")
    archive.run()
    archive.rename("z.txt", "y.txt")
    archive.run()
    rollback(archive.index, lambda live: archive.engine.reader(engine_folder(archive.index, live)))
    assert target(archive, "a.txt") == "z.txt"
    assert archive.run().moved == (("z.txt", "y.txt"),)
    assert target(archive, "a.txt") == "y.txt"


def test_two_files_that_swap_names_keep_their_ids(archive: Archive) -> None:
    archive.run()
    archive.rename("a.txt", "aside")
    archive.rename("b.txt", "a.txt")
    archive.rename("aside", "b.txt")
    report = archive.run()
    assert (report.moved, counts(report)) == ((), (0, 2, 1, 0))
    assert archive.bodies()["a.txt"] == "Bài b"


def test_a_file_that_takes_the_name_of_another_moved_one(archive: Archive) -> None:
    """The id of b.txt is in use again, so only a.txt redirects."""
    archive.run()
    archive.rename("b.txt", "e.txt")
    archive.rename("a.txt", "b.txt")
    assert archive.run().moved == (("a.txt", "b.txt"),)
    assert target(archive, "b.txt") is None


def test_when_the_first_of_two_copies_goes_its_id_redirects_to_the_second(archive: Archive) -> None:
    archive.write("z.txt", "Bài a")
    report = archive.run()
    assert report.skipped[0].reason == "the same bytes as a.txt"
    (archive.docs / "a.txt").unlink()
    report = archive.run()
    assert (report.moved, counts(report)) == ((("a.txt", "z.txt"),), (1, 0, 2, 1))
    assert target(archive, "a.txt") == "z.txt"


def test_a_copy_that_sorts_first_takes_over(archive: Archive) -> None:
    archive.run()
    archive.write("0.txt", "Bài a")
    report = archive.run()
    assert skips(report) == [("a.txt", "duplicate")]
    assert (report.moved, target(archive, "a.txt")) == ((("a.txt", "0.txt"),), "0.txt")
    archive.write("b.txt", "Bài a")
    report = archive.run()
    assert (report.moved, target(archive, "b.txt")) == ((("b.txt", "0.txt"),), "0.txt")


def test_records_without_ids_move_with_their_batch(archive: Archive) -> None:
    """Another batch takes the old path at once, as with a daily batch."""
    archive.write_batch("hôm nay.jsonl", {"body": "một"}, {"body": "một"}, {"id": "n2", "body": "hai"})
    archive.run()
    before = sorted(name for name in archive.bodies() if "#" in name)
    archive.rename("hôm nay.jsonl", "s/1.jsonl")
    archive.write_batch("hôm nay.jsonl", {"body": "ba"})
    report = archive.run()
    assert sorted(report.moved) == [(old, old.replace("hôm nay", "s/1")) for old in before]
    assert len(before) == 2
    assert [target(archive, old) for old in before] == [old.replace("hôm nay", "s/1") for old in before]
    assert target(archive, "n2") is None


def test_a_move_to_another_root_redirects_but_an_equal_id_does_not(archive: Archive) -> None:
    other = Archive(archive.folder / "other", archive.engine)
    other.write("o.txt", "Bài o")
    archive.run(archive.docs, other.docs)
    archive.rename("a.txt", "../other/docs/a2.txt")
    report = archive.run(archive.docs, other.docs)
    assert report.moved == (("a.txt", "a2.txt"),)
    archive.rename("b.txt", "../other/docs/b.txt")
    assert archive.run(archive.docs, other.docs).moved == ()
    assert archive.bodies()["b.txt"] == "Bài b"


def test_a_file_moves_with_its_sidecar(archive: Archive) -> None:
    archive.write("a.txt.meta.toml", 'title = "Một"')
    archive.run()
    archive.rename("a.txt", "z.txt")
    archive.rename("a.txt.meta.toml", "z.txt.meta.toml")
    assert archive.run().moved == (("a.txt", "z.txt"),)
    assert archive.articles()["z.txt"].title == "Một"


def test_another_case_is_a_move_and_another_normal_form_is_not(archive: Archive) -> None:
    name = unicodedata.normalize("NFC", "đường.txt")
    archive.write(name, "Bài đường")
    archive.run()
    archive.rename("a.txt", "A.txt")
    archive.rename(name, unicodedata.normalize("NFD", name))
    report = archive.run()
    assert (report.moved, counts(report)) == ((("a.txt", "A.txt"),), (1, 0, 3, 1))
    assert archive.bodies()[name] == "Bài đường"


def test_a_renamed_folder_moves_all_its_files(archive: Archive) -> None:
    for number in range(300):
        archive.write(f"cũ/{number}.txt", f"Bài số {number}")
    archive.run()
    archive.rename("cũ", "mới")
    report = archive.run()
    assert sorted(report.moved) == sorted((f"cũ/{number}.txt", f"mới/{number}.txt") for number in range(300))


def test_an_unreadable_file_has_not_moved_while_it_exists(archive: Archive) -> None:
    archive.run()
    archive.write("z.txt", "Bài a")
    archive.write("a.txt", b"\x00")
    report = archive.run()
    assert (report.moved, skips(report)) == ((), [("a.txt", "binary"), ("z.txt", "duplicate")])
    (archive.docs / "a.txt").unlink()
    assert archive.run().moved == (("a.txt", "z.txt"),)


def test_the_json_report_names_both_ids(archive: Archive) -> None:
    archive.run()
    archive.rename("a.txt", "z.txt")
    assert json.loads(json.dumps(report_json(archive.run())))["moved"] == [{"from": "a.txt", "to": "z.txt"}]
