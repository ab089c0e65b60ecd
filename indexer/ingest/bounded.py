"""Documents parsed within limits of time and memory, in a child process that is ended if it exceeds them.

The child parses one document at a time and limits itself, so its exit code says what ended it; the next document gets
a new child. The child is a program of its own: a fork would copy the locks of other threads, and the child processes
of `multiprocessing` import the program of the caller.
"""

import logging
import os
import resource
import signal
import subprocess
import sys
import threading
import warnings
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self, cast

from indexer.ingest.formats.document import Blob, ParsedDocument
from indexer.ingest.formats.known import Format, parse
from indexer.model import Skipped

SECONDS = 60.0
MEMORY = 1 << 30
_MAX_DOCUMENTS = 500
_COMMAND = (sys.executable, "-P", "-c", "from indexer.ingest.bounded import run_child; run_child()")
_OUT_OF_MEMORY = 3
"""The exit code of a child that ran out of memory."""
_USED_PAGES = Path("/proc/self/statm")


class _ChildProcess(NamedTuple):
    """A running child and the parent's end of the pipe; closing its standard input ends the child."""

    process: subprocess.Popen[bytes]
    pipe: Connection

    def end(self) -> int:
        """Wait until it has ended and return its exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.pipe.close()
        return self.process.wait()


class Bounded:
    """Parses documents, each within `seconds` and `memory` (bytes). For use by one thread.

    The child is started for the first document that needs one, and replaced after some hundreds: parsers keep
    memory for what they have seen.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._child: _ChildProcess | None = None
        self._parsed = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def parse(self, blob: Blob, format: Format) -> ParsedDocument | Skipped:
        """Parse a document, or return why it cannot be parsed within the limits."""
        if not format.bounded:
            return parse(blob, format)
        if self._parsed >= _MAX_DOCUMENTS:
            self._stop()
        child = self._child or self._start()
        self._parsed += 1
        try:
            child.pipe.send((blob, format))
            return cast(ParsedDocument | Skipped, child.pipe.recv())
        except (EOFError, OSError):
            self._child = None
            return self._died(blob, child.end())

    def _start(self) -> _ChildProcess:
        here, there = Pipe()
        with there:
            process = subprocess.Popen(
                [*_COMMAND, str(there.fileno()), str(self._seconds), str(self._memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[there.fileno()],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        self._child, self._parsed = _ChildProcess(process, here), 0
        return self._child

    def _stop(self) -> None:
        """End the child, even in the middle of a document."""
        if self._child is not None:
            self._child.process.kill()
            self._child.end()
            self._child, self._parsed = None, 0

    def _died(self, blob: Blob, code: int) -> Skipped:
        if code == -signal.SIGALRM:
            return Skipped(blob.name, "too-slow", f"parsing took longer than {self._seconds:g} seconds; split it")
        if code == _OUT_OF_MEMORY:
            return Skipped(
                blob.name, "too-large", f"parsing needs more than {self._memory >> 20} MiB of memory; split it"
            )
        return Skipped(blob.name, "damaged", f"its parser crashed with exit code {code}; please report this")


def run_child() -> None:
    """Parse documents until the pipe closes; the arguments are its descriptor, seconds and bytes of memory.

    An alarm ends the process if one document takes too long. It ends itself if memory runs out, or if its standard
    input closes: the parent is gone then.
    """
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
            os._exit(_OUT_OF_MEMORY)


def _answer(pipe: Connection, seconds: float) -> None:
    blob, format = pipe.recv()
    signal.setitimer(signal.ITIMER_REAL, seconds)
    parsed = parse(blob, format)
    signal.setitimer(signal.ITIMER_REAL, 0)
    pipe.send(parsed)


def _follow_parent() -> None:
    os.read(sys.stdin.fileno(), 1)
    os._exit(0)


def _limit_memory(memory: int) -> None:
    """Allow `memory` bytes more than are in use now; without /proc there is no limit."""
    if _USED_PAGES.exists():
        used = int(_USED_PAGES.read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
