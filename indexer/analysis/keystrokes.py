"""Which syllable was meant by keystrokes of Telex, VNI or VIQR that no program turned into letters with accents?"""

import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple, get_args
from unicodedata import normalize

from indexer.analysis.fold import fold_letter
from indexer.analysis.syllables import LONGEST_SYLLABLE, read_syllable

TypingMethod = Literal["telex", "vni", "viqr"]
TYPING_METHODS: tuple[TypingMethod, ...] = get_args(TypingMethod)
_LONGEST = LONGEST_SYLLABLE + 4
"""A syllable with a tone, a stroke and two vowels with a shape."""


class _Keys(NamedTuple):
    """What the keys of a method do: the tone of each, and the letters that each makes, by the bare letter."""

    tones: dict[str, str]
    shapes: dict[str, dict[str, str]]


class _Typed(NamedTuple):
    """The letters that the keys so far make, without the tone, and the tone."""

    letters: str
    tone: str


@lru_cache(maxsize=1 << 12)
def decode_keystrokes(keystrokes: str, method: TypingMethod) -> tuple[str, ...]:
    """Return the surfaces of all syllables that keystrokes may mean, at least one key of which makes an accent.

    >>> decode_keystrokes("nawngx", "telex"), decode_keystrokes("d9a2", "vni"), decode_keystrokes("Vie^.t", "viqr")
    (('nẵng',), ('đà',), ('việt',))
    """
    keys = keystrokes.lower()
    if not (keys.isascii() and len(keys) <= _LONGEST and keys[:1].isalpha()):
        return ()
    typed = {_Typed("", "")}
    for key in keys:
        longer = {each for before in typed for each in _pressed(before, key, _keys()[method])}
        typed = {each for each in longer if len(each.letters) <= LONGEST_SYLLABLE}
    found = {syllable.surface for each in typed if (syllable := read_syllable(_toned(each)))}
    return tuple(sorted(found - {keys}))


def _pressed(typed: _Typed, key: str, keys: _Keys) -> Iterator[_Typed]:
    """Yield what may be meant by one more key: a letter, a tone, or the shape of one or two letters before."""
    letters, tone = typed
    if key.isalpha():
        yield _Typed(letters + key, tone)
    if key in keys.tones and not tone and _vowel(letters) is not None:
        yield _Typed(letters, keys.tones[key])
    shapes = keys.shapes.get(key, {})
    places = [at for at, letter in enumerate(letters) if letter in shapes]
    for at in places:
        shaped = letters[:at] + shapes[letters[at]] + letters[at + 1 :]
        yield _Typed(shaped, tone)
        if at + 1 in places and letters[at : at + 2] == "uo":
            yield _Typed(shaped[: at + 1] + shapes["o"] + letters[at + 2 :], tone)
    if key == "w" and "w" in keys.shapes:
        yield _Typed(letters + "ư", tone)


def _toned(typed: _Typed) -> str:
    at = _vowel(typed.letters)
    if at is None:
        return typed.letters
    return normalize("NFC", typed.letters[: at + 1] + typed.tone + typed.letters[at + 1 :])


def _vowel(letters: str) -> int | None:
    """Return the index of the first letter that can carry a tone, None if there is none."""
    return next((at for at, letter in enumerate(letters) if fold_letter(letter)[0] in "aeiouy"), None)


@cache
def _keys() -> dict[TypingMethod, _Keys]:
    data = tomllib.loads(files(__package__).joinpath("keystrokes.toml").read_text("utf-8"))
    return {
        method: _Keys(
            data[method]["tones"],
            {
                key: {fold_letter(letter)[0]: letter for letter in letters}
                for key, letters in data[method]["shapes"].items()
            },
        )
        for method in TYPING_METHODS
    }
