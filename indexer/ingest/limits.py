"""How readers call what parses: within limits of time and memory, or without."""

from collections.abc import Callable
from typing import Protocol, TypeVar, TypeVarTuple

WorkArguments = TypeVarTuple("WorkArguments")
WorkResult = TypeVar("WorkResult")


class LimitExceeded(Exception):
    """Raised for work that took too long, needed too much memory or crashed; `code` is that of a `Skipped`."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Runner(Protocol):
    """Runs work; `indexer.ingest.bounded.Bounded.run` within limits. Raises `LimitExceeded`."""

    def __call__(self, work: Callable[[*WorkArguments], WorkResult], *arguments: *WorkArguments) -> WorkResult:
        """Return the result of the work."""
        ...


def run_here(work: Callable[[*WorkArguments], WorkResult], *arguments: *WorkArguments) -> WorkResult:
    """Return the result of the work, done in this process and without limits."""
    return work(*arguments)
