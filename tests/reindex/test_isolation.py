"""An article that fails costs itself alone: the others of its batch, and those after it, are indexed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexer.reindex import ReindexReport, RunOptions, reindex
from tests.reindex import dying
from tests.reindex.archive import Archive, counts, skips
from tests.store.json_engine import extract

ROOT = Path(__file__).resolve().parents[2]


def run(archive: Archive, workers: int = 2) -> ReindexReport:
    return reindex(RunOptions([archive.docs], archive.index, archive.engine, dying.extract, "1", workers=workers))


@pytest.mark.parametrize("batches", [1, 3])
def test_an_article_that_kills_its_process_is_skipped(archive: Archive, batches: int) -> None:
    for number in range(batches * 300):
        archive.write(f"n/{number:04}.txt", f"Bài {number}")
    archive.write("n/0007.txt", "KILLS")
    archive.write("n/z.txt", "Bài cuối" if batches == 1 else "KILLS again")
    killers = ["n/0007.txt"] if batches == 1 else ["n/0007.txt", "n/z.txt"]
    report = run(archive)
    assert skips(report) == [(name, "too-large") for name in killers]
    assert all("lack of memory" in skipped.reason for skipped in report.skipped)
    assert report.added == 3 + batches * 300 + 1 - len(killers)
    assert not set(killers) & set(archive.bodies())
    again = run(archive)  # in this process, as there is too little to do for two
    assert (counts(again)[:2], skips(again)) == ((0, 0), skips(report))


def test_an_article_that_the_engine_cannot_prepare_is_skipped(tmp_path: Path) -> None:
    archive = Archive(tmp_path, dying.FailingEngine())
    for number in range(5):
        archive.write(f"{number}.txt", f"Bài {number}" + " HEAVY" * (number == 3))
    report = reindex(RunOptions([archive.docs], archive.index, archive.engine, extract, "1"))
    assert skips(report) == [("3.txt", "extraction-failed")]
    assert sorted(archive.bodies()) == ["0.txt", "1.txt", "2.txt", "4.txt"]


REINDEX = """
import sys
from pathlib import Path
from indexer.reindex import RunOptions, reindex
from tests.reindex import dying
from tests.store.json_engine import JsonEngine
if __name__ == "__main__":
    reindex(RunOptions([Path(sys.argv[1])], Path(sys.argv[2]), JsonEngine(), dying.extract, "1", workers=2))
"""


def children_of(process: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process and fields[0] != "Z":
            found.append(int(folder.name))
    return found


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are listed in /proc")
def test_workers_do_not_outlive_a_run_that_is_killed(archive: Archive, tmp_path: Path) -> None:
    for number in range(600):
        archive.write(f"n/{number:04}.txt", f"SLEEPS {number}")
    program = tmp_path / "program.py"
    program.write_text(REINDEX, "utf-8")
    command = [sys.executable, str(program), str(archive.docs), str(archive.index)]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}) as parent:
        deadline = time.monotonic() + 60
        while len(children_of(parent.pid)) < 3 and time.monotonic() < deadline:  # two workers, and a resource tracker
            time.sleep(0.05)
        time.sleep(2)
        workers = children_of(parent.pid)
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 30
    while any(map(is_running, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(workers) >= 3
    assert not any(map(is_running, workers))


def test_a_program_whose_workers_cannot_begin_is_told_why(archive: Archive, tmp_path: Path) -> None:
    """Python imports the program again in each worker, and without a guard that begins another run."""
    for number in range(600):
        archive.write(f"n/{number:04}.txt", f"Bài {number}")
    program = tmp_path / "program.py"
    program.write_text(REINDEX.replace('if __name__ == "__main__":', "if True:"), "utf-8")
    command = [sys.executable, str(program), str(archive.docs), str(archive.index)]
    ended = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert ended.returncode == 1
    assert "StorageError: worker processes end before they begin" in ended.stderr
    assert not (archive.index / "manifest.json").exists()
