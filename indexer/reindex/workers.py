"""Batches of work in parallel: in several processes, or in this one."""

import gc
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from types import TracebackType
from typing import Any, Self

from indexer.errors import StorageError

Work = Callable[[Sequence[Any]], Any]

_GC_THRESHOLD = 50_000


class Workers:
    """Do `work` in `count` processes, but in this one if `count` is 1 or there is only one batch.

    Processes are spawned, not forked: a program that serves a page while it indexes has threads, and a fork would copy
    the locks they hold. `work` is pickled with every batch.
    """

    def __init__(self, work: Work, count: int) -> None:
        self._work = work
        self._count = count
        self._pool: ProcessPoolExecutor | None = None
        self._first: Job | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            if kind is not None:  # nobody needs their results; before Python 3.14 the executor can only wait for them
                for process in list((self._pool._processes or {}).values()):
                    process.terminate()
            self._pool.shutdown(cancel_futures=True)

    def start(self, batch: Sequence[Any]) -> "Job":
        """Start on a batch. The first one is held back until there is a second."""
        job = Job(partial(self._work, batch))
        if self._count == 1 or not batch:
            return job
        if self._pool is None and (self._first is None or not self._first.waits):
            self._first = job
            return job
        if self._pool is None:
            spawn = get_context("spawn")
            self._pool = ProcessPoolExecutor(self._count, mp_context=spawn, initializer=_relax_gc)
        if self._first is not None:
            self._first.hand_to(self._pool)
            self._first = None
        job.hand_to(self._pool)
        return job


class Job:
    """A batch that another process works on, or this one when its result is needed."""

    def __init__(self, task: Callable[[], Any]) -> None:
        self._task = task
        self._future: Future[Any] | None = None
        self.waits = True

    def hand_to(self, pool: ProcessPoolExecutor) -> None:
        """Have another process do it. Raises `StorageError` if the processes died."""
        self.waits = False
        try:
            with _interrupts_held():
                self._future = pool.submit(self._task)
        except BrokenProcessPool as error:
            raise _died() from error

    def result(self) -> Any:
        """Return the result; call it once. Raises `StorageError` if the process died."""
        self.waits = False
        try:
            return self._future.result() if self._future else self._task()
        except BrokenProcessPool as error:
            raise _died() from error


@contextmanager
def relaxed_gc() -> Iterator[None]:
    """Run the garbage collector less often for a while: articles leave it nothing to find."""
    before = gc.get_threshold()
    _relax_gc()
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _relax_gc() -> None:
    """Raise the threshold of the youngest generation, unless it is higher or the collector is off (0)."""
    first, *older = gc.get_threshold()
    if 0 < first < _GC_THRESHOLD:
        gc.set_threshold(_GC_THRESHOLD, *older)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Block Ctrl-C for a moment: processes started meanwhile inherit the block and end with this one.

    A terminal sends Ctrl-C to all of them, and each would end with a traceback.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _died() -> StorageError:
    return StorageError("a worker process died (out of memory?); run again with fewer --workers")
