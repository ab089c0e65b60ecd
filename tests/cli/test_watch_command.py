"""`timdau watch` as a process: a line for each run, and a clean end."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from indexer import IndexLocked, ReindexReport, StorageError
from indexer.cli import watch_command as module
from indexer.watch import Cause, RunOutcome
from tests.cli.conftest import Run
from tests.cli.interrupts import hear_interrupts

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 120


@contextmanager
def watching(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run `timdau watch` in a process group of its own, as a terminal does."""
    command = [sys.executable, "-m", "indexer", "watch", "--settle", "0.3", "--every", "3600", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": ""}
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
        start_new_session=True,
        preexec_fn=hear_interrupts,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline()


def interrupted(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Send Ctrl-C to all processes of the group; return the exit code and standard error."""
    os.killpg(process.pid, signal.SIGINT)
    _, error = process.communicate(timeout=_PATIENCE)
    return process.returncode, error


def children(process: subprocess.Popen[str]) -> int:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False
    )
    return len(listed.stdout.split())


def test_it_follows_the_folder_and_stops_cleanly(archive: Path) -> None:
    with watching("--workers", "1") as process:
        assert "generation 1: 3 added, 0 updated, 0 removed, 1 skipped" in line(process)
        (archive / "docs_in" / "moi.txt").write_text("Bài mới về ASEAN", encoding="utf-8")
        assert "generation 2: 1 added, 0 updated, 0 removed, 1 skipped" in line(process)
        assert interrupted(process) == (0, f"timdau: watching {archive / 'docs_in'}; stop with Ctrl-C\n")


def test_it_stops_cleanly_during_a_run(run: Run, archive: Path) -> None:
    with (archive / "docs_in" / "lon.jsonl").open("w", encoding="utf-8") as batch:
        for number in range(20_000):
            batch.write(
                json.dumps({"id": f"b{number}", "body": f"Bài thứ {number} bàn về ASEAN và biển. " * 20}) + "\n"
            )
    with watching("--workers", "2") as process:
        assert process.stderr
        process.stderr.readline()
        while children(process) < 3:  # two workers, and the process that tracks their resources
            assert process.poll() is None
        assert interrupted(process) == (0, "")
    assert not (archive / "index" / "manifest.json").exists()
    assert list((archive / "index").glob("generation-*")) == []


def test_json_is_one_report_a_line(archive: Path) -> None:
    with watching("--json", "--workers", "1", "docs_in/2021") as process:
        report = json.loads(line(process))
        interrupted(process)
    assert (report["generation"], report["added"], report["skipped"]) == (1, 1, [])


def outcome(cause: Cause, added: int = 0) -> RunOutcome:
    return RunOutcome(cause, ReindexReport(1, "arrays", added, 0, 0, 0, (), (), (), (), (), 0.1, 1.0))


def test_an_error_is_reported_once_and_idle_runs_are_not(
    run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def outcomes(*_arguments: object, **_options: object) -> Iterator[RunOutcome]:
        yield outcome("start", added=3)
        yield outcome("clock")
        yield RunOutcome("change", IndexLocked("another run writes; wait"))
        yield RunOutcome("clock", IndexLocked("another run writes; wait"))
        yield RunOutcome("clock", StorageError("no room left"))
        yield outcome("clock")
        yield outcome("clock", added=1)
        yield outcome("change")
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "watch", outcomes)
    ended = run("watch")
    assert ended.code == 0
    assert [line.split(" ", 1)[1].split(",")[0] for line in ended.out.splitlines()] == [
        f"generation 1: {added} added" for added in (3, 0, 1, 0)
    ]
    assert ended.err.splitlines()[1:] == [
        "timdau: another run writes; wait (trying again)",
        "timdau: no room left (trying again)",
    ]


def test_wrong_usage_is_refused_at_once(run: Run, archive: Path) -> None:
    assert run("watch", "").code == 2
    assert run("watch", "--settle", "0").code == 2
    assert run("watch", "--engine", "none").code == 2
