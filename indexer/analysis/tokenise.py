"""From a text to its words: ICU word boundaries, compounds, and words that were run together.

A text is split at white space into chunks. The words of a chunk are remembered: words never cross white space, and the
chunks of an archive repeat. Two limits keep the work in proportion to the text: a chunk has at most `MAX_CHUNK`
characters, and after too many compounds (`MAX_EXCESS`) only their parts are words.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, count, islice, pairwise
from threading import Lock
from typing import NamedTuple

from icu import BreakIterator, Locale

from indexer.analysis.indexed_word import LETTER_LIKE_APOSTROPHES, PLAIN_SIGNS, SIGNS, Word, word
from indexer.analysis.normalise import INVISIBLE, ZERO_WIDTH_SPACE, Normalised, compose, fold_case, normalise
from indexer.analysis.syllables import LONGEST_SYLLABLE, is_syllable
from indexer.model import Span

MAX_PARTS = 6
MAX_CHUNK = 1000
"""The most characters of a chunk; a longer run of text without white space is cut, if possible after a sign."""
MAX_EXCESS = 1000
"""Once a text has this many more compounds and run-together words than other words, the rest has no compounds."""
_LONGEST_REMEMBERED = 100
EDGE_SIGNS = ".,;:!?()[]{}\"'“”‘’…–-/*"
"""Signs at the edges of a chunk that change none of its words; a plus would."""
_CHUNK = re.compile(
    rf"\S{{1,{MAX_CHUNK}}}(?!\S)|\S{{0,{MAX_CHUNK - 1}}}[^\w\s\u0300-\u036f{INVISIBLE}]|\S{{1,{MAX_CHUNK}}}"
)
_LETTER = rf"[^\W_{LETTER_LIKE_APOSTROPHES}]"
_PIECE = re.compile(rf"({_LETTER}+(?:[\u0300-\u036f]+{_LETTER}*)*)")
_BEYOND_LATIN = re.compile(r"[²³¹¼½¾]|[^\0-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u206f]")
"""Without any of these, a piece has no word boundaries inside, and ICU is not needed."""
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MEASURE = re.compile(rf"(\d+)?([^\d{_SUPERSCRIPTS}]+)([{_SUPERSCRIPTS}]+)?")
"""A number, a unit and an exponent, of which only the unit must be there."""
_MARK = re.compile(f"[{INVISIBLE}]")
_WORD = rf"((?:(?!{ZERO_WIDTH_SPACE})[^\W_]|(?!{ZERO_WIDTH_SPACE})[\u0300-\u036f{INVISIBLE}])+)"
_LAST_WORD = re.compile(rf"{_WORD}{ZERO_WIDTH_SPACE}*$")
_FIRST_WORD = re.compile(rf"{ZERO_WIDTH_SPACE}*{_WORD}")
_SYLLABLE_REACH = 30
"""The most characters before or after a zero-width space that are looked at; a syllable has fewer."""
_BETWEEN = re.compile(rf"(\+*)([{re.escape(SIGNS)}])")
_BOUNDARIES = BreakIterator.createWordInstance(Locale("vi"))
_BOUNDARIES_LOCK = Lock()


class Token(NamedTuple):
    """A word in a text: `start` and `end` in the original, `position` counted in words, `width` in positions."""

    word: Word
    start: int
    end: int
    position: int
    width: int


class ChunkPart(NamedTuple):
    """A piece of a chunk without signs in it: usually one word; several `syllables` if they were run together.

    `pluses` trail it (`ADMM+`). `joiner` is the sign that joins it to the next part, "" between a number, its unit and
    an exponent (`50.000đ`, `5km²`), None at the end of a run.
    """

    whole: Token
    syllables: tuple[Token, ...]
    pluses: str
    joiner: str | None


class Chunk(NamedTuple):
    """An analysed run of text without white space: its width in positions, its words, and its runs of joined parts.

    Offsets in `tokens` are those of the original, in `runs` those of its text in NFC without invisible marks.
    """

    width: int
    tokens: tuple[Token, ...]
    runs: tuple[tuple[ChunkPart, ...], ...]


PrintedWord = tuple[str, int, int, int, int]
"""The surface of a word, and its start, end, position and width as in `Token`."""
ChunkWords = tuple[int, tuple[PrintedWord, ...]]
"""The width of a chunk in positions, and its words.

Both are plain tuples of strings and numbers, which the garbage collector does not track: it walked through a million
objects of remembered chunks for 0.3 s.
"""


def tokenise(text: str) -> Iterator[Token]:
    """Yield every word of a text in order: parts, and the compounds that start at the same position.

    >>> [(t.word.surface, t.position, t.width) for t in tokenise("dịch Covid-19")]
    [('dịch', 0, 1), ('covid', 1, 1), ('covid-19', 1, 2), ('19', 2, 1)]
    """
    position = excess = 0
    for found in chunk_matches(text):
        if excess <= MAX_EXCESS:
            width, words = chunk_words(found[0])
            excess += len(words) - 2 * width
        if excess > MAX_EXCESS:
            width, words = _words_of(analyse_chunk(found[0], compounds=False))
        before = found.start()
        for surface, start, end, at, word_width in words:
            yield Token(word(surface), start + before, end + before, at + position, word_width)
        position += width


def chunk_matches(text: str) -> Iterator[re.Match[str]]:
    """Yield each chunk of a text."""
    return _CHUNK.finditer(text)


def chunk_spans(text: str, start: int = 0) -> Iterator[Span]:
    """Yield where each chunk of a text starts and ends, beginning at `start`."""
    return (match.span() for match in _CHUNK.finditer(text, start))


def chunk_words(chunk: str) -> ChunkWords:
    """Return the words of a run of text without white space; offsets and positions count from its start."""
    return _remembered(chunk) if len(chunk) <= _LONGEST_REMEMBERED else _words_of(analyse_chunk(chunk))


def core(chunk: str) -> str:
    """Return a chunk without the signs at its edges; they only shift the offsets of its words.

    >>> core("(ADMM+),")
    'ADMM+'
    """
    return chunk.strip(EDGE_SIGNS)


def analyse_chunk(chunk: str, *, compounds: bool = True) -> Chunk:
    """Analyse a run of text without white space; offsets and positions count from its start. Nothing is remembered.

    Without `compounds`, its words are the parts of compounds, and run-together words.
    """
    if chunk.isalnum() and _BEYOND_LATIN.search(chunk) is None:
        return _one_piece(chunk, compounds=compounds)
    if not chunk.isascii() and _MARK.search(chunk):
        return _with_marks(chunk, compounds=compounds)
    return _visible(chunk, compounds=compounds)


def _visible(chunk: str, *, compounds: bool) -> Chunk:
    """Analyse a chunk in which every character counts."""
    normalised = normalise(chunk)
    analysed = _chunk(normalised.text, compounds=compounds)
    return analysed if normalised.starts is None else analysed._replace(tokens=_moved(analysed.tokens, normalised))


@lru_cache(maxsize=1 << 17)
def _remembered(chunk: str) -> ChunkWords:
    return _words_of(analyse_chunk(chunk))


def _words_of(chunk: Chunk) -> ChunkWords:
    words = [(each.word.surface, each.start, each.end, each.position, each.width) for each in chunk.tokens]
    return chunk.width, tuple(words)


def _with_marks(chunk: str, *, compounds: bool) -> Chunk:
    """Analyse a chunk as if it had no invisible marks, except for the zero-width spaces that divide words."""
    kept = [at for at, char in enumerate(chunk) if not _MARK.match(char) or _divides(chunk, at)]
    analysed = _visible("".join(chunk[at] for at in kept), compounds=compounds)
    tokens = (each._replace(start=kept[each.start], end=kept[each.end - 1] + 1) for each in analysed.tokens)
    return analysed._replace(tokens=tuple(tokens))


def _divides(chunk: str, at: int) -> bool:
    """Return whether a mark is a zero-width space between two words, not within a syllable or next to a sign."""
    if chunk[at] != ZERO_WIDTH_SPACE:
        return False
    before = _LAST_WORD.search(chunk[max(0, at - _SYLLABLE_REACH) : at])
    after = _FIRST_WORD.match(chunk[at : at + _SYLLABLE_REACH])
    if before is None or after is None:
        return False
    first, second = fold_case(before[1]), fold_case(after[1])
    is_within = is_syllable(compose(first + second)) and not (is_syllable(first) and is_syllable(second))
    return bool(first and second and not is_within)


def _chunk(text: str, *, compounds: bool) -> Chunk:
    """Analyse a chunk in NFC."""
    runs = _runs(text)
    if not runs:
        return Chunk(0, (), ())
    last = runs[-1][-1]
    width = last.whole.position + last.whole.width
    tokens = last.syllables if width == 1 and not last.pluses else _tokens(text, runs, width, compounds=compounds)
    return Chunk(width, tokens, runs)


def _one_piece(chunk: str, *, compounds: bool) -> Chunk:
    """Analyse a chunk of Latin letters and digits alone, as most are: it is in NFC and in one piece."""
    if chunk[0].isdecimal() and not chunk.isdecimal() and len(_measure(chunk)) > 1:
        return _chunk(chunk, compounds=compounds)
    whole, syllables = _split_glued(chunk, 0, 0)
    tokens = syllables if whole.width == 1 else tuple(sorted((whole, *syllables), key=_in_order))
    return Chunk(whole.width, tokens, ((ChunkPart(whole, syllables, "", None),),))


def _tokens(text: str, runs: Sequence[tuple[ChunkPart, ...]], width: int, *, compounds: bool) -> tuple[Token, ...]:
    """Return every word in order, including run-together words and, if wanted, compounds."""
    tokens = [token for run in runs for token in _words(text, run, compounds=compounds)]
    if width > sum(map(len, runs)):  # Only run-together syllables are out of order.
        tokens.sort(key=_in_order)
    return tuple(tokens)


def _in_order(token: Token) -> tuple[int, int, str]:
    return token.position, token.width, token.word.surface


def _moved(tokens: Sequence[Token], normalised: Normalised) -> tuple[Token, ...]:
    """Return tokens of a text in NFC with the offsets of the original."""
    spans = (normalised.origin(token.start, token.end) for token in tokens)
    return tuple(token._replace(start=start, end=end) for token, (start, end) in zip(tokens, spans, strict=True))


def _runs(text: str) -> tuple[tuple[ChunkPart, ...], ...]:
    """Return the maximal runs of pieces that single signs join."""
    gap, *alternating = _pieces(text)
    runs: list[tuple[ChunkPart, ...]] = []
    run: list[ChunkPart] = []
    start, position = len(gap), 0
    for at in range(0, len(alternating), 2):
        piece, gap, following = alternating[at], alternating[at + 1], "".join(alternating[at + 2 : at + 3])
        *inner, last = _measure(piece)
        for each, (pluses, joiner) in (*((part, ("", "")) for part in inner), (last, _joint(last, gap, following))):
            whole, syllables = _split_glued(each, start, position)
            run.append(ChunkPart(whole, syllables, pluses, joiner))
            start += len(each)
            position += whole.width
        start += len(gap)
        if joiner is None:
            runs.append(tuple(run))
            run = []
    return tuple(runs)


def _measure(piece: str) -> list[str]:
    """Return a number, a unit and an exponent that were written as one; any other piece is whole.

    >>> _measure("5km²"), _measure("000đ"), _measure("F16")
    (['5', 'km', '²'], ['000', 'đ'], ['F16'])
    """
    found = _MEASURE.fullmatch(piece)
    return [part for part in found.groups() if part] if found else [piece]


def _joint(piece: str, gap: str, following: str) -> tuple[str, str | None]:
    """Return the pluses after a piece, and what joins it to the following one, None for nothing.

    A word with an exponent is one compound, which footnote marks resemble; a power of ten is none, as 10⁶ is not 106.
    """
    if not gap:
        return "", "" if following and following[0] in _SUPERSCRIPTS and not piece[-1].isdecimal() else None
    joined = _BETWEEN.fullmatch(gap.translate(PLAIN_SIGNS)) if following else None
    if joined is None:
        return gap[: len(gap) - len(gap.lstrip("+"))], None
    return joined[1], joined[2]


def _pieces(text: str) -> list[str]:
    """Return the text before the first piece of letters and digits, the piece, the text after it, and so on in turn."""
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
    """Return ICU's offsets, which count UTF-16 units, as offsets that count code points."""
    units = accumulate((1 + (char > "\uffff") for char in text), initial=0)
    code_point = {unit: index for index, unit in enumerate(units)}
    return [code_point[end] for end in ends]


def _split_glued(piece: str, start: int, position: int) -> tuple[Token, tuple[Token, ...]]:
    """Return a piece as one word, and the syllables that were run together in it, or itself if there are none."""
    found = word(piece)
    cuts = _glue(piece, found.surface)
    whole = Token(found, start, start + len(piece), position, len(cuts) + 1)
    if not cuts:
        return whole, (whole,)
    parts = zip(pairwise([0, *cuts, len(piece)]), count(position), strict=False)
    return whole, tuple(Token(word(piece[a:b]), start + a, start + b, at, 1) for (a, b), at in parts)


def _glue(piece: str, surface: str) -> list[int]:
    """Return where syllables were run together: at changes of case, or else between two accented syllables."""
    changes = _changes_of_case(piece)
    may_be_two = not surface.isascii() and len(surface) <= 2 * LONGEST_SYLLABLE
    if not (changes or may_be_two) or len(surface) != len(piece) or is_syllable(surface):
        return []
    if changes and all(is_syllable(surface[a:b]) for a, b in pairwise([0, *changes, len(piece)])):
        return changes
    if not may_be_two:
        return []
    halves = (i for i in range(1, len(surface)) if is_syllable(surface[:i]) and is_syllable(surface[i:]))
    return list(islice(halves, 1))


def _changes_of_case(piece: str) -> list[int]:
    """Return the indexes of upper-case letters that follow a lower-case one."""
    if piece.islower() or piece.isdecimal() or piece.isupper() or piece.istitle():
        return []
    return [i for i in range(1, len(piece)) if piece[i - 1].islower() and piece[i].isupper()]


def whole(run: tuple[ChunkPart, ...]) -> Word | None:
    """Return a run of joined parts as one compound, or None if it is not one or has too many parts."""
    if len(run) > MAX_PARTS:
        return None
    printed = "".join(map(_printed, run))
    return word(printed) if _is_compound(printed) else None


def _words(text: str, run: tuple[ChunkPart, ...], *, compounds: bool) -> Iterator[Token]:
    """Yield the words of a run, each followed by its syllables and the compounds that start with it."""
    has_compounds = compounds and _is_compound("".join(map(_printed, run)))
    for index, part in enumerate(run):
        yield part.whole
        if len(part.syllables) > 1:
            yield from part.syllables
        if has_compounds:
            yield from _compounds(run[index : index + MAX_PARTS])
        if compounds and index == 0 and (acronym := _acronym(text, run)):
            yield acronym
        if compounds and is_name_with_apostrophe(run[index : index + 2]):
            yield _joined(run[index : index + 2])


def _acronym(text: str, run: tuple[ChunkPart, ...]) -> Token | None:
    """Return the capitals of a run that dots join (U.S., TP.HCM) as one word, None if they are anything else."""
    first, last = run[0].whole, run[-1].whole
    letters = text[first.start : last.end].replace(".", "")
    is_acronym = letters.isalpha() and letters.isupper() and all(part.joiner == "." for part in run[:-1])
    if not (is_acronym and 2 <= len(run) <= MAX_PARTS):
        return None
    return Token(word(letters), first.start, last.end, first.position, last.position + last.width - first.position)


def is_name_with_apostrophe(parts: Sequence[ChunkPart]) -> bool:
    """Return whether parts are a letter, an apostrophe and a name that is also written without it, such as M’Nông.

    If it became a syllable, such as K’Ho, it would be taken for another word.
    """
    words = [part.whole.word.surface for part in parts]
    is_joined = len(parts) == 2 and parts[0].joiner == "'" and not parts[0].pluses and len(words[0]) == 1
    return is_joined and "".join(words).isalpha() and not is_syllable(word("".join(words)).surface)


def _joined(parts: Sequence[ChunkPart]) -> Token:
    """Return parts as one word."""
    first, last = parts[0].whole, parts[-1].whole
    joined = word(first.word.surface + last.word.surface)
    return Token(joined, first.start, last.end, first.position, first.width + last.width)


def _compounds(parts: tuple[ChunkPart, ...]) -> Iterator[Token]:
    """Yield every compound that starts with the first part, the shortest first: it has a digit or a plus."""
    first, printed, width = parts[0].whole, "", 0
    for part in parts:
        printed += part.whole.word.surface
        width += part.whole.width
        if width > first.width and _is_compound(printed):
            yield Token(word(printed), first.start, part.whole.end, first.position, width)
        if part.pluses:
            printed += part.pluses
            yield Token(word(printed), first.start, part.whole.end + len(part.pluses), first.position, width)
        printed += part.joiner or ""


def _is_compound(printed: str) -> bool:
    """Return whether joined parts are a compound, which has a digit or a plus."""
    return "+" in printed or any(map(str.isdigit, printed))


def _printed(part: ChunkPart) -> str:
    return part.whole.word.surface + part.pluses + (part.joiner or "")
