"""The memory of a process and its children, private and mapped (Linux)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes: `private` belongs to the processes alone; `mapped` are pages of files, which the system may reclaim."""

    private: int
    mapped: int

    def peak(self, other: "Memory") -> "Memory":
        """Return the larger value of each kind."""
        return Memory(max(self.private, other.private), max(self.mapped, other.mapped))

    def plus(self, other: "Memory") -> "Memory":
        """Return the sum of each kind."""
        return Memory(self.private + other.private, self.mapped + other.mapped)


NO_MEMORY = Memory(0, 0)


class MemoryWatch:
    """Samples the memory of a process and its children every `every` seconds while a `with` block runs."""

    def __init__(self, pid: int, every: float) -> None:
        self._pid = pid
        self._every = every
        self._done = Event()
        self._thread = Thread(target=self._run, daemon=True)
        self.peak = NO_MEMORY

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self.peak = self.peak.peak(usage(self._pid))
            if self._done.wait(self._every):
                return


def usage(pid: int) -> Memory:
    """Return the current memory of a process and its children; zero if the system has no `/proc`."""
    total = NO_MEMORY
    for each in _tree(pid):
        try:
            total = total.plus(parse_rollup((_PROC / str(each) / "smaps_rollup").read_text()))
        except OSError:  # the process has ended meanwhile
            continue
    return total


def parse_rollup(rollup: str) -> Memory:
    """Read `/proc/…/smaps_rollup`.

    `Private_*` would not do: it includes pages of a file that only one process has mapped. Anonymous pages that
    processes share after a fork are divided among them (`Pss_Anon`), so that a sum counts them once.
    """
    lines = (line.split() for line in rollup.splitlines()[1:])
    kilobytes = {words[0].rstrip(":"): int(words[1]) for words in lines}
    private = kilobytes.get("Pss_Anon", kilobytes["Anonymous"]) + kilobytes.get("Pss_Shmem", 0)
    return Memory(private * 1024, (kilobytes["Rss"] - kilobytes["Anonymous"]) * 1024)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for listing in (_PROC / str(pid) / "task").glob("*/children"):
        try:
            children = listing.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _tree(int(child))
