"""Batches of work side by side: in processes where there are several, else in this one."""

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
from indexer.reindex.collector import collect_less_often

Work = Callable[[Sequence[Any]], Any]


class Job:
    """A batch that is worked on in another process, or in this one as soon as its result is asked for."""

    def __init__(self, task: Callable[[], Any]) -> None:
        self._task = task
        self._future: Future[Any] | None = None
        self.waits = True

    def hand_to(self, pool: ProcessPoolExecutor) -> None:
        """Have it done in another process. Raises `StorageError` where these died."""
        self.waits = False
        try:
            with _interrupts_held():
                self._future = pool.submit(self._task)
        except BrokenProcessPool as error:
            raise _died() from error

    def result(self) -> Any:
        """Return what was done; to be asked for once. Raises `StorageError` where the process died."""
        self.waits = False
        try:
            return self._future.result() if self._future else self._task()
        except BrokenProcessPool as error:
            raise _died() from error


class Workers:
    """Do `work` in `count` processes; in this one where that is 1, and for a batch that is the only one.

    Processes are spawned, not forked: a program that serves a page while it indexes has threads, whose locks a fork
    would copy as they are. `work` is pickled with every batch.
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
            if kind is not None:  # nobody wants what they still do; the executor can only wait before Python 3.14
                for process in list((self._pool._processes or {}).values()):
                    process.terminate()
            self._pool.shutdown(cancel_futures=True)

    def start(self, batch: Sequence[Any]) -> Job:
        """Begin with a batch; the first one waits for another."""
        job = Job(partial(self._work, batch))
        if self._count == 1 or not batch:
            return job
        if self._pool is None and (self._first is None or not self._first.waits):
            self._first = job
            return job
        if self._pool is None:
            spawn = get_context("spawn")
            self._pool = ProcessPoolExecutor(self._count, mp_context=spawn, initializer=collect_less_often)
        if self._first is not None:
            self._first.hand_to(self._pool)
            self._first = None
        job.hand_to(self._pool)
        return job


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back for a moment: processes that are started meanwhile never hear it, and end with this one.

    A terminal sends it to all of them, and each would end with a traceback.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _died() -> StorageError:
    return StorageError("a process that read articles died (out of memory?); run it again, with fewer --workers")
