"""From a text to its words: ICU word boundaries, compounds, and words that were run together.

A text is cut at white space into chunks, and a chunk is analysed once and remembered: word boundaries never join
across white space, and an archive's chunks repeat.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, count, pairwise
from threading import Lock
from typing import NamedTuple

from icu import BreakIterator, Locale

from indexer.analysis.normalise import fold_case, normalise
from indexer.analysis.syllables import LONGEST_SYLLABLE, is_syllable
from indexer.analysis.words import PLAIN_SIGNS, SIGNS, Word, word
from indexer.model import Span

MAX_PARTS = 6
_LONGEST_REMEMBERED = 100
_CHUNK = re.compile(r"\S+")
_PIECE = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff])*")
_BETWEEN = re.compile(rf"(\+*)([{re.escape(SIGNS)}])")
_PLUSES = re.compile(r"\+*")
_BOUNDARIES = BreakIterator.createWordInstance(Locale("vi"))
_BOUNDARIES_LOCK = Lock()


class Token(NamedTuple):
    """A word at a place: `start` and `end` in the original text, `position` in words, `width` in positions."""

    word: Word
    start: int
    end: int
    position: int
    width: int


class Part(NamedTuple):
    """A piece of a chunk that no sign divides: usually one word; `syllables` has several where they were run together.

    `pluses` trail it (`ADMM+`), `joiner` is the sign that joins it to the next part ("" where none does).
    """

    whole: Token
    syllables: tuple[Token, ...]
    pluses: str
    joiner: str


class Chunk(NamedTuple):
    """What a run of text without white space holds: `width` positions, every word, and runs of joined parts."""

    width: int
    tokens: tuple[Token, ...]
    runs: tuple[tuple[Part, ...], ...]


def tokenise(text: str) -> Iterator[Token]:
    """Yield every word of a text in order: parts, and the compounds that begin at the same position.

    >>> [(t.word.form, t.position, t.width) for t in tokenise("dịch Covid-19")]
    [('dịch', 0, 1), ('covid', 1, 1), ('covid-19', 1, 2), ('19', 2, 1)]
    """
    position = 0
    for match in _CHUNK.finditer(text):
        chunk, start = analyse_chunk(match.group()), match.start()
        for token in chunk.tokens:
            yield Token(token.word, token.start + start, token.end + start, token.position + position, token.width)
        position += chunk.width


def analyse_chunk(chunk: str) -> Chunk:
    """Analyse a run of text without white space; offsets and positions count from its beginning."""
    return _remembered(chunk) if len(chunk) <= _LONGEST_REMEMBERED else _analyse(chunk)


def _analyse(chunk: str) -> Chunk:
    normalised = normalise(chunk)
    runs = tuple(_runs(normalised.text))
    tokens = [token for run in runs for token in (*_words(run), *_compounds(run))]
    moved = (t._replace(start=s, end=e) for t in tokens for s, e in [normalised.origin(t.start, t.end)])
    width = sum(part.whole.width for run in runs for part in run)
    return Chunk(width, tuple(sorted(moved, key=lambda t: (t.position, t.width, t.word.form))), runs)


_remembered = lru_cache(maxsize=1 << 17)(_analyse)


def _runs(text: str) -> Iterator[tuple[Part, ...]]:
    """Yield the maximal runs of pieces that single signs join."""
    pieces = _pieces(text)
    run: list[Part] = []
    position = 0
    for (start, end), (following, _) in pairwise([*pieces, (len(text), len(text))]):
        between = text[end:following].translate(PLAIN_SIGNS)
        joined = _BETWEEN.fullmatch(between) if following < len(text) else None
        pluses, joiner = joined.groups() if joined else (_leading_pluses(between), "")
        whole, syllables = _split_glued(text[start:end], start, position)
        run.append(Part(whole, syllables, pluses, joiner))
        position += whole.width
        if not joiner:
            yield tuple(run)
            run = []


def _leading_pluses(between: str) -> str:
    match = _PLUSES.match(between)
    return match.group() if match else ""


def _pieces(text: str) -> list[Span]:
    """Return the spans of letters and digits, cut where ICU's word boundaries cut them."""
    with _BOUNDARIES_LOCK:
        _BOUNDARIES.setText(text)
        ends = list(_BOUNDARIES)
    if len(text) != ends[-1]:
        ends = _code_points(text, ends)
    segments = pairwise([0, *ends])
    return [match.span() for start, end in segments for match in _PIECE.finditer(text, start, end)]


def _code_points(text: str, ends: list[int]) -> list[int]:
    """Turn offsets that count UTF-16 units, as ICU's do, into offsets that count code points."""
    units = accumulate((1 + (char > "\uffff") for char in text), initial=0)
    code_point = {unit: index for index, unit in enumerate(units)}
    return [code_point[end] for end in ends]


def _split_glued(piece: str, start: int, position: int) -> tuple[Token, tuple[Token, ...]]:
    """Return a piece as one word, and the syllables that were run together in it (itself where none were)."""
    cuts = _glue(piece)
    spans = list(pairwise([0, *cuts, len(piece)]))
    whole = Token(word(piece), start, start + len(piece), position, len(spans))
    if not cuts:
        return whole, (whole,)
    parts = zip(spans, count(position), strict=False)
    return whole, tuple(Token(word(piece[a:b]), start + a, start + b, at, 1) for (a, b), at in parts)


def _glue(piece: str) -> list[int]:
    """Return where syllables were run together: at changes of case, or else between two marked syllables."""
    folded = fold_case(piece)
    if is_syllable(folded) or len(folded) != len(piece):
        return []
    changes = [i for i in range(1, len(piece)) if piece[i - 1].islower() and piece[i].isupper()]
    if changes and all(is_syllable(folded[a:b]) for a, b in pairwise([0, *changes, len(piece)])):
        return changes
    if folded.isascii() or len(folded) > 2 * LONGEST_SYLLABLE:
        return []
    halves = (i for i in range(1, len(piece)) if is_syllable(folded[:i]) and is_syllable(folded[i:]))
    first = next(halves, None)
    return [] if first is None else [first]


def whole(run: tuple[Part, ...]) -> Word | None:
    """Return the compound that a run of joined parts is as printed, or None where it is none, or too long for one."""
    if len(run) > MAX_PARTS:
        return None
    return next((token.word for token in _compound(run, run[-1].pluses)), None)


def _words(run: tuple[Part, ...]) -> Iterator[Token]:
    for part in run:
        yield part.whole
        if len(part.syllables) > 1:
            yield from part.syllables


def _compounds(run: tuple[Part, ...]) -> Iterator[Token]:
    """Yield every stretch of at most `MAX_PARTS` parts that has a digit or a plus in it, as printed."""
    for first in range(len(run)):
        for last in range(first, min(first + MAX_PARTS, len(run))):
            parts = run[first : last + 1]
            if last > first:
                yield from _compound(parts, "")
            if run[last].pluses:
                yield from _compound(parts, run[last].pluses)


def _compound(parts: tuple[Part, ...], pluses: str) -> Iterator[Token]:
    printed = "".join(part.whole.word.form + part.pluses + part.joiner for part in parts[:-1])
    compound = word(printed + parts[-1].whole.word.form + pluses)
    if "+" in compound.form or any(char.isdigit() for char in compound.form):
        start, end = parts[0].whole.start, parts[-1].whole.end + len(pluses)
        yield Token(compound, start, end, parts[0].whole.position, sum(p.whole.width for p in parts))
