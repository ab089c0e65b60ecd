"""The work on a batch of raw articles, in this process or another: extract them and prepare them for the engine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from indexer.engines.base import Engine, Prepared
from indexer.extract import reading_of
from indexer.ingest.source import RawArticle
from indexer.model import Article, Problem, Skipped
from indexer.reading import Reading

Extract = Callable[[Sequence[RawArticle]], Sequence[Article]]

_Input = TypeVar("_Input")
_Result = TypeVar("_Result")

_DIED = "the process that analysed {} died, most likely for lack of memory; split it"


class ArticleNotes(NamedTuple):
    """What the catalog stores about an article: how it was read, and its problems."""

    reading: Reading
    problems: tuple[Problem, ...]


ExtractionOutcome = ArticleNotes | Skipped


@dataclass(frozen=True, slots=True)
class ExtractedBatch(Generic[Prepared]):
    """The outcome of each article of a batch, in order, and the successful ones prepared for the engine.

    These are one batch again, or several if preparing that failed; none without an engine.
    """

    outcomes: tuple[ExtractionOutcome, ...]
    prepared: tuple[Prepared, ...]

    @property
    def holds_articles(self) -> bool:
        """Whether any article succeeded."""
        return any(not isinstance(outcome, Skipped) for outcome in self.outcomes)


def extract_batch(
    extract: Extract, engine: Engine[Prepared] | None, batch: Sequence[RawArticle]
) -> ExtractedBatch[Prepared]:
    """Extract the articles of a batch, and prepare them if there is an engine to write them to."""
    found = extract_each(extract, batch)
    prepared: list[Prepared] = []
    if engine is not None:
        articles = [each for each in found if isinstance(each, Article)]
        prepared, failures = prepare_each(engine, articles)
        found = [
            _failed(raw, failures[each.id]) if isinstance(each, Article) and each.id in failures else each
            for raw, each in zip(batch, found, strict=True)
        ]
    readings: dict[Reading, Reading] = {}
    outcomes = tuple(each if isinstance(each, Skipped) else notes_on(each, readings) for each in found)
    return ExtractedBatch(outcomes, tuple(prepared))


def died(batch: Sequence[RawArticle]) -> ExtractedBatch[Any]:
    """Return the outcome of a batch whose process died over it."""
    return ExtractedBatch(tuple(Skipped(raw.path, "too-large", _DIED.format(raw.id)) for raw in batch), ())


def prepare_each(
    engine: Engine[Prepared], articles: Sequence[Article]
) -> tuple[list[Prepared], Mapping[str, "Failure"]]:
    """Prepare articles for the engine, one by one if they fail together; return also the failures by id."""
    if not articles:
        return [], {}
    try:
        return [engine.prepare(articles)], {}
    except Exception:
        done = isolated(lambda each: list(map(engine.prepare, each)), [[article] for article in articles])
        failures = {article.id: each for article, each in zip(articles, done, strict=True) if isinstance(each, Failure)}
        return [each for each in done if not isinstance(each, Failure)], failures


def extract_each(extract: Extract, batch: Sequence[RawArticle]) -> list[Article | Skipped]:
    """Extract the articles of a batch; one that fails becomes a `Skipped`."""
    found = zip(batch, isolated(extract, batch), strict=True)
    return [_failed(raw, each) if isinstance(each, Failure) else each for raw, each in found]


def notes_on(article: Article, readings: dict[Reading, Reading]) -> ArticleNotes:
    """Return the notes on an article. Equal readings of a batch become one object, which is pickled once."""
    reading = reading_of(article)
    return ArticleNotes(readings.setdefault(reading, reading), article.problems)


class Failure(str):
    """The error of one item, as text."""

    __slots__ = ()


def isolated(work: Callable[[Sequence[_Input]], Sequence[_Result]], batch: Sequence[_Input]) -> list[_Result | Failure]:
    """Return the result of each item of a batch. If the batch fails, retry its items one by one."""
    try:
        return list(work(batch))
    except Exception as error:
        if len(batch) == 1:
            return [Failure(f"{type(error).__name__}: {error}")]
        return [result for each in batch for result in isolated(work, [each])]


def _failed(raw: RawArticle, failure: Failure) -> Skipped:
    return Skipped(raw.path, "extraction-failed", f"extraction failed for {raw.id} ({failure}); please report this")
