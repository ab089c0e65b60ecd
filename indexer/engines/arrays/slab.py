"""A slab: some whole families with all their words, and what is stored of them.

A row is a word at a place. Rows are in the order of their forms, then of documents and positions, so that what belongs
together lies side by side: the rows of one form in one document are a posting.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.compact import Unsigned, narrowest
from indexer.engines.arrays.container import Array
from indexer.engines.arrays.impacts import quantise
from indexer.engines.arrays.inverted import Inverted, PairPostings, TermPostings
from indexer.engines.arrays.vocabulary import Vocabulary
from indexer.engines.scoring import TITLE_WEIGHT

_DOC_BITS = 16

Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Slab:
    """The rows of the families from `first` to below `last`.

    `titles` is 1 where a row stands in the title of a text. A row of `owners` and a word of the form in `rights` right
    behind it are a pair; where nothing is behind a row, that form is the number of all forms.
    """

    first: int
    last: int
    vocabulary: Vocabulary
    norms: NDArray[np.float32]
    forms: NDArray[np.uint32]
    docs: NDArray[np.uint16]
    positions: Unsigned
    titles: NDArray[np.uint8]
    owners: NDArray[np.uint32]
    rights: NDArray[np.uint32]


def inverted(slab: Slab) -> Inverted:
    """Return the postings and pairs of a slab."""
    heads = _heads(slab.forms, slab.docs)
    forms, docs = slab.forms[heads], slab.docs[heads]
    counts, titles = np.diff(heads, append=len(slab.docs)), _sums(slab.titles, heads)
    first, last = slab.vocabulary.family_forms[[slab.first, slab.last]].tolist()
    by_form = TermPostings(
        np.bincount(forms - np.uint32(first), minlength=last - first).astype(np.uint32),
        docs,
        _impacts(slab, docs, counts, titles),
    )
    return Inverted(_families(slab, forms, docs, counts, titles), by_form, _pairs(slab))


def _families(slab: Slab, forms: Array, docs: Array, counts: Numbers, titles: Numbers) -> TermPostings:
    """Return the postings of families: those of their forms, put together by document."""
    bits = len(docs).bit_length()
    families = slab.vocabulary.form_families[forms] - np.uint32(slab.first)
    keys = (families.astype(np.uint64) << _DOC_BITS | docs) << bits | np.arange(len(docs), dtype=np.uint64)
    keys.sort()
    order = (keys & ((1 << bits) - 1)).astype(np.intp)
    keys >>= bits
    heads = _heads(keys)
    found, docs = (keys[heads] >> _DOC_BITS).astype(np.intp), keys[heads].astype(np.uint16)
    return TermPostings(
        np.bincount(found, minlength=slab.last - slab.first).astype(np.uint32),
        docs,
        _impacts(slab, docs, _sums(counts[order], heads), _sums(titles[order], heads)),
    )


def _pairs(slab: Slab) -> PairPostings:
    """Return the pairs, sorted by first family, second form, first form, document and position."""
    words = slab.vocabulary
    bits, right_bits = len(slab.owners).bit_length(), len(words.forms).bit_length()
    lefts_of_all = (words.form_families[slab.forms] - np.uint32(slab.first)).astype(np.uint64)[slab.owners]
    keys = (lefts_of_all << np.uint64(right_bits) | slab.rights) << np.uint64(bits)
    keys |= np.arange(len(keys), dtype=np.uint64)
    keys.sort()
    rows = slab.owners[keys & ((1 << bits) - 1)]
    keys >>= bits
    lefts, docs = slab.forms[rows], slab.docs[rows]
    postings = _heads(keys, lefts, docs)
    variants = _heads(keys[postings], lefts[postings])
    keys, lefts = keys[postings][variants], lefts[postings][variants]
    rights, families = keys & ((1 << right_bits) - 1), (keys >> right_bits).astype(np.intp)
    seconds = words.form_families[rights]
    pairs = _heads(families, seconds)
    frequencies = np.diff(postings, append=len(rows))
    impacts = _impacts(slab, docs[postings], frequencies, _sums(slab.titles[rows], postings))
    return PairPostings(
        pairs=np.bincount(families[pairs], minlength=slab.last - slab.first).astype(np.uint32),
        seconds=seconds[pairs],
        variants=np.diff(pairs, append=len(variants)).astype(np.uint32),
        lefts=narrowest(words.form_places[lefts]),
        rights=narrowest(words.form_places[rights]),
        postings=TermPostings(np.diff(variants, append=len(postings)).astype(np.uint32), docs[postings], impacts),
        frequencies=narrowest(frequencies),
        positions=slab.positions[rows],
    )


def _heads(*columns: Array) -> Numbers:
    """Return the first rows of all runs of rows that are equal in every column."""
    new = np.ones(len(columns[0]), np.bool_)
    np.not_equal(columns[0][1:], columns[0][:-1], out=new[1:])
    for column in columns[1:]:
        new[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(new)


def _sums(numbers: Array, heads: Numbers) -> Numbers:
    """Return the sum of each run of numbers."""
    return np.add.reduceat(numbers, heads, dtype=np.intp)


def _impacts(slab: Slab, docs: NDArray[np.uint16], counts: Numbers, titles: Numbers) -> NDArray[np.uint8]:
    """Return the impact of a word that is so often in each document, and of these so often in the title."""
    frequencies = counts.astype(np.float32) + np.float32(TITLE_WEIGHT) * titles.astype(np.float32)
    return quantise(frequencies * slab.norms[docs])
