"""I have two families: where does a form of one stand right behind a form of the other?"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.container import Array
from indexer.engines.arrays.segments.lists import Listed, Mixed, PostingList
from indexer.engines.arrays.segments.ranges import stretches

CHECKPOINT = 64
"""Of so many postings one has the number of positions in front of it written down."""


class Run(NamedTuple):
    """The postings of variants that lie behind one another, from posting `start` on: the document and variant of each.

    `of` counts the variants from the first of them, from 0.
    """

    start: int
    docs: NDArray[np.intp]
    of: NDArray[np.intp]


class Pairs:
    """The pairs of a segment; see `docs/index-format.md`, Pairs."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.lefts, self.rights = arrays["variant_lefts"], arrays["variant_rights"]
        self._starts, self._seconds = arrays["pair_starts"].data, arrays["pair_rights"].data
        self._variant_starts, self._posting_starts = arrays["variant_starts"].data, arrays["pair_posting_starts"]
        self._start_numbers = self._posting_starts.data
        self._docs, self._impacts = arrays["pair_docs"], arrays["pair_impacts"]
        self._counts, self._positions = arrays["pair_counts"], arrays["pair_positions"]
        self._count_numbers, self._checkpoints = self._counts.data, arrays["pair_checkpoints"].data

    def variants(self, left: int, right: int) -> range:
        """Return the variants of a pair of families; none where they are never neighbours."""
        start, end = self._starts[left], self._starts[left + 1]
        pair = bisect_left(self._seconds, right, start, end)
        if pair == end or self._seconds[pair] != right:
            return range(0)
        return range(self._variant_starts[pair], self._variant_starts[pair + 1])

    def beginning(self, left: int) -> range:
        """Return the variants of all pairs that begin with a family: every place where it stands is in one or more."""
        return range(self._variant_starts[self._starts[left]], self._variant_starts[self._starts[left + 1]])

    def neighbours(self, variants: range) -> PostingList:
        """Return the postings of variants that lie behind one another."""
        start, end = self._start_numbers[variants.start], self._start_numbers[variants.stop]
        return (Listed if len(variants) == 1 else Mixed)(self._docs[start:end], self._impacts[start:end])

    def postings(self, variants: Sequence[int]) -> PostingList:
        """Return the postings of some variants, ascending."""
        if _is_run(variants):
            return self.neighbours(range(variants[0], variants[-1] + 1))
        starts = self._start_numbers
        picked = [slice(starts[variant], starts[variant + 1]) for variant in variants]
        return Mixed(
            np.concatenate([self._docs[each] for each in picked]),
            np.concatenate([self._impacts[each] for each in picked]),
        )

    def run(self, variants: range) -> Run:
        """Return the postings of variants with the variant of each."""
        starts = self._posting_starts[variants.start : variants.stop + 1].astype(np.intp)
        of = np.repeat(np.arange(len(variants)), starts[1:] - starts[:-1])
        start, end = self._start_numbers[variants.start], self._start_numbers[variants.stop]
        return Run(start, self._docs[start:end].astype(np.intp), of)

    def occurrences(self, run: Run, chosen: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """Return where chosen postings of a run have their first words: of each place the posting and the position."""
        counts = self._counts[run.start : run.start + len(run.docs)]
        ends = np.cumsum(counts, dtype=np.intp).take(chosen) + self._offset(run.start)
        counts = counts.take(chosen)
        return np.repeat(chosen, counts), self._positions[stretches(ends - counts, ends)].astype(np.int64)

    def _offset(self, posting: int) -> int:
        """Return where the positions of a posting begin."""
        block = posting // CHECKPOINT
        return self._checkpoints[block] + sum(self._count_numbers[block * CHECKPOINT : posting])


def _is_run(variants: Sequence[int]) -> bool:
    """Tell whether ascending variants lie behind one another."""
    return variants[-1] - variants[0] < len(variants)
