"""Bigrams: which documents have two words next to each other, how often, and where?

A bigram is two folded terms, its surface bigrams are the pairs of their spellings that occur.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from indexer.engines.arrays.segments.numeric import Array, Flags, Indexes, Integers, concat_ranges
from indexer.engines.arrays.segments.postings import Postings, SparsePostings, UnionPostings
from indexer.errors import IndexCorrupt

CHECKPOINT = 64
"""The number of preceding positions is stored for one posting in this many."""


class BigramRun(NamedTuple):
    """The postings of consecutive surface bigrams, from posting `start` on: the document and the bigram of each.

    `bigrams` counts from the first surface bigram of the run.
    """

    start: int
    docs: Indexes
    bigrams: Indexes


class Bigrams:
    """The bigrams of a segment; see `docs/index-format.md`, Bigrams."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.firsts, self.seconds = arrays["surface_bigram_firsts"], arrays["surface_bigram_seconds"]
        self._first_spellings, self._second_spellings = self.firsts.data, self.seconds.data
        self._second_numbers, self._surface_start_numbers = arrays["bigram_seconds"], arrays["surface_bigram_starts"]
        self._starts, self._second_terms = arrays["bigram_starts"].data, self._second_numbers.data
        self._surface_starts = self._surface_start_numbers.data
        self._surface_terms = arrays["surface_starts"]
        self._posting_starts = arrays["bigram_posting_starts"]
        self._start_numbers = self._posting_starts.data
        self._docs, self._impacts = arrays["bigram_docs"], arrays["bigram_impacts"]
        self._frequencies, self._positions = arrays["bigram_frequencies"], arrays["bigram_positions"]
        self._checkpoint_numbers = arrays["bigram_checkpoints"]
        self._frequency_numbers, self._checkpoints = self._frequencies.data, self._checkpoint_numbers.data

    def of_terms(self, first: int, second: int) -> range:
        """Return the surface bigrams of two folded terms; empty if they are never adjacent."""
        start, end = self._starts[first], self._starts[first + 1]
        bigram = bisect_left(self._second_terms, second, start, end)
        if bigram == end or self._second_terms[bigram] != second:
            return range(0)
        return range(self._surface_starts[bigram], self._surface_starts[bigram + 1])

    def of_spellings(self, first: int, first_spelling: int, second: int, second_spelling: int) -> list[int]:
        """Return the surface bigram of two spellings, if there is one: its folded terms, each with the spelling."""
        firsts, seconds = self._first_spellings, self._second_spellings
        bigrams = self.of_terms(first, second)
        return [each for each in bigrams if firsts[each] == first_spelling and seconds[each] == second_spelling]

    def of_any(self, first: int, seconds: range) -> range:
        """Return the surface bigrams of a folded term and one of consecutive others."""
        start, end = self._starts[first], self._starts[first + 1]
        low = bisect_left(self._second_terms, seconds.start, start, end)
        high = bisect_left(self._second_terms, seconds.stop, low, end)
        return range(self._surface_starts[low], self._surface_starts[high])

    def starting_with(self, first: int) -> range:
        """Return the surface bigrams that start with a folded term; each occurrence of the term is in at least one."""
        return self.starting_with_any(range(first, first + 1))

    def starting_with_any(self, firsts: range) -> range:
        """Return the surface bigrams that start with one of consecutive folded terms."""
        return range(self._surface_starts[self._starts[firsts.start]], self._surface_starts[self._starts[firsts.stop]])

    def even_cuts(self, firsts: range, parts: int) -> Indexes:
        """Return before which of consecutive folded terms to cut, so that each part starts about as many bigrams.

        There are fewer parts if a term starts more than a part should have.
        """
        starts = np.asarray(self._starts)[firsts.start : firsts.stop + 1].astype(np.intp)
        bounds = np.linspace(starts[0], starts[-1], parts + 1)[1:-1]
        cuts = np.unique(starts.searchsorted(bounds) + firsts.start)
        return cuts[cuts < firsts.stop]

    def following(self, first: int) -> Integers:
        """Return the surface term that each of the surface bigrams that start with a folded term ends with.

        If nothing follows, it is the number of surface terms.
        """
        return self.following_any(range(first, first + 1))

    def following_any(self, firsts: range) -> Integers:
        """Return the surface term that each of the surface bigrams that start with consecutive folded terms ends with.

        If nothing follows, it is the number of surface terms.
        """
        own = slice(self._starts[firsts.start], self._starts[firsts.stop])
        starts = self._surface_start_numbers[own.start : own.stop + 1].astype(np.intp)
        seconds = self._second_numbers[own].astype(np.intp)
        spellings = self.seconds[starts[0] : starts[-1]]
        return self._surface_terms.take(seconds).repeat(np.diff(starts)) + spellings

    def leading(self, firsts: range) -> Indexes:
        """Return the surface term that each of the surface bigrams of `starting_with_any` starts with."""
        bounds = np.asarray(self._starts)[firsts.start : firsts.stop + 1].astype(np.intp)
        starts = self._surface_start_numbers.take(bounds).astype(np.intp)
        own: Indexes = self._surface_terms[firsts.start : firsts.stop].astype(np.intp)
        return own.repeat(np.diff(starts)) + self.firsts[starts[0] : starts[-1]]

    def occurrences_of(self, surface_bigrams: range, kept: Flags) -> Integers:
        """Return how often each of consecutive surface bigrams occurs in the kept documents (a flag each)."""
        if not surface_bigrams:
            return np.empty(0, np.int64)
        starts = self._posting_starts[surface_bigrams.start : surface_bigrams.stop].astype(np.intp)
        end = self._start_numbers[surface_bigrams.stop]
        frequencies = self._frequencies[starts[0] : end]
        if not kept.all():
            frequencies = frequencies * kept.take(self._docs[starts[0] : end])
        return np.add.reduceat(frequencies, starts - starts[0], dtype=np.int64)

    def occurrences_of_each(self, surface_bigrams: Indexes, kept: Flags) -> Integers:
        """Return how often each of some surface bigrams occurs in the kept documents (a flag each)."""
        starts = self._posting_starts.take(surface_bigrams).astype(np.intp)
        ends = self._posting_starts.take(surface_bigrams + 1).astype(np.intp)
        rows = concat_ranges(starts, ends)
        frequencies = self._frequencies.take(rows) * kept.take(self._docs.take(rows))
        numbers = np.arange(len(surface_bigrams)).repeat(ends - starts)
        return np.bincount(numbers, frequencies, len(surface_bigrams)).astype(np.int64)

    def postings_of_range(self, surface_bigrams: range) -> Postings:
        """Return the postings of consecutive surface bigrams."""
        start, end = self._start_numbers[surface_bigrams.start], self._start_numbers[surface_bigrams.stop]
        kind = SparsePostings if len(surface_bigrams) == 1 else UnionPostings
        return kind(self._docs[start:end], self._impacts[start:end])

    def postings(self, surface_bigrams: Sequence[int]) -> Postings:
        """Return the postings of ascending surface bigrams."""
        if _are_consecutive(surface_bigrams):
            return self.postings_of_range(range(surface_bigrams[0], surface_bigrams[-1] + 1))
        starts = self._start_numbers
        slices = [slice(starts[number], starts[number + 1]) for number in surface_bigrams]
        return UnionPostings(
            np.concatenate([self._docs[each] for each in slices]),
            np.concatenate([self._impacts[each] for each in slices]),
        )

    def posting_count(self, surface_bigrams: range) -> int:
        """Return how many postings consecutive surface bigrams have."""
        return self._start_numbers[surface_bigrams.stop] - self._start_numbers[surface_bigrams.start]

    def run(self, surface_bigrams: range) -> BigramRun:
        """Return the postings of consecutive surface bigrams, each with its bigram."""
        start, end = self._start_numbers[surface_bigrams.start], self._start_numbers[surface_bigrams.stop]
        if not start <= end <= len(self._docs):
            raise IndexCorrupt("the bigrams are damaged; run timdau reindex --full")
        starts = self._posting_starts[surface_bigrams.start : surface_bigrams.stop + 1].astype(np.intp)
        bigrams = np.repeat(np.arange(len(surface_bigrams)), starts[1:] - starts[:-1])
        return BigramRun(start, self._docs[start:end].astype(np.intp), bigrams)

    def occurrences(self, run: BigramRun, chosen: Indexes) -> tuple[Indexes, Integers]:
        """Return the occurrences in chosen postings of a run: the posting and first position of each."""
        frequencies = self._frequencies[run.start : run.start + len(run.docs)]
        ends = np.cumsum(frequencies, dtype=np.intp).take(chosen) + self._positions_before(run.start)
        frequencies = frequencies.take(chosen)
        if ends.max(initial=0) > len(self._positions):
            raise IndexCorrupt("the bigrams are damaged; run timdau reindex --full")
        positions = self._positions[concat_ranges(ends - frequencies, ends)].astype(np.int64)
        return np.repeat(chosen, frequencies), positions

    def _positions_before(self, posting: int) -> int:
        """Return how many positions precede those of a posting."""
        block = posting // CHECKPOINT
        return self._checkpoints[block] + sum(self._frequency_numbers[block * CHECKPOINT : posting])


def _are_consecutive(ascending: Sequence[int]) -> bool:
    return ascending[-1] - ascending[0] < len(ascending)
