"""The formulas of relevance: pure functions with their sources, shared by the engines."""

import math
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", float, NDArray[np.floating])

K1 = 1.2
"""How fast further occurrences saturate; the usual value (Robertson and Zaragoza 2009, section 3.5)."""
B = 0.75
"""How strongly length is normalised; the usual value (ibid.)."""
LEAST_SHARE = 0.5
"""The share of a query's weight that an article must have to be close to it."""
NEARNESS_WEIGHT = 0.5
"""The weight of words that are all near to each other, compared with that of the words: measured, likewise."""
RESCORED = 30
"""The best articles of a query, by words and pairs, that are scored again by nearness."""
PAIR_WEIGHT = 0.5
"""The weight of a pair of neighbouring words, compared with that of a word: measured, see `DECISIONS.md`."""


def idf(document_frequency: int, documents: int) -> float:
    """Return the inverse document frequency of a term: ln(1 + (N − df + ½) / (df + ½)), never negative."""
    return math.log1p((documents - document_frequency + 0.5) / (document_frequency + 0.5))


def saturation(frequency: float, length: float, average_length: float) -> float:
    """Return tf / (tf + k1 · (1 − b + b · length / average)), between 0 and 1 (BM25).

    The usual factor (k1 + 1) is left out: it does not change the order.
    """
    return frequency / (frequency + K1 * (1 - B + B * length / average_length))


def closeness(score: Number, share: Number) -> Number:
    """Return how close an article comes to a query of which it has a share, by weight, and this score."""
    return score * share**2
