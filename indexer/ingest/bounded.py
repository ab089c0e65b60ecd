"""Documents and sidecars parsed within limits of time and memory, in a child process that is ended if it exceeds them.

The child does one piece of work at a time and limits itself, so its exit code says what ended it; the next piece gets
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
from collections.abc import Callable
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self, cast

from indexer.config import PARSE_SECONDS
from indexer.ingest.limits import LimitExceeded, WorkArguments, WorkResult

_WAITING = 6
"""How much more time may pass on the clock: a parser may also wait."""
MEMORY = 768 << 20
_MAX_CALLS = 500
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
    """Does work, each piece within `seconds` (of processor time) and `memory` (bytes). For use by one thread.

    The child is started for the first piece, and replaced after some hundreds: parsers keep memory for what they have
    seen.
    """

    def __init__(self, seconds: float = PARSE_SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._child: _ChildProcess | None = None
        self._calls = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def run(self, work: Callable[[*WorkArguments], WorkResult], *arguments: *WorkArguments) -> WorkResult:
        """Return the result of a function of some module; all of it is pickled. Raises `LimitExceeded`."""
        if self._calls >= _MAX_CALLS:
            self._stop()
        child = self._child or self._start()
        self._calls += 1
        try:
            child.pipe.send((work, arguments))
            return cast(WorkResult, child.pipe.recv())
        except (EOFError, OSError):
            self._child = None
            raise self._exceeded(child.end()) from None

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
        self._child, self._calls = _ChildProcess(process, here), 0
        return self._child

    def _stop(self) -> None:
        """End the child, even in the middle of its work."""
        if self._child is not None:
            self._child.process.kill()
            self._child.end()
            self._child, self._calls = None, 0

    def _exceeded(self, code: int) -> LimitExceeded:
        if code in (-signal.SIGPROF, -signal.SIGALRM):
            return LimitExceeded("too-slow", f"parsing took longer than {self._seconds:g} seconds; split it")
        if code == _OUT_OF_MEMORY:
            return LimitExceeded("too-large", f"parsing needs more than {self._memory >> 20} MiB of memory; split it")
        return LimitExceeded("damaged", f"its parser crashed with exit code {code}; please report this")


def run_child() -> None:
    """Do work until the pipe closes; the arguments are its descriptor, seconds and bytes of memory.

    A timer ends the process if one piece of work takes too long. It ends itself if memory runs out, or if its standard
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
    work, arguments = pipe.recv()
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds * _WAITING)
    result = work(*arguments)
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    pipe.send(result)


def _follow_parent() -> None:
    os.read(sys.stdin.fileno(), 1)
    os._exit(0)


def _limit_memory(memory: int) -> None:
    """Allow `memory` bytes more than are in use now; without /proc there is no limit."""
    if _USED_PAGES.exists():
        used = int(_USED_PAGES.read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
