"""Documents parsed within bounds of time and memory: in one child process, ended by what exceeds them.

The child takes one document at a time and bounds itself (`indexer.ingest.child`), so that what it dies of is told
by its exit code, and the next document gets a new one. It is a program of its own, not a fork: a fork would copy
the locks of other threads, and the child processes of `multiprocessing` import the program of who calls.
"""

import os
import signal
import subprocess
import sys
from multiprocessing.connection import Connection, Pipe
from types import TracebackType
from typing import NamedTuple, Self, cast

from indexer.ingest.child import OUT_OF_MEMORY
from indexer.ingest.formats.document import Blob, Document
from indexer.ingest.formats.known import Format, parse
from indexer.model import Skipped

SECONDS = 60.0
MEMORY = 1 << 30
_DOCUMENTS = 500
_COMMAND = (sys.executable, "-P", "-c", "from indexer.ingest.child import main; main()")


class _Child(NamedTuple):
    """A running child, and the end of the pipe to it; its standard input closes when this process ends."""

    process: subprocess.Popen[bytes]
    pipe: Connection

    def end(self) -> int:
        """Wait for its end and return its exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.pipe.close()
        return self.process.wait()


class Bounded:
    """Parses documents, each in so many seconds and bytes of memory at most; to be used by one thread.

    The child is started for the first document that needs one, and changed for a new one after some hundreds, as
    parsers keep what they have seen.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._child: _Child | None = None
        self._parsed = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def parse(self, blob: Blob, format: Format) -> Document | Skipped:
        """Read a document; whatever is wrong with it, or exceeds the bounds, is a `Skipped`."""
        if not format.bounded:
            return parse(blob, format)
        if self._parsed >= _DOCUMENTS:
            self._stop()
        child = self._child or self._start()
        self._parsed += 1
        try:
            child.pipe.send((blob, format))
            return cast(Document | Skipped, child.pipe.recv())
        except (EOFError, OSError):
            self._child = None
            return self._died(blob, child.end())

    def _start(self) -> _Child:
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
        self._child, self._parsed = _Child(process, here), 0
        return self._child

    def _stop(self) -> None:
        """End the child whatever it is busy with."""
        if self._child is not None:
            self._child.process.kill()
            self._child.end()
            self._child, self._parsed = None, 0

    def _died(self, blob: Blob, code: int) -> Skipped:
        if code == -signal.SIGALRM:
            return Skipped(blob.name, "too-slow", f"it took longer than {self._seconds:g} seconds to read")
        if code == OUT_OF_MEMORY:
            return Skipped(blob.name, "too-large", f"it needs more than {self._memory >> 20} MiB of memory to read")
        return Skipped(blob.name, "damaged", f"the process that read it ended with {code}; please report this")
