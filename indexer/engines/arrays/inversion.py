"""From the words of documents to the documents of words: postings and pairs of a segment.

One sort brings all words into the order of their forms, whose numbers sort as they do. From there it goes on in slabs,
each of some whole families: a slab fits the processor's cache, and several threads do one each, as NumPy sorts and
gathers without the interpreter's lock.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.compact import Unsigned, starts_of
from indexer.engines.arrays.inverted import Inverted, joined
from indexer.engines.arrays.ranges import stretches
from indexer.engines.arrays.slab import Slab, inverted
from indexer.engines.arrays.vocabulary import Vocabulary

_SLAB_BITS = 20


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """All words of a segment by document, field and position: one row each but for `title_ends` and `norms`.

    `forms` are numbers into `vocabulary`, `steps` and `followers` as in `Tokens`; `title_ends` and `norms` have one
    row a document.
    """

    vocabulary: Vocabulary
    forms: NDArray[np.uint32]
    docs: NDArray[np.uint16]
    positions: Unsigned
    steps: Unsigned
    followers: Unsigned
    title_ends: Unsigned
    norms: NDArray[np.float32]


def invert(words: Words, workers: int) -> Inverted:
    """Return the postings and pairs of a segment, computed by so many threads."""
    order, starts = _by_form(words)
    pairs = np.bincount(words.forms, np.maximum(words.followers, 1), len(words.vocabulary.forms))
    reach = np.append(0, np.cumsum(pairs))[words.vocabulary.family_forms]

    def of_families(families: tuple[int, int]) -> Inverted:
        return inverted(_slab(words, order, starts, *families))

    with ThreadPoolExecutor(workers) as pool:
        return joined(list(pool.map(of_families, slabs_of(np.diff(reach), _most_pairs(words)))))


def slabs_of(sizes: NDArray[np.floating], most: int) -> Iterator[tuple[int, int]]:
    """Yield neighbouring rows, from the first to below the last, whose sizes add up to at most `most`, or one alone.

    >>> list(slabs_of(np.array([3.0, 2.0, 9.0, 1.0]), 5))
    [(0, 2), (2, 3), (3, 4)]
    """
    reach = np.cumsum(sizes)
    first = 0
    while first < len(sizes):
        before = reach[first - 1] if first else 0
        last = max(first + 1, int(reach.searchsorted(before + most, "right")))
        yield first, last
        first = last


def _most_pairs(words: Words) -> int:
    """Return how many pairs a slab may have for its families, a form and the number of a pair to fit 64 bits."""
    return 1 << min(_SLAB_BITS, (62 - len(words.vocabulary.forms).bit_length()) // 2)


def _by_form(words: Words) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the rows in the order of their forms, and where each form begins there."""
    bits = len(words.forms).bit_length()
    keys = words.forms.astype(np.uint64) << bits
    keys |= np.arange(len(keys), dtype=np.uint64)
    keys.sort()
    keys &= np.uint64((1 << bits) - 1)
    return keys.astype(np.uint32), starts_of(np.bincount(words.forms, minlength=len(words.vocabulary.forms)))


def _slab(words: Words, order: NDArray[np.uint32], starts: NDArray[np.int64], first: int, last: int) -> Slab:
    """Return the slab of some families."""
    forms = np.arange(*words.vocabulary.family_forms[[first, last]], dtype=np.uint32)
    bounds = starts[[forms[0], forms[-1] + 1]].tolist()
    rows = order[slice(*bounds)]
    docs, positions, followers = words.docs[rows], words.positions[rows], words.followers[rows]
    in_text = words.vocabulary.form_families[forms] >= words.vocabulary.first_text
    repeats = np.diff(starts[forms[0] : forms[-1] + 2])
    pairs = np.maximum(followers, 1)
    behind = rows + words.steps[rows]
    rights = words.forms[stretches(behind, behind + pairs)]
    rights[np.repeat(followers == 0, pairs)] = len(words.vocabulary.forms)
    return Slab(
        first=first,
        last=last,
        vocabulary=words.vocabulary,
        norms=words.norms,
        forms=np.repeat(forms, repeats),
        docs=docs,
        positions=positions,
        titles=((positions < words.title_ends[docs]) & np.repeat(in_text, repeats)).view(np.uint8),
        owners=np.repeat(np.arange(len(rows), dtype=np.uint32), pairs),
        rights=rights,
    )
