"""Reindexing as files settle: what changed is seen by watchfiles, and a clock looks where events do not arrive.

A module of its own beside the facade, as watchfiles takes 80 ms to import, which no other command and no worker needs.
"""

import os
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from watchfiles import Change
from watchfiles import watch as events

from indexer.errors import StorageError
from indexer.ingest.passed_over import is_passed_over
from indexer.ingest.walk import is_folder
from indexer.reindex import ReindexReport

Cause = Literal["start", "change", "clock"]

_TICK_MS = 200
_LONGEST_PAUSE = 60.0


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds without a change after which files have settled, and after which a run looks for itself."""

    settle: float = 2.0
    every: float = 300.0


class Outcome(NamedTuple):
    """What a run did, or why it could not, and what it was started by."""

    cause: Cause
    result: ReindexReport | StorageError


def watch(
    run: Callable[[], ReindexReport], paths: Sequence[Path], *, index: Path, pace: Pace | None = None
) -> Iterator[Outcome]:
    """Run at once, and again whenever files at or below `paths` have changed and settled, without end.

    What changes during a run starts another one. What lies in `index`, hidden files and editors' copies start none.
    After a `StorageError` it runs again in a while, at first after `pace.settle`. Where changes cannot be seen, that
    is told as one, once, and only the clock starts runs.
    """
    pace = pace or Pace()
    sight = _Sight(paths, index)
    cause: Cause = "start"
    pause = 0.0
    told = ""
    try:
        while True:
            if (blind := sight.open()) and str(blind) != told:
                told = str(blind)
                yield Outcome(cause, blind)
            outcome = _outcome(cause, run)
            yield outcome
            failed = isinstance(outcome.result, StorageError)
            pause = min(max(pace.settle, 2 * pause), _LONGEST_PAUSE) if failed else 0.0
            cause = "change" if sight.wait(pace.settle, pause or pace.every) else "clock"
    finally:
        sight.close()


def _outcome(cause: Cause, run: Callable[[], ReindexReport]) -> Outcome:
    try:
        return Outcome(cause, run())
    except StorageError as error:
        return Outcome(cause, error)


class _Sight:
    """Changes at or below some paths, as the operating system tells them; they are kept while nobody asks."""

    def __init__(self, paths: Sequence[Path], index: Path) -> None:
        self._paths = [Path(os.path.realpath(path)) for path in paths]
        self._index = Path(os.path.realpath(index))
        self._watchers: list[Generator[set[tuple[Change, str]], None, None]] = []
        self._around: list[Path] = []
        self._seen: list[tuple[int, int] | None] | None = None

    def open(self) -> StorageError | None:
        """Begin to see changes, anew where a path leads to another folder than before; say why where that fails."""
        now = self._identities()
        if now == self._seen:
            return None
        self.close()
        below, beside = self._folders(), self._parents()
        self._around = [*below, *beside]
        try:
            for recursive, folders in ((True, below), (False, beside)):
                if folders:
                    self._watchers.append(_events(folders, recursive=recursive))
                    next(self._watchers[-1])
        except (OSError, RuntimeError) as error:
            self.close()
            return _blind(error)
        self._seen = now
        return None

    def close(self) -> None:
        """See nothing any more."""
        for watcher in self._watchers:
            watcher.close()
        self._watchers, self._seen = [], None

    def wait(self, settle: float, longest: float) -> bool:
        """Wait until nothing has changed for `settle` seconds after a change, at most `longest`; tell if any was."""
        end = time.monotonic() + longest
        changed: float | None = None
        while (now := time.monotonic()) < end and (changed is None or now < changed + settle):
            if self._changes():
                changed = time.monotonic()
        return changed is not None

    def _changes(self) -> bool:
        """Wait for a moment, and tell whether anything that matters changed since the last time."""
        if self._seen is not None and self._seen != self._identities():
            self.open()
            return True
        if not self._watchers:
            time.sleep(_TICK_MS / 1000)
            return False
        try:
            found = [Path(path) for watcher in self._watchers for _, path in next(watcher)]
        except (OSError, RuntimeError):
            self.close()
            return True
        return any(self._matters(path) for path in found)

    def _matters(self, path: Path) -> bool:
        if path.is_relative_to(self._index):
            return False
        around = [folder for folder in self._around if path.is_relative_to(folder)]
        return any(not any(map(is_passed_over, path.relative_to(folder).parts)) for folder in around)

    def _folders(self) -> list[Path]:
        return [path for path in self._paths if is_folder(path)]

    def _parents(self) -> list[Path]:
        """Return the folders of files, whose sidecars lie there too, and of what is not there."""
        parents = {path.parent for path in self._paths if not is_folder(path)}
        return sorted(parent for parent in parents if is_folder(parent))

    def _identities(self) -> list[tuple[int, int] | None]:
        return [_identity(path) if is_folder(path) else None for path in self._paths]


def _events(folders: Sequence[Path], *, recursive: bool) -> Generator[set[tuple[Change, str]], None, None]:
    return events(
        *folders,
        watch_filter=None,
        step=_TICK_MS,
        rust_timeout=_TICK_MS,
        yield_on_timeout=True,
        recursive=recursive,
        ignore_permission_denied=True,
    )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _blind(error: Exception) -> StorageError:
    reason = getattr(error, "strerror", None) or str(error)
    return StorageError(
        f"changes cannot be seen as they happen ({reason}); runs look for them by the clock "
        "(on Linux, a higher fs.inotify.max_user_watches may help)"
    )
