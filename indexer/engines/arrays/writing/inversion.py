"""From the words of documents to the documents of words: postings and pairs of a segment.

Batches come with their words in the order of forms, so a form's words lie in a few runs, one a batch, and sorting the
runs sorts the words. From there it goes on in slabs, each of some whole families: a slab fits the processor's cache,
and several threads do one each, as NumPy sorts and gathers without the interpreter's lock.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.compact import Unsigned, starts_of
from indexer.engines.arrays.segments.ranges import stretches
from indexer.engines.arrays.writing.inverted import Inverted
from indexer.engines.arrays.writing.slab import Slab, inverted
from indexer.engines.arrays.writing.sorting import stably_sorted
from indexer.engines.arrays.writing.vocabulary import Vocabulary

_SLAB_BITS = 18


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """All words of a segment in runs: rows of one form and one batch, by document and position.

    One row a run in `run_forms` (places in `vocabulary`) and `run_counts`; one row a word and one behind it, as in
    `Tokens`, in `docs`, `positions`, `rights` and `again`. `rights` are numbers into `renumbered`, which has the place
    of each form, and behind all forms what stands for none. `title_ends` and `norms` have one row a document.
    """

    vocabulary: Vocabulary
    run_forms: NDArray[np.uint32]
    run_counts: Unsigned
    docs: NDArray[np.uint16]
    positions: NDArray[np.uint32]
    rights: NDArray[np.uint32]
    again: NDArray[np.bool_]
    renumbered: NDArray[np.uint32]
    title_ends: Unsigned
    norms: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class _Runs:
    """Runs in the order of their forms: where each begins and ends; `heads` has the first run of each form."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    heads: NDArray[np.int64]


def invert(words: Words, pool: Executor) -> Iterator[Inverted]:
    """Return the postings and pairs of a segment, some families in each part, as the pool makes them."""
    runs = _by_form(words)
    reach = starts_of(runs.ends - runs.starts)[runs.heads[words.vocabulary.family_forms]]

    def of_families(families: tuple[int, int]) -> Inverted:
        return inverted(_slab(words, runs, *families))

    return pool.map(of_families, slabs_of(np.diff(reach), _most_rows(words)))


def slabs_of(sizes: NDArray[np.integer], most: int) -> Iterator[tuple[int, int]]:
    """Yield neighbouring rows, from the first to below the last, whose sizes add up to at most `most`, or one alone.

    >>> list(slabs_of(np.array([3, 2, 9, 1]), 5))
    [(0, 2), (2, 3), (3, 4)]
    """
    reach = np.cumsum(sizes)
    first = 0
    while first < len(sizes):
        before = reach[first - 1] if first else 0
        last = max(first + 1, int(reach.searchsorted(before + most, "right")))
        yield first, last
        first = last


def _most_rows(words: Words) -> int:
    """Return how many rows a slab may have for its families, a form and the number of a row to fit 64 bits."""
    return 1 << min(_SLAB_BITS, (62 - len(words.vocabulary.forms).bit_length()) // 2)


def _by_form(words: Words) -> _Runs:
    forms = len(words.vocabulary.forms)
    order, _ = stably_sorted(words.run_forms, forms)
    starts = starts_of(words.run_counts)
    return _Runs(starts[order], starts[order + 1], starts_of(np.bincount(words.run_forms, minlength=forms)))


def _slab(words: Words, runs: _Runs, first: int, last: int) -> Slab:
    """Return the slab of some families."""
    forms = slice(*words.vocabulary.family_forms[[first, last]].tolist())
    heads = runs.heads[forms.start : forms.stop + 1]
    starts, ends = runs.starts[heads[0] : heads[-1]], runs.ends[heads[0] : heads[-1]]
    rows = stretches(starts, ends)
    bounds = starts_of(ends - starts)[heads - heads[0]]
    docs, positions = words.docs[rows], words.positions[rows]
    titles = positions < words.title_ends[docs]
    titles[: bounds[np.searchsorted(words.vocabulary.form_families[forms], words.vocabulary.first_text)]] = False
    return Slab(
        first=first,
        last=last,
        vocabulary=words.vocabulary,
        norms=words.norms,
        bounds=bounds,
        docs=docs,
        positions=positions,
        titles=titles,
        again=words.again[rows],
        rights=words.renumbered[words.rights[rows]],
    )
