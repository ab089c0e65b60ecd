"""From a text to its words: ICU word boundaries, compounds, and words that were run together.

A text is cut at white space into chunks, and a chunk is analysed once and remembered: word boundaries never join
across white space, and an archive's chunks repeat.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, count, islice, pairwise
from threading import Lock
from typing import NamedTuple

from icu import BreakIterator, Locale

from indexer.analysis.normalise import INVISIBLE, Normalised, normalise
from indexer.analysis.syllables import LONGEST_SYLLABLE, is_syllable
from indexer.analysis.words import PLAIN_SIGNS, SIGNS, Word, word

MAX_PARTS = 6
_LONGEST_REMEMBERED = 100
_AROUND = ".,;:!?()[]{}\"'“”‘’…–-/*"
_CHUNK = re.compile(r"\S+")
_PIECE = re.compile(rf"([^\W_]+(?:[\u0300-\u036f{INVISIBLE}]+[^\W_]*)*)")
_BEYOND_LATIN = re.compile(r"[²³¹¼½¾\u200b]|[^\0-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u206f]")
"""Where none of these is, no word boundary divides a piece, and ICU need not be asked."""
_BETWEEN = re.compile(rf"(\+*)([{re.escape(SIGNS)}])")
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

    >>> [(t.word.surface, t.position, t.width) for t in tokenise("dịch Covid-19")]
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
    return _remembered(chunk) if len(chunk) <= _LONGEST_REMEMBERED else analyse_once(chunk)


def core(chunk: str) -> str:
    """Return a chunk without the signs around it that make no difference to its words but where they begin.

    >>> core("(ADMM+),")
    'ADMM+'
    """
    return chunk.strip(_AROUND)


def analyse_once(chunk: str) -> Chunk:
    """Analyse as `analyse_chunk` does, for those who remember what they need of it themselves."""
    if chunk.isalnum() and _BEYOND_LATIN.search(chunk) is None:
        return _one_piece(chunk)
    normalised = normalise(chunk)
    runs = _runs(normalised.text)
    if not runs:
        return Chunk(0, (), ())
    last = runs[-1][-1]
    width = last.whole.position + last.whole.width
    tokens = last.syllables if width == 1 and not last.pluses else _tokens(runs, width)
    return Chunk(width, tokens if normalised.starts is None else _moved(tokens, normalised), runs)


_remembered = lru_cache(maxsize=1 << 17)(analyse_once)


def _one_piece(chunk: str) -> Chunk:
    """Analyse Latin letters and digits alone, as most chunks are: they are in NFC, and nothing divides them."""
    whole, syllables = _split_glued(chunk, 0, 0)
    tokens = syllables if whole.width == 1 else tuple(sorted((whole, *syllables), key=_in_order))
    return Chunk(whole.width, tokens, ((Part(whole, syllables, "", ""),),))


def _tokens(runs: Sequence[tuple[Part, ...]], width: int) -> tuple[Token, ...]:
    """Return every word in order, compounds and run-together ones too."""
    tokens = [token for run in runs for token in _words(run)]
    if width > sum(map(len, runs)):  # Only the syllables of run-together words are out of order.
        tokens.sort(key=_in_order)
    return tuple(tokens)


def _in_order(token: Token) -> tuple[int, int, str]:
    return token.position, token.width, token.word.surface


def _moved(tokens: Sequence[Token], normalised: Normalised) -> tuple[Token, ...]:
    """Return tokens of a text in NFC as they stand in the original."""
    spans = (normalised.origin(token.start, token.end) for token in tokens)
    return tuple(token._replace(start=start, end=end) for token, (start, end) in zip(tokens, spans, strict=True))


def _runs(text: str) -> tuple[tuple[Part, ...], ...]:
    """Return the maximal runs of pieces that single signs join."""
    gap, *alternating = _pieces(text)
    runs: list[tuple[Part, ...]] = []
    run: list[Part] = []
    start, position = len(gap), 0
    for at in range(0, len(alternating), 2):
        piece, gap = alternating[at], alternating[at + 1]
        pluses, joiner = _joint(gap, last=at + 2 == len(alternating)) if gap else ("", "")
        whole, syllables = _split_glued(piece, start, position)
        run.append(Part(whole, syllables, pluses, joiner))
        start += len(piece) + len(gap)
        position += whole.width
        if not joiner:
            runs.append(tuple(run))
            run = []
    return tuple(runs)


def _joint(gap: str, *, last: bool) -> tuple[str, str]:
    """Return the pluses behind a piece, and the sign that joins it to the next one ("" where none does)."""
    joined = None if last else _BETWEEN.fullmatch(gap.translate(PLAIN_SIGNS))
    if joined is None:
        return gap[: len(gap) - len(gap.lstrip("+"))], ""
    return joined[1], joined[2]


def _pieces(text: str) -> list[str]:
    """Return the pieces of letters and digits, and what stands before, between and behind them, in turn."""
    if _BEYOND_LATIN.search(text) is None:
        return _PIECE.split(text)
    with _BOUNDARIES_LOCK:
        _BOUNDARIES.setText(text)
        ends = list(_BOUNDARIES)
    if len(text) != ends[-1]:
        ends = _code_points(text, ends)
    pieces = [match.span() for start, end in pairwise([0, *ends]) for match in _PIECE.finditer(text, start, end)]
    return [text[start:end] for start, end in pairwise([0, *chain.from_iterable(pieces), len(text)])]


def _code_points(text: str, ends: list[int]) -> list[int]:
    """Turn offsets that count UTF-16 units, as ICU's do, into offsets that count code points."""
    units = accumulate((1 + (char > "\uffff") for char in text), initial=0)
    code_point = {unit: index for index, unit in enumerate(units)}
    return [code_point[end] for end in ends]


def _split_glued(piece: str, start: int, position: int) -> tuple[Token, tuple[Token, ...]]:
    """Return a piece as one word, and the syllables that were run together in it (itself where none were)."""
    found = word(piece)
    cuts = _glue(piece, found.surface)
    whole = Token(found, start, start + len(piece), position, len(cuts) + 1)
    if not cuts:
        return whole, (whole,)
    parts = zip(pairwise([0, *cuts, len(piece)]), count(position), strict=False)
    return whole, tuple(Token(word(piece[a:b]), start + a, start + b, at, 1) for (a, b), at in parts)


def _glue(piece: str, form: str) -> list[int]:
    """Return where syllables were run together: at changes of case, or else between two marked syllables."""
    changes = _changes_of_case(piece)
    may_be_two = not form.isascii() and len(form) <= 2 * LONGEST_SYLLABLE
    if not (changes or may_be_two) or len(form) != len(piece) or is_syllable(form):
        return []
    if changes and all(is_syllable(form[a:b]) for a, b in pairwise([0, *changes, len(piece)])):
        return changes
    if not may_be_two:
        return []
    halves = (i for i in range(1, len(form)) if is_syllable(form[:i]) and is_syllable(form[i:]))
    return list(islice(halves, 1))


def _changes_of_case(piece: str) -> list[int]:
    """Return where an upper-case letter stands behind a lower-case one."""
    if piece.islower() or piece.isdecimal() or piece.isupper() or piece.istitle():
        return []
    return [i for i in range(1, len(piece)) if piece[i - 1].islower() and piece[i].isupper()]


def whole(run: tuple[Part, ...]) -> Word | None:
    """Return the compound that a run of joined parts is as printed, or None where it is none, or too long for one."""
    if len(run) > MAX_PARTS:
        return None
    printed = "".join(map(_printed, run))
    return word(printed) if _is_compound(printed) else None


def _words(run: tuple[Part, ...]) -> Iterator[Token]:
    """Yield the words of a run, each with its syllables and the compounds that begin with it behind it."""
    has_compounds = _is_compound("".join(map(_printed, run)))
    for index, part in enumerate(run):
        yield part.whole
        if len(part.syllables) > 1:
            yield from part.syllables
        if has_compounds:
            yield from _compounds(run[index : index + MAX_PARTS])


def _compounds(parts: tuple[Part, ...]) -> Iterator[Token]:
    """Yield every stretch from the first part on that has a digit or a plus in it, the shorter ones first."""
    first, printed, width = parts[0].whole, "", 0
    for part in parts:
        printed += part.whole.word.surface
        width += part.whole.width
        if width > first.width and _is_compound(printed):
            yield Token(word(printed), first.start, part.whole.end, first.position, width)
        if part.pluses:
            printed += part.pluses
            yield Token(word(printed), first.start, part.whole.end + len(part.pluses), first.position, width)
        printed += part.joiner


def _is_compound(printed: str) -> bool:
    """Say whether a digit or a plus makes a compound of joined parts."""
    return "+" in printed or any(map(str.isdigit, printed))


def _printed(part: Part) -> str:
    return part.whole.word.surface + part.pluses + part.joiner
