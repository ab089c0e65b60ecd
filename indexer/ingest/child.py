"""The child process that parses documents; its arguments are a descriptor of a pipe, seconds and bytes of memory.

It answers what comes through the pipe, one document at a time. An alarm ends it where one takes too long, whatever
it is busy with; it ends itself without memory, and when its standard input closes: its parent is gone then.
"""

import logging
import os
import resource
import signal
import sys
import threading
import warnings
from multiprocessing.connection import Connection
from pathlib import Path

from indexer.ingest.formats.known import parse

OUT_OF_MEMORY = 3
"""The exit code that tells that memory did not suffice."""
_PAGES = Path("/proc/self/statm")


def main() -> None:
    """Parse documents until the pipe closes."""
    descriptor, seconds, memory = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable()
    warnings.simplefilter("ignore")
    threading.Thread(target=_follow_parent, daemon=True).start()
    _limit_memory(memory)
    with Connection(descriptor) as pipe:
        try:
            while True:
                _answer(pipe, seconds)
        except EOFError:
            return
        except MemoryError:
            os._exit(OUT_OF_MEMORY)


def _answer(pipe: Connection, seconds: float) -> None:
    blob, format = pipe.recv()
    signal.setitimer(signal.ITIMER_REAL, seconds)
    found = parse(blob, format)
    signal.setitimer(signal.ITIMER_REAL, 0)
    pipe.send(found)


def _follow_parent() -> None:
    os.read(sys.stdin.fileno(), 1)
    os._exit(0)


def _limit_memory(memory: int) -> None:
    """Allow so many bytes beyond what is in use; where the system does not tell that, there is no limit."""
    if _PAGES.exists():
        used = int(_PAGES.read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
