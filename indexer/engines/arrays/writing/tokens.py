"""From articles to tokens: which words occur where, and what follows each? Grouped by term."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock
from typing import Self

import numpy as np

from indexer.analysis.analyzers import SECTION_GAP
from indexer.engines.arrays.segments.numeric import (
    Flags,
    Integers,
    Unsigned,
    concat_ranges,
    narrowest,
    stable_sort,
    starts_of,
)
from indexer.engines.arrays.segments.term_dictionary import FIELD_LETTERS
from indexer.engines.arrays.writing.chunks import ChunkCache
from indexer.fields import TEXT, WORDS
from indexer.model import Article

_LETTERS = "".join(FIELD_LETTERS.values())
_SECTION_NAMES = [name for words in WORDS.values() for name in words.sections]
"""The attributes of an article that are analysed, field by field, the text first."""
_SECTION_FIELDS = np.array([number for number, words in enumerate(WORDS.values()) for _ in words.sections])
"""The field of each section."""
_SECTIONS = len(_SECTION_NAMES)
_TEXT_SECTIONS = len(WORDS[TEXT].sections)
_MOST_CACHED = 1 << 21
"""The cache of chunks is dropped when it holds more chunks and tokens than this."""


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The tokens of several documents, by term, document and position.

    `lines` has one surface term a line (see `TermList`), in any order, and `counts` its number of rows. A row is a
    token and its follower, a token that starts where it ends: `docs` and `positions` are the token's, `followers` is
    the term of the follower, or the number of terms if there is none. A token with several followers has a row for
    each, all but the first of them `repeated`.
    """

    lines: str
    counts: Unsigned
    docs: Unsigned
    positions: Unsigned
    followers: Unsigned
    repeated: Flags

    @property
    def terms(self) -> list[str]:
        """The surface terms."""
        return self.lines.split("\n") if self.lines else []

    def part(self, first: int, end: int) -> Self:
        """Return the tokens of the documents from `first` to below `end`."""
        rows = np.flatnonzero((self.docs >= first) & (self.docs < end))
        counts = np.bincount(np.repeat(np.arange(len(self.counts)), self.counts)[rows], minlength=len(self.counts))
        kept, terms = np.flatnonzero(counts), self.terms
        numbers = np.zeros(len(counts) + 1, np.intp)
        numbers[kept], numbers[-1] = np.arange(len(kept)), len(kept)
        return type(self)(
            "\n".join([terms[term] for term in kept.tolist()]),
            narrowest(counts[kept]),
            narrowest(self.docs[rows] - self.docs.dtype.type(first)),
            self.positions[rows],
            narrowest(numbers[self.followers[rows]]),
            self.repeated[rows],
        )


_NONE = np.empty(0, np.uint8)
NO_TOKENS = Tokens("", _NONE, _NONE, _NONE, _NONE, np.empty(0, np.bool_))

_chunks = ChunkCache()
_lock = Lock()


def tokenised(articles: Sequence[Article]) -> tuple[Tokens, Integers, Integers]:
    """Return the tokens of articles, the length of each text in tokens, and the position at which its title ends."""
    global _chunks
    with _lock:
        if len(_chunks) > _MOST_CACHED:
            _chunks = ChunkCache()
        sections = [section for article in articles for section in _sections(article)]
        return _tokens(_chunks, *_chunks.of(sections))


def _sections(article: Article) -> list[str]:
    return [getattr(article, name) or "" for name in _SECTION_NAMES]


def _tokens(cache: ChunkCache, chunks: Integers, counts: Integers) -> tuple[Tokens, Integers, Integers]:
    """Return the tokens of sections, given the number of every chunk, and how many chunks each section has.

    To find followers, tokens are first placed on one line through all sections. Two sections are one position apart on
    it, so that nothing follows the last token of a section.
    """
    starts, bounds = np.frombuffer(cache.starts, np.int64), starts_of(counts)
    first_rows, end_rows = starts[chunks], starts[chunks + 1]
    chunk_tokens, rows = end_rows - first_rows, concat_ranges(first_rows, end_rows)
    section_tokens = np.diff(starts_of(chunk_tokens)[bounds])
    reach = starts_of(np.frombuffer(cache.widths, np.int64)[chunks])
    section_starts = reach[bounds] + np.arange(len(bounds))
    line = np.repeat(reach[:-1] + np.repeat(np.arange(len(counts)), counts), chunk_tokens)
    line += np.frombuffer(cache.offsets, np.int64)[rows]
    section_widths = np.diff(section_starts) - 1
    shifts = _first_positions(section_widths) - section_starts[:-1]
    terms = np.frombuffer(cache.terms, np.int64)[rows]
    fields = np.repeat(np.resize(_SECTION_FIELDS, len(counts)), section_tokens)
    codes, numbers = _distinct(fields * len(cache.names) + terms, len(cache.names) * len(_LETTERS))
    by_article = section_tokens.reshape(-1, _SECTIONS)
    tokens = _by_term(
        _lines(cache.names, codes),
        numbers,
        np.repeat(np.arange(len(by_article)), by_article.sum(axis=1)),
        line + np.repeat(shifts, section_tokens),
        *_followers(line, np.frombuffer(cache.term_widths, np.int64)[terms]),
    )
    return tokens, by_article[:, :_TEXT_SECTIONS].sum(axis=1), section_widths[::_SECTIONS]


def _by_term(
    lines: str, terms: Integers, docs: Integers, positions: Integers, firsts: Integers, followers: Integers
) -> Tokens:
    """Return tokens by term, given by document, field and position; `firsts` and `followers` are from `_followers`."""
    none, rows_each = int(terms.max(initial=-1)) + 1, np.maximum(followers, 1)
    firsts = np.where(followers, firsts, len(terms))
    narrow = narrowest(np.append(terms, none))
    following = narrow[concat_ranges(firsts, firsts + rows_each)]
    owners = np.repeat(np.arange(len(terms)), rows_each)
    rows, sorted_terms = stable_sort(narrow[owners], none)
    tokens = owners[rows]
    return Tokens(
        lines=lines,
        counts=narrowest(np.bincount(sorted_terms)),
        docs=narrowest(docs)[tokens],
        positions=narrowest(positions)[tokens],
        followers=following[rows],
        repeated=(np.diff(owners, prepend=-1) == 0)[rows],
    )


def _lines(names: Sequence[str], codes: Integers) -> str:
    """Return the terms of ascending codes, one a line; a code is a field times the number of names, plus a name."""
    fields, terms = np.divmod(codes, len(names)) if len(names) else (codes, codes)
    bounds = fields.searchsorted(np.arange(len(_LETTERS) + 1)).tolist()
    by_field = [[names[term] for term in terms[slice(*each)].tolist()] for each in pairwise(bounds)]
    lines = [
        letter + f"\n{letter}".join(of_field) for letter, of_field in zip(_LETTERS, by_field, strict=True) if of_field
    ]
    return "\n".join(lines)


def _first_positions(widths: Integers) -> Integers:
    """Return the position of the first token of each section, as `WordAnalyzer` counts them."""
    gaps = np.maximum(widths.reshape(-1, _SECTIONS)[:, : _TEXT_SECTIONS - 1] - 1, 0) + SECTION_GAP
    firsts = np.zeros((len(gaps), _SECTIONS), np.int64)
    firsts[:, 1:_TEXT_SECTIONS] = np.cumsum(gaps, axis=1)
    return firsts.ravel()


def _distinct(numbers: Integers, bound: int) -> tuple[Integers, Integers]:
    """Return the distinct numbers below a bound, ascending, and the index of each number among them."""
    present = np.zeros(bound, np.bool_)
    present[numbers] = True
    distinct = np.flatnonzero(present)
    indexes = np.empty(bound, np.int64)
    indexes[distinct] = np.arange(len(distinct))
    return distinct, indexes[numbers]


def _followers(line: Integers, widths: Integers) -> tuple[Integers, Integers]:
    """Return for each token the row of the first one that starts where it ends, and how many start there.

    The row is meaningless if none does. Tokens are given in the order of their positions on the line.
    """
    ends = line + widths
    counts = np.bincount(line, minlength=int(ends.max(initial=0)) + 1)
    return starts_of(counts)[ends], counts[ends]
