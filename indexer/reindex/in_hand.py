"""A file that is being read, and what a part of it that was skipped means for the whole."""

from dataclasses import dataclass, field

from indexer.ingest.formats.known import holds_articles
from indexer.model import Skipped
from indexer.store.rows import FileRow

_BATCH_FAILURES = ("unreadable", "undecodable", "damaged-archive", "damaged", "password", "unknown-format", "link")
_PASSING_FAILURES = ("unreadable", "damaged-archive", "needs-extra")


@dataclass(slots=True)
class FileInHand:
    """A file in hand; `settled` is false where it has to be read again in the next run."""

    row: FileRow
    skips: list[Skipped] = field(default_factory=list)
    settled: bool = True
    articles: int = 0
    position: int = 0

    def at(self, position: int) -> None:
        """Note how far it is read, in bytes."""
        self.position = position

    def is_whole(self, skip: Skipped) -> bool:
        """Tell whether all of the file was left out.

        One article is for any reason, a batch or an archive for few, or where nothing in it is an article.
        """
        path = self.row.path
        return skip.path == path and (not holds_articles(path) or not self.articles or skip.code in _BATCH_FAILURES)

    def is_batch(self, skip: Skipped) -> bool:
        """Tell whether a whole batch within the file, an archive, was left out."""
        return skip.path != self.row.path and holds_articles(skip.path) and skip.code in _BATCH_FAILURES


def passes(skip: Skipped) -> bool:
    """Tell whether what was skipped may be read in the next run, though nothing shows that it changed."""
    return skip.code in _PASSING_FAILURES
