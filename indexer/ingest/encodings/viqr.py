"""VIQR: Vietnamese in ASCII, marks typed after their letters."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from indexer.analysis.normalise import compose

_WORD = re.compile(r"\\(.)|(?:[aeiouyAEIOUY][\^(+]?['`?~.]?|[A-Za-z])+")
_LETTER = re.compile(r"([Dd])[Dd]|([A-Za-z])([\^(+]?)(['`?~.]?)")


@cache
def _marks() -> tuple[dict[str, str], dict[str, str]]:
    """Return what vowels with a shape, and signs of tones, stand for."""
    data = tomllib.loads(files(__package__).joinpath("viqr.toml").read_text("utf-8"))
    capitals = {written.upper(): vowel.upper() for written, vowel in data["shapes"].items()}
    return data["shapes"] | capitals, data["tones"]


def read_viqr(text: str) -> str:
    r"""Read text; of two tones in one word the second is punctuation, and a backslash keeps a sign what it is.

    >>> read_viqr(r"DDi Vie^.t Nam, tro+?i ro^`i. Nha\. va` co^.ng ho`a")
    'Đi Việt Nam, trởi rồi. Nha. và cộng hòa'
    """
    return _WORD.sub(lambda word: word[1] or _read_word(word[0]), text)


def _read_word(word: str) -> str:
    shapes, tones = _marks()
    read: list[str] = []
    toned = False
    for crossed, base, shape, tone in _LETTER.findall(word):
        vowel = shapes.get(base + shape, base + shape)
        if binds := tone in tones and len(vowel) == 1 and not toned:
            toned = True
        read += [{"d": "đ", "D": "Đ"}.get(crossed, vowel), tones[tone] if binds else tone]
    return compose("".join(read))
