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


class Occurrences(NamedTuple):
    """Places in a segment, one row each: the document, the position of the first word, and of which variant it is.

    `of` counts the variants that were asked for, from 0.
    """

    docs: NDArray[np.int64]
    positions: NDArray[np.int64]
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
        self._checkpoints = arrays["pair_checkpoints"]

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
        numbers = np.array(variants)
        picked = stretches(self._posting_starts[numbers], self._posting_starts[numbers + 1])
        return Mixed(self._docs[picked], self._impacts[picked])

    def occurrences(self, variants: NDArray[np.intp], wanted: NDArray[np.bool_]) -> Occurrences:
        """Return where variants, ascending, stand in the documents wanted (a flag for each one of the segment)."""
        starts = self._posting_starts[variants].astype(np.intp)
        ends = self._posting_starts[variants + 1].astype(np.intp)
        is_one_run = _is_run(variants)
        picked = slice(starts[0], ends[-1]) if is_one_run else stretches(starts, ends)
        docs, counts = self._docs[picked].astype(np.intp), self._counts[picked]
        reach = np.cumsum(counts, dtype=np.intp)
        kept = wanted.take(docs).nonzero()[0]
        counts = counts.take(kept).astype(np.intp)
        heads = np.cumsum(ends - starts) - (ends - starts)
        of = heads.searchsorted(kept, "right") - 1
        shifts = self._offsets(starts[:1] if is_one_run else starts)
        if not is_one_run:
            shifts = (shifts - np.concatenate(([0], reach)).take(heads)).take(of)
        last = reach.take(kept) + shifts
        positions = self._positions[stretches(last - counts, last)].astype(np.int64)
        return Occurrences(np.repeat(docs.take(kept), counts), positions, np.repeat(of, counts))

    def _offsets(self, postings: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return where the positions of postings begin."""
        blocks = postings // CHECKPOINT
        firsts = blocks * CHECKPOINT
        rows = np.repeat(np.arange(len(postings)), postings - firsts)
        inside = np.bincount(rows, self._counts[stretches(firsts, postings)], len(postings)).astype(np.intp)
        return self._checkpoints[blocks].astype(np.intp) + inside


def _is_run(variants: Sequence[int] | NDArray[np.intp]) -> bool:
    """Tell whether ascending variants lie behind one another."""
    return bool(variants[-1] - variants[0] < len(variants))
