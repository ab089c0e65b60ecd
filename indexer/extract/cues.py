"""The words of `cues.toml`, as regular expressions want them."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any


def any_cue(table: str) -> str:
    """A regular expression, to be compiled without regard to case, for any of the words of a table.

    It holds in verbose expressions as well: spaces are written `\\s`.
    """
    words = (word for listed in _tables()[table].values() for word in listed)
    return "|".join(r"\s".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True))


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "cues.toml").read_text("utf-8"))
