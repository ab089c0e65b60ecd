"""From articles to tokens: which words occur where, and what follows each? Grouped by term."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from threading import Lock
from typing import NamedTuple, Self

import numpy as np

from indexer.analysis import MAX_EXCESS, analyse_chunk, chunk_spans
from indexer.analysis.analyzers import SECTION_GAP
from indexer.engines.arrays.kernel import kernel
from indexer.engines.arrays.segments.numeric import (
    Array,
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
from indexer.model import Article, Span

_LETTERS = "".join(FIELD_LETTERS.values())
_SECTION_NAMES = [name for words in WORDS.values() for name in words.sections]
"""The attributes of an article that are analysed, field by field, the text first."""
_SECTION_FIELDS = np.array([number for number, words in enumerate(WORDS.values()) for _ in words.sections])
"""The field of each section."""
_SECTIONS = len(_SECTION_NAMES)
_TEXT_SECTIONS = len(WORDS[TEXT].sections)
_MOST_CACHED = 1 << 20
"""The cache of chunks is dropped when it holds more chunks and tokens than this."""
_LONGEST = 1 << 18
"""The most characters of a section that is analysed at once with others."""
_PIECE = 1 << 16
"""The characters of a longer section that are analysed at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The tokens of several documents, by term, document and position.

    `lines` has one surface term a line (see `TermList`), in any order, and `counts` its number of rows. A row is a
    token and its follower, a token that starts where it ends: `docs` and `positions` are the token's, `followers` is
    the term of the follower, or the number of terms if there is none. A token with several followers has a row for
    each, all but the first of them `repeated`. A term may have no rows and be a follower only.
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
        is_kept = np.append(counts > 0, False)
        is_kept[self.followers[rows]] = True
        kept, terms = np.flatnonzero(is_kept[:-1]), self.terms
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


class _Stretches(NamedTuple):
    """Stretches of text, as `_tokens` takes them, and the arrays of their `ChunkCache`."""

    chunks: Integers
    counts: Integers
    docs: Integers
    fields: Integers
    positions: Integers
    starts: Integers
    widths: Integers
    terms: Integers
    offsets: Integers
    term_widths: Integers


class _Columns(NamedTuple):
    """The columns of `Tokens`. The codes of terms ascend; a code is a field times the number of names, plus a name."""

    codes: Integers
    counts: Array
    docs: Array
    positions: Array
    followers: Array
    repeated: Flags


_NONE = np.empty(0, np.uint8)
NO_TOKENS = Tokens("", _NONE, _NONE, _NONE, _NONE, np.empty(0, np.bool_))

_chunks = ChunkCache()
_lock = Lock()


def tokenised(articles: Sequence[Article]) -> tuple[tuple[Tokens, ...], Integers, Integers]:
    """Return the tokens of articles, the length of each text in tokens, and the position at which its title ends.

    Tokens are in the order of their documents. An article that is long or has too many compounds is analysed in pieces,
    and so has several `Tokens`.
    """
    sections = [_sections(article) for article in articles]
    with _lock:
        if all(len(section) <= _LONGEST for section in chain.from_iterable(sections)):
            cache = _cache()
            chunks, counts = cache.of([*chain.from_iterable(sections)])
            if not _has_excess(cache, chunks, counts):
                return _at_once(cache, chunks, counts)
        each = [_in_pieces(doc, article) for doc, article in enumerate(sections)]
    tokens = tuple(chain.from_iterable(tokens for tokens, _, _ in each)) or (NO_TOKENS,)
    return tokens, np.array([length for _, length, _ in each]), np.array([title_end for _, _, title_end in each])


def _sections(article: Article) -> list[str]:
    return [getattr(article, name) or "" for name in _SECTION_NAMES]


def _cache() -> ChunkCache:
    """Return the cache of chunks, empty if it was too large."""
    global _chunks
    if len(_chunks) > _MOST_CACHED:
        _chunks = ChunkCache()
    return _chunks


def _has_excess(cache: ChunkCache, chunks: Integers, counts: Integers) -> bool:
    """Return whether a section has too many compounds, given the numbers of the chunks and their counts by section."""
    excesses = np.frombuffer(cache.excesses, np.int64)[chunks]
    if excesses[excesses > 0].sum() <= MAX_EXCESS:
        return False
    sums, bounds = starts_of(excesses), starts_of(counts)
    return bool((sums[1:] - np.repeat(sums[bounds[:-1]], counts)).max(initial=0) > MAX_EXCESS)


def _at_once(cache: ChunkCache, chunks: Integers, counts: Integers) -> tuple[tuple[Tokens], Integers, Integers]:
    """Return what `tokenised` does, given the number of every chunk, and how many chunks each section has."""
    bounds = starts_of(counts)
    widths = np.diff(starts_of(np.frombuffer(cache.widths, np.int64)[chunks])[bounds])
    starts = np.frombuffer(cache.starts, np.int64)
    section_tokens = np.diff(starts_of(starts[chunks + 1] - starts[chunks])[bounds]).reshape(-1, _SECTIONS)
    tokens = _tokens(
        cache,
        chunks,
        counts,
        docs=np.repeat(np.arange(len(section_tokens)), _SECTIONS),
        fields=np.resize(_SECTION_FIELDS, len(counts)),
        positions=_first_positions(widths),
    )
    return (tokens,), section_tokens[:, :_TEXT_SECTIONS].sum(axis=1), widths[::_SECTIONS]


def _in_pieces(doc: int, sections: Sequence[str]) -> tuple[list[Tokens], int, int]:
    """Return what `tokenised` does for one article."""
    found: list[Tokens] = []
    lengths: list[int] = []
    widths: list[int] = []
    for section, field in zip(sections, _SECTION_FIELDS.tolist(), strict=True):
        first = int(_first_positions(np.array([*widths, *[0] * (_SECTIONS - len(widths))]))[len(widths)])
        width = length = 0
        for cache, chunks, ahead in _pieces(section):
            own = chunks[: len(chunks) - ahead]
            found.append(
                _tokens(
                    cache,
                    chunks,
                    np.array([len(chunks)]),
                    docs=np.array([doc]),
                    fields=np.array([field]),
                    positions=np.array([first + width]),
                    ahead=ahead,
                )
            )
            width += cache.width(own)
            length += cache.length(own)
        widths.append(width)
        lengths.append(length)
    return found, sum(lengths[:_TEXT_SECTIONS]), widths[0]


def _pieces(section: str) -> Iterator[tuple[ChunkCache, Integers, int]]:
    """Yield the numbers of the chunks of a section in pieces, each with the cache that has the chunks.

    Each piece but the last ends with chunks of the next one, up to the first that has a word; their number comes third.
    """
    excess = 0
    for start, end in _piece_spans(section):
        cache = _cache()
        chunks, excess = _chunk_numbers(cache, section[start:end], excess)
        stop = _end_of_next_word(section, end) if cache.width(chunks) else end
        ahead, _ = _chunk_numbers(cache, section[end:stop], excess)
        yield cache, np.concatenate((chunks, ahead)), len(ahead)


def _piece_spans(section: str) -> Iterator[Span]:
    start = 0
    for _, end in chunk_spans(section):
        if end - start >= _PIECE:
            yield start, end
            start = end
    if start < len(section):
        yield start, len(section)


def _end_of_next_word(section: str, start: int) -> int:
    """Return where the first chunk with a word ends; the end of the section if there is none."""
    return next((end for first, end in chunk_spans(section, start) if analyse_chunk(section[first:end]).width), start)


def _chunk_numbers(cache: ChunkCache, text: str, excess: int) -> tuple[Integers, int]:
    """Return the numbers of the chunks of a text, and how many compounds too many there are at its end.

    `excess` is that number at its start. From the chunk on that has too many, chunks are without compounds.
    """
    if excess > MAX_EXCESS:
        return cache.of([text], compounds=False)[0], excess
    chunks, _ = cache.of([text])
    excesses = excess + np.cumsum(np.frombuffer(cache.excesses, np.int64)[chunks])
    over = np.flatnonzero(excesses > MAX_EXCESS)
    if not len(over):
        return chunks, int(excesses[-1]) if len(excesses) else excess
    chunks[over[0] :] = cache.of([text], compounds=False)[0][over[0] :]
    return chunks, MAX_EXCESS + 1


def _tokens(
    cache: ChunkCache,
    chunks: Integers,
    counts: Integers,
    *,
    docs: Integers,
    fields: Integers,
    positions: Integers,
    ahead: int = 0,
) -> Tokens:
    """Return the tokens of stretches of text, given the number of every chunk, and how many each stretch has.

    Each stretch has a document, a field and the position of its first word. The tokens of the last `ahead` chunks are
    only followers.
    """
    cached = (cache.starts, cache.widths, cache.terms, cache.offsets, cache.term_widths)
    stretches = _Stretches(chunks, counts, docs, fields, positions, *(np.frombuffer(each, np.int64) for each in cached))
    columns = _columns_of_kernel(stretches, ahead) if kernel else _columns(stretches, ahead)
    return Tokens(
        lines=_lines(cache.names, columns.codes),
        counts=narrowest(columns.counts),
        docs=narrowest(columns.docs),
        positions=narrowest(columns.positions),
        followers=narrowest(columns.followers),
        repeated=columns.repeated,
    )


def _columns_of_kernel(given: _Stretches, ahead: int) -> _Columns:
    """Return what `_columns` does."""
    assert kernel is not None
    codes, *columns, repeated = kernel.tokens_by_term(*given, ahead, len(_LETTERS))
    counts, docs, positions, followers = (np.frombuffer(column, np.uint32) for column in columns)
    return _Columns(
        np.frombuffer(codes, np.int64), counts, docs, positions, followers, np.frombuffer(repeated, np.bool_)
    )


def _columns(given: _Stretches, ahead: int) -> _Columns:
    """Return tokens by term.

    To find followers, tokens are first placed on one line through all stretches. Two stretches are one position apart
    on it, so that nothing follows the last token of a stretch.
    """
    chunks, counts, docs, fields, positions, starts, widths, cached_terms, offsets, term_widths = given
    bounds, names = starts_of(counts), len(term_widths)
    first_rows, end_rows = starts[chunks], starts[chunks + 1]
    chunk_tokens, rows = end_rows - first_rows, concat_ranges(first_rows, end_rows)
    tokens_each = np.diff(starts_of(chunk_tokens)[bounds])
    reach = starts_of(widths[chunks])
    stretches = np.arange(len(counts))
    line = np.repeat(reach[:-1] + np.repeat(stretches, counts), chunk_tokens) + offsets[rows]
    shifts = positions - (reach[bounds[:-1]] + stretches)
    codes, terms = _distinct(np.repeat(fields, tokens_each) * names + cached_terms[rows], names * len(_LETTERS))
    firsts, followers = _followers(line, term_widths[cached_terms[rows]])
    rows_each = np.maximum(followers, 1)
    rows_each[len(rows) - int(chunk_tokens[len(chunks) - ahead :].sum()) :] = 0
    narrow = narrowest(np.append(terms, len(codes)))
    firsts = np.where(followers, firsts, len(terms))
    following = narrow[concat_ranges(firsts, firsts + rows_each)]
    owners = np.repeat(np.arange(len(terms)), rows_each)
    order, sorted_terms = stable_sort(narrow[owners], len(codes))
    tokens = owners[order]
    return _Columns(
        codes,
        np.bincount(sorted_terms, minlength=len(codes)),
        np.repeat(docs, tokens_each)[tokens],
        (line + np.repeat(shifts, tokens_each))[tokens],
        following[order],
        (np.diff(owners, prepend=-1) == 0)[order],
    )


def _lines(names: Sequence[str], codes: Integers) -> str:
    """Return the terms of codes, one a line; see `_Columns`."""
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
