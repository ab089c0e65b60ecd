"""Runs follow changes to real files, and no error ends the watch."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer import IndexLocked, ReindexReport, StorageError, reindex
from indexer.watch import Pace, RunOutcome, watch

SOON = Pace(settle=0.3, every=600)
BY_CLOCK = Pace(settle=0.3, every=1.5)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "bài viết"
    (folder / "2021").mkdir(parents=True)
    (folder / "2021" / "arf.txt").write_text("Quan chức ARF họp", encoding="utf-8")
    return folder


def following(
    docs: Path, *, pace: Pace = SOON, index: Path | None = None, paths: tuple[Path, ...] = ()
) -> Iterator[RunOutcome]:
    index = index or docs.parent / "index"
    given = paths or (docs,)
    return watch(lambda: reindex(given, index=index, docs=docs), given, index=index, pace=pace)


def report(outcomes: Iterator[RunOutcome], cause: str) -> ReindexReport:
    outcome = next(outcomes)
    assert outcome.cause == cause
    assert isinstance(outcome.result, ReindexReport)
    return outcome.result


def counts(found: ReindexReport) -> tuple[int, int, int]:
    return found.added, found.updated, found.removed


def test_added_changed_and_removed_files_start_runs(docs: Path) -> None:
    outcomes = following(docs)
    assert counts(report(outcomes, "start")) == (1, 0, 0)
    (docs / "2022" / "q1").mkdir(parents=True)
    (docs / "2022" / "q1" / "nga.txt").write_text("Tham vấn với Nga", encoding="utf-8")
    assert counts(report(outcomes, "change")) == (1, 0, 0)
    (docs / "2022" / "q1" / "nga.txt").write_text("Tham vấn an ninh với Nga", encoding="utf-8")
    assert counts(report(outcomes, "change")) == (0, 1, 0)
    (docs / "2021" / "arf.txt.meta.toml").write_text('forums = ["arf"]', encoding="utf-8")
    assert counts(report(outcomes, "change")) == (0, 1, 0)
    (docs / "2022" / "q1" / "nga.txt").unlink()
    assert counts(report(outcomes, "change")) == (0, 0, 1)


def test_a_change_during_a_run_starts_another(docs: Path) -> None:
    names = iter(["b.txt", "c.txt"])

    def run() -> ReindexReport:
        done = reindex([docs], index=docs.parent / "index")
        if name := next(names, None):
            (docs / name).write_text(f"Bài {name}", encoding="utf-8")
        return done

    outcomes = watch(run, [docs], index=docs.parent / "index", pace=SOON)
    assert counts(report(outcomes, "start")) == (1, 0, 0)
    assert counts(report(outcomes, "change")) == (1, 0, 0)
    assert counts(report(outcomes, "change")) == (1, 0, 0)


def test_editor_files_and_the_index_itself_start_no_run(docs: Path) -> None:
    outcomes = following(docs, pace=BY_CLOCK, index=docs / "kho")
    assert counts(report(outcomes, "start")) == (1, 0, 0)
    for name in (".arf.txt.swp", "arf.txt~", "#arf.txt#", ".hidden/x.txt", "~$arf.txt", "kho/x.txt"):
        (docs / name).parent.mkdir(exist_ok=True)
        (docs / name).write_text("x", encoding="utf-8")
    assert counts(report(outcomes, "clock")) == (0, 0, 0)


def test_the_clock_finds_changes_without_events(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_folders: object, **_options: object) -> Iterator[set[object]]:
        while True:
            time.sleep(0.05)
            yield set()

    monkeypatch.setattr("indexer.watch.events", silent)
    outcomes = following(docs, pace=Pace(settle=0.1, every=0.3))
    report(outcomes, "start")
    (docs / "b.txt").write_text("Bài b", encoding="utf-8")
    assert counts(report(outcomes, "clock")) == (1, 0, 0)


def test_a_watch_that_fails_is_reported_and_runs_go_on_by_the_clock(
    docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_folders: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("indexer.watch.events", refuse)
    outcomes = following(docs, pace=Pace(settle=0.1, every=0.3))
    error = next(outcomes)
    assert "No space left on device" in str(error.result)
    assert "max_user_watches" in str(error.result)
    assert counts(report(outcomes, "start")) == (1, 0, 0)
    (docs / "b.txt").write_text("Bài b", encoding="utf-8")
    assert counts(report(outcomes, "clock")) == (1, 0, 0)


def test_errors_are_reported_and_runs_retried(docs: Path) -> None:
    failures: list[StorageError] = [IndexLocked("another run writes"), StorageError("no room left")]

    def run() -> ReindexReport:
        if failures:
            raise failures.pop(0)
        return reindex([docs], index=docs.parent / "index")

    outcomes = watch(run, [docs], index=docs.parent / "index", pace=Pace(settle=0.1, every=600))
    assert [str(next(outcomes).result) for _ in range(2)] == ["another run writes", "no room left"]
    assert counts(report(outcomes, "clock")) == (1, 0, 0)


def until(outcomes: Iterator[RunOutcome], wanted: Callable[[RunOutcome], bool]) -> RunOutcome:
    return next(outcome for outcome in outcomes if wanted(outcome))


def test_a_folder_may_vanish_and_come_back(docs: Path) -> None:
    outcomes = following(docs)
    report(outcomes, "start")
    docs.rename(docs.parent / "away")
    gone = next(outcomes)
    assert gone.cause == "change"
    assert "does not exist" in str(gone.result)
    (docs.parent / "away").rename(docs)
    until(outcomes, lambda outcome: isinstance(outcome.result, ReindexReport))
    (docs / "b.txt").write_text("Bài b", encoding="utf-8")
    back = until(outcomes, lambda outcome: isinstance(outcome.result, ReindexReport) and outcome.result.added == 1)
    assert back.cause == "change"


def test_a_folder_may_appear_later(docs: Path) -> None:
    later = docs.parent / "sau" / "này"
    outcomes = following(docs, paths=(later,))
    assert "does not exist" in str(next(outcomes).result)
    later.mkdir(parents=True)
    (later / "b.txt").write_text("Bài b", encoding="utf-8")
    until(outcomes, lambda outcome: isinstance(outcome.result, ReindexReport) and outcome.result.added == 1)


def test_single_files_are_watched_with_their_sidecars(docs: Path) -> None:
    file = docs / "2021" / "arf.txt"
    outcomes = following(docs, paths=(file,))
    report(outcomes, "start")
    replacement = docs / "2021" / ".new"
    replacement.write_text("Quan chức ARF họp trực tuyến", encoding="utf-8")
    replacement.replace(file)
    assert counts(report(outcomes, "change")) == (0, 1, 0)
    (docs / "2021" / "arf.meta.toml").write_text("year = 2021", encoding="utf-8")
    assert counts(report(outcomes, "change")) == (0, 1, 0)


def test_files_that_never_settle_are_read_by_the_clock(docs: Path) -> None:
    file = docs / "2021" / "arf.txt"
    outcomes = following(docs, pace=Pace(settle=600, every=1))
    report(outcomes, "start")
    file.write_text("Quan chức ARF họp, bản đang viết", encoding="utf-8")
    assert counts(report(outcomes, "change")) == (0, 1, 0)
