"""Files that are there but cannot be read keep their articles."""

import pytest

from indexer.ingest.formats.known import FORMATS
from indexer.model import Skipped
from tests.reindex.archive import Archive, counts, forbid, skips


def test_an_unreadable_sidecar_keeps_the_article(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
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


@pytest.mark.parametrize("full", [False, True])
def test_unreadable_files_and_folders_keep_their_articles(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    archive.run()
    archive.write("a.txt", "Bài a mới")
    forbid(monkeypatch, archive.docs / "a.txt", archive.docs / "c")
    report = archive.run(full=full)
    kept = "; its indexed articles are kept"
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
    [(b"", "empty"), (b"\x00", "binary"), (b"B\x81i", "undecodable"), (b"long" * 100, "too-large")],
)
def test_an_article_stays_as_long_as_its_file_exists(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, damage: bytes, code: str, full: bool
) -> None:
    monkeypatch.setitem(FORMATS, ".txt", FORMATS[".txt"]._replace(max_bytes=200))
    archive.run()
    archive.write("a.txt", damage)
    for _ in range(2):
        report = archive.run(full=full)
        assert skips(report) == [("a.txt", code)]
        assert report.skipped[0].reason.endswith("are kept")
        assert archive.bodies()["a.txt"] == "Bài a"
    (archive.docs / "a.txt").unlink()
    assert counts(archive.run(full=full)) == (0, 0, 2, 1)


def test_a_damaged_batch_keeps_its_records_but_a_bad_line_loses_its_own(archive: Archive) -> None:
    archive.write_batch("x.jsonl", {"id": "n1", "body": "một"}, {"id": "n2", "body": "hai"})
    archive.run()
    archive.write("x.jsonl", '{"id": "n1", "body": "một mới"}\n'.encode("utf-16"))
    report = archive.run()
    assert skips(report) == [("x.jsonl", "undecodable")]
    assert archive.bodies()["n2"] == "hai"
    archive.write("x.jsonl", '{"id": "n1", "body": "một mới"}\n{"id": "n2", "bod')
    report = archive.run()
    assert skips(report) == [("x.jsonl", "bad-record")]
    assert counts(report) == (0, 1, 3, 1)


@pytest.mark.parametrize("full", [False, True])
def test_a_failing_extraction_costs_one_article_alone(archive: Archive, full: bool) -> None:
    archive.write("a.txt", "BREAKS")
    report = archive.run()
    assert skips(report) == [("a.txt", "extraction-failed")]
    assert counts(report) == (2, 0, 0, 0)
    archive.write("b.txt", "BREAKS too")
    report = archive.run(full=full)
    assert skips(report) == [("a.txt", "extraction-failed"), ("b.txt", "extraction-failed")]
    assert sorted(archive.bodies()) == ["b.txt", "c/d.txt"]
