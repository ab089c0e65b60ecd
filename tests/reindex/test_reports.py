"""What a run says, while it works and at the end."""

import os
from collections.abc import Sequence
from dataclasses import replace

import pytest

from indexer.ingest.source import RawArticle
from indexer.model import Article
from indexer.reindex import Progress
from indexer.reindex.report import Guess
from indexer.store.lock import writer_lock
from tests.reindex.archive import Archive, counts, forbid, skips
from tests.store.json_engine import extract, problem_codes


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


def test_progress_rises_to_the_whole(archive: Archive) -> None:
    archive.write_batch("x.jsonl", *({"id": str(n), "body": f"bài {n}"} for n in range(1000)))
    told: list[Progress] = []
    archive.run(progress=told.append)
    size = sum(path.stat().st_size for path in archive.docs.rglob("*.*"))
    assert len(told) > 10
    assert told[-1] == Progress(4, 4, size, size)
    assert [p.bytes for p in told] == sorted(p.bytes for p in told)
    assert {(p.files_total, p.bytes_total) for p in told} == {(4, size)}


def test_articles_a_second_counts_what_was_handled(archive: Archive) -> None:
    report = archive.run()
    assert report.articles_per_second == pytest.approx(3 / report.seconds)


def test_doubtful_encodings_are_named_by_the_run_that_read_them(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def doubtful(raws: Sequence[RawArticle]) -> list[Article]:
        return [
            replace(article, encoding="viscii", encoding_confidence=0.5 if article.id == "b.txt" else 0.9)
            for article in extract(raws)
        ]

    monkeypatch.setattr("tests.reindex.archive.extract", doubtful)
    assert archive.run().unsure == (Guess("b.txt", "viscii", 0.5),)
    assert archive.run().unsure == ()
