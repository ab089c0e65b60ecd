"""Queries → the same queries with keystrokes of Telex, VNI or VIQR left in, or with a letter wrong."""

import random
from string import ascii_lowercase
from unicodedata import normalize

from indexer.analysis import TypingMethod

_SHAPES = {
    "telex": {"â": "aa", "ê": "ee", "ô": "oo", "ă": "aw", "ơ": "ow", "ư": "uw", "đ": "dd"},
    "vni": {"â": "a6", "ê": "e6", "ô": "o6", "ă": "a8", "ơ": "o7", "ư": "u7", "đ": "d9"},
    "viqr": {"â": "a^", "ê": "e^", "ô": "o^", "ă": "a(", "ơ": "o+", "ư": "u+", "đ": "dd"},
}
_TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"
_TONES = {"telex": "fsxrj", "vni": "21435", "viqr": "`'~?."}


def keystrokes(syllable: str, method: TypingMethod, *, at_end: bool) -> str:
    """Return the keys that type a syllable in lower case; the tone comes after its letter, or `at_end`.

    >>> keystrokes("nẵng", "telex", at_end=True), keystrokes("việt", "viqr", at_end=False)
    ('nawngx', 'vie^.t')
    """
    keys, tone = "", ""
    for letter in normalize("NFC", syllable):
        bare = normalize("NFC", "".join(c for c in normalize("NFD", letter) if c not in _TONE_MARKS))
        marks = [c for c in normalize("NFD", letter) if c in _TONE_MARKS]
        own = "".join(_TONES[method][_TONE_MARKS.index(c)] for c in marks)
        keys += _SHAPES[method].get(bare, bare)
        keys, tone = (keys, tone + own) if at_end else (keys + own, tone)
    return keys + tone


def misspelled(query: str, rng: random.Random) -> str:
    """Return a query with one mistake in its longest word: two letters swapped, one missing, doubled, or wrong."""
    words = query.split()
    longest = max(range(len(words)), key=lambda number: len(words[number]))
    letters = words[longest]
    while letters == words[longest]:
        at = rng.randrange(len(letters) - 1)
        start, rest = letters[:at], letters[at:]
        letters = rng.choice(
            (
                start + rest[1] + rest[0] + rest[2:],
                start + rest[1:],
                start + rest[0] + rest,
                start + rng.choice(ascii_lowercase) + rest[1:],
            )
        )
    return " ".join([*words[:longest], letters, *words[longest + 1 :]])
