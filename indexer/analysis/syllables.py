"""The grammar of the written Vietnamese syllable, and where its tone belongs.

The grammar (`syllables.toml`) knows letters with all their accents; a syllable typed with some shapes left bare
(`duong`, `đuong`) is one as well. Tones are the five combining marks `TONES`.
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
_SHAPED = frozenset("ăâêôơư")
_VOWELS = frozenset("aeiouy") | _SHAPED


class Syllable(NamedTuple):
    """A written syllable: as the grammar wants it, without its tone, and the tone ("" for the level one)."""

    surface: str
    toneless: str
    tone: str


@lru_cache(maxsize=1 << 16)
def read_syllable(word: str) -> Syllable | None:
    """Return the syllable that a lower-case word in NFC is, its shapes complete or left bare; None where it is none.

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
    form = word if index == at else normalize("NFC", toneless[: index + 1] + tone + toneless[index + 1 :])
    return Syllable(form, toneless, tone)


def is_syllable(word: str) -> bool:
    """Say whether a lower-case word in NFC is one written syllable, its shapes complete or left bare.

    >>> [is_syllable(word) for word in ("thứ", "truong", "tiênphiên", "sean")]
    [True, True, False, False]
    """
    return read_syllable(word) is not None


def canonical_tone(word: str) -> str:
    """Put the tone of a syllable where the grammar wants it; any other word comes back as it is.

    >>> [canonical_tone(word) for word in ("hoà", "qúy", "cuả", "thuý", "quà", "gió")]
    ['hòa', 'quý', 'của', 'thúy', 'quà', 'gió']
    """
    syllable = read_syllable(word)
    return word if syllable is None else syllable.surface


def tone_placements(word: str) -> frozenset[str]:
    """All words that `canonical_tone` makes the same of as of a lower-case word in NFC, itself included.

    >>> sorted(tone_placements("hòa")), sorted(tone_placements("sean"))
    (['hoà', 'hòa'], ['sean'])
    """
    syllable = read_syllable(word)
    if syllable is None:
        return frozenset({word})
    toneless, form = syllable.toneless, syllable.surface
    placed = (normalize("NFC", toneless[:end] + syllable.tone + toneless[end:]) for end in range(1, len(toneless) + 1))
    return frozenset(each for each in placed if canonical_tone(each) == form)


@cache
def _tone_indices() -> dict[str, int]:
    """Map every syllable without its tone to the index of the letter that bears it; the longest onset counts."""
    return {
        onset + rime: len(onset) + index
        for onset in sorted(_grammar().onsets, key=len)
        for rime, index in _rimes(onset).items()
    }


@cache
def _toned_letters() -> dict[str, tuple[str, str]]:
    """Map every letter that a syllable may be typed with, together with a tone, to the letter and the tone."""
    letters = set("".join(_tone_indices()))
    composed = {normalize("NFC", letter + tone): (letter, tone) for letter in letters for tone in TONES}
    return {letter: parts for letter, parts in composed.items() if len(letter) == 1}


@cache
def _toned_letter() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(_toned_letters()))}]")


class _Grammar:
    """The lists of `syllables.toml`, taken apart once."""

    def __init__(self) -> None:
        data = tomllib.loads(files(__package__).joinpath("syllables.toml").read_text("utf-8"))
        self.onsets = frozenset(["", *data["onsets"].split()])
        self.front = frozenset(data["front_onsets"].split())
        self.back = frozenset(data["back_onsets"].split())
        self.rimes = tuple(data["rimes"].split())
        self.after_qu = (*(r for r in self.rimes if r[0] in "aăâeêiơy"), *data["after_qu"].split())


@cache
def _grammar() -> _Grammar:
    return _Grammar()


def _rimes(onset: str) -> dict[str, int]:
    """Map every rime that may follow an onset, shapes complete or left bare, to the index of its tone."""
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
    """Return a rime and all it may be typed as with some of its shapes left bare."""
    choices = [{letter, letter.translate(_BARE)} for letter in rime]
    return tuple(map("".join, product(*map(sorted, choices))))


def _tone_of_rime(rime: str) -> int:
    """Return the index of the vowel that bears the tone: the last shaped one, or by the number of vowels."""
    shaped = [i for i, letter in enumerate(rime) if letter in _SHAPED]
    if shaped:
        return shaped[-1]
    vowels = [i for i, letter in enumerate(rime) if letter in _VOWELS]
    if len(vowels) == len(rime):
        return (0, 0, 0, 1)[len(vowels)]
    return vowels[-1]
