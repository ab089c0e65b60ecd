"""What a run reports: progress while it works, and what it did at the end."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from indexer.model import Problem, Skipped
from indexer.reading import Reading

_ITEMS_PER_REPORT = 100


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. Bytes are those on disk, so compressed if the file is.

    Until `totals_final`, the walk still goes on and the totals are lower bounds.
    """

    files: int
    files_total: int
    bytes: int
    bytes_total: int
    totals_final: bool = True


@dataclass(frozen=True, slots=True)
class EncodingGuess:
    """An article whose encoding is little more than a guess, with the confidence in it from 0 to 1."""

    id: str
    encoding: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ReindexReport:
    """What a run did or, after a dry run, would have done.

    `generation` is live after the run (0: none). `moved` has the old and new id of each article that is gone and whose
    exact bytes are in the index elsewhere; the old id counts as removed, the new one as added if it is new. `skipped`
    names every file and record that was left out, except the files and folders `passed_over` because of their names.
    `problems` are those of the articles in the run, changed or not, by id. `unsure` are the articles read in this run
    whose encoding is little more than a guess. `articles_per_second` counts added, updated and unchanged articles.
    """

    generation: int
    engine: str
    added: int
    updated: int
    unchanged: int
    removed: int
    moved: tuple[tuple[str, str], ...]
    skipped: tuple[Skipped, ...]
    passed_over: tuple[str, ...]
    problems: tuple[tuple[str, Problem], ...]
    unsure: tuple[EncodingGuess, ...]
    seconds: float
    articles_per_second: float


@dataclass(slots=True)
class Counters:
    """What a run has done so far. `catalog_changed` means a change in the catalog, maybe without one in an article."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    catalog_changed: bool = False
    moved: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    unsure: list[EncodingGuess] = field(default_factory=list)

    def count(self, article_id: str, problems: Iterable[Problem], *, known: bool, same: bool) -> None:
        """Count an article as unchanged, updated or added, with its problems."""
        if same:
            self.unchanged += 1
        elif known:
            self.updated += 1
        else:
            self.added += 1
        self.problems += [(article_id, problem) for problem in problems]

    def count_untouched_file(
        self, articles: int, skipped: Iterable[Skipped], problems: Iterable[tuple[str, Problem]]
    ) -> None:
        """Count the articles of an untouched file as unchanged, with its skips and their problems."""
        self.unchanged += articles
        self.skipped += skipped
        self.problems += problems

    def count_relabelled(self, *, seen: bool) -> None:
        """Count an article with new labels as updated; one `seen` before had been counted as unchanged."""
        self.updated += 1
        self.unchanged -= seen

    def note_encoding(self, article_id: str, reading: Reading) -> None:
        """List the article if its encoding is little more than a guess."""
        if reading.is_unsure:
            self.unsure.append(EncodingGuess(article_id, reading.encoding, reading.confidence / 100))

    def report(self, *, generation: int, engine: str, seconds: float) -> ReindexReport:
        """Return the report of a run that took this long."""
        return ReindexReport(
            generation=generation,
            engine=engine,
            added=self.added,
            updated=self.updated,
            unchanged=self.unchanged,
            removed=self.removed,
            moved=tuple(self.moved),
            skipped=tuple(skip for skip in self.skipped if not skip.is_passed_over),
            passed_over=tuple(skip.path for skip in self.skipped if skip.is_passed_over),
            problems=tuple(self.problems),
            unsure=tuple(self.unsure),
            seconds=seconds,
            articles_per_second=(self.added + self.updated + self.unchanged) / seconds,
        )


class ProgressMeter:
    """Turns files found, files done and positions in them into `Progress`."""

    def __init__(self, report: Callable[[Progress], None] | None) -> None:
        self._report = report
        self._files = self._files_found = 0
        self._bytes = self._bytes_found = 0
        self._items = 0
        self._found_all = False

    def found(self, size: int) -> None:
        """Add a file of `size` bytes to the totals."""
        self._files_found += 1
        self._bytes_found += size

    def found_all(self) -> None:
        """Make the totals final."""
        self._found_all = True

    def is_due(self) -> bool:
        """Count an article or a skip, and return whether it is time to report the position in the file."""
        self._items += 1
        return self._report is not None and self._items % _ITEMS_PER_REPORT == 0

    def at(self, position: int) -> None:
        """Report the position in the current file, in bytes."""
        self._show(position)

    def done(self, size: int) -> None:
        """Report that a file of `size` bytes is done."""
        self._files += 1
        self._bytes += size
        self._show(0)

    def finish(self) -> None:
        """Report that everything is done."""
        self.found_all()
        self._show(0)

    def _show(self, position: int) -> None:
        if self._report is not None:
            done = (self._files, self._files_found, self._bytes + position, self._bytes_found)
            self._report(Progress(*done, self._found_all))
