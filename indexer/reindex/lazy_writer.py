"""The engine's writer, opened at the first change."""

from collections.abc import Callable, Sequence
from typing import Any

from indexer.engines.base import EngineWriter


class LazyWriter:
    """An engine's writer that is opened at the first change. If `open_writer` returns None, nothing is written."""

    def __init__(self, open_writer: Callable[[], EngineWriter[Any] | None]) -> None:
        self._open = open_writer
        self._writer: EngineWriter[Any] | None = None
        self.is_open = False
        """Whether anything has changed."""

    def open(self) -> None:
        """Open the writer unless it is open."""
        if not self.is_open:
            self.is_open = True
            self._writer = self._open()

    def put(self, batches: Sequence[Any]) -> None:
        """Add or replace articles that the engine has prepared, in batches."""
        self.open()
        if self._writer is not None:
            for prepared in batches:
                self._writer.put(prepared)

    def delete(self, article_id: str) -> None:
        """Remove an article."""
        self.open()
        if self._writer is not None:
            self._writer.delete(article_id)

    def commit(self) -> None:
        """Write everything to disk."""
        if self._writer is not None:
            self._writer.commit()
            self._writer = None

    def cancel(self) -> None:
        """Drop everything that was not committed."""
        if self._writer is not None:
            self._writer.cancel()
