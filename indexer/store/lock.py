"""One writer at a time."""

import datetime
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import IndexLocked

NAME = "writer.lock"


@contextmanager
def writer_lock(index: Path) -> Iterator[None]:
    """Hold the index folder for writing. Raises `IndexLocked` at once if another process holds it.

    The kernel releases the lock (`flock`) when the process ends, however it ends. The file stays.
    """
    index.mkdir(parents=True, exist_ok=True)
    with (index / NAME).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexLocked(f"{index} is locked{_holder(index)}; wait until that run is done") from None
        file.truncate(0)
        now = datetime.datetime.now().astimezone().isoformat(" ", "seconds")
        file.write(json.dumps({"pid": os.getpid(), "since": now}))
        file.flush()
        yield


def _holder(index: Path) -> str:
    """Return who holds the lock and since when, as far as the lock file says."""
    try:
        holder = json.loads((index / NAME).read_text(encoding="utf-8"))
        return f" by process {holder['pid']}, which has been writing to it since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return " by another process"
