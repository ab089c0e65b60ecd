"""From articles to the engine's writer, in batches that are prepared side by side."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

from indexer.engines.base import Engine, EngineWriter
from indexer.errors import StorageError
from indexer.model import Article

_BATCH = 256
_BATCHES_A_WORKER = 3


class Output:
    """An engine's writer that is opened at the first change; without `open_writer` nothing is written.

    Batches are prepared in `workers` processes, in this one where that is 1 or where one batch is all there is, and
    are written in the order in which their articles came. Processes are spawned, not forked: a program that serves a
    page while it indexes has threads, whose locks a fork would copy as they are.
    """

    def __init__(
        self, engine: Engine[Any], open_writer: Callable[[], EngineWriter[Any]] | None, workers: int = 1
    ) -> None:
        self._engine = engine
        self._open = open_writer
        self._workers = workers
        self._writer: EngineWriter[Any] | None = None
        self._pool: ProcessPoolExecutor | None = None
        self._batch: list[Article] = []
        self._prepared: deque[Future[Any]] = deque()

    @property
    def is_open(self) -> bool:
        """Whether there was a change."""
        return self._writer is not None

    def open(self) -> EngineWriter[Any] | None:
        """Return the writer, opening it where that has not happened."""
        if self._writer is None and self._open is not None:
            self._writer = self._open()
        return self._writer

    def put(self, article: Article) -> None:
        """Add or replace an article."""
        if (writer := self.open()) is None:
            return
        self._batch.append(article)
        if len(self._batch) < _BATCH:
            return
        if self._workers == 1:
            writer.put(self._engine.prepare(self._taken()))
        else:
            self._submit()
            self._write(writer, at_most=self._workers * _BATCHES_A_WORKER)

    def delete(self, article_id: str) -> None:
        """Remove an article."""
        if writer := self.open():
            writer.delete(article_id)

    def commit(self) -> None:
        """Write everything to disk."""
        if self._writer is None:
            return
        self._write(self._writer, at_most=0)
        if self._batch:
            self._writer.put(self._engine.prepare(self._taken()))
        self._end()
        self._writer.commit()
        self._writer = None

    def cancel(self) -> None:
        """Drop everything that was not committed."""
        self._end()
        if self._writer is not None:
            self._writer.cancel()

    def _taken(self) -> list[Article]:
        batch, self._batch = self._batch, []
        return batch

    def _submit(self) -> None:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._workers, mp_context=get_context("spawn"))
        try:
            self._prepared.append(self._pool.submit(self._engine.prepare, self._taken()))
        except BrokenProcessPool as error:
            raise _died() from error

    def _write(self, writer: EngineWriter[Any], *, at_most: int) -> None:
        """Write batches in order until so many are left under way."""
        while len(self._prepared) > at_most:
            try:
                prepared = self._prepared.popleft().result()
            except BrokenProcessPool as error:
                raise _died() from error
            writer.put(prepared)

    def _end(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _died() -> StorageError:
    return StorageError("a process that analysed articles died (out of memory?); run it again, with fewer --workers")
