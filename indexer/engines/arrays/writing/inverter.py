"""Inversion: from the tokens of documents to the postings of terms and bigrams of a segment.

Batches come with their tokens grouped by term, so the tokens of a term are a few runs, one for each batch, and sorting
the runs sorts the tokens. The rest is done in blocks of whole folded terms: a block fits the processor's cache, and
several threads invert one each, as NumPy sorts and gathers without holding the interpreter's lock.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.numeric import (
    Array,
    Flags,
    Indexes,
    Integers,
    Unsigned,
    concat_ranges,
    narrowest,
    stable_sort,
    starts_of,
)
from indexer.engines.arrays.segments.postings import quantise
from indexer.engines.arrays.writing.inverted_block import (
    BigramPostings,
    InvertedBlock,
    TermPostings,
    TokensOfLeads,
    stored,
)
from indexer.engines.arrays.writing.term_list import TermList
from indexer.fields import TITLE_WEIGHT

_BLOCK_BITS = 18
_DOC_BITS = 16


@dataclass(frozen=True, slots=True, eq=False)
class SegmentTokens:
    """All tokens of a segment in runs; a run is the rows of one term in one batch, by document and position.

    One row for each run in `run_terms` (surface terms) and `run_counts`; one row for each token and follower, as in
    `Tokens`, in `docs`, `positions`, `followers` and `repeated`. `followers` are indexes into `sorted_numbers`, which
    maps terms as they came to surface terms, and the last one to no term. `title_ends`, `lead_ends` and `norms` have
    one row for each document.
    """

    terms: TermList
    run_terms: NDArray[np.uint32]
    run_counts: Unsigned
    docs: NDArray[np.uint16]
    positions: NDArray[np.uint32]
    followers: NDArray[np.uint32]
    repeated: Flags
    sorted_numbers: NDArray[np.uint32]
    title_ends: Unsigned
    lead_ends: Integers
    norms: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class _SortedRuns:
    """Runs by term: where each starts and ends, and in `heads` the first run of each surface term."""

    starts: Integers
    ends: Integers
    heads: Integers


@dataclass(frozen=True, slots=True, eq=False)
class _TokenBlock:
    """The rows of the folded terms from `first` to below `end`, by surface term, document and position.

    Consecutive rows of one surface term in one document are a posting. `bounds` has the first row of each surface
    term, then the number of rows. `titles` flags rows in the title of a text, `leads` those in its lead, `repeated`
    those whose token has had a row already, with another follower. `followers` are surface terms, or the number of them
    for no follower.
    """

    first: int
    end: int
    terms: TermList
    norms: NDArray[np.float32]
    bounds: Indexes
    docs: NDArray[np.uint16]
    positions: NDArray[np.uint32]
    titles: Flags
    leads: Flags
    repeated: Flags
    followers: NDArray[np.uint32]

    @property
    def folded_of(self) -> NDArray[np.uint32]:
        """The folded term of each surface term, counted from `first`."""
        return self.terms.folded_of[self._surface_terms] - np.uint32(self.first)

    @property
    def spellings(self) -> NDArray[np.uint32]:
        """The number of each surface term among the spellings of its folded term."""
        return self.terms.spellings[self._surface_terms]

    @property
    def _surface_terms(self) -> slice:
        return slice(*self.terms.surface_starts[[self.first, self.end]].tolist())


def invert(tokens: SegmentTokens, pool: Executor) -> Iterator[InvertedBlock]:
    """Return the postings of a segment in blocks of folded terms, as the pool computes them."""
    runs = _sorted_runs(tokens)
    reach = starts_of(runs.ends - runs.starts)[runs.heads[tokens.terms.surface_starts]]

    def of_terms(folded_terms: tuple[int, int]) -> InvertedBlock:
        return _inverted(_token_block(tokens, runs, *folded_terms))

    return pool.map(of_terms, blocks_of(np.diff(reach), _most_rows(tokens)))


def blocks_of(sizes: NDArray[np.integer], most: int) -> Iterator[tuple[int, int]]:
    """Yield consecutive blocks of rows, `(first, end)`, each of a total size up to `most`, or of one row.

    >>> list(blocks_of(np.array([3, 2, 9, 1]), 5))
    [(0, 2), (2, 3), (3, 4)]
    """
    reach = np.cumsum(sizes)
    first = 0
    while first < len(sizes):
        before = reach[first - 1] if first else 0
        end = max(first + 1, int(reach.searchsorted(before + most, "right")))
        yield first, end
        first = end


def _most_rows(tokens: SegmentTokens) -> int:
    """Return the most rows of a block such that a folded term, a surface term and a row number fit 64 bits."""
    return 1 << min(_BLOCK_BITS, (62 - len(tokens.terms.surface_terms).bit_length()) // 2)


def _sorted_runs(tokens: SegmentTokens) -> _SortedRuns:
    terms = len(tokens.terms.surface_terms)
    order, _ = stable_sort(tokens.run_terms, terms)
    starts = starts_of(tokens.run_counts)
    heads = starts_of(np.bincount(tokens.run_terms, minlength=terms))
    return _SortedRuns(starts[order], starts[order + 1], heads)


def _token_block(tokens: SegmentTokens, runs: _SortedRuns, first: int, end: int) -> _TokenBlock:
    surface_terms = slice(*tokens.terms.surface_starts[[first, end]].tolist())
    heads = runs.heads[surface_terms.start : surface_terms.stop + 1]
    starts, ends = runs.starts[heads[0] : heads[-1]], runs.ends[heads[0] : heads[-1]]
    rows = concat_ranges(starts, ends)
    bounds = starts_of(ends - starts)[heads - heads[0]]
    docs, positions = tokens.docs[rows], tokens.positions[rows]
    first_text = bounds[np.searchsorted(tokens.terms.folded_of[surface_terms], tokens.terms.first_text)]
    titles, leads = positions < tokens.title_ends[docs], positions < tokens.lead_ends[docs]
    titles[:first_text] = leads[:first_text] = False
    return _TokenBlock(
        first=first,
        end=end,
        terms=tokens.terms,
        norms=tokens.norms,
        bounds=bounds,
        docs=docs,
        positions=positions,
        titles=titles,
        leads=leads,
        repeated=tokens.repeated[rows],
        followers=tokens.sorted_numbers[tokens.followers[rows]],
    )


def _inverted(block: _TokenBlock) -> InvertedBlock:
    """Return the postings of a block."""
    new = _changes(block.docs)
    new[block.bounds[:-1]] = True
    heads = np.flatnonzero(new)
    docs = block.docs[heads]
    counts = np.diff(heads, append=len(block.docs)) - _flags_in_runs(block.repeated, heads)
    titles = _flags_in_runs(block.titles & ~block.repeated, heads)
    postings_each = np.diff(heads.searchsorted(block.bounds))
    folded = _folded_postings(block, np.repeat(block.folded_of, postings_each), docs, counts, titles)
    has_rivals = np.bincount(block.folded_of)[block.folded_of] > 1
    kept = np.repeat(has_rivals, postings_each)
    docs = docs[kept]
    surface = TermPostings(
        np.where(has_rivals, postings_each, 0).astype(np.uint32),
        docs,
        _impacts(block, docs, counts[kept], titles[kept]),
    )
    documents = len(block.norms)
    return InvertedBlock(
        stored(folded, documents), stored(surface, documents), _bigram_postings(block), _tokens_of_leads(block)
    )


def _tokens_of_leads(block: _TokenBlock) -> TokensOfLeads:
    rows = np.flatnonzero(block.leads & ~block.repeated)
    first = int(block.terms.surface_starts[block.first])
    terms = block.bounds.searchsorted(rows, "right") + (first - 1)
    return TokensOfLeads(block.docs[rows], terms.astype(np.uint32), narrowest(block.positions[rows]))


def _folded_postings(
    block: _TokenBlock, folded_of: NDArray[np.uint32], docs: NDArray[np.uint16], counts: Indexes, titles: Indexes
) -> TermPostings:
    """Return the postings of folded terms: those of their surface terms, added up by document."""
    keys = folded_of.astype(np.uint64) << np.uint64(_DOC_BITS) | docs
    order, keys = stable_sort(keys, block.end - block.first << _DOC_BITS)
    heads = np.flatnonzero(_changes(keys))
    keys = keys[heads]
    docs = keys.astype(np.uint16)
    folded = (keys >> keys.dtype.type(_DOC_BITS)).astype(np.intp)
    return TermPostings(
        np.bincount(folded, minlength=block.end - block.first).astype(np.uint32),
        docs,
        _impacts(block, docs, np.add.reduceat(counts[order], heads), np.add.reduceat(titles[order], heads)),
    )


def _bigram_postings(block: _TokenBlock) -> BigramPostings:
    """Return the bigrams, sorted by first folded term, second surface term, first spelling, document and position."""
    terms = block.terms
    second_bits = len(terms.surface_terms).bit_length()
    rows_each = np.diff(block.bounds)
    keys = np.repeat(block.folded_of.astype(np.uint64) << np.uint64(second_bits), rows_each) | block.followers
    rows, keys = stable_sort(keys, block.end - block.first << second_bits)
    docs, firsts = block.docs[rows], np.repeat(narrowest(block.spellings), rows_each)[rows]
    new = _changes(keys)
    new |= _changes(firsts)
    postings = np.flatnonzero(new | _changes(docs))
    surface_bigrams = np.flatnonzero(new[postings])
    first_rows = postings[surface_bigrams]
    keys, firsts = keys[first_rows], firsts[first_rows]
    first_terms, seconds = (column.astype(np.intp) for column in np.divmod(keys, keys.dtype.type(1 << second_bits)))
    second_terms = terms.folded_of[seconds]
    bigrams = np.flatnonzero(_changes(first_terms) | _changes(second_terms))
    frequencies, docs = np.diff(postings, append=len(rows)), docs[postings]
    impacts = _impacts(block, docs, frequencies, _flags_in_runs(block.titles[rows], postings))
    return BigramPostings(
        bigrams_each=np.bincount(first_terms[bigrams], minlength=block.end - block.first).astype(np.uint32),
        second_terms=second_terms[bigrams],
        surface_bigrams_each=np.diff(bigrams, append=len(surface_bigrams)).astype(np.uint32),
        firsts=narrowest(firsts),
        seconds=narrowest(terms.spellings[seconds]),
        postings=TermPostings(
            np.diff(surface_bigrams, append=len(postings)).astype(np.uint32),
            docs,
            impacts,
        ),
        frequencies=narrowest(frequencies),
        positions=narrowest(block.positions[rows]),
    )


def _changes(column: Array) -> Flags:
    """Return which rows differ from the one before; the first one always does."""
    new = np.ones(len(column), np.bool_)
    np.not_equal(column[1:], column[:-1], out=new[1:])
    return new


def _flags_in_runs(flags: Flags, heads: Indexes) -> Indexes:
    """Return how many flags are set in each run, given its first row; fast if few are."""
    return np.bincount(heads.searchsorted(np.flatnonzero(flags), "right") - 1, minlength=len(heads))


def _impacts(block: _TokenBlock, docs: NDArray[np.uint16], counts: Indexes, titles: Indexes) -> NDArray[np.uint8]:
    """Return the impact of each posting, given its number of occurrences and how many of them are in the title."""
    frequencies = counts.astype(np.float32) + np.float32(TITLE_WEIGHT) * titles.astype(np.float32)
    return quantise(frequencies * block.norms[docs])
