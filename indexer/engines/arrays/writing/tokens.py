"""From articles to their words: where each stands, what is right behind it, and all in the order of their forms."""

from collections.abc import Sequence
from itertools import pairwise
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.analyzers import SECTION_GAP
from indexer.engines.arrays.segments.compact import narrowest, starts_of
from indexer.engines.arrays.segments.lexicon import FIELD_LETTERS
from indexer.engines.arrays.segments.ranges import stretches
from indexer.engines.arrays.writing.batch import Tokens
from indexer.engines.arrays.writing.chunks import Chunks
from indexer.engines.arrays.writing.sorting import stably_sorted
from indexer.fields import TEXT, WORDS
from indexer.model import Article

Integers = NDArray[np.int64]

_LETTERS = "".join(FIELD_LETTERS.values())
_SECTION_NAMES = [name for words in WORDS.values() for name in words.sections]
"""The attributes of an article that are analysed, field by field, the text first."""
_SECTION_FIELDS = np.array([number for number, words in enumerate(WORDS.values()) for _ in words.sections])
"""The field of each section."""
_SECTIONS = len(_SECTION_NAMES)
_TEXT_SECTIONS = len(WORDS[TEXT].sections)
_MOST_REMEMBERED = 1 << 21
"""How many chunks and words of chunks are remembered at most before a new start."""

_known = Chunks()
_lock = Lock()


def tokenised(articles: Sequence[Article]) -> tuple[Tokens, Integers, Integers]:
    """Return the words of articles, how many each text has, and the position at which its title ends."""
    global _known
    with _lock:
        if len(_known) > _MOST_REMEMBERED:
            _known = Chunks()
        sections = [section for article in articles for section in _sections(article)]
        return _tokens(_known, *_known.of(sections))


def _sections(article: Article) -> list[str]:
    return [getattr(article, name) or "" for name in _SECTION_NAMES]


def _tokens(known: Chunks, chunks: Integers, counts: Integers) -> tuple[Tokens, Integers, Integers]:
    """Return the words of sections, given as the number of every chunk and how many chunks each section has.

    Words are first given places: positions counted through all sections, with one place left free between two, so
    that nothing stands behind the last word of a section.
    """
    starts, bounds = np.frombuffer(known.starts, np.int64), starts_of(counts)
    first_rows, last_rows = starts[chunks], starts[chunks + 1]
    words, rows = last_rows - first_rows, stretches(first_rows, last_rows)
    section_words = np.diff(starts_of(words)[bounds])
    reach = starts_of(np.frombuffer(known.widths, np.int64)[chunks])
    section_places = reach[bounds] + np.arange(len(bounds))
    places = np.repeat(reach[:-1] + np.repeat(np.arange(len(counts)), counts), words)
    places += np.frombuffer(known.offsets, np.int64)[rows]
    section_widths = np.diff(section_places) - 1
    shifts = _first_positions(section_widths) - section_places[:-1]
    terms = np.frombuffer(known.terms, np.int64)[rows]
    fields = np.repeat(np.resize(_SECTION_FIELDS, len(counts)), section_words)
    codes, numbers = distinct(fields * len(known.names) + terms, len(known.names) * len(_LETTERS))
    by_article = section_words.reshape(-1, _SECTIONS)
    tokens = by_form(
        _vocabulary(known.names, codes),
        numbers,
        np.repeat(np.arange(len(by_article)), by_article.sum(axis=1)),
        places + np.repeat(shifts, section_words),
        *neighbours(places, np.frombuffer(known.term_widths, np.int64)[terms]),
    )
    return tokens, by_article[:, :_TEXT_SECTIONS].sum(axis=1), section_widths[::_SECTIONS]


def by_form(
    vocabulary: str, forms: Integers, docs: Integers, positions: Integers, firsts: Integers, followers: Integers
) -> Tokens:
    """Return words by form, given by document, field and position; `firsts` and `followers` are their `neighbours`."""
    none, pairs = int(forms.max(initial=-1)) + 1, np.maximum(followers, 1)
    firsts = np.where(followers, firsts, len(forms))
    narrow = narrowest(np.append(forms, none))
    rights = narrow[stretches(firsts, firsts + pairs)]
    owners = np.repeat(np.arange(len(forms)), pairs)
    rows, in_order = stably_sorted(narrow[owners], none)
    words = owners[rows]
    return Tokens(
        vocabulary=vocabulary,
        counts=narrowest(np.bincount(in_order)),
        docs=narrowest(docs)[words],
        positions=narrowest(positions)[words],
        rights=rights[rows],
        again=(np.diff(owners, prepend=-1) == 0)[rows],
    )


def _vocabulary(names: Sequence[str], codes: Integers) -> str:
    """Return the terms of ascending codes, a line each; a code is a field times the number of names, plus a name."""
    fields, terms = np.divmod(codes, len(names)) if len(names) else (codes, codes)
    bounds = fields.searchsorted(np.arange(len(_LETTERS) + 1)).tolist()
    found = [[names[term] for term in terms[slice(*each)].tolist()] for each in pairwise(bounds)]
    lines = [
        letter + f"\n{letter}".join(of_field) for letter, of_field in zip(_LETTERS, found, strict=True) if of_field
    ]
    return "\n".join(lines)


def _first_positions(widths: Integers) -> Integers:
    """Return the position of the first word of each section, as `WordAnalyzer` counts them."""
    behind = np.maximum(widths.reshape(-1, _SECTIONS)[:, : _TEXT_SECTIONS - 1] - 1, 0) + SECTION_GAP
    firsts = np.zeros((len(behind), _SECTIONS), np.int64)
    firsts[:, 1:_TEXT_SECTIONS] = np.cumsum(behind, axis=1)
    return firsts.ravel()


def distinct(numbers: Integers, bound: int) -> tuple[Integers, Integers]:
    """Return the different ones of numbers below a bound, ascending, and the place of each number among them."""
    there = np.zeros(bound, np.bool_)
    there[numbers] = True
    found = np.flatnonzero(there)
    places = np.empty(bound, np.int64)
    places[found] = np.arange(len(found))
    return found, places[numbers]


def neighbours(places: Integers, widths: Integers) -> tuple[Integers, Integers]:
    """Return for each word the row of the first one that begins where it ends, and how many begin there.

    The row means nothing where none does. Words are given in the order of their places.
    """
    ends = places + widths
    counts = np.bincount(places, minlength=int(ends.max(initial=0)) + 1)
    return starts_of(counts)[ends], counts[ends]
