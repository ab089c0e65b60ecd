"""How an archive was read, as the catalog of the live generation has it."""

from collections import Counter
from pathlib import Path

import pytest

from indexer.errors import IndexCorrupt, UsageError
from indexer.reading import Reading
from indexer.reindex import ReindexReport, compare
from indexer.store.manifest import catalog_path, read_manifest
from indexer.store.survey import Examination, Example, Survey, examine
from tests.reindex.archive import Archive


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have even the files just written count as settled."""
    monkeypatch.setattr(compare, "_TICK_NS", -(10**12))


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


def surveyed(archive: Archive, *paths: Path) -> Survey:
    with examine(archive.index, read_manifest(archive.index), paths) as examination:
        check(examination)
        return examination.survey(examples=2)


def check(examination: Examination) -> None:
    """Numbers are those of the rows, and the rows of a code are all there, a few at a time."""
    survey = examination.survey()
    articles, skipped = list(examination.articles()), list(examination.skipped())
    assert Counter(article.reading for article in articles) == Counter(dict(survey.readings))
    assert len(articles) == survey.articles
    assert [article.id for article in articles] == sorted(article.id for article in articles)
    assert Counter(skip.code for skip in skipped) == {group.code: group.count for group in survey.skipped}
    told = [problem.code for article in articles for problem in article.problems]
    assert Counter(told) == {group.code: group.count for group in survey.problems}
    for group in survey.skipped:
        pages = [examination.some("skipped", group.code, after=at, most=2) for at in range(0, group.count, 2)]
        assert [row for page in pages for row in page] == [
            Example(skip.path, skip.reason) for skip in skipped if skip.code == group.code
        ]


def codes(survey: Survey) -> dict[str, int]:
    return {group.code: group.count for group in survey.skipped}


def test_everything_that_was_read_or_skipped_is_counted(archive: Archive) -> None:
    report = archive.run()
    survey = surveyed(archive)
    assert survey.articles == 5
    assert survey.counts("encoding") == {"utf-8": 4, "utf-16-le": 1}
    assert survey.counts("title") == {None: 4, "text": 1}
    assert codes(survey) == {"empty": 2, "unknown-format": 2, "bad-record": 1, "duplicate": 1}
    assert codes(survey) == Counter(skip.code for skip in report.skipped)
    assert [(group.code, group.count) for group in survey.problems] == [("unknown-key", 2)]
    assert [example.where for example in survey.problems[0].examples] == ["c/e.txt", "c/e.txt"]


def test_a_path_is_what_lies_below_it(archive: Archive) -> None:
    archive.run()
    below = surveyed(archive, archive.docs / "c")
    assert below.articles == 3
    assert codes(below) == {"bad-record": 1, "empty": 1, "unknown-format": 1}
    assert [group.count for group in below.problems] == [2]
    one, two = surveyed(archive, archive.docs / "a.txt"), surveyed(archive, archive.docs / "b.txt", archive.docs / "c")
    assert (one.articles, one.skipped, one.problems) == (1, (), ())
    assert two.articles == 4
    assert surveyed(archive, archive.folder) == surveyed(archive)
    for nowhere in (archive.folder.parent / "elsewhere", archive.docs / "c" / "misspelt.txt"):
        with pytest.raises(UsageError, match="nothing from"):
            surveyed(archive, nowhere)


def test_what_needs_attention_comes_first(archive: Archive) -> None:
    archive.run()
    with examine(archive.index, read_manifest(archive.index), ()) as examination:
        assert [article.id for article in examination.needy(2)] == ["c/e.txt", "a.txt"]
        assert [article.id for article in examination.needy(9)] == ["c/e.txt", "a.txt", "b.txt", "c/d.txt", "r"]


def test_an_incremental_run_keeps_the_rest(archive: Archive, settled: None) -> None:
    archive.run()
    before = surveyed(archive)
    archive.write("b.txt", "Bài b, sửa lại")
    archive.run(archive.docs / "b.txt")
    assert surveyed(archive) == before
    archive.run()
    assert surveyed(archive) == before
    archive.run(version="2")
    assert surveyed(archive) == before
    archive.run(archive.docs / "c", full=True)
    assert surveyed(archive) == before


def generations(*reports: ReindexReport) -> list[int]:
    return [report.generation for report in reports]


def test_another_file_that_is_skipped_is_noted_although_no_article_changed(archive: Archive, settled: None) -> None:
    first, again = archive.run(), archive.run()
    (archive.docs / "x.doc").unlink()
    (archive.docs / "empty.txt").rename(archive.docs / "leer.txt")
    other, same = archive.run(), archive.run()
    assert generations(first, again, other, same) == [1, 1, 2, 2]
    assert codes(surveyed(archive)) == {"empty": 2, "unknown-format": 1, "bad-record": 1, "duplicate": 1}
    with examine(archive.index, read_manifest(archive.index), ()) as examination:
        assert "leer.txt" in [skip.path for skip in examination.skipped()]


def test_a_file_that_became_a_link_is_noted_as_one(archive: Archive, settled: None) -> None:
    archive.run()
    (archive.docs / "b.txt").unlink()
    (archive.docs / "b.txt").symlink_to("a.txt")
    archive.run()
    assert codes(surveyed(archive))["link"] == 1


def test_a_damaged_catalog_is_an_error_with_a_way_out(archive: Archive) -> None:
    archive.run()
    manifest = read_manifest(archive.index)
    catalog_path(archive.index, manifest).write_bytes(b"no database" * 1000)
    with (
        pytest.raises(IndexCorrupt, match="reindex --full"),
        examine(archive.index, manifest, ()) as examination,
    ):
        examination.survey()


def test_there_are_few_different_readings(archive: Archive) -> None:
    for number in range(50):
        archive.write(f"many/{number}.txt", f"Bài thứ {number}")
    archive.run()
    survey = surveyed(archive)
    assert len(survey.readings) == 3
    assert survey.readings[0] == (Reading("utf-8", 100, "NFC", *[None] * 8), 53)
