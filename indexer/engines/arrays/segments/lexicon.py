"""I have a word, or the beginning of one: which families and forms of a segment are that?"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.container import Array
from indexer.fields import WORDS

FIELD_LETTERS = {name: words.letter for name, words in WORDS.items()}
_PREFIX = 8
_LETTER = rb"(?:[^\n\x80-\xbf][\x80-\xbf]*)"


class Key(NamedTuple):
    """A key as the index has it: the letter of the field, then the folded word; `prefix` holds its first 8 bytes."""

    data: bytes
    prefix: int

    @classmethod
    def of(cls, field: str, word: str) -> "Key":
        """Return the key of a folded word in a field."""
        data = (FIELD_LETTERS[field] + word).encode("utf-8", "replace")
        return cls(data, prefix_number(data))


def prefix_number(key: bytes) -> int:
    """Return the first 8 bytes of a key as one number that sorts as they do.

    >>> prefix_number(b"thoi") < prefix_number(b"thoia") < prefix_number(b"thoia\\xc3")
    True
    """
    return int.from_bytes(key[:_PREFIX].ljust(_PREFIX, b"\0"), "big")


class Lexicon:
    """The families of a segment by number, in the order of their keys; see `docs/index-format.md`, Words."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.prefixes: NDArray[np.uint64] = arrays["family_prefixes"]
        self.family_forms = arrays["family_forms"]
        self._prefix_numbers, self._firsts = self.prefixes.data, self.family_forms.data
        self._key_ends, self._keys = arrays["family_key_ends"], arrays["family_keys"]
        self._form_ends, self._forms = arrays["form_ends"].data, arrays["forms"].data
        self._form_accents = arrays["form_accents"].data

    def __len__(self) -> int:
        """Return the number of families."""
        return len(self.prefixes)

    def key(self, family: int) -> bytes:
        """Return the key of a family."""
        start = int(self._key_ends[family - 1]) if family else 0
        return self._keys[start : int(self._key_ends[family]) - 1].tobytes()

    def span(self, family: int) -> tuple[int, int]:
        """Return the first form of a family, and the one behind its last."""
        return self._firsts[family], self._firsts[family + 1]

    def forms(self, family: int) -> list[str]:
        """Return the forms of a family as the index has them, a width behind those that are wider than one."""
        return self._lines(family).split("\n")

    def widths(self, family: int) -> NDArray[np.int64]:
        """Return how many positions each form of a family takes."""
        forms = self._lines(family)
        if "\t" not in forms:
            return np.ones(forms.count("\n") + 1, np.int64)
        return np.array([int(form.partition("\t")[2] or 1) for form in forms.split("\n")], np.int64)

    def accents(self, family: int) -> list[int]:
        """Return the accents of each form of a family, as `accent_bits` writes them."""
        first, end = self.span(family)
        return self._form_accents[first:end].tolist()

    def find(self, key: Key) -> int:
        """Return the family of a key, -1 where there is none."""
        family = bisect_left(self._prefix_numbers, key.prefix)
        if family == len(self._prefix_numbers) or self._prefix_numbers[family] != key.prefix:
            return -1
        if len(key.data) < _PREFIX:
            return family
        last = bisect_right(self._prefix_numbers, key.prefix)
        found = bisect_left(range(family, last), key.data, key=self.key) + family
        return found if found < last and self.key(found) == key.data else -1

    def find_all(self, keys: list[Key]) -> list[int]:
        """Return the families of those keys that there are."""
        prefixes = np.array([key.prefix for key in keys], np.uint64)
        places = self.prefixes.searchsorted(prefixes)
        there = self.prefixes[np.minimum(places, len(self.prefixes) - 1)] == prefixes if len(self.prefixes) else []
        return sorted({found for i in np.flatnonzero(there).tolist() if (found := self.find(keys[i])) >= 0})

    def beginning(self, prefix: bytes) -> range:
        """Return the families whose keys begin so."""
        return range(self._first(prefix, before=bytes.__lt__), self._first(prefix, before=_before_or_begun_by))

    def matching(self, pattern: "re.Pattern[bytes]", within: range) -> NDArray[np.intp]:
        """Return the families of a range whose keys match a `key_pattern`, ascending."""
        if not within:
            return np.empty(0, np.intp)
        start = int(self._key_ends[within.start - 1]) if within.start else 0
        lines = self._keys[start : int(self._key_ends[within.stop - 1])]
        found = np.fromiter((match.start() for match in pattern.finditer(lines.data)), np.int64)
        return self._key_ends.searchsorted(found + start, "right")

    def _lines(self, family: int) -> str:
        first, end = self.span(family)
        start = self._form_ends[first - 1] if first else 0
        return str(self._forms[start : self._form_ends[end - 1] - 1], "utf-8")

    def _first(self, prefix: bytes, before: Callable[[bytes, bytes], bool]) -> int:
        """Return the first family whose key is not before a prefix."""
        number = prefix_number(prefix)
        low = int(self.prefixes.searchsorted(np.uint64(number)))
        high = number + (1 << 8 * (_PREFIX - len(prefix)) if len(prefix) <= _PREFIX else 1)
        end = int(self.prefixes.searchsorted(np.uint64(high)))
        if len(prefix) <= _PREFIX:
            return low if before is bytes.__lt__ else end
        return bisect_left(range(low, end), True, key=lambda family: not before(self.key(family), prefix)) + low


def _before_or_begun_by(key: bytes, prefix: bytes) -> bool:
    return key < prefix or key.startswith(prefix)


def key_pattern(field: str, letters: list[str]) -> "re.Pattern[bytes]":
    """Return the expression for whole lines of keys; `?` stands for one letter, `*` for any number."""
    wild = {"?": _LETTER, "*": rb"[^\n]*"}
    written = b"".join(wild.get(letter) or re.escape(letter.encode("utf-8", "replace")) for letter in letters)
    return re.compile(rb"^" + FIELD_LETTERS[field].encode() + written + rb"$", re.MULTILINE)
