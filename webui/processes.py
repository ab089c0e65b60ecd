"""Several processes that do the same work until interrupted; one that ends before that is replaced."""

import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from threading import Thread
from types import FrameType

from indexer import StorageError
from indexer.interrupts import interrupts_held

_MOST_ENDED = 5
_SECONDS = 60
"""If more than `_MOST_ENDED` processes end within these seconds, the next one would end as well."""
_PATIENCE = 10
"""The seconds that processes have to end by themselves."""


def run_processes(work: Callable[[], None], count: int) -> None:
    """Run `work` in `count` processes until this one is interrupted. Raises `StorageError` if they keep ending.

    Processes are spawned, not forked: NumPy has started threads by now, and a fork would copy the locks they hold.
    They end with this one, however it ends. `work` is pickled.
    """
    processes: list[SpawnProcess] = []
    ended: deque[float] = deque(maxlen=_MOST_ENDED + 1)
    try:
        while True:
            while len(processes) < count:
                _start(work, processes)
            wait([each.sentinel for each in processes])
            for process in [each for each in processes if not each.is_alive()]:
                processes.remove(process)
                ended.append(time.monotonic())
                print(f"timdau: a process that answers requests ended ({_how(process)})", file=sys.stderr, flush=True)
            if len(ended) > _MOST_ENDED and ended[-1] - ended[0] < _SECONDS:
                raise StorageError(
                    "processes that answer requests keep ending; find out why with timdau serve --processes 1"
                )
    finally:
        _end(processes)


def _start(work: Callable[[], None], processes: list[SpawnProcess]) -> None:
    with interrupts_held():
        process = get_context("spawn").Process(target=_begin, args=(work,), daemon=True)
        process.start()
        processes.append(process)


def _end(processes: Sequence[SpawnProcess]) -> None:
    """End all processes: each answers the requests it has begun with, but not for ever."""
    for process in processes:
        process.terminate()
    until = time.monotonic() + _PATIENCE
    for process in processes:
        process.join(max(0, until - time.monotonic()))
        process.kill()


def _how(process: SpawnProcess) -> str:
    """Return how a process ended: by a signal, or with an exit code."""
    code = process.exitcode or 0
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def _begin(work: Callable[[], None]) -> None:
    """Do the work in a new process."""
    Thread(target=_follow_parent, daemon=True).start()
    with suppress(KeyboardInterrupt):
        signal.signal(signal.SIGTERM, _interrupt)
        work()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    # A service manager sends SIGTERM to all processes, and the first one sends it once more.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def _follow_parent() -> None:
    """End this process as soon as its parent has ended."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
