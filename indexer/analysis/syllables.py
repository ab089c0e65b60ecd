"""The grammar of the written Vietnamese syllable: is this a syllable, and where does its tone belong?

The grammar (`syllables.toml`) has letters with all their shapes (ă â đ ê ô ơ ư); a syllable with some shapes left bare
(`duong`, `đuong`) counts as one, too. Tones are the five combining characters `TONES`.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import NamedTuple
from unicodedata import normalize

LONGEST_SYLLABLE = 7
"""Letters of the longest syllable, nghiêng."""
TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPS = ("c", "ch", "k", "p", "t")
_STOP_TONES = ("\u0301", "\u0323")
_BARE = str.maketrans("ăâđêôơư", "aadeoou")


class Syllable(NamedTuple):
    """A written syllable: in canonical spelling, without its tone, and the tone ("" for the level one)."""

    surface: str
    toneless: str
    tone: str


@lru_cache(maxsize=1 << 16)
def read_syllable(word: str) -> Syllable | None:
    """Return a lower-case word in NFC as a syllable, shapes complete or left bare; None if it is not one.

    >>> read_syllable("hoà") == Syllable("hòa", "hoa", "\u0300"), read_syllable("sean")
    (True, None)
    """
    toned = _toned_letter().search(word)
    if toned is None:
        return Syllable(word, word, "") if word in _tone_indices() else None
    at = toned.start()
    letter, tone = _toned_letters()[toned.group()]
    toneless = word[:at] + letter + word[at + 1 :]
    index = _tone_indices().get(toneless)
    if index is None or (tone not in _STOP_TONES and toneless.endswith(_STOPS)):
        return None
    surface = word if index == at else normalize("NFC", toneless[: index + 1] + tone + toneless[index + 1 :])
    return Syllable(surface, toneless, tone)


def is_syllable(word: str) -> bool:
    """Return whether a lower-case word in NFC is one syllable, shapes complete or left bare.

    >>> [is_syllable(word) for word in ("thứ", "truong", "tiênphiên", "sean")]
    [True, True, False, False]
    """
    return read_syllable(word) is not None


def canonical_tone(word: str) -> str:
    """Return a syllable with its tone in the canonical position; any other word unchanged.

    >>> [canonical_tone(word) for word in ("hoà", "qúy", "cuả", "thuý", "quà", "gió")]
    ['hòa', 'quý', 'của', 'thúy', 'quà', 'gió']
    """
    syllable = read_syllable(word)
    return word if syllable is None else syllable.surface


def tone_placements(word: str) -> frozenset[str]:
    """Return all spellings that `canonical_tone` maps to the same surface form as a lower-case word in NFC.

    >>> sorted(tone_placements("hòa")), sorted(tone_placements("sean"))
    (['hoà', 'hòa'], ['sean'])
    """
    syllable = read_syllable(word)
    if syllable is None:
        return frozenset({word})
    toneless, surface = syllable.toneless, syllable.surface
    placed = (normalize("NFC", toneless[:end] + syllable.tone + toneless[end:]) for end in range(1, len(toneless) + 1))
    return frozenset(each for each in placed if canonical_tone(each) == surface)


@cache
def syllable_letters() -> frozenset[str]:
    """Return the lower-case letters that syllables are written with, vowels with and without each tone.

    >>> len(syllable_letters()), "ộ" in syllable_letters(), "w" in syllable_letters()
    (89, True, False)
    """
    grammar = _grammar()
    toned = (normalize("NFC", vowel + tone) for vowel in grammar.vowels for tone in TONES)
    return frozenset("".join([*grammar.onsets, *grammar.rimes, *toned]))


@cache
def _tone_indices() -> dict[str, int]:
    """Return every toneless syllable with the index of the letter that carries its tone; the longest onset decides."""
    return {
        onset + rime: len(onset) + index
        for onset in sorted(_grammar().onsets, key=len)
        for rime, index in _rimes(onset).items()
    }


@cache
def _toned_letters() -> dict[str, tuple[str, str]]:
    """Return every letter of a syllable composed with a tone, each with the letter and the tone."""
    letters = set("".join(_tone_indices()))
    composed = {normalize("NFC", letter + tone): (letter, tone) for letter in letters for tone in TONES}
    return {letter: parts for letter, parts in composed.items() if len(letter) == 1}


@cache
def _toned_letter() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(_toned_letters()))}]")


class _Grammar:
    """The lists of `syllables.toml`."""

    def __init__(self) -> None:
        data = tomllib.loads(files(__package__).joinpath("syllables.toml").read_text("utf-8"))
        self.onsets = frozenset(["", *data["onsets"].split()])
        self.front = frozenset(data["front_onsets"].split())
        self.back = frozenset(data["back_onsets"].split())
        self.rimes = tuple(data["rimes"].split())
        self.after_qu = (*(r for r in self.rimes if r[0] in "aăâeêiơy"), *data["after_qu"].split())
        self.vowels = frozenset(data["vowels"].split())
        self.shaped = frozenset(vowel for vowel in self.vowels if not vowel.isascii())


@cache
def _grammar() -> _Grammar:
    return _Grammar()


def _rimes(onset: str) -> dict[str, int]:
    """Return every rime that may follow an onset, shapes complete or left bare, with the index of its tone."""
    grammar = _grammar()
    allowed = grammar.after_qu if onset == "qu" else grammar.rimes
    if onset in grammar.front:
        allowed = tuple(r for r in allowed if r[0] in "eêiy")
    elif onset in grammar.back:
        allowed = tuple(r for r in allowed if r[0] not in "eêy" and (r[0] != "i" or onset == "g"))
    found: dict[str, int] = {}
    for rime in allowed:
        index = _tone_of_rime(rime)
        for partial in _partials(rime):
            found.setdefault(partial, index)
    return found


@cache
def _partials(rime: str) -> tuple[str, ...]:
    """Return a rime with each combination of its shapes left bare."""
    choices = [{letter, letter.translate(_BARE)} for letter in rime]
    return tuple(map("".join, product(*map(sorted, choices))))


def _tone_of_rime(rime: str) -> int:
    """Return the index of the vowel that carries the tone: the last shaped one, else by the number of vowels."""
    grammar = _grammar()
    shaped = [i for i, letter in enumerate(rime) if letter in grammar.shaped]
    if shaped:
        return shaped[-1]
    vowels = [i for i, letter in enumerate(rime) if letter in grammar.vowels]
    if len(vowels) == len(rime):
        return (0, 0, 0, 1)[len(vowels)]
    return vowels[-1]
