"""The words of extraction rules: read from `.toml` files, and ready for regular expressions."""

import re
import tomllib
from collections.abc import Iterable
from importlib import resources
from typing import Any

from indexer.vocabulary.spellings import expand_all


def read_words(package: str, name: str) -> dict[str, Any]:
    """Return the content of a `.toml` file in a package."""
    return tomllib.loads((resources.files(package) / name).read_text("utf-8"))


def any_of(words: Iterable[str], *, space: str = r"\s") -> str:
    r"""Return a pattern for any of the words, longest first; `{a|b|}` in a word stands for a, b or nothing.

    Spaces become `space`, so that the pattern may be part of a verbose one.

    >>> any_of(["sau", "sau {khi|lúc}"])
    'sau\\skhi|sau\\slúc|sau'
    """
    longest_first = sorted(expand_all(words), key=len, reverse=True)
    return "|".join(space.join(map(re.escape, word.split())) for word in longest_first)


def capitalised_or_not(words: Iterable[str]) -> list[str]:
    """Return the words as they are, and with a capital first letter."""
    return [spelling for word in words for spelling in (word, word.capitalize())]
