"""A slab: some whole families with all their words, and what is stored of them.

A row is a word and one that begins where it ends. Rows are in the order of their forms, then of documents and
positions, so that what belongs together lies side by side: the rows of one form in one document are a posting.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.compact import narrowest
from indexer.engines.arrays.segments.container import Array
from indexer.engines.arrays.segments.impacts import quantise
from indexer.engines.arrays.writing.inverted import Inverted, PairPostings, TermPostings, stored
from indexer.engines.arrays.writing.sorting import stably_sorted
from indexer.engines.arrays.writing.vocabulary import Vocabulary
from indexer.fields import TITLE_WEIGHT

_DOC_BITS = 16

Numbers = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Slab:
    """The rows of the families from `first` to below `last`.

    `bounds` has the first row of each form and the number of rows. `titles` says whether a row stands in the title of
    a text, `again` whether its word has had a row already, with another one behind it. `rights` are the forms behind;
    where there is none, the number of all forms.
    """

    first: int
    last: int
    vocabulary: Vocabulary
    norms: NDArray[np.float32]
    bounds: Numbers
    docs: NDArray[np.uint16]
    positions: NDArray[np.uint32]
    titles: Flags
    again: Flags
    rights: NDArray[np.uint32]

    @property
    def families(self) -> NDArray[np.uint32]:
        """The family of each form, counted from `first`."""
        forms = slice(*self.vocabulary.family_forms[[self.first, self.last]].tolist())
        return self.vocabulary.form_families[forms] - np.uint32(self.first)

    @property
    def places(self) -> NDArray[np.uint32]:
        """The place of each form in its family."""
        return self.vocabulary.form_places[slice(*self.vocabulary.family_forms[[self.first, self.last]].tolist())]


def inverted(slab: Slab) -> Inverted:
    """Return the postings and pairs of a slab."""
    new = _changes(slab.docs)
    new[slab.bounds[:-1]] = True
    heads = np.flatnonzero(new)
    docs = slab.docs[heads]
    counts = np.diff(heads, append=len(slab.docs)) - _set_in_runs(slab.again, heads)
    titles = _set_in_runs(slab.titles & ~slab.again, heads)
    of_form = np.diff(heads.searchsorted(slab.bounds))
    families = _families(slab, np.repeat(slab.families, of_form), docs, counts, titles)
    shared = np.bincount(slab.families)[slab.families] > 1
    kept = np.repeat(shared, of_form)
    docs = docs[kept]
    forms = TermPostings(
        np.where(shared, of_form, 0).astype(np.uint32), docs, _impacts(slab, docs, counts[kept], titles[kept])
    )
    documents = len(slab.norms)
    return Inverted(stored(families, documents), stored(forms, documents), _pairs(slab))


def _families(
    slab: Slab, families: NDArray[np.uint32], docs: NDArray[np.uint16], counts: Numbers, titles: Numbers
) -> TermPostings:
    """Return the postings of families: those of their forms, put together by document."""
    keys = families.astype(np.uint64) << np.uint64(_DOC_BITS) | docs
    order, keys = stably_sorted(keys, slab.last - slab.first << _DOC_BITS)
    heads = np.flatnonzero(_changes(keys))
    keys = keys[heads]
    docs = keys.astype(np.uint16)
    return TermPostings(
        np.bincount((keys >> keys.dtype.type(_DOC_BITS)).astype(np.intp), minlength=slab.last - slab.first).astype(
            np.uint32
        ),
        docs,
        _impacts(slab, docs, np.add.reduceat(counts[order], heads), np.add.reduceat(titles[order], heads)),
    )


def _pairs(slab: Slab) -> PairPostings:
    """Return the pairs, sorted by first family, second form, first form, document and position."""
    words = slab.vocabulary
    right_bits = len(words.forms).bit_length()
    keys = np.repeat(slab.families.astype(np.uint64) << np.uint64(right_bits), np.diff(slab.bounds)) | slab.rights
    rows, keys = stably_sorted(keys, slab.last - slab.first << right_bits)
    docs, lefts = slab.docs[rows], np.repeat(narrowest(slab.places), np.diff(slab.bounds))[rows]
    new = _changes(keys)
    new |= _changes(lefts)
    postings = np.flatnonzero(new | _changes(docs))
    variants = np.flatnonzero(new[postings])
    first_rows = postings[variants]
    keys, lefts = keys[first_rows], lefts[first_rows]
    families, rights = (column.astype(np.intp) for column in np.divmod(keys, keys.dtype.type(1 << right_bits)))
    seconds = words.form_families[rights]
    pairs = np.flatnonzero(_changes(families) | _changes(seconds))
    frequencies, docs = np.diff(postings, append=len(rows)), docs[postings]
    impacts = _impacts(slab, docs, frequencies, _set_in_runs(slab.titles[rows], postings))
    return PairPostings(
        pairs=np.bincount(families[pairs], minlength=slab.last - slab.first).astype(np.uint32),
        seconds=seconds[pairs],
        variants=np.diff(pairs, append=len(variants)).astype(np.uint32),
        lefts=narrowest(lefts),
        rights=narrowest(words.form_places[rights]),
        postings=TermPostings(np.diff(variants, append=len(postings)).astype(np.uint32), docs, impacts),
        frequencies=narrowest(frequencies),
        positions=narrowest(slab.positions[rows]),
    )


def _changes(column: Array) -> Flags:
    """Tell which rows are not equal to the one before; the first is none's equal."""
    new = np.ones(len(column), np.bool_)
    np.not_equal(column[1:], column[:-1], out=new[1:])
    return new


def _set_in_runs(flags: Flags, heads: Numbers) -> Numbers:
    """Return how many flags are set in each run, given its first row; few are."""
    return np.bincount(heads.searchsorted(np.flatnonzero(flags), "right") - 1, minlength=len(heads))


def _impacts(slab: Slab, docs: NDArray[np.uint16], counts: Numbers, titles: Numbers) -> NDArray[np.uint8]:
    """Return the impact of a word that is so often in each document, and of these so often in the title."""
    frequencies = counts.astype(np.float32) + np.float32(TITLE_WEIGHT) * titles.astype(np.float32)
    return quantise(frequencies * slab.norms[docs])
