"""How often do words and pairs of words occur in the text of the live documents? Summed over all segments."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

import numpy as np

from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.arrays.segments.term_dictionary import FoldedTerm
from indexer.fields import TEXT

_REMEMBERED = 1 << 14
"""The words, and the pairs, whose counts are remembered."""


class ArraysWordCounts:
    """Implements `indexer.query.joining.WordCounts`."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self.spellings = lru_cache(_REMEMBERED)(self._spellings)
        self.pairs = lru_cache(_REMEMBERED)(self._pairs)

    @cached_property
    def words(self) -> int:
        """The number of words."""
        return total_words(self._segments)

    def _spellings(self, folded: str) -> Mapping[str, int]:
        """Return how often each spelling of a folded word occurs: surface → occurrences."""
        term = FoldedTerm.of(TEXT, folded)
        counts = Counter[str]()
        for segment in self._segments:
            number = segment.terms.find(term)
            if number >= 0:
                surfaces = _surfaces(segment, number)
                for surface, count in zip(surfaces, _word_occurrences(segment, number), strict=True):
                    counts[surface] += count
        return +counts

    def _pairs(self, first: str, second: str) -> Mapping[tuple[str, str], int]:
        """Return how often spellings of two folded words occur next to each other: surfaces → occurrences."""
        terms = FoldedTerm.of(TEXT, first), FoldedTerm.of(TEXT, second)
        counts = Counter[tuple[str, str]]()
        for segment in self._segments:
            left, right = map(segment.terms.find, terms)
            if left < 0 or right < 0:
                continue
            bigrams = segment.bigrams.of_terms(left, right)
            lefts, rights = _surfaces(segment, left), _surfaces(segment, right)
            firsts = segment.bigrams.firsts[bigrams.start : bigrams.stop].tolist()
            seconds = segment.bigrams.seconds[bigrams.start : bigrams.stop].tolist()
            occurrences = segment.bigrams.occurrences_of(bigrams, segment.live)
            for one, other, count in zip(firsts, seconds, occurrences.tolist(), strict=True):
                counts[lefts[one], rights[other]] += count
        return +counts


def total_words(segments: Sequence[Segment]) -> int:
    """Return how many words the live documents have; a compound and its parts count each."""
    return sum(int(each.lengths[each.live].sum(dtype=np.int64)) for each in segments)


def _surfaces(segment: Segment, folded: int) -> list[str]:
    return segment.terms.surfaces(range(folded, folded + 1))


def _word_occurrences(segment: Segment, folded: int) -> list[int]:
    """Return how often each spelling of a folded term occurs: as often as a word, or nothing, follows it.

    Compounds that follow do not count, as their first words follow, too.
    """
    first, end = segment.terms.surface_range(folded)
    bigrams = segment.bigrams.starting_with(folded)
    occurrences = segment.bigrams.occurrences_of(bigrams, segment.live)
    counted_once = ~segment.terms.are_double.take(segment.bigrams.following(folded))
    firsts = segment.bigrams.firsts[bigrams.start : bigrams.stop]
    counted = np.bincount(firsts, occurrences * counted_once, end - first)
    counts: list[int] = counted.astype(np.int64).tolist()
    return counts
