"""What a run says while it works, and at the end."""

from collections.abc import Callable
from dataclasses import dataclass

from indexer.model import Problem, Skipped

_LINES_A_REPORT = 100


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is; bytes are those on the disk, packed where the file is."""

    files: int
    files_total: int
    bytes: int
    bytes_total: int


@dataclass(frozen=True, slots=True)
class Guess:
    """An article whose encoding is little more than a guess, and how sure that is, from 0 to 1."""

    id: str
    encoding: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ReindexReport:
    """What a run did; after a dry run, what it would have done.

    `generation` is the one that is live after the run (0: none). `moved` has the old and the new id of each article
    that is gone and whose very bytes are in the index elsewhere; the old one counts as removed, the new one as added
    where it is new. `skipped` names every file and record that was left out, `problems` what was not understood in the
    articles that were indexed, changed or not, by id, `unsure` the articles read in this run whose encoding is little
    more than a guess.
    `articles_per_second` counts added, updated and unchanged articles.
    """

    generation: int
    engine: str
    added: int
    updated: int
    unchanged: int
    removed: int
    moved: tuple[tuple[str, str], ...]
    skipped: tuple[Skipped, ...]
    problems: tuple[tuple[str, Problem], ...]
    unsure: tuple[Guess, ...]
    seconds: float
    articles_per_second: float


class Meter:
    """Turns files and positions in them into `Progress`."""

    def __init__(self, report: Callable[[Progress], None] | None, files: int, size: int) -> None:
        self._report = report
        self._files_total, self._bytes_total = files, size
        self._files = self._bytes = self._lines = 0

    def is_due(self) -> bool:
        """Count an article or what stood in its place; tell, now and then, that it is time for a report."""
        self._lines += 1
        return self._report is not None and self._lines % _LINES_A_REPORT == 0

    def at(self, position: int) -> None:
        """Tell how many bytes of the file in hand are done."""
        self._tell(position)

    def done(self, size: int) -> None:
        """Tell that a file of that many bytes is done."""
        self._files += 1
        self._bytes += size
        self._tell(0)

    def _tell(self, position: int) -> None:
        if self._report is not None:
            self._report(Progress(self._files, self._files_total, self._bytes + position, self._bytes_total))
