"""What one request may cost: steps of about 10 ns, counted where the work is done."""

from math import inf
from time import thread_time

from indexer.messages import bad_request

STEPS = 7_000_000
"""What any search may cost in an engine, however small the index."""
STEPS_PER_ARTICLE = 70
PATIENCE = 20
"""How many times as much whoever waits gets: for a stream of all hits, an explanation, or the Whoosh engine."""
_SECONDS_PER_STEP, _SECONDS = 50e-9, 1.0
"""A guard for machines and inputs on which steps take longer than they should."""
_UNWATCHED = 500_000
"""The steps before the clock is read for the first time, and again: reading it can take 0.1 ms."""


class Budget:
    """Counts the steps of one request; once they are used up it stays `exhausted`, and whatever is left is not done."""

    def __init__(self, steps: float = inf) -> None:
        self._left = steps
        self._seconds = max(_SECONDS, steps * _SECONDS_PER_STEP)
        self._until: float | None = None
        self._watched_at = steps - _UNWATCHED

    @classmethod
    def of(cls, articles: int, *, patience: int = 1) -> "Budget":
        """Return the budget of a request to an index of this size."""
        return cls((STEPS + STEPS_PER_ARTICLE * articles) * patience)

    @property
    def left(self) -> float:
        """The steps that are left, below 0 if they did not suffice."""
        return self._left

    @property
    def exhausted(self) -> bool:
        """Whether more steps were needed than there were, or more processor time of this thread."""
        return self._left < 0

    def require(self) -> None:
        """Raise `BadRequest` if the budget is exhausted: for answers that are of use only as a whole."""
        if self.exhausted:
            raise bad_request("refused-work", parameter="q")

    def spend(self, steps: float) -> bool:
        """Take steps; return whether they were left."""
        self._left -= steps
        if 0 <= self._left < self._watched_at:
            self._watched_at = self._left - _UNWATCHED
            now = thread_time()
            self._until = now + self._seconds if self._until is None else self._until
            if now > self._until:
                self._left = -1
        return self._left >= 0
