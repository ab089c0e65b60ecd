"""Spellings of names: what the braces in vocabulary files stand for, and which spellings count as one name."""

import re
from collections.abc import Iterable
from functools import lru_cache

from unidecode import unidecode

_INNERMOST = re.compile(r"\{([^{}]*)\}")
_TOKEN = re.compile(r"\w+|\+")


def expand(pattern: str) -> tuple[str, ...]:
    """Return every spelling of a pattern: `{a|b|}` is a, b or nothing, and may be nested.

    Runs of spaces become one, so that an omitted option leaves no gap. Each spelling occurs once, in a stable order.
    Raises ValueError for a brace that is not closed or not opened.
    """
    pending, found = [pattern], dict[str, None]()
    while pending:
        current = pending.pop()
        brace = _INNERMOST.search(current)
        if brace is None:
            found[" ".join(current.split())] = None
            continue
        head, tail = current[: brace.start()], current[brace.end() :]
        pending.extend(head + option + tail for option in reversed(brace[1].split("|")))
    if any("{" in spelling or "}" in spelling for spelling in found):
        raise ValueError(f"unmatched brace in “{pattern}”")
    return tuple(found)


def expand_all(patterns: Iterable[str]) -> tuple[str, ...]:
    """Return every spelling of the patterns, each once, in their order.

    Raises ValueError for an empty pattern, one that may expand to nothing, and an unmatched brace.
    """
    spellings = tuple(dict.fromkeys(spelling for pattern in patterns for spelling in expand(pattern)))
    if "" in spellings:
        raise ValueError("a phrase is empty, or all of it is optional")
    return spellings


def name_key(text: str) -> str:
    """Return a text in lower case without accents and punctuation: equal for all ways of typing one name.

    A plus sign stays, as it distinguishes ADMM+ from ADMM.
    """
    return " ".join(_TOKEN.findall("".join(map(_latin, text)).lower()))


@lru_cache(maxsize=1 << 12)
def _latin(letter: str) -> str:
    """Return what Unidecode writes for a letter, regardless of its neighbours."""
    return unidecode(letter)
