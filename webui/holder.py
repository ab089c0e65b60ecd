"""The index behind the pages, opened when it is first needed."""

from pathlib import Path
from threading import Lock

from indexer import Index, open_index


class Holder:
    """Keeps one open index for all threads; while there is none yet, every call tries again."""

    def __init__(self, index: Index | str | Path) -> None:
        self._folder = None if isinstance(index, Index) else index
        self._index = index if isinstance(index, Index) else None
        self._lock = Lock()

    def get(self) -> Index:
        """Return the open index; raises an error of the `StorageError` branch where it cannot be opened."""
        with self._lock:
            if self._index is None:
                assert self._folder is not None
                self._index = open_index(self._folder)
            return self._index
