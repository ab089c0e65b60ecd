"""The steps of a run in order, while other processes still extract the articles that some of them wait for.

A step waits for all steps before it, so reports and catalog come out as if each article had been extracted where it was
found. Code whose decision depends on something a pending step may change calls `settle_if` first.
"""

from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from indexer.ingest.source import RawArticle
from indexer.reindex.extraction import ExtractedBatch, ExtractionOutcome, died
from indexer.reindex.workers import Job, Workers

_ARTICLES = 256
_STEPS = 1 << 12
_CHARACTERS = 1 << 20
_PENDING_BATCHES = 8
_PENDING_CHARACTERS = 1 << 24


class StepQueue:
    """Steps in order, and the batches of articles they wait for. `put` takes what is prepared for the engine.

    Where a batch ends depends only on what was read, never on the workers, so any number of workers gives the same
    index. The batches and characters pending are bounded, and so is memory.
    """

    def __init__(self, workers: Workers, put: Callable[[Sequence[Any]], None]) -> None:
        self._workers = workers
        self._put = put
        self._batch = _StepBatch()
        self._pending: deque[tuple[_StepBatch, Job]] = deque()

    def then(self, step: Callable[[], None], *keys: Hashable) -> None:
        """Add a step, with the keys of what it may change. It runs at once if it has nothing to wait for."""
        if self._pending or self._batch.articles:
            self._add(lambda _outcomes: step(), keys)
        else:
            step()

    def extract(self, article: RawArticle, step: Callable[[ExtractionOutcome], None], *keys: Hashable) -> None:
        """Have an article extracted, and add the step that takes its outcome."""
        self._batch.articles.append(article)
        self._batch.characters += len(article.text)
        self._add(lambda outcomes: step(next(outcomes)), keys)

    def settle_if(self, key: Hashable) -> bool:
        """Run all steps if one of them may change what `key` names; return whether that was so."""
        if key not in self._batch.keys and not any(key in batch.keys for batch, _ in self._pending):
            return False
        self.settle()
        return True

    def settle(self) -> None:
        """Run all steps."""
        if self._batch.steps:
            self._start()
        while self._pending:
            self._finish()

    def _add(self, step: Callable[[Iterator[ExtractionOutcome]], None], keys: tuple[Hashable, ...]) -> None:
        self._batch.steps.append(step)
        self._batch.keys.update(keys)
        if self._batch.is_full:
            self._start()
            while len(self._pending) > _PENDING_BATCHES or self._characters() > _PENDING_CHARACTERS:
                self._finish()

    def _characters(self) -> int:
        return sum(batch.characters for batch, _ in self._pending)

    def _start(self) -> None:
        batch, self._batch = self._batch, _StepBatch()
        self._pending.append((batch, self._workers.start(batch.articles)))

    def _finish(self) -> None:
        batch, job = self._pending.popleft()
        outcomes: list[ExtractionOutcome] = []
        for articles, result in job.results():
            done: ExtractedBatch[Any] = result or died(articles)
            if done.holds_articles:
                self._put(done.prepared)
            outcomes += done.outcomes
        remaining = iter(outcomes)
        for step in batch.steps:
            step(remaining)


@dataclass(slots=True)
class _StepBatch:
    """Steps in order, the articles that some of them wait for, and the keys of what they may change."""

    articles: list[RawArticle] = field(default_factory=list)
    steps: list[Callable[[Iterator[ExtractionOutcome]], None]] = field(default_factory=list)
    keys: set[Hashable] = field(default_factory=set)
    characters: int = 0

    @property
    def is_full(self) -> bool:
        return len(self.articles) == _ARTICLES or len(self.steps) >= _STEPS or self.characters >= _CHARACTERS
