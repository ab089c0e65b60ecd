"""The formulas of relevance: pure functions, each with its source, shared by the engines."""

import math

K1 = 1.2
"""How soon more occurrences stop counting; the usual value (Robertson and Zaragoza 2009, section 3.5)."""
B = 0.75
"""How much long articles are held back; the usual value (ibid.)."""
PAIR_WEIGHT = 0.5
"""What a pair of neighbouring words counts beside the two words: measured, see `DECISIONS.md`."""


def idf(document_frequency: int, documents: int) -> float:
    """Return the weight of a term by its rarity: ln(1 + (N − df + ½) / (df + ½)), never negative."""
    return math.log1p((documents - document_frequency + 0.5) / (document_frequency + 0.5))


def saturation(frequency: float, length: float, average_length: float) -> float:
    """Return tf / (tf + k1 · (1 − b + b · length / average)), between 0 and 1 (BM25).

    There is no factor (k1 + 1): it moves no article past another.
    """
    return frequency / (frequency + K1 * (1 - B + B * length / average_length))
