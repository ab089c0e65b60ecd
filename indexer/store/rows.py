"""The rows of the catalog: files, articles, and the states they are in during a run.

- EXPECTED: below the roots of this run, not come across yet; what is left of these at the end has vanished;
- KEPT: stays as it is, for it lies outside this run or cannot be read now;
- SEEN: come across in this run;
- WRITTEN: come across, and written to the engine in this run (articles alone).
"""

from dataclasses import dataclass
from typing import NamedTuple

SEEN, EXPECTED, KEPT, WRITTEN = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as it was last read; an empty `stamp` asks for it to be read again."""

    root: str
    path: str
    stamp: str
    content: str

    @property
    def file(self) -> tuple[str, str]:
        """Root and path."""
        return self.root, self.path


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article of the index, the file it is from, and its fingerprint as it was read.

    An empty fingerprint asks for the article to be extracted again. `stated` tells that its forums or topics were
    stated, be it that there are none; `reading` is the number of how it was read (`indexer.store.readings`).
    """

    id: str
    root: str
    path: str
    fingerprint: str
    state: int
    stated: bool = False
    reading: int = 0

    @property
    def file(self) -> tuple[str, str]:
        """Root and path of the file it is from."""
        return self.root, self.path


class Vanished(NamedTuple):
    """An article whose file or record is gone, and what its file held before this run and holds now (hashes)."""

    id: str
    root: str
    path: str
    before: str | None
    content: str | None
