"""Temporary folders: removed at the end, and after a kill by the next run."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from indexer.store.temporary import temporary_folder

KILLED = """
import os
from indexer.store.temporary import temporary_folder
with temporary_folder() as folder:
    (folder / "catalog.sqlite").write_text("x")
    os.kill(os.getpid(), 9)
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def test_a_folder_is_removed_at_the_end(folder: Path) -> None:
    with temporary_folder() as made:
        assert made.parent == folder
    assert list(folder.iterdir()) == []


def test_the_next_run_removes_what_a_killed_one_left(folder: Path) -> None:
    assert subprocess.run([sys.executable, "-c", KILLED], check=False).returncode == -9
    (left,) = folder.iterdir()
    with temporary_folder() as made:
        assert not left.exists()
        with temporary_folder():
            assert made.exists()
