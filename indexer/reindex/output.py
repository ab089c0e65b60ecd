"""The engine's writer, opened at the first change."""

from collections.abc import Callable
from typing import Any

from indexer.engines.base import EngineWriter


class Output:
    """An engine's writer that is opened at the first change; nothing is written where `open_writer` gives None."""

    def __init__(self, open_writer: Callable[[], EngineWriter[Any] | None]) -> None:
        self._open = open_writer
        self._writer: EngineWriter[Any] | None = None
        self.is_open = False
        """Whether there was a change."""

    def open(self) -> None:
        """Open the writer where that has not happened."""
        if not self.is_open:
            self.is_open = True
            self._writer = self._open()

    def put(self, prepared: Any) -> None:
        """Add or replace articles, prepared by the engine."""
        self.open()
        if self._writer is not None:
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
