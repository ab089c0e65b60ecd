"""The term dictionary: which folded and surface terms are a word, or begin with a prefix, or match a pattern?"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.numeric import Array, Flags, Indexes, Integers
from indexer.fields import WORDS

FIELD_LETTERS = {name: words.letter for name, words in WORDS.items()}
_PREFIX = 8
_ANY_LETTER = rb"(?:[^\n\x80-\xbf][\x80-\xbf]*+)"


class FoldedTerm(NamedTuple):
    """A folded term as stored: the letter of its field, then the folded word; `prefix` holds the first 8 bytes."""

    data: bytes
    prefix: int

    @classmethod
    def of(cls, field: str, folded: str) -> "FoldedTerm":
        """Return the term of a folded word in a field."""
        data = (FIELD_LETTERS[field] + folded).encode("utf-8", "replace")
        return cls(data, prefix_number(data))


def prefix_number(term: bytes) -> int:
    """Return the first 8 bytes of a term as one integer that sorts as they do.

    >>> prefix_number(b"thoi") < prefix_number(b"thoia") < prefix_number(b"thoia\\xc3")
    True
    """
    return int.from_bytes(term[:_PREFIX].ljust(_PREFIX, b"\0"), "big")


class TermDictionary:
    """The folded terms of a segment, numbered in byte order, each with its surface terms, its spellings.

    See `docs/index-format.md`, Terms. A spelling is counted from 0 among those of its folded term.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.prefixes: NDArray[np.uint64] = arrays["folded_prefixes"]
        self.surface_starts = arrays["surface_starts"]
        self._prefix_numbers, self._firsts = self.prefixes.data, self.surface_starts.data
        self._folded_ends, self._folded_terms = arrays["folded_ends"], arrays["folded_terms"]
        self._surface_lines, self._surface_line_ends = arrays["surface_terms"], arrays["surface_ends"]
        self._surface_ends, self._surface_terms = self._surface_line_ends.data, self._surface_lines.data
        self._surface_accents = arrays["surface_accents"].data

    def __len__(self) -> int:
        """Return the number of folded terms."""
        return len(self.prefixes)

    def folded_term(self, folded: int) -> bytes:
        """Return a folded term."""
        start = int(self._folded_ends[folded - 1]) if folded else 0
        return self._folded_terms[start : int(self._folded_ends[folded]) - 1].tobytes()

    def surface_range(self, folded: int) -> tuple[int, int]:
        """Return the first surface term of a folded term, and the end of its range."""
        return self._firsts[folded], self._firsts[folded + 1]

    def surface_terms(self, folded: int) -> list[str]:
        """Return the spellings of a folded term as stored, those wider than one position with a tab and their width."""
        return self._lines(range(folded, folded + 1)).split("\n")

    def surfaces(self, folded: range) -> list[str]:
        """Return the spellings of consecutive folded terms, without their widths."""
        return [line.partition("\t")[0] for line in self._lines(folded).split("\n")] if folded else []

    def widths(self, folded: int) -> Integers:
        """Return how many positions each spelling of a folded term takes."""
        lines = self._lines(range(folded, folded + 1))
        if "\t" not in lines:
            return np.ones(lines.count("\n") + 1, np.int64)
        return np.array([int(line.partition("\t")[2] or 1) for line in lines.split("\n")], np.int64)

    def accents(self, folded: int) -> list[int]:
        """Return the `accent_bits` of each spelling of a folded term."""
        first, end = self.surface_range(folded)
        return self._surface_accents[first:end].tolist()

    @cached_property
    def are_double(self) -> Flags:
        """Which surface terms stand for words that are indexed as well: compounds, and words with a plus.

        The number after the last one stands for no term at all, and is not.
        """
        lines = self._surface_lines
        ends_line = (lines[1:] == ord("\t")) | (lines[1:] == ord("\n"))
        marks = (lines == ord("\t")).nonzero()[0], ((lines[:-1] == ord("+")) & ends_line).nonzero()[0]
        flags = np.zeros(len(self._surface_line_ends) + 1, np.bool_)
        flags[self._surface_line_ends.searchsorted(np.concatenate(marks), "right")] = True
        return flags

    def find(self, term: FoldedTerm) -> int:
        """Return the number of a folded term, -1 if the segment does not have it."""
        number = bisect_left(self._prefix_numbers, term.prefix)
        if number == len(self._prefix_numbers) or self._prefix_numbers[number] != term.prefix:
            return -1
        if len(term.data) < _PREFIX:
            return number
        end = bisect_right(self._prefix_numbers, term.prefix)
        found = bisect_left(range(number, end), term.data, key=self.folded_term) + number
        return found if found < end and self.folded_term(found) == term.data else -1

    def find_all(self, terms: list[FoldedTerm]) -> list[int]:
        """Return the numbers of those terms that the segment has, ascending."""
        prefixes = np.array([term.prefix for term in terms], np.uint64)
        indexes = self.prefixes.searchsorted(prefixes)
        known = self.prefixes[np.minimum(indexes, len(self.prefixes) - 1)] == prefixes if len(self.prefixes) else []
        return sorted({found for i in np.flatnonzero(known).tolist() if (found := self.find(terms[i])) >= 0})

    def starting_with(self, prefix: bytes) -> range:
        """Return the folded terms that start with a prefix."""
        return range(self._first(prefix, before=bytes.__lt__), self._first(prefix, before=_before_or_started_by))

    def matching(self, pattern: "re.Pattern[bytes]", within: range) -> Indexes:
        """Return the folded terms of a range that match a `folded_pattern`, ascending."""
        if not within:
            return np.empty(0, np.intp)
        start = int(self._folded_ends[within.start - 1]) if within.start else 0
        lines = self._folded_terms[start : int(self._folded_ends[within.stop - 1])]
        found = np.fromiter((match.start() for match in pattern.finditer(lines.data)), np.int64)
        return self._folded_ends.searchsorted(found + start, "right")

    def _lines(self, folded: range) -> str:
        first, end = self._firsts[folded.start], self._firsts[folded.stop]
        start = self._surface_ends[first - 1] if first else 0
        return str(self._surface_terms[start : self._surface_ends[end - 1] - 1], "utf-8")

    def _first(self, prefix: bytes, before: Callable[[bytes, bytes], bool]) -> int:
        """Return the first folded term that is not `before` a prefix."""
        number = prefix_number(prefix)
        low = int(self.prefixes.searchsorted(np.uint64(number)))
        high = number + (1 << 8 * (_PREFIX - len(prefix)) if len(prefix) <= _PREFIX else 1)
        end = int(self.prefixes.searchsorted(np.uint64(high)))
        if len(prefix) <= _PREFIX:
            return low if before is bytes.__lt__ else end
        return bisect_left(range(low, end), True, key=lambda folded: not before(self.folded_term(folded), prefix)) + low


def _before_or_started_by(term: bytes, prefix: bytes) -> bool:
    return term < prefix or term.startswith(prefix)


def folded_pattern(field: str, letters: list[str]) -> "re.Pattern[bytes]":
    """Return the expression for whole lines of folded terms; `?` stands for one letter, `*` for any number.

    The letters between two `*` match where they first can, for good: a later place leaves less of the line to the rest
    of the pattern. So the time is linear in the length of the lines for any number of `*`.
    """
    first, *others = [b"".join(map(_letter, piece)) for piece in _split(letters)]
    expression = rb"^" + FIELD_LETTERS[field].encode() + first
    if others:
        *inner, last = others
        expression += b"".join(rb"(?>[^\n]*?" + piece + rb")" for piece in inner) + rb"[^\n]*" + last
    return re.compile(expression + rb"$", re.MULTILINE)


def _letter(letter: str) -> bytes:
    return _ANY_LETTER if letter == "?" else re.escape(letter.encode("utf-8", "replace"))


def _split(letters: list[str]) -> list[list[str]]:
    """Return the letters before, between and after the `*` of a pattern."""
    pieces: list[list[str]] = [[]]
    for letter in letters:
        if letter == "*":
            pieces.append([])
        else:
            pieces[-1].append(letter)
    return pieces
