"""Pure functions from raw times and totals to the figures in the tables."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the totals of two engines differ: in how many queries out of all, and by what share of the larger total.

    `typical` is the median share among the queries that differ, `largest` the maximum.
    """

    queries: int
    differing: int
    typical: float
    largest: float


def over_rounds(rounds: Sequence[Sequence[float]]) -> list[float]:
    """Return the median time of each query over its rounds.

    >>> over_rounds([[1.0, 5.0], [2.0, 4.0], [9.0, 6.0]])
    [2.0, 5.0]
    """
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed (nearest rank).

    >>> percentile([4.0, 1.0, 3.0, 2.0], 0.5), percentile([4.0, 1.0, 3.0, 2.0], 0.99)
    (2.0, 4.0)
    """
    return sorted(values)[max(1, math.ceil(share * len(values))) - 1]


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return our summed times divided by theirs, for the same queries in the same order.

    >>> ratio([1.0, 2.0], [2.0, 4.0])
    0.5
    """
    if len(ours) != len(theirs):
        raise ValueError(f"{len(ours)} times cannot be compared with {len(theirs)}")
    return sum(ours) / sum(theirs)


def agreement(ours: Sequence[int], theirs: Sequence[int]) -> Agreement:
    """Compare the totals that two engines found for the same queries.

    >>> agreement([10, 100, 0], [10, 50, 0])
    Agreement(queries=3, differing=1, typical=0.5, largest=0.5)
    """
    pairs = list(zip(ours, theirs, strict=True))
    differences = [abs(a - b) / max(a, b) for a, b in pairs if a != b]
    return Agreement(
        len(pairs), len(differences), statistics.median(differences or [0.0]), max(differences, default=0.0)
    )
