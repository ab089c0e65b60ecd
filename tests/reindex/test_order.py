"""Extracting in batches and in other processes gives the same result as one article at a time."""

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines.arrays import ArraysEngine
from indexer.model import Article
from indexer.reindex import ReindexReport, RunOptions, reindex, step_queue, sync
from indexer.store.manifest import engine_folder, read_manifest
from tests.reindex.archive import Archive, counts, skips
from tests.store.json_engine import JsonEngine, extract

TEXTS = ["", "Bài một", "Bài số hai", "BREAKS", "BREAKS nữa rồi"]
RECORDS = [
    "{\n",
    '{"id": "n1", "body": "x"}\n',
    '{"id": "n1", "body": "BREAKS"}\n',
    '{"id": "n2", "body": "y", "year": "?"}\n'.rjust(130),
    '{"id": "n2", "body": "BREAKS"}\n'.rjust(140),
    '{"id": "a.txt", "body": "BREAKS"}\n'.rjust(270),
    '{"id": "s/c.txt", "body": "ba"}\n'.rjust(540),
]
NAMES = st.sampled_from(["a.txt", "b.txt", "s/a.txt", "s/c.txt"])
BATCHES = st.sampled_from(["0.jsonl", "b.jsonl", "s/d.jsonl"])
CHANGES = st.one_of(
    st.tuples(NAMES, st.sampled_from(TEXTS)),
    st.tuples(BATCHES, st.lists(st.sampled_from(RECORDS), max_size=4).map("".join)),
    st.tuples(st.one_of(NAMES, BATCHES), st.none()),
)
ROUNDS = st.lists(st.tuples(st.lists(CHANGES, max_size=6), st.booleans()), min_size=1, max_size=4)

# Articles per batch and pending batches: one article at a time, a few, and the real values.
SIZES = [(1, 0), (2, 1), (3, 8), (256, 8)]


@pytest.fixture(scope="module", autouse=True)
def trusted_stamps() -> Iterator[None]:
    """Treat even files written just now as settled, and skip syncing to save time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sync, "_TICK_NS", -(10**12))
        patch.setattr(os, "fsync", lambda handle: None)
        yield


def catalog(index: Path) -> Sequence[object]:
    """Return the content of a catalog, except for the stamps of files."""
    (path,) = index.glob(f"generation-{read_manifest(index).generation:06}/catalog.sqlite")
    with closing(sqlite3.connect(path)) as db:
        files = db.execute("SELECT root, path, stamp = '', content FROM files ORDER BY root, path").fetchall()
        rest = [db.execute(f"SELECT * FROM {table}").fetchall() for table in ("roots", "articles", "skips", "problems")]
    return [files, *map(sorted, rest)]


def timeless(report: ReindexReport) -> ReindexReport:
    return replace(report, seconds=0, articles_per_second=0)


@settings(max_examples=20)
@given(ROUNDS)
def test_batch_sizes_change_nothing(rounds: list[tuple[list[tuple[str, str | None]], bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        docs = Path(folder) / "docs"
        docs.mkdir()
        archives = [Archive(Path(folder) / str(number)) for number, _ in enumerate(SIZES)]
        for archive in archives:
            archive.folder.mkdir()
            archive.docs.symlink_to(docs)
        for changes, full in rounds:
            for name, content in changes:
                if content is None:
                    (docs / name).unlink(missing_ok=True)
                else:
                    (docs / name).parent.mkdir(exist_ok=True)
                    (docs / name).write_text(content, encoding="utf-8")
            reports = []
            for archive, (articles, pending) in zip(archives, SIZES, strict=True):
                patch.setattr(step_queue, "_ARTICLES", articles)
                patch.setattr(step_queue, "_PENDING_BATCHES", pending)
                reports.append(timeless(archive.run(full=full, allow_empty=True)))
            for archive, report in zip(archives[1:], reports[1:], strict=True):
                assert report == reports[0]
                assert archive.articles() == archives[0].articles()
                assert catalog(archive.index) == catalog(archives[0].index)


def write_archive(docs: Path) -> None:
    """Write an archive that makes several batches, with failing extractions, repeated ids and duplicate files."""
    docs.mkdir()
    for number in range(40):
        text = "BREAKS" if number % 10 == 3 else f"Bài {number % 17} về hội nghị\n\nNội dung số {number % 17}."
        (docs / f"{number:02}.txt").write_text(text, encoding="utf-8")
    records = [{"id": str(n % 30), "body": "BREAKS" if n % 7 == 0 else f"bài {n}", "year": "?"} for n in range(60)]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (docs / "x.jsonl").write_text(lines, encoding="utf-8")


def test_any_number_of_workers_gives_the_same_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step_queue, "_ARTICLES", 8)
    write_archive(tmp_path / "docs")
    reports, files = [], []
    for workers in (1, 2):
        index = tmp_path / f"index-{workers}"
        options = RunOptions([tmp_path / "docs"], index, ArraysEngine(), extract, "n1", workers=workers)
        report = reindex(options)
        reports.append(timeless(report))
        folder = engine_folder(index, read_manifest(index))
        files.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert reports[0] == reports[1]
    assert files[0] == files[1]
    assert ("03.txt", "extraction-failed") in skips(reports[0])
    assert ("x.jsonl", "duplicate-id") in skips(reports[0])
    assert ("17.txt", "duplicate") in skips(reports[0])


def test_a_failed_article_leaves_its_id_and_its_bytes_to_the_next(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write_batch("x.jsonl", {"id": "n1", "body": "BREAKS"}, {"id": "n1", "body": "một"})
    archive.write("a.txt", "BREAKS")
    archive.write("b.txt", "BREAKS")
    expected = [("a.txt", "extraction-failed"), ("b.txt", "extraction-failed"), ("x.jsonl", "extraction-failed")]
    report = archive.run()
    assert (counts(report), skips(report)) == ((1, 0, 0, 0), expected)
    assert archive.bodies() == {"n1": "một"}


class CountingEngine(JsonEngine):
    """Counts the articles of each batch."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[int] = []

    def prepare(self, articles: Sequence[Article]) -> Sequence[Article]:
        self.sizes.append(len(articles))
        return articles


def test_large_articles_make_small_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step_queue, "_CHARACTERS", 100)
    engine = CountingEngine()
    archive = Archive(tmp_path, engine)
    archive.write_batch("x.jsonl", *({"id": str(n), "body": "dài " * (40 if n % 3 == 2 else 1)} for n in range(9)))
    archive.run()
    assert engine.sizes == [3, 3, 3]


def test_records_that_move_to_another_file_share_a_batch(tmp_path: Path) -> None:
    engine = CountingEngine()
    archive = Archive(tmp_path, engine)
    path = archive.write_batch("x.jsonl", *({"id": f"n{n}", "body": f"bài {n}"} for n in range(9)))
    archive.run()
    path.rename(path.with_name("a.jsonl"))
    assert counts(archive.run()) == (0, 9, 0, 0)
    assert engine.sizes == [9, 9]


def test_an_interrupt_ends_the_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step_queue, "_ARTICLES", 4)
    write_archive(tmp_path / "docs")

    def interrupt(_progress: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reindex(
            RunOptions(
                [tmp_path / "docs"],
                tmp_path / "index",
                ArraysEngine(),
                extract,
                "n1",
                workers=2,
                progress=interrupt,
            )
        )
    assert list((tmp_path / "index").glob("generation-*")) == []


@pytest.mark.parametrize("size", SIZES)
def test_a_failed_extraction_keeps_the_article_of_a_file_that_no_longer_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(step_queue, "_ARTICLES", size[0])
    monkeypatch.setattr(step_queue, "_PENDING_BATCHES", size[1])
    archive = Archive(tmp_path)
    archive.write_batch("a.jsonl", {"id": "c.txt", "body": "ba"})
    archive.run()
    archive.write("a.jsonl", "")
    archive.write("c.txt", "BREAKS")
    archive.write("d.jsonl", "")
    assert skips(archive.run()) == [("c.txt", "extraction-failed"), ("d.jsonl", "duplicate")]
    assert archive.bodies() == {"c.txt": "ba"}
