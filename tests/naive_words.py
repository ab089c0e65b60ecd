"""The words of the slow, obvious twin (`tests/naive.py`): what a word is, and how close two words are.

It imports nothing that it checks. It does not separate words in scripts without spaces.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from unidecode import unidecode

from tests.naive_syllables import DASHES, compose, decompose, is_syllable, skeleton, toneless, tones_of

EXACT, FULLER, BARE, OTHER = range(4)

# --- words against words ---------------------------------------------------------------------------------


Accents = frozenset[str]


@cache
def slots(word: str) -> tuple[str, list[Accents]]:
    """Return the letters of a word and the accents on each of them.

    The tone of a syllable counts as an accent on its first letter, wherever it is written.
    """
    letters, accents = "", list[Accents]()
    for part in (part for piece in re.split(r"([-+/.,:'&@]+)", word) for part in split_glued(piece)):
        tone = tones_of(part) if is_syllable(part) else ""
        first = len(letters)
        for letter in decompose(part):
            if unicodedata.combining(letter):
                accents[-1] |= {letter} - set(tone)
                continue
            bare = unidecode(letter).lower()
            letters += bare
            accents += [frozenset({letter} - {bare}), *[frozenset[str]()] * (len(bare) - 1)]
        if tone:
            accents[first] |= {tone}
    return letters, accents


def compare(typed: Iterable[Accents], found: Iterable[Accents], *, found_is_bare: bool) -> int:
    """Return the tier of accents found for accents typed, compared slot by slot."""
    pairs = list(zip(typed, found, strict=True))
    if all(mine == theirs for mine, theirs in pairs):
        return EXACT
    if all(mine <= theirs for mine, theirs in pairs):
        return FULLER
    return BARE if found_is_bare else OTHER


@cache
def classify(typed: str, found: str) -> int | None:
    """Return the tier of a word found for the word typed, or None if the letters differ."""
    letters, accents = slots(typed)
    found_letters, found_accents = slots(found)
    if letters != found_letters:
        return None
    return compare(accents, found_accents, found_is_bare=not any(found_accents))


@cache
def match_pattern(pattern: str, found: str) -> int | None:
    """Return the best tier in which a word matches a pattern with `?` (one letter) and `*` (any number)."""
    signs = [slots(sign) for sign in toneless(pattern)]
    letters, accents = slots(toneless(found))
    is_bare = toneless(found) == skeleton(found) and not tones_of(found)

    def walk(i: int, j: int, typed: list[Accents], seen: list[Accents]) -> list[int]:
        if i == len(signs):
            return [compare(typed, seen, found_is_bare=is_bare)] if j == len(letters) else []
        sign, (accent,) = signs[i]
        if sign == "*":
            return [tier for skip in range(j, len(letters) + 1) for tier in walk(i + 1, skip, typed, seen)]
        if j == len(letters) or sign not in ("?", letters[j]):
            return []
        return walk(i + 1, j + 1, [*typed, accent], [*seen, accents[j] if sign != "?" else accent])

    tones = frozenset(tones_of(pattern)), frozenset(tones_of(found))
    return min(walk(0, 0, [tones[0]], [tones[1]]), default=None)


@cache
def one_edit_apart(typed: str, found: str) -> bool:
    """Return whether two words are at most one edit apart, accents ignored; swapping adjacent letters is one edit."""
    a, b = skeleton(typed), skeleton(found)
    edits = {a} | {a[:i] + a[i + 1 :] for i in range(len(a))}
    edits |= {a[:i] + a[i + 1] + a[i] + a[i + 2 :] for i in range(len(a) - 1)}
    edits |= {a[:i] + letter + a[i:] for i in range(len(a) + 1) for letter in b}
    edits |= {a[:i] + letter + a[i + 1 :] for i in range(len(a)) for letter in b}
    return b in edits


# --- words of a text -------------------------------------------------------------------------------------

EXPONENTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
PIECE = "(?:[^\\W_][\u0300-\u036f]*)+"
PREPENDED = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
"""Signs that Unicode counts among the invisible ones although they are seen."""
RUN = re.compile(rf"{PIECE}(?:\+*[-+/.,:'&@]{PIECE})*\+*")


@dataclass(frozen=True)
class Spot:
    """A word of a text: its spelling, the position of its first part, and its number of parts."""

    word: str
    at: int
    parts: int = 1


@cache
def split_glued(piece: str) -> tuple[str, ...]:
    """Return the syllables that were run together in a piece, or the piece itself."""
    if is_syllable(piece):
        return (piece,)
    cuts = [i for i in range(1, len(piece)) if piece[i - 1].islower() and piece[i].isupper()]
    humps = tuple(piece[i:j] for i, j in zip([0, *cuts], [*cuts, len(piece)], strict=True))
    if cuts and all(is_syllable(hump) for hump in humps):
        return humps
    if skeleton(piece) != compose(piece):
        for i in range(1, len(piece)):
            if is_syllable(piece[:i]) and is_syllable(piece[i:]):
                return piece[:i], piece[i:]
    return (piece,)


@dataclass(frozen=True)
class Part:
    """A piece of a run, the pluses after it, and the sign that joins it to the next (none at the end).

    Nothing joins a number, its unit and an exponent.
    """

    piece: str
    pluses: str
    joiner: str


def chunks(text: str) -> Iterator[str]:
    """Yield the text between white space, in stretches of up to 1,000 characters that end with a sign if possible."""
    for chunk in text.split():
        while len(chunk) > 1000:
            signs = [i for i in range(1000) if not re.match("[\\w\u0300-\u036f]", chunk[i]) and not is_mark(chunk[i])]
            end = max(signs, default=999) + 1
            yield chunk[:end]
            chunk = chunk[end:]
        yield chunk


def is_mark(char: str) -> bool:
    """Return whether a character is invisible and no part of a word."""
    selects = unicodedata.name(char, "").startswith(
        ("VARIATION SELECTOR", "MONGOLIAN FREE VARIATION", "COMBINING GRAPHEME")
    )
    return selects or (unicodedata.category(char) == "Cf" and char not in PREPENDED)


def without_marks(chunk: str) -> str:
    """Return text without invisible marks, except for zero-width spaces between two words."""
    shown = "".join(char for char in chunk if char == "\u200b" or not is_mark(char))
    first, *others = [unicodedata.normalize("NFC", piece) for piece in re.split("\u200b+", shown)]
    found = first
    for before, piece in pairwise([first, *others]):
        last, start = re.findall(f"{PIECE}$", before)[-1:], re.findall(f"^{PIECE}", piece)
        both = [*last, *start]
        is_within = is_syllable("".join(both)) and not all(map(is_syllable, both))
        found += ("\u200b" if len(both) == 2 and not is_within else "") + piece
    return found


def runs(text: str) -> Iterator[list[Part]]:
    """Yield the runs of pieces that are joined by single signs; pluses may trail every piece."""
    text = re.sub(DASHES, "-", unicodedata.normalize("NFC", without_marks(text)))
    text = re.sub("[‘’‛´`′＇ʹʻʼʽˈˊˋ]", "'", text)
    for run in RUN.findall(text):
        pieces, signs = re.findall(PIECE, run), re.split(PIECE, run)[1:]
        parts = []
        for number, (piece, sign) in enumerate(zip(pieces, signs, strict=True), 1):
            *inner, last = split_measure(piece)
            parts += [Part(each, "", "") for each in inner]
            parts.append(Part(last, sign, "") if number == len(pieces) else Part(last, sign[:-1], sign[-1]))
        yield parts


def split_measure(piece: str) -> list[str]:
    """Return a number, its unit and an exponent that were written as one piece; any other piece as it is."""
    measure = re.fullmatch(f"(\\d*)([^\\d{EXPONENTS}]+)([{EXPONENTS}]*)", piece)
    return [part for part in measure.groups() if part] if measure else [piece]


def joined_name(before: Part, after: Part) -> str | None:
    """Return a letter, an apostrophe and a name as one word, unless that is a syllable; None for anything else."""
    joined = before.piece + after.piece
    is_one = len(before.piece) == 1 and before.joiner == "'" and not before.pluses and joined.isalpha()
    return None if is_syllable(joined) or not is_one else joined


def is_acronym(pieces: list[str], signs: str) -> bool:
    """Return whether pieces are capitals that dots join."""
    return (
        2 <= len(pieces) <= 6 and signs == "." * (len(pieces) - 1) and all(p.isalpha() and p.isupper() for p in pieces)
    )


def print_compound(parts: list[Part], pluses: str) -> str | None:
    """Return parts as one word with trailing pluses; None if they have no digit and no plus."""
    inner = "".join(part.piece + part.pluses + part.joiner for part in parts[:-1])
    printed = inner + parts[-1].piece + pluses
    return printed if re.search(rf"[\d+{EXPONENTS}]", printed) else None


def tokenise(text: str) -> list[Spot]:
    """Return all words of a text: pieces, run-together syllables, and compounds, including those within compounds.

    Once compounds and run-together words outnumber all other words by more than 1,000, there are no more compounds.
    """
    spots: list[Spot] = []
    at = excess = 0
    for chunk in chunks(text):
        simple, compounds, end = words_of_chunk(chunk, at)
        if excess <= 1000:
            excess += len(simple) + len(compounds) - 2 * (end - at)
        spots += simple if excess > 1000 else simple + compounds
        at = end
    return spots


def words_of_chunk(chunk: str, at: int) -> tuple[list[Spot], list[Spot], int]:
    """Return pieces and run-together syllables, compounds, and the position after them; the first is at `at`."""
    spots: list[Spot] = []
    compounds: list[Spot] = []
    for run in runs(chunk):
        starts = []
        for part in run:
            syllables = split_glued(part.piece)
            starts.append(at)
            spots.append(Spot(part.piece, at, len(syllables)))
            if len(syllables) > 1:
                spots += [Spot(syllable, at + i) for i, syllable in enumerate(syllables)]
            at += len(syllables)
        if is_acronym([part.piece for part in run], "".join(part.pluses + part.joiner for part in run[:-1])):
            compounds.append(Spot("".join(part.piece for part in run), starts[0], at - starts[0]))
        for number, (before, after) in enumerate(pairwise(run)):
            if name := joined_name(before, after):
                compounds.append(Spot(name, starts[number], [*starts, at][number + 2] - starts[number]))
        for first in range(len(run)):
            for last in range(first, min(first + 6, len(run))):
                for pluses in {"", run[last].pluses}:
                    word = print_compound(run[first : last + 1], pluses)
                    if word and (last > first or pluses):
                        compounds.append(Spot(word, starts[first], [*starts, at][last + 1] - starts[first]))
    return spots, compounds, at


def typed_words(text: str) -> list[str]:
    """Return the words of typed text: a compound of up to six parts is one, else each syllable of its parts."""
    words: list[str] = []
    for run in (run for chunk in chunks(text) for run in runs(chunk)):
        compound = print_compound(run, run[-1].pluses) if len(run) <= 6 else None
        syllables = [syllable for part in run for syllable in split_glued(part.piece)]
        words += [compound] if compound and compound != run[0].piece else syllables
    return words


def width(word: str) -> int:
    """Return how many positions a typed word takes in a phrase: its number of parts."""
    pieces = (part for piece in re.findall(PIECE, word) for part in split_measure(piece))
    return sum(len(split_glued(piece)) for piece in pieces)
