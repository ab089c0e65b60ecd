"""What a run has done so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from indexer.model import Problem, Skipped
from indexer.reading import Reading
from indexer.reindex.report import Guess


@dataclass(slots=True)
class Tally:
    """The numbers and lists of a report; `catalog_changed` tells that the catalog did although no article did."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    catalog_changed: bool = False
    moved: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    unsure: list[Guess] = field(default_factory=list)

    def count(self, article_id: str, problems: Iterable[Problem], *, known: bool, same: bool) -> None:
        """Count an article that was added, updated or left as it was, with what was not understood in it."""
        if same:
            self.unchanged += 1
        elif known:
            self.updated += 1
        else:
            self.added += 1
        self.problems += [(article_id, problem) for problem in problems]

    def weigh(self, article_id: str, reading: Reading) -> None:
        """Note an article whose encoding is little more than a guess."""
        if reading.is_unsure:
            self.unsure.append(Guess(article_id, reading.encoding, reading.confidence / 100))

    def take_over(self, unchanged: int, skipped: Iterable[Skipped], problems: Iterable[tuple[str, Problem]]) -> None:
        """Count what is known of a file that was not touched."""
        self.unchanged += unchanged
        self.skipped += skipped
        self.problems += problems

    def relabel(self, *, seen: bool) -> None:
        """Count an article as updated that got other labels; where the run has `seen` it, it was unchanged so far."""
        self.updated += 1
        self.unchanged -= seen
