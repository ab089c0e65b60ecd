"""One batch of work, done in whichever process: articles as they were read become what the engine's writer takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple

from indexer.engines.base import Engine, Prepared
from indexer.extract.reading import reading_of
from indexer.ingest.source import RawArticle
from indexer.model import Article, Problem, Skipped
from indexer.reading import Reading
from indexer.reindex.tried import Failure, tried

Extract = Callable[[Sequence[RawArticle]], Sequence[Article]]


class Extracted(NamedTuple):
    """How an article that is in the batch was read, and what was not understood in it."""

    reading: Reading
    problems: tuple[Problem, ...]


Outcome = Extracted | Skipped
"""What became of an article, or why it is not in the batch."""


@dataclass(frozen=True, slots=True)
class Done(Generic[Prepared]):
    """What became of the articles of a batch: an outcome for each, in order, and those that are left, prepared.

    `prepared` is None where none is left, and without an engine.
    """

    outcomes: tuple[Outcome, ...]
    prepared: Prepared | None

    @property
    def holds_articles(self) -> bool:
        """Whether an article is left."""
        return any(not isinstance(outcome, Skipped) for outcome in self.outcomes)


def work(extract: Extract, engine: Engine[Prepared] | None, batch: Sequence[RawArticle]) -> Done[Prepared]:
    """Extract the articles of a batch, and prepare them where there is an engine to write them."""
    found = extracted(extract, batch)
    articles = [each for each in found if isinstance(each, Article)]
    readings: dict[Reading, Reading] = {}
    outcomes = tuple(each if isinstance(each, Skipped) else summed_up(each, readings) for each in found)
    return Done(outcomes, engine.prepare(articles) if engine is not None and articles else None)


def summed_up(article: Article, readings: dict[Reading, Reading]) -> Extracted:
    """Return what the catalog notes of an article; equal readings are made one, which is then pickled once."""
    reading = reading_of(article)
    return Extracted(readings.setdefault(reading, reading), article.problems)


def extracted(extract: Extract, batch: Sequence[RawArticle]) -> list[Article | Skipped]:
    """Extract the articles of a batch; one with which anything goes wrong is a `Skipped`."""
    found = zip(batch, tried(extract, batch), strict=True)
    return [_failed(raw, each) if isinstance(each, Failure) else each for raw, each in found]


def _failed(raw: RawArticle, failure: Failure) -> Skipped:
    return Skipped(raw.path, "extraction-failed", f"extraction failed for {raw.id} ({failure}); please report this")
