"""What a run does, step by step in order, while articles are still being extracted in other processes.

A step waits for the steps before it, so that reports and catalog come out as if each article had been extracted
where it was found. Who decides something that such a step may change asks `settle_if` first.
"""

from collections import deque
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any

from indexer.ingest.source import RawArticle
from indexer.reindex.work import Done, Outcome
from indexer.reindex.workers import Job, Workers

_ARTICLES = 256
_STEPS = 1 << 12
_CHARACTERS = 1 << 20
_UNDER_WAY = 8
_CHARACTERS_UNDER_WAY = 1 << 24


@dataclass(slots=True)
class _Batch:
    """Steps in order, the articles that some of them wait for, and the keys of what they may change."""

    articles: list[RawArticle] = field(default_factory=list)
    steps: list[Callable[[Iterator[Outcome]], None]] = field(default_factory=list)
    keys: set[Hashable] = field(default_factory=set)
    characters: int = 0

    @property
    def is_full(self) -> bool:
        return len(self.articles) == _ARTICLES or len(self.steps) >= _STEPS or self.characters >= _CHARACTERS


class Steps:
    """Steps in order, and the batches of articles that they wait for; `put` takes what is prepared for the engine.

    When a batch is taken up depends on what was read alone, never on the workers, so that any number of them gives
    the same index. Memory is bounded by so many batches and so much text under way.
    """

    def __init__(self, workers: Workers, put: Callable[[Any], None]) -> None:
        self._workers = workers
        self._put = put
        self._batch = _Batch()
        self._under_way: deque[tuple[_Batch, Job]] = deque()

    def then(self, step: Callable[[], None], *keys: Hashable) -> None:
        """Add a step, and the keys of what it may change; it is done at once where it waits for nothing."""
        if self._under_way or self._batch.articles:
            self._add(lambda _outcomes: step(), keys)
        else:
            step()

    def extract(self, article: RawArticle, step: Callable[[Outcome], None], *keys: Hashable) -> None:
        """Have an article extracted, and add the step that takes the outcome."""
        self._batch.articles.append(article)
        self._batch.characters += len(article.text)
        self._add(lambda outcomes: step(next(outcomes)), keys)

    def settle_if(self, key: Hashable) -> bool:
        """Do everything that was added where a step of it may change what a key stands for; tell whether it was so."""
        if key not in self._batch.keys and not any(key in batch.keys for batch, _ in self._under_way):
            return False
        self.settle()
        return True

    def settle(self) -> None:
        """Do everything that was added."""
        if self._batch.steps:
            self._start()
        while self._under_way:
            self._finish()

    def _add(self, step: Callable[[Iterator[Outcome]], None], keys: tuple[Hashable, ...]) -> None:
        self._batch.steps.append(step)
        self._batch.keys.update(keys)
        if self._batch.is_full:
            self._start()
            while len(self._under_way) > _UNDER_WAY or self._characters() > _CHARACTERS_UNDER_WAY:
                self._finish()

    def _characters(self) -> int:
        return sum(batch.characters for batch, _ in self._under_way)

    def _start(self) -> None:
        batch, self._batch = self._batch, _Batch()
        self._under_way.append((batch, self._workers.start(batch.articles)))

    def _finish(self) -> None:
        batch, job = self._under_way.popleft()
        done: Done[Any] = job.result()
        if done.holds_articles:
            self._put(done.prepared)
        outcomes = iter(done.outcomes)
        for step in batch.steps:
            step(outcomes)
