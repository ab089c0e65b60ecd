"""Spellings of names: what the braces of the vocabulary files stand for, and when two spellings are one."""

import re
from collections.abc import Iterable
from functools import lru_cache

from unidecode import unidecode

_INNERMOST = re.compile(r"\{([^{}]*)\}")
_TOKEN = re.compile(r"\w+|\+")


def expand(pattern: str) -> tuple[str, ...]:
    """Every spelling a pattern stands for: `{a|b|}` is a, b or nothing, and may be nested.

    Runs of spaces become one, so that an option left out leaves no gap. Each spelling comes once, in a
    stable order.
    Raises ValueError where a brace is never closed or opened.
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
        raise ValueError(f"a brace without its partner in “{pattern}”")
    return tuple(found)


def expand_all(patterns: Iterable[str]) -> tuple[str, ...]:
    """Every spelling that patterns stand for, each once, in their order.

    Raises ValueError for an empty pattern, one that may stand for nothing, and a brace without its partner.
    """
    spellings = tuple(dict.fromkeys(spelling for pattern in patterns for spelling in expand(pattern)))
    if "" in spellings:
        raise ValueError("a phrase is empty, or all of it may be left out")
    return spellings


def key(text: str) -> str:
    """The text in small letters without marks and punctuation: equal for all ways of typing one name.

    A plus sign stays, as it tells ADMM+ from ADMM.
    """
    return " ".join(_TOKEN.findall("".join(map(_latin, text)).lower()))


@lru_cache(maxsize=1 << 12)
def _latin(letter: str) -> str:
    """What Unidecode writes for a letter, whatever stands around it."""
    return unidecode(letter)
