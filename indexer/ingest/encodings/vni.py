"""VNI-Windows: letters followed by a byte for all of their marks."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from indexer.analysis.normalise import compose


@cache
def _letters() -> dict[str, str]:
    """Map what is written, one sign or a letter and the sign of its marks, to the letter with its marks."""
    data = tomllib.loads(files(__package__).joinpath("vni.toml").read_text("utf-8"))
    found: dict[str, str] = {}
    for letter, read in data["letters"].items():
        found |= {letter: read, letter.upper(): read.upper()}
    for group in ("tones", "circumflexes", "breves"):
        after = data[group].pop("after")
        for letter in after + after.upper():
            marked = {sign: compose(found.get(letter, letter) + marks) for sign, marks in data[group].items()}
            found |= {letter + cased: read for sign, read in marked.items() for cased in (sign, sign.upper())}
    return found


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_letters(), key=len, reverse=True)))


def read_vni(data: bytes) -> str:
    """Read bytes; a sign that follows no letter stays as windows-1252 has it. Raises UnicodeDecodeError.

    >>> read_vni("Hoäi nghò ASEAN".encode("cp1252"))
    'Hội nghị ASEAN'
    """
    letters = _letters()
    return _pattern().sub(lambda written: letters[written[0]], data.decode("cp1252"))
