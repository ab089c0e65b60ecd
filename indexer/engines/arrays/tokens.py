"""From articles to the numbers of their words: each chunk of a text is analysed once and remembered as arrays."""

from array import array
from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import analyse_chunk
from indexer.analysis.analyzers import SECTION_GAP, term_of
from indexer.engines.arrays.batch import Tokens
from indexer.engines.arrays.compact import narrowest
from indexer.engines.arrays.lexicon import FIELD_LETTERS
from indexer.engines.arrays.ranges import stretches
from indexer.model import Article

Integers = NDArray[np.int64]

_LETTERS = "".join(FIELD_LETTERS.values())
_SECTION_FIELDS = np.array(
    [_LETTERS.index(FIELD_LETTERS[name]) for name in ("text",) * 3 + ("title", "author", "source")]
)
"""The field of each section of an article, as `_sections` lists them."""
_SECTIONS = len(_SECTION_FIELDS)
_TEXT_SECTIONS = 3
_MOST_WORDS = 1 << 21
"""How many words of chunks are remembered at most before a new start."""


class _Chunks(dict[str, int]):
    """The number of each chunk seen, and what is known of it by that number.

    The words of chunk `i` are rows `starts[i]` to `starts[i + 1]` of `terms` (places in `names`) and `offsets` (the
    position in the chunk); `widths` has how many positions the chunk takes, `term_widths` how many each term takes.
    """

    def __init__(self) -> None:
        self.starts, self.widths = array("q", [0]), array("q")
        self.terms, self.offsets = array("q"), array("q")
        self.names: list[str] = []
        self.term_widths = array("q")
        self._terms: dict[str, int] = {}

    def __missing__(self, chunk: str) -> int:
        analysed = analyse_chunk(chunk)
        self.terms.extend([self._term(term_of(token.word, token.width), token.width) for token in analysed.tokens])
        self.offsets.extend([token.position for token in analysed.tokens])
        self.widths.append(analysed.width)
        self.starts.append(len(self.terms))
        number = self[chunk] = len(self)
        return number

    def _term(self, name: str, width: int) -> int:
        number = self._terms.setdefault(name, len(self.names))
        if number == len(self.names):
            self.names.append(name)
            self.term_widths.append(width)
        return number


_known = _Chunks()
_lock = Lock()


def tokenised(articles: Sequence[Article]) -> tuple[Tokens, Integers, Integers]:
    """Return the words of articles, how many each text has, and the position at which its title ends."""
    global _known
    with _lock:
        if len(_known.terms) > _MOST_WORDS:
            _known = _Chunks()
        chunks, counts = array("q"), array("q")
        for article in articles:
            for section in _sections(article):
                before = len(chunks)
                chunks.extend(map(_known.__getitem__, section.split()))
                counts.append(len(chunks) - before)
        return _tokens(_known, np.array(chunks), np.array(counts))


def _sections(article: Article) -> tuple[str, ...]:
    title = article.title or ""
    return title, article.body, article.aside, title, article.author or "", article.source or ""


def _tokens(known: _Chunks, chunks: Integers, counts: Integers) -> tuple[Tokens, Integers, Integers]:
    """Return the words of sections, given as the number of every chunk and how many chunks each section has.

    Words are first given places: positions counted through all sections, with one place left free between two, so
    that nothing stands behind the last word of a section.
    """
    starts, bounds = np.frombuffer(known.starts, np.int64), _from_zero(counts)
    first_rows, last_rows = starts[chunks], starts[chunks + 1]
    words, rows = last_rows - first_rows, stretches(first_rows, last_rows)
    section_words = np.diff(_from_zero(words)[bounds])
    reach = _from_zero(np.frombuffer(known.widths, np.int64)[chunks])
    section_places = reach[bounds] + np.arange(len(bounds))
    places = np.repeat(reach[:-1] + np.repeat(np.arange(len(counts)), counts), words)
    places += np.frombuffer(known.offsets, np.int64)[rows]
    section_widths = np.diff(section_places) - 1
    shifts = _first_positions(section_widths) - section_places[:-1]
    terms = np.frombuffer(known.terms, np.int64)[rows]
    steps, followers = neighbours(places, np.frombuffer(known.term_widths, np.int64)[terms])
    fields = np.repeat(np.resize(_SECTION_FIELDS, len(counts)), section_words)
    codes, numbers = distinct(terms * len(_LETTERS) + fields, len(known.names) * len(_LETTERS))
    by_article = section_words.reshape(-1, _SECTIONS)
    tokens = Tokens(
        vocabulary="\n".join(
            [_LETTERS[code % len(_LETTERS)] + known.names[code // len(_LETTERS)] for code in codes.tolist()]
        ),
        terms=narrowest(numbers),
        positions=narrowest(places + np.repeat(shifts, section_words)),
        steps=narrowest(steps),
        followers=narrowest(followers),
        counts=narrowest(by_article.sum(axis=1)),
    )
    return tokens, by_article[:, :_TEXT_SECTIONS].sum(axis=1), section_widths[::_SECTIONS]


def _from_zero(counts: Integers) -> Integers:
    """Return 0 and the running sums of some counts."""
    return np.concatenate(([0], np.cumsum(counts)))


def _first_positions(widths: Integers) -> Integers:
    """Return the position of the first word of each section, as `WordAnalyzer` counts them."""
    behind = np.maximum(widths.reshape(-1, _SECTIONS)[:, : _TEXT_SECTIONS - 1] - 1, 0) + SECTION_GAP
    firsts = np.zeros((len(behind), _SECTIONS), np.int64)
    firsts[:, 1:_TEXT_SECTIONS] = np.cumsum(behind, axis=1)
    return firsts.ravel()


def distinct(numbers: Integers, bound: int) -> tuple[Integers, Integers]:
    """Return the different ones of numbers below a bound, ascending, and the place of each number among them."""
    found = first_of_each(np.sort(numbers))
    places = np.empty(bound, np.int64)
    places[found] = np.arange(len(found))
    return found, places[numbers]


def first_of_each(ascending: Integers) -> Integers:
    """Return each of several sorted numbers once."""
    kept: Integers = ascending[np.diff(ascending, prepend=-1) != 0]
    return kept


def neighbours(places: Integers, widths: Integers) -> tuple[Integers, Integers]:
    """Return how many rows behind each word the first one stands that begins where it ends, and how many begin there.

    Both are 0 where none does. Words are given in the order of their places.
    """
    ends = places + widths
    firsts = _from_zero(np.bincount(places, minlength=int(ends.max(initial=0)) + 1))
    followers = firsts[ends + 1] - firsts[ends]
    return np.where(followers, firsts[ends] - np.arange(len(places)), 0), followers
