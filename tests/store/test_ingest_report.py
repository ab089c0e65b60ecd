"""The report on how well an archive was read, and its details, from the catalog of the live generation."""

from collections import Counter
from pathlib import Path

import pytest

from indexer.errors import IndexCorrupt, UsageError
from indexer.reading import Reading
from indexer.reindex import ReindexReport, sync
from indexer.store.ingest_report import DiagnosticExample, IngestDetails, IngestReport, ingest_details
from indexer.store.manifest import catalog_path, read_manifest
from tests.reindex.archive import Archive


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat even files written just now as settled."""
    monkeypatch.setattr(sync, "_TICK_NS", -(10**12))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path)
    for name in ("a", "b", "c/d"):
        archive.write(f"{name}.txt", f"Bài {name}")
    archive.write("c/e.txt", "Bài e".encode("utf-16"))
    archive.write("c/e.txt.meta.toml", 'autor = "x"\nmau = 1')
    archive.write_batch("c/batch.jsonl", {"id": "r", "title": "t", "body": "một"}, {"id": "s"})
    for name in ("empty.txt", "c/empty.txt", "x.doc", "c/x.doc"):
        archive.write(name, "")
    archive.write("twin.txt", "Bài a")
    return archive


def report_on(archive: Archive, *paths: Path) -> IngestReport:
    with ingest_details(archive.index, read_manifest(archive.index), paths) as details:
        check(details)
        return details.report(examples=2)


def check(details: IngestDetails) -> None:
    """Check that numbers are those of the entries, and that pages of examples add up to all of them."""
    report = details.report()
    articles, skipped = list(details.articles()), list(details.skipped())
    assert Counter(article.reading for article in articles) == Counter(dict(report.readings))
    assert len(articles) == report.articles
    assert [article.id for article in articles] == sorted(article.id for article in articles)
    groups = {group.code: group.count for group in report.groups("skipped")}
    assert Counter(skip.code for skip in skipped) == groups
    problems = [problem.code for article in articles for problem in article.problems]
    assert Counter(problems) == {group.code: group.count for group in report.problems}
    for group in report.groups("skipped"):
        pages = [details.examples("skipped", group.code, after=at, most=2) for at in range(0, group.count, 2)]
        assert [row for page in pages for row in page] == [
            DiagnosticExample(skip.path, skip.reason) for skip in skipped if skip.code == group.code
        ]


def codes(report: IngestReport) -> dict[str, int]:
    return {group.code: group.count for group in report.skipped}


def test_everything_that_was_read_or_skipped_is_counted(archive: Archive) -> None:
    run = archive.run()
    report = report_on(archive)
    assert report.articles == 5
    assert report.counts("encoding") == {"utf-8": 4, "utf-16-le": 1}
    assert report.counts("title") == {None: 4, "text": 1}
    assert codes(report) == {"empty": 2, "unknown-format": 2, "bad-record": 1, "duplicate": 1}
    assert codes(report) == Counter(skip.code for skip in run.skipped)
    assert [(group.code, group.count) for group in report.problems] == [("unknown-key", 2)]
    assert [example.where for example in report.problems[0].examples] == ["c/e.txt", "c/e.txt"]


def test_a_path_selects_what_lies_at_or_below_it(archive: Archive) -> None:
    archive.run()
    below = report_on(archive, archive.docs / "c")
    assert below.articles == 3
    assert codes(below) == {"bad-record": 1, "empty": 1, "unknown-format": 1}
    assert [group.count for group in below.problems] == [2]
    one, two = (
        report_on(archive, archive.docs / "a.txt"),
        report_on(archive, archive.docs / "b.txt", archive.docs / "c"),
    )
    assert (one.articles, one.skipped, one.problems) == (1, (), ())
    assert two.articles == 4
    assert report_on(archive, archive.folder) == report_on(archive)
    for nowhere in (archive.folder.parent / "elsewhere", archive.docs / "c" / "misspelt.txt"):
        with pytest.raises(UsageError, match="nothing from"):
            report_on(archive, nowhere)


def test_what_needs_attention_comes_first(archive: Archive) -> None:
    archive.run()
    with ingest_details(archive.index, read_manifest(archive.index), ()) as details:
        assert [article.id for article in details.neediest(2)] == ["c/e.txt", "a.txt"]
        assert [article.id for article in details.neediest(9)] == ["c/e.txt", "a.txt", "b.txt", "c/d.txt", "r"]


def test_runs_over_part_of_the_archive_keep_the_rest(archive: Archive, settled: None) -> None:
    archive.run()
    before = report_on(archive)
    archive.write("b.txt", "Bài b, sửa lại")
    archive.run(archive.docs / "b.txt")
    assert report_on(archive) == before
    archive.run()
    assert report_on(archive) == before
    archive.run(version="2")
    assert report_on(archive) == before
    archive.run(archive.docs / "c", full=True)
    assert report_on(archive) == before


def generations(*reports: ReindexReport) -> list[int]:
    return [report.generation for report in reports]


def test_a_newly_skipped_file_is_stored_although_no_article_changed(archive: Archive, settled: None) -> None:
    first, again = archive.run(), archive.run()
    (archive.docs / "x.doc").unlink()
    (archive.docs / "empty.txt").rename(archive.docs / "void.txt")
    other, same = archive.run(), archive.run()
    assert generations(first, again, other, same) == [1, 1, 2, 2]
    assert codes(report_on(archive)) == {"empty": 2, "unknown-format": 1, "bad-record": 1, "duplicate": 1}
    with ingest_details(archive.index, read_manifest(archive.index), ()) as details:
        assert "void.txt" in [skip.path for skip in details.skipped()]


def test_a_file_that_became_a_link_is_reported_as_one(archive: Archive, settled: None) -> None:
    archive.run()
    (archive.docs / "b.txt").unlink()
    (archive.docs / "b.txt").symlink_to("a.txt")
    archive.run()
    assert codes(report_on(archive))["link"] == 1


def test_a_damaged_catalog_is_an_error_with_a_way_out(archive: Archive) -> None:
    archive.run()
    manifest = read_manifest(archive.index)
    catalog_path(archive.index, manifest).write_bytes(b"no database" * 1000)
    with (
        pytest.raises(IndexCorrupt, match="reindex --full"),
        ingest_details(archive.index, manifest, ()) as details,
    ):
        details.report()


def test_articles_share_a_few_different_readings(archive: Archive) -> None:
    for number in range(50):
        archive.write(f"many/{number}.txt", f"Bài thứ {number}")
    archive.run()
    report = report_on(archive)
    assert len(report.readings) == 3
    assert report.readings[0] == (Reading("utf-8", 100, "NFC", *[None] * 8), 53)
