"""What one request may cost an engine: steps of about 10 ns, counted where the work is done."""

from math import inf
from time import thread_time

STEPS = 20_000_000
"""What any request may cost, however small the index."""
STEPS_PER_ARTICLE = 400
_SECONDS_PER_STEP = 50e-9
"""A guard for machines and inputs on which steps take longer than they should."""


class Budget:
    """Counts the steps of one request; once they are used up it stays `exhausted`, and whatever is left is not done."""

    def __init__(self, steps: float = inf) -> None:
        self._left = steps
        self._until = thread_time() + max(1.0, steps * _SECONDS_PER_STEP)

    @classmethod
    def of(cls, articles: int) -> "Budget":
        """Return the budget of a request to an index of this size."""
        return cls(STEPS + STEPS_PER_ARTICLE * articles)

    @property
    def exhausted(self) -> bool:
        """Whether more steps were needed than there were, or more processor time of this thread."""
        if self._left >= 0 and thread_time() > self._until:
            self._left = -1
        return self._left < 0

    def spend(self, steps: int) -> bool:
        """Take steps; return whether they were left."""
        self._left -= steps
        return not self.exhausted
