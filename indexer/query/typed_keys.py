"""Which words were meant by the keystrokes of Telex, VNI or VIQR in a query?"""

import re
from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from indexer.analysis import TYPING_METHODS, TypingMethod, decode_keystrokes, word
from indexer.model import Span
from indexer.query.joining import WordCounts, occurrences, word_occurrences

_CHUNK = re.compile(r"\S+")
_OPERATORS = frozenset(("AND", "OR", "NOT"))
_ENDS = ".?'"
"""The keys of VIQR that are mostly punctuation at the end of a word."""
_CLEARLY = 1000
"""Keystrokes are meant if what they mean occurs this many times as often as they do themselves."""


class KeyedWord(NamedTuple):
    """A chunk of a query: its span, the word it stands for, and whether its keys make accents."""

    at: Span
    surface: str
    is_decoded: bool


def keyed_words(counts: WordCounts, query: str) -> list[KeyedWord]:
    """Return the chunks of a query whose keystrokes make words of the archive; empty if it has no such keystrokes.

    Of the methods, it is the one that makes most words.
    """
    read = [_read(counts, query, method) for method in TYPING_METHODS]
    return max(read, key=lambda chunks: sum(each.is_decoded for each in chunks))


class _Chunk(NamedTuple):
    """A chunk of a query as typed and as decoded, and how many times as often the latter occurs."""

    at: Span
    typed: str
    decoded: str | None
    ratio: float

    @property
    def is_clear(self) -> bool:
        """Whether keystrokes are meant, whatever is next to them."""
        return self.ratio >= _CLEARLY


def _read(counts: WordCounts, query: str, method: TypingMethod) -> list[KeyedWord]:
    chunks = [_chunk(counts, match, method) for match in _CHUNK.finditer(query) if match.group() not in _OPERATORS]
    words = [_keyed(chunk.decoded if chunk.is_clear else None, chunk) for chunk in chunks]
    for number, chunk in enumerate(chunks):
        if chunk.decoded and not chunk.is_clear:
            as_typed, decoded = _keyed(None, chunk), _keyed(chunk.decoded, chunk)
            if 2 * _fit(counts, words, number, decoded) > _fit(counts, words, number, as_typed):
                words[number] = decoded
    clear = [number for number, chunk in enumerate(chunks) if chunk.is_clear]
    if len(chunks) == 1 and clear:
        return words
    return words if any(_fit(counts, words, number, words[number]) for number in clear) else []


def _chunk(counts: WordCounts, match: re.Match[str], method: TypingMethod) -> _Chunk:
    typed = word(match.group().rstrip(_ENDS)).surface
    frequencies = {
        each: counts.spellings(word(each).folded).get(each, 0) for each in decode_keystrokes(match.group(), method)
    }
    decoded = max(frequencies, key=lambda each: (frequencies[each], each), default=None)
    if decoded is None or not frequencies[decoded]:
        return _Chunk(match.span(), typed, None, 0)
    known = sum(word_occurrences(counts, typed).values())
    return _Chunk(match.span(), typed, decoded, frequencies[decoded] / known if known else inf)


def _keyed(decoded: str | None, chunk: _Chunk) -> KeyedWord:
    return KeyedWord(chunk.at, decoded or chunk.typed, decoded is not None)


def _fit(counts: WordCounts, words: Sequence[KeyedWord], number: int, chosen: KeyedWord) -> int:
    """Return how often a word occurs next to the words before and after it."""
    before = [(words[number - 1].surface, chosen.surface)] if number else []
    after = [(chosen.surface, words[number + 1].surface)] if number + 1 < len(words) else []
    return sum(sum(occurrences(counts, *pair).values()) for pair in before + after)
