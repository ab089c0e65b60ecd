"""A temporary folder outside the index, for runs that change nothing."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "timdau-"
_LOCK = "lock"


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Make a folder, and remove it at the end; remove those of killed processes, too.

    The kernel releases the lock on the file in a folder when its process ends, however it ends.
    """
    _sweep()
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as name, Path(name, _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Path(name)


def _sweep() -> None:
    """Remove the folders of this user whose processes are gone."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        try:
            if path.parent.is_symlink() or path.parent.stat().st_uid != os.getuid():
                continue
            with path.open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue
        shutil.rmtree(path.parent, ignore_errors=True)
