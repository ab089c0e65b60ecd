"""Batches of work in parallel: in several processes, or in this one."""

import atexit
import gc
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread
from types import TracebackType
from typing import Any, Self

from indexer.errors import StorageError
from indexer.interrupts import interrupts_held

Work = Callable[[Sequence[Any]], Any]
"""Returns the result of a batch; never None."""

_GC_THRESHOLD = 50_000


class Workers:
    """Do `work` in `count` processes, but in this one if `count` is 1 or there is only one batch.

    Processes are spawned, not forked: a program that serves a page while it indexes has threads, and a fork would copy
    the locks they hold. They end with this one, however it ends. `work` is pickled with every batch.
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
        job = Job(self, batch)
        if self._count == 1 or not batch:
            return job
        if self._pool is None and (self._first is None or not self._first.waits):
            self._first = job
            return job
        if self._first is not None:
            self._first.hand_over()
            self._first = None
        job.hand_over()
        return job

    def do_here(self, batch: Sequence[Any]) -> Any:
        """Return the result of a batch, computed in this process."""
        return self._work(batch)

    def submit(self, batch: Sequence[Any]) -> Future[Any]:
        """Have a process work on a batch; if processes have died, there are new ones.

        Raises `StorageError` if the new ones die before they begin.
        """
        if self._pool is None:
            self._pool = self._started()
        try:
            with interrupts_held():
                return self._pool.submit(self._work, batch)
        except BrokenProcessPool:
            self._pool.shutdown()
            self._pool = self._started()
            self._refuse_dead(self._pool)
            return self.submit(batch)

    def _started(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._count, mp_context=get_context("spawn"), initializer=_begin)

    def _refuse_dead(self, pool: ProcessPoolExecutor) -> None:
        """Raise `StorageError` if no process can begin: else each article would be taken for what kills it."""
        try:
            with interrupts_held():
                begun = pool.submit(os.getpid)
            begun.result()
        except BrokenProcessPool as error:
            raise StorageError(
                "worker processes end before they begin; run again with --workers 1 or, in a program of your own, "
                'call reindex below `if __name__ == "__main__":`'
            ) from error


class Job:
    """A batch that another process works on, or this one when its result is needed."""

    def __init__(self, workers: Workers, batch: Sequence[Any]) -> None:
        self._workers = workers
        self._batch = batch
        self._future: Future[Any] | None = None
        self.waits = True

    def hand_over(self) -> None:
        """Have another process do it."""
        self.waits = False
        self._future = self._workers.submit(self._batch)

    def results(self) -> Iterator[tuple[Sequence[Any], Any]]:
        """Yield the batch and its result; call it once.

        If a process dies, all batches in work fail. Each is then retried: first as a whole, then item by item. For an
        item whose process dies once more, the result is None.
        """
        self.waits = False
        if self._future is None:
            yield self._batch, self._workers.do_here(self._batch)
            return
        whole = _result(self._future) or _result(self._workers.submit(self._batch))
        if whole is not None:
            yield self._batch, whole
            return
        for item in self._batch:
            yield [item], _result(self._workers.submit([item]))


def _result(future: Future[Any]) -> Any:
    """Return the result, None if the process died."""
    try:
        return future.result()
    except BrokenProcessPool:
        return None


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


def _begin() -> None:
    """Prepare a worker process.

    It leaves without taking its tables apart, which takes as long as analysing a thousand articles.
    """
    _relax_gc()
    atexit.register(os._exit, 0)
    Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    """End this process as soon as its parent has ended."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
