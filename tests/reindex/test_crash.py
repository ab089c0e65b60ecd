"""If a run is killed, the old generation answers, and the next run does all the work."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reindex.archive import Archive, counts

RUN = """
import os, sys
from pathlib import Path
from indexer.reindex import RunOptions, reindex
from tests.store.json_engine import JsonEngine, extract

point, index, docs = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])

def die_before(owner, name):
    setattr(owner, name, lambda *args, **options: os.kill(os.getpid(), 9))

import indexer.store.generation as generation
match point:
    case "manifest":
        die_before(generation, "write_manifest")
    case "rename":
        die_before(Path, "replace")
    case "cleaning":
        real = generation.write_manifest
        generation.write_manifest = lambda folder, manifest: (
            real(folder, manifest), folder == index and os.kill(os.getpid(), 9)
        )
reindex(RunOptions([docs], index, JsonEngine(die_at=point), extract, version="1"))
"""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path)
    for name in ("a", "b"):
        archive.write(f"{name}.txt", f"Bài {name}")
    archive.run()
    archive.write("a.txt", "Bài a mới")
    archive.write("c.txt", "Bài c")
    (archive.docs / "b.txt").unlink()
    return archive


def run_and_die(archive: Archive, point: str) -> None:
    command = [sys.executable, "-c", RUN, point, str(archive.index), str(archive.docs)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL


@pytest.mark.parametrize("point", ["put", "commit", "committing", "manifest", "rename"])
def test_a_kill_before_the_swap_changes_nothing(archive: Archive, point: str) -> None:
    run_and_die(archive, point)
    assert archive.bodies() == {"a.txt": "Bài a", "b.txt": "Bài b"}
    report = archive.run()
    assert counts(report) == (1, 1, 0, 1)
    assert archive.bodies() == {"a.txt": "Bài a mới", "c.txt": "Bài c"}
    assert sorted(path.name for path in archive.index.iterdir() if path.name != "manifest.json.new") == [
        "generation-000001",
        "generation-000002",
        "manifest.json",
        "writer.lock",
    ]


def test_a_kill_after_the_swap_loses_nothing(archive: Archive) -> None:
    run_and_die(archive, "cleaning")
    assert archive.bodies() == {"a.txt": "Bài a mới", "c.txt": "Bài c"}
    report = archive.run()
    assert counts(report) == (0, 0, 2, 0)
    assert report.generation == 2


def test_a_kill_in_the_first_run_leaves_no_index(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("a.txt", "Bài a")
    run_and_die(archive, "committing")
    assert not (archive.index / "manifest.json").exists()
    assert counts(archive.run()) == (1, 0, 0, 0)
    assert archive.bodies() == {"a.txt": "Bài a"}
