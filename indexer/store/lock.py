"""One writer at a time."""

import datetime
import errno
import fcntl
import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import IndexLocked
from indexer.regular_files import read_regular

NAME = "writer.lock"
_LARGEST = 1 << 20


@contextmanager
def writer_lock(index: Path) -> Iterator[None]:
    """Hold the index folder for writing. Raises `IndexLocked` at once if another process holds it.

    The kernel releases the lock (`flock`) when the process ends, however it ends. The file stays.
    """
    index.mkdir(parents=True, exist_ok=True)
    with open(index / NAME, "a+", encoding="utf-8", opener=_without_following) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexLocked(f"{index} is locked{_holder(index)}; wait until that run is done") from None
        file.truncate(0)
        now = datetime.datetime.now().astimezone().isoformat(" ", "seconds")
        file.write(json.dumps({"pid": os.getpid(), "since": now}))
        file.flush()
        yield


def _without_following(path: str, flags: int) -> int:
    """Open the lock file, but not what a link of its name leads to, and no pipe."""
    handle = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK, 0o666)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not a regular file", path)
    return handle


def _holder(index: Path) -> str:
    """Return who holds the lock and since when, as far as the lock file says."""
    try:
        holder = json.loads(read_regular(index / NAME, _LARGEST))
        return f" by process {holder['pid']}, which has been writing to it since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return " by another process"
