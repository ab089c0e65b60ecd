import os
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.errors import IndexLocked, StorageError
from indexer.store.failure import storage_failures
from indexer.store.lock import writer_lock

HOLD = "import sys, pathlib; from indexer.store.lock import writer_lock\n"
HOLD += "with writer_lock(pathlib.Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"


def test_a_second_writer_learns_who_holds_the_lock(tmp_path: Path) -> None:
    index = tmp_path / "index"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(index)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with (
            pytest.raises(IndexLocked, match=rf"process {holder.pid}, .* since \d{{4}}-\d\d-\d\d "),
            writer_lock(index),
        ):
            pytest.fail("two writers at once")
        holder.kill()
        holder.wait()
    with writer_lock(index):
        assert f'"pid": {os.getpid()}' in (index / "writer.lock").read_text()


def test_an_exception_releases_the_lock(tmp_path: Path) -> None:
    with pytest.raises(KeyError), writer_lock(tmp_path):
        raise KeyError
    with writer_lock(tmp_path), pytest.raises(IndexLocked), writer_lock(tmp_path):
        pytest.fail("two writers at once")


def test_a_damaged_lock_file_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "writer.lock").write_bytes(b"\xff[")
    with writer_lock(tmp_path):
        (tmp_path / "writer.lock").write_bytes(b"\xff[")
        with pytest.raises(IndexLocked, match="locked by another process;"), writer_lock(tmp_path):
            pytest.fail("two writers at once")


def test_a_file_in_place_of_the_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("")
    with (
        pytest.raises(StorageError, match=r"index: File exists; name a folder with --index"),
        storage_failures(tmp_path / "index"),
        writer_lock(tmp_path / "index"),
    ):
        pytest.fail("a lock without a folder")
