"""The rows of the catalog, their states during a run, and the SQL condition for a location.

A location is a root of the catalog and a POSIX path below it; an empty path means the whole root.

- EXPECTED: in the scope of this run, not seen yet; rows still in this state at the end have vanished;
- KEPT: left as it is, because it is out of scope or cannot be read now;
- SEEN: found by this run;
- WRITTEN: found by this run and written to the engine (articles only).
"""

from dataclasses import dataclass
from typing import NamedTuple

SEEN, EXPECTED, KEPT, WRITTEN = 0, 1, 2, 3

Location = tuple[str, str]

AT_LOCATION = "root = ? AND (? = '' OR path = ? OR substr(path, 1, length(?) + 1) = ? || '/')"
"""Selects the rows at or below a location; `location_values` fills it in."""


def location_values(root: str, below: str) -> tuple[str, str, str, str, str]:
    """Return the values for `AT_LOCATION`."""
    return root, below, below, below, below


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as it was last read. An empty `stamp` has the next run read it again."""

    root: str
    path: str
    stamp: str
    content: str

    @property
    def file(self) -> Location:
        """Root and path."""
        return self.root, self.path


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article of the index and the fingerprint of its text and metadata.

    An empty fingerprint has the next run extract it again. `stated` means that its forums or topics were stated,
    possibly as none. `reading` is the number of its `Reading` in the catalog.
    """

    id: str
    root: str
    path: str
    fingerprint: str
    state: int
    stated: bool = False
    reading: int = 0

    @property
    def file(self) -> Location:
        """Root and path of the file it was read from."""
        return self.root, self.path


class VanishedArticle(NamedTuple):
    """An article whose file or record is gone, with the hashes of its file before this run and now."""

    id: str
    root: str
    path: str
    before: str | None
    content: str | None
