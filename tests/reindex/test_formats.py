"""Documents and archives: missing extras, and which articles stay when a member cannot be read."""

import pytest

from indexer.ingest.formats import known
from tests.ingest.formats.files import zipped
from tests.reindex.archive import Archive, counts, skips

PAGE = "<html><body><h1>Tin</h1><p>Sáng 3/2, hội nghị bộ trưởng đã khai mạc tại Huế.</p></body></html>"


def without_extras(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "find_spec", lambda _name: None)


def test_a_format_that_needs_an_extra_is_read_once_the_extra_is_installed(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.write("x.html", PAGE)
    archive.write("kho.zip", zipped({"a.txt": "Một", "b.html": PAGE}))
    without_extras(monkeypatch)
    for added in (4, 0):
        report = archive.run()
        assert report.added == added
        assert skips(report) == [("kho.zip/b.html", "needs-extra"), ("x.html", "needs-extra")]
        assert "make formats" in report.skipped[0].reason
        assert "pip install 'timdau[html]'" in report.skipped[0].reason
    monkeypatch.undo()
    assert counts(archive.run()) == (2, 0, 4, 0)
    assert "khai mạc tại Huế" in archive.bodies()["kho.zip/b.html"]


def test_articles_read_with_an_extra_stay_without_it(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.write("x.html", PAGE)
    archive.run()
    archive.write("x.html", PAGE.replace("Huế", "Vinh"))
    without_extras(monkeypatch)
    report = archive.run()
    assert report.skipped[0].reason.endswith("are kept")
    assert "Huế" in archive.bodies()["x.html"]


def test_an_unreadable_member_keeps_its_article_and_a_missing_one_loses_it(archive: Archive) -> None:
    archive.write("kho.zip", zipped({"a.txt": "Một", "b.txt": "Hai", "c.txt": "Ba"}))
    archive.run()
    archive.write("kho.zip", zipped({"a.txt": "Một mới", "b.txt": b"\x00"}))
    for updated in (1, 0):
        report = archive.run()
        assert report.updated == updated
        assert skips(report) == [("kho.zip/b.txt", "binary")]
        assert report.skipped[0].reason.endswith("are kept")
        bodies = archive.bodies()
        assert {id: body for id, body in bodies.items() if "zip" in id} == {
            "kho.zip/a.txt": "Một mới",
            "kho.zip/b.txt": "Hai",
        }


def test_an_unreadable_batch_in_an_archive_keeps_its_articles(archive: Archive) -> None:
    batch = '{"id": "7", "body": "Bảy"}\n{"body": "Tám"}\n'
    archive.write("kho.zip", zipped({"a.txt": "Một", "b.jsonl": batch}))
    archive.run()
    before = archive.bodies()
    archive.write("kho.zip", zipped({"a.txt": "Một", "b.jsonl": "\ufeff".encode("utf-16-le")}))
    for _ in range(2):
        report = archive.run()
        assert report.removed == 0
        assert skips(report) == [("kho.zip/b.jsonl", "undecodable")]
        assert report.skipped[0].reason.endswith("are kept")
        assert archive.bodies() == before
    archive.write("kho.zip", zipped({"a.txt": "Một", "b.jsonl": batch.partition("\n")[0]}))
    assert archive.run().removed == 1


def test_skipped_members_are_reported_by_every_run(archive: Archive) -> None:
    archive.write("kho.zip", zipped({"a.txt": "Một", "b.txt": " ", "c.doc": "x"}))
    for _ in range(2):
        assert skips(archive.run()) == [("kho.zip/b.txt", "empty"), ("kho.zip/c.doc", "unknown-format")]


def test_a_damaged_archive_keeps_its_articles(archive: Archive) -> None:
    whole = zipped({"a.txt": "Một", "b.txt": "Hai"})
    archive.write("kho.zip", whole)
    archive.run()
    archive.write("kho.zip", whole[:60])
    report = archive.run()
    assert skips(report) == [("kho.zip", "damaged-archive")]
    assert archive.bodies()["kho.zip/b.txt"] == "Hai"
    archive.write("kho.zip", whole)
    assert counts(archive.run()) == (0, 0, 5, 0)


@pytest.mark.parametrize("data", [b"\x00", "số,bài\n1,Một\n".encode()])
def test_a_table_that_yields_no_article_keeps_those_it_had(archive: Archive, data: bytes) -> None:
    archive.write("b.csv", "id,body\n7,Bảy\n")
    archive.run()
    archive.write("b.csv", data)
    report = archive.run()
    assert report.removed == 0
    assert report.skipped[0].reason.endswith("are kept")
    assert archive.bodies()["b.csv#7"] == "Bảy"
