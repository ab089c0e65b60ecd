"""The formulas of relevance: pure functions with their sources, shared by the engines."""

import math

from indexer.analysis.analyzers import SECTION_GAP

K1 = 1.2
"""How fast further occurrences saturate; the usual value (Robertson and Zaragoza 2009, section 3.5)."""
B = 0.75
"""How strongly length is normalised; the usual value (ibid.)."""
PAIR_WEIGHT = 0.5
"""The weight of a pair of neighbouring words, compared with that of a word: measured, see `DECISIONS.md`."""
RARITY_POWER = 0.85
"""How strongly rare words outweigh frequent ones: less than by their idf, measured likewise."""
NEARNESS_WEIGHT = 1.0
"""The weight of the nearness of all words, compared with that of the words themselves: measured likewise."""
LEAD = 100
"""The words with which a body begins: they and the title, together the lead, say what an article is about."""
RESCORED = 30
"""The best articles of a query, by words and pairs, that are scored again by nearness."""
LEAST_SHARE = 0.5
"""The share of a query, by weight, that an article must have to be close to it."""


def idf(document_frequency: int, documents: int) -> float:
    """Return the inverse document frequency of a term: ln(1 + (N − df + ½) / (df + ½)), never negative."""
    return math.log1p((documents - document_frequency + 0.5) / (document_frequency + 0.5))


def rarity(document_frequency: int, documents: int) -> float:
    """Return the weight of a term by the number of documents that have it."""
    return math.pow(idf(document_frequency, documents), RARITY_POWER)


def saturation(frequency: float, length: float, average_length: float) -> float:
    """Return tf / (tf + k1 · (1 − b + b · length / average)), between 0 and 1 (BM25).

    The usual factor (k1 + 1) is left out: it does not change the order.
    """
    return frequency / (frequency + K1 * (1 - B + B * length / average_length))


def tightness(words: int, stretch: int) -> float:
    """Return how near words are to each other, from 0 to 1, given the length of a stretch that has all of them.

    It is 1 if they follow each other directly.
    """
    return words / max(words, stretch)


def lead_end(title_end: int) -> int:
    """Return the position at which the lead of an article ends, given that of its title, 0 for none."""
    return max(title_end, 1) - 1 + SECTION_GAP + LEAD


def closeness(score: float, share: float) -> float:
    """Return how close an article comes to a query of which it has a share, by weight, and this score."""
    return score * share
