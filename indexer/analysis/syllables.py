"""The grammar of the written Vietnamese syllable, and where its tone belongs.

The grammar (`syllables.toml`) knows letters with all their marks; a syllable typed with some shapes left bare
(`duong`, `đuong`) is one as well. Tones are the five combining marks `TONES`.
"""

import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from unicodedata import normalize

LONGEST_SYLLABLE = 7
"""Letters of the longest syllable, nghiêng."""
TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPS = ("c", "ch", "k", "p", "t")
_STOP_TONES = ("\u0301", "\u0323")
_BARE = str.maketrans("ăâđêôơư", "aadeoou")
_SHAPED = frozenset("ăâêôơư")
_VOWELS = frozenset("aeiouy") | _SHAPED


def split_tone(word: str) -> tuple[str, str, int]:
    """Return a lower-case word without its tone, the tone, and the index of the letter that bore it.

    Without a tone, or with several, the word comes back as it is, with `""` and -1.

    >>> split_tone("hoà") == ("hoa", "\\u0300", 2)
    True
    """
    letters, tone, at = [], "", -1
    for index, letter in enumerate(word):
        decomposed = letter if letter.isascii() else normalize("NFD", letter)
        tones = [mark for mark in decomposed[1:] if mark in TONES]
        if not tones:
            letters.append(letter)
        elif tone or len(tones) > 1:
            return word, "", -1
        else:
            tone, at = tones[0], index
            letters.append(normalize("NFC", decomposed.replace(tone, "")))
    return "".join(letters), tone, at


@lru_cache(maxsize=1 << 16)
def is_syllable(word: str) -> bool:
    """Say whether a lower-case word in NFC is one written syllable, its shapes complete or left bare.

    >>> [is_syllable(word) for word in ("thứ", "truong", "tiênphiên", "sean")]
    [True, True, False, False]
    """
    if len(word) > LONGEST_SYLLABLE:
        return False
    toneless, tone, _ = split_tone(word)
    return _tone_index(toneless, tone) is not None


@lru_cache(maxsize=1 << 16)
def canonical_tone(word: str) -> str:
    """Put the tone of a syllable where the grammar wants it; any other word comes back as it is.

    >>> [canonical_tone(word) for word in ("hoà", "qúy", "cuả", "thuý", "quà", "gió")]
    ['hòa', 'quý', 'của', 'thúy', 'quà', 'gió']
    """
    if word.isascii() or len(word) > LONGEST_SYLLABLE:
        return word
    toneless, tone, at = split_tone(word)
    index = _tone_index(toneless, tone) if tone else None
    if index is None or index == at:
        return word
    return normalize("NFC", toneless[: index + 1] + tone + toneless[index + 1 :])


def _tone_index(toneless: str, tone: str) -> int | None:
    """Return the index of the letter that bears a syllable's tone, or None where the grammar has no such syllable."""
    for onset, rime in _divisions(toneless):
        index = _rimes(onset).get(rime)
        if index is not None and not (rime.endswith(_STOPS) and tone and tone not in _STOP_TONES):
            return len(onset) + index
    return None


def _divisions(toneless: str) -> Iterator[tuple[str, str]]:
    """Cut a toneless syllable in onset and rime, the longest onset first."""
    for size in (3, 2, 1, 0):
        onset = toneless[:size]
        if len(onset) == size and onset in _grammar().onsets:
            yield onset, toneless[size:]


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


@cache
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
        for partial in _partials(rime):
            found.setdefault(partial, _tone_of_rime(rime))
    return found


def _partials(rime: str) -> Iterator[str]:
    """Yield a rime and all it may be typed as with some of its shapes left bare."""
    choices = [{letter, letter.translate(_BARE)} for letter in rime]
    yield from map("".join, product(*map(sorted, choices)))


def _tone_of_rime(rime: str) -> int:
    """Return the index of the vowel that bears the tone: the last shaped one, or by the number of vowels."""
    shaped = [i for i, letter in enumerate(rime) if letter in _SHAPED]
    if shaped:
        return shaped[-1]
    vowels = [i for i, letter in enumerate(rime) if letter in _VOWELS]
    if len(vowels) == len(rime):
        return (0, 0, 0, 1)[len(vowels)]
    return vowels[-1]
