"""Reindex as files settle: watchfiles reports changes, and a timer covers what it cannot see.

Separate from the facade because watchfiles takes 80 ms to import, and no other command and no worker needs it.
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
from indexer.ingest.walk import is_folder, is_ignored, is_ignored_folder
from indexer.reindex import ReindexReport

Cause = Literal["start", "change", "clock"]

_TICK_MS = 200
_LONGEST_PAUSE = 60.0


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds without a change after which files have settled, and seconds after which a run starts unprompted."""

    settle: float = 2.0
    every: float = 300.0


class RunOutcome(NamedTuple):
    """What started a run, and what it did or why it failed."""

    cause: Cause
    result: ReindexReport | StorageError


def watch(
    run: Callable[[], ReindexReport], paths: Sequence[Path], *, index: Path, pace: Pace | None = None
) -> Iterator[RunOutcome]:
    """Run at once, and again whenever files at or below `paths` have changed and settled, forever.

    Changes during a run start another one. Changes in `index`, to hidden files and to editors' copies start none. After
    a `StorageError` it retries, at first after `pace.settle`, then less and less often. If changes cannot be watched,
    that is yielded as an error once, and only the timer starts runs.
    """
    pace = pace or Pace()
    watcher = _Watcher(paths, index)
    cause: Cause = "start"
    pause = 0.0
    reported = ""
    try:
        while True:
            if (error := watcher.open()) and str(error) != reported:
                reported = str(error)
                yield RunOutcome(cause, error)
            outcome = _outcome(cause, run)
            yield outcome
            failed = isinstance(outcome.result, StorageError)
            pause = min(max(pace.settle, 2 * pause), _LONGEST_PAUSE) if failed else 0.0
            cause = "change" if watcher.wait(pace.settle, pause or pace.every) else "clock"
    finally:
        watcher.close()


def _outcome(cause: Cause, run: Callable[[], ReindexReport]) -> RunOutcome:
    try:
        return RunOutcome(cause, run())
    except StorageError as error:
        return RunOutcome(cause, error)


class _Watcher:
    """Changes at or below some paths, as the operating system reports them. They are kept until somebody waits."""

    def __init__(self, paths: Sequence[Path], index: Path) -> None:
        self._paths = [Path(os.path.realpath(path)) for path in paths]
        self._index = Path(os.path.realpath(index))
        self._streams: list[Generator[set[tuple[Change, str]], None, None]] = []
        self._watched: list[Path] = []
        self._identities: list[tuple[int, int] | None] | None = None

    def open(self) -> StorageError | None:
        """Start watching, again if a path now leads to another folder; return the error if that fails."""
        now = self._current_identities()
        if now == self._identities:
            return None
        self.close()
        folders, parents = self._folders(), self._parents()
        self._watched = [*folders, *parents]
        try:
            for recursive, paths in ((True, folders), (False, parents)):
                if paths:
                    self._streams.append(_events(paths, recursive=recursive))
                    next(self._streams[-1])
        except (OSError, RuntimeError) as error:
            self.close()
            return _cannot_watch(error)
        self._identities = now
        return None

    def close(self) -> None:
        """Stop watching."""
        for stream in self._streams:
            stream.close()
        self._streams, self._identities = [], None

    def wait(self, settle: float, longest: float) -> bool:
        """Wait until `settle` seconds have passed since the last change, at most `longest`; return whether any came."""
        end = time.monotonic() + longest
        changed: float | None = None
        while (now := time.monotonic()) < end and (changed is None or now < changed + settle):
            if self._changes():
                changed = time.monotonic()
        return changed is not None

    def _changes(self) -> bool:
        """Wait for one tick; return whether anything that matters has changed since the last call."""
        if self._identities is not None and self._identities != self._current_identities():
            self.open()
            return True
        if not self._streams:
            time.sleep(_TICK_MS / 1000)
            return False
        try:
            found = [Path(path) for stream in self._streams for _, path in next(stream)]
        except (OSError, RuntimeError):
            self.close()
            return True
        return any(self._matters(path) for path in found)

    def _matters(self, path: Path) -> bool:
        if path.is_relative_to(self._index):
            return False
        above = [folder for folder in self._watched if path.is_relative_to(folder)]
        return any(not _is_passed_over(path.relative_to(folder)) for folder in above)

    def _folders(self) -> list[Path]:
        return [path for path in self._paths if is_folder(path)]

    def _parents(self) -> list[Path]:
        """Return the folders of files, which hold their sidecars too, and of missing paths."""
        parents = {path.parent for path in self._paths if not is_folder(path)}
        return sorted(parent for parent in parents if is_folder(parent))

    def _current_identities(self) -> list[tuple[int, int] | None]:
        return [_identity(path) if is_folder(path) else None for path in self._paths]


def _is_passed_over(path: Path) -> bool:
    return any(map(is_ignored_folder, path.parts[:-1])) or (path.name != "" and is_ignored(path.as_posix()))


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


def _cannot_watch(error: Exception) -> StorageError:
    reason = getattr(error, "strerror", None) or str(error)
    return StorageError(
        f"changes cannot be watched ({reason}); a timer starts runs instead "
        "(on Linux, raising fs.inotify.max_user_watches may help)"
    )
