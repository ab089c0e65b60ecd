"""What a run reports, while it works and at the end."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.ingest.scope import Scope
from indexer.ingest.source import RawArticle, SourceFile
from indexer.model import Article, Skipped
from indexer.reindex import Progress, step_queue, sync
from indexer.reindex.run_report import EncodingGuess
from indexer.store.lock import writer_lock
from tests.ingest.formats.files import zipped
from tests.reindex.archive import Archive, counts, forbid, skips
from tests.store.json_engine import extract, problem_codes


def test_problems_are_reported_by_every_run_while_they_last(archive: Archive) -> None:
    archive.write("a.txt.meta.toml", "autor = 1")
    archive.write_batch("x.jsonl", {"id": "n1", "body": "một", "year": "x"}, {"id": "n2", "body": "hai"})
    expected = [("a.txt", "unknown-key"), ("n1", "bad-value")]
    reports = [archive.run(), archive.run(), archive.run(full=True)]
    os.utime(archive.docs / "a.txt", ns=(1, 1))
    reports.append(archive.run())
    assert [problem_codes(report.problems) for report in reports] == [expected] * 4
    assert reports[0].problems == reports[1].problems
    archive.write_batch("x.jsonl", {"id": "n2", "body": "hai"})
    assert problem_codes(archive.run().problems) == expected[:1]
    archive.write_batch("x.jsonl", {"id": "n1", "body": "một"}, {"id": "n2", "body": "hai"})
    archive.write("a.txt.meta.toml", 'author = "x"')
    assert archive.run().problems == ()


def test_skips_are_reported_by_every_run(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.write("empty.txt", "")
    archive.write("nul.txt", b"\x00\x01")
    archive.write("x.doc", "x")
    archive.write("batch.jsonl", '{"id": "r", "body": "b"}\n{]\n{"id": "r", "body": "c"}\n')
    (archive.docs / "link.txt").symlink_to("/etc")
    expected = [
        ("batch.jsonl", "bad-record"),
        ("batch.jsonl", "duplicate-id"),
        ("empty.txt", "empty"),
        ("link.txt", "link-outside"),
        ("nul.txt", "binary"),
        ("x.doc", "unknown-format"),
    ]
    first, second = archive.run(), archive.run()
    assert skips(first) == skips(second) == expected
    assert counts(first) == (4, 0, 0, 0)
    assert counts(second) == (0, 0, 4, 0)
    forbid(monkeypatch, *archive.docs.rglob("*.*"))
    assert skips(archive.run()) == expected


def test_what_is_passed_over_is_named_by_every_run_and_is_not_skipped(archive: Archive, settled: None) -> None:
    archive.write("README.md", "Về kho này")
    archive.write(".git/a.txt", "x")
    archive.write("kho.zip", zipped({"tin.txt": "Tin", "README": "x", "__MACOSX/tin.txt": "x"}))
    expected = (".git/", "README.md", "kho.zip/README", "kho.zip/__MACOSX/")
    first, second = archive.run(), archive.run()
    assert (first.passed_over, second.passed_over) == (expected, expected)
    assert first.skipped == second.skipped == ()
    archive.write(".a.txt.swp", "x")
    third = archive.run()
    assert third.passed_over == (".a.txt.swp", *expected)
    assert (first.generation, third.generation) == (1, 1)


def test_a_dry_run_reports_the_same_and_writes_nothing(archive: Archive) -> None:
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


def sizes(*folders: Path) -> list[int]:
    return [path.stat().st_size for folder in folders for path in folder.rglob("*.*")]


def test_progress_rises_to_the_whole(archive: Archive) -> None:
    archive.write_batch("x.jsonl", *({"id": str(n), "body": f"bài {n}"} for n in range(1000)))
    reported: list[Progress] = []
    archive.run(progress=reported.append)
    size = sum(sizes(archive.docs))
    assert len(reported) > 10
    assert reported[-1] == Progress(4, 4, size, size)
    assert [step.bytes for step in reported] == sorted(step.bytes for step in reported)
    assert {(step.files_total, step.bytes_total, step.totals_final) for step in reported} == {(4, size, True)}


@pytest.mark.parametrize("ahead", [0, 1, 3])
def test_totals_are_lower_bounds_until_the_walk_ends(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    monkeypatch.setattr(sync, "_ITEMS_AHEAD", ahead)
    monkeypatch.setattr(step_queue, "_ARTICLES", 1)
    monkeypatch.setattr(step_queue, "_PENDING_BATCHES", 0)
    for number in range(20):
        archive.write(f"e/{number}.txt", f"Bài {number}")
    reported: list[Progress] = []
    archive.run(progress=reported.append)
    found, size = sizes(archive.docs), sum(sizes(archive.docs))
    assert [step.files_total for step in reported] == sorted(step.files_total for step in reported)
    assert all(step.files <= step.files_total and step.bytes <= step.bytes_total for step in reported)
    assert all(step.files_total == len(found) for step in reported if step.totals_final)
    assert not reported[0].totals_final
    assert reported[-1] == Progress(len(found), len(found), size, size)


def test_progress_counts_files_out_of_scope_that_are_read_again(archive: Archive) -> None:
    other = Archive(archive.folder / "other", archive.engine)
    other.write_batch("o.jsonl", *({"id": str(n), "body": f"bài {n}"} for n in range(300)))
    archive.run(archive.docs, other.docs)
    reported: list[Progress] = []
    archive.run(full=True, progress=reported.append)
    size = sum(sizes(archive.docs, other.docs))
    assert reported[-1] == Progress(4, 4, size, size)
    assert all(step.bytes <= step.bytes_total for step in reported)


def test_progress_of_a_run_without_files_ends_too(archive: Archive) -> None:
    (archive.folder / "empty").mkdir()
    reported: list[Progress] = []
    archive.run(archive.folder / "empty", progress=reported.append)
    assert reported == [Progress(0, 0, 0, 0)]


def test_progress_takes_no_second_walk(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    walked: list[Path] = []
    real = Scope.walk

    def walk(scope: Scope, **options: Any) -> Iterator[SourceFile | Skipped]:
        walked.append(scope.absolute)
        return real(scope, **options)

    monkeypatch.setattr(Scope, "walk", walk)
    archive.run(progress=lambda _step: None)
    assert walked == [archive.docs]


def test_articles_per_second_counts_added_updated_and_unchanged(archive: Archive) -> None:
    report = archive.run()
    assert report.articles_per_second == pytest.approx(3 / report.seconds)


def test_unsure_encodings_are_reported_by_the_run_that_read_them(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsure(raws: Sequence[RawArticle]) -> list[Article]:
        return [
            replace(article, encoding="viscii", encoding_confidence=0.5 if article.id == "b.txt" else 0.9)
            for article in extract(raws)
        ]

    monkeypatch.setattr("tests.reindex.archive.extract", unsure)
    assert archive.run().unsure == (EncodingGuess("b.txt", "viscii", 0.5),)
    assert archive.run().unsure == ()
