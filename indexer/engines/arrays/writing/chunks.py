"""Chunks: the pieces of texts between white space, each analysed once and then remembered.

Looking up each chunk in a dictionary would be most of the work of indexing. The kernel has a hash table of its own.
Without it, NumPy looks up the chunks of many texts at once: with one byte a letter, a chunk of up to 8 letters is one
integer. Only the rest is looked up one by one: chunks that are longer, new, have other letters, or have lost their
slots to other chunks.
"""

from array import array
from collections.abc import Callable, Sequence
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import EDGE_SIGNS, MAX_CHUNK, analyse_chunk, chunk_spans, core, syllable_letters
from indexer.analysis.analyzers import term_of
from indexer.engines.arrays.kernel import kernel
from indexer.engines.arrays.segments.numeric import Integers, starts_of

ChunkKeys = NDArray[np.uint64]

_LONGEST = 8
_OTHER = np.uint8(255)
_BMP = 1 << 16
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(_LONGEST + 1)], np.uint64)
_SLOT_BITS = 18
_SLOT_MASK = np.uint64((1 << _SLOT_BITS) - 1)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@cache
def _code_table() -> NDArray[np.uint8]:
    """Return the byte of each character of the basic plane: 0 for white space, `_OTHER` for letters without a byte.

    Characters beyond the basic plane share the last entry.
    """
    small = syllable_letters()
    letters = sorted({*map(chr, range(0x21, 0x7F)), *small, *map(str.upper, small), *EDGE_SIGNS})
    codes = np.where([chr(number).isspace() for number in range(_BMP)], np.uint8(0), _OTHER)
    codes[[ord(letter) for letter in letters]] = np.arange(1, len(letters) + 1)
    return codes


@cache
def _space_flags() -> NDArray[np.bool_]:
    """Return which characters of the basic plane are white space."""
    flags: NDArray[np.bool_] = _code_table() == 0
    return flags


class _Slots:
    """A hash table of numbers by key, one key a slot; a slot is some bits of the spread key, from `lowest` on."""

    def __init__(self, lowest: int) -> None:
        self._lowest = np.uint64(lowest)
        self._keys = np.zeros(1 << _SLOT_BITS, np.uint64)
        self._numbers = np.zeros(1 << _SLOT_BITS, np.int64)

    def look_up(self, keys: ChunkKeys) -> tuple[Integers, Integers]:
        """Return a number for each key, and the rows whose key is not in the table; key 0 never is."""
        slots = self._slots(keys)
        return self._numbers[slots], np.flatnonzero((self._keys[slots] != keys) | (keys == 0))

    def put(self, keys: ChunkKeys, numbers: Integers) -> tuple[ChunkKeys, Integers]:
        """Store numbers, and return the keys and numbers that were in their slots."""
        slots = self._slots(keys)
        evicted = self._keys[slots], self._numbers[slots]
        self._keys[slots], self._numbers[slots] = keys, numbers
        return evicted

    def _slots(self, keys: ChunkKeys) -> ChunkKeys:
        slots: ChunkKeys = ((keys * _SPREAD) >> self._lowest) & _SLOT_MASK
        return slots


class ChunkLookup:
    """The numbers of chunks; `number_of` is called for those that are not in its tables.

    The kernel has one table, NumPy two: a chunk that loses its slot to a newer one moves to a
    second table with other slots, so that a rare chunk does not evict a frequent one for good.
    """

    def __init__(self, number_of: Callable[[str], int]) -> None:
        self._number_of = number_of
        self._table = kernel and kernel.ChunkTable()
        self._newest, self._older = _Slots(64 - _SLOT_BITS), _Slots(64 - 2 * _SLOT_BITS)

    def __len__(self) -> int:
        """Return how many chunks the table of the kernel has; those of NumPy do not grow."""
        return len(self._table) if self._table is not None else 0

    def of(self, texts: Sequence[str]) -> tuple[Integers, Integers]:
        """Return the number of every chunk of the texts, and how many chunks each text has."""
        joined = "\n".join([*texts, ""])
        letters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        lengths = np.array([len(text) + 1 for text in texts], np.int64)
        if self._table is not None:
            found = self._table.numbers(joined, letters, _space_flags(), lengths, MAX_CHUNK, self._number_of)
            if found:
                numbers, counts = found
                return np.frombuffer(numbers, np.int64), np.frombuffer(counts, np.int64)
        codes = _code_table().take(letters, mode="clip")
        edges = np.flatnonzero(np.diff(codes == 0, prepend=True, append=True))
        starts, ends = _cut(joined, edges[::2], edges[1::2])
        keys = _keys(codes, starts, ends)
        numbers, missed = self._newest.look_up(keys)
        numbers[missed], unknown = self._older.look_up(keys[missed])
        asked = missed[unknown]
        spans = zip(starts[asked].tolist(), ends[asked].tolist(), strict=True)
        numbers[asked] = [self._number_of(joined[start:end]) for start, end in spans]
        self._older.put(*self._newest.put(keys[asked], numbers[asked]))
        return numbers, np.diff(starts.searchsorted(starts_of(lengths)))


class ChunkCache:
    """The analysis of every chunk seen so far, with compounds and without: two chunks as far as this cache goes.

    The tokens of chunk `i` are rows `starts[i]` to `starts[i + 1]` of `terms` (indexes into `names`) and `offsets` (the
    position within the chunk); `widths` is the number of positions of each chunk, `term_widths` that of each term.
    `excesses` says how many more compounds and run-together words than other words each chunk has.
    """

    def __init__(self) -> None:
        self.starts, self.widths = array("q", [0]), array("q")
        self.excesses = array("q")
        self.terms, self.offsets = array("q"), array("q")
        self.names: list[str] = []
        self.term_widths = array("q")
        self._terms: dict[str, int] = {}
        self._cores: dict[bool, dict[str, int]] = {True: {}, False: {}}
        self._lookups = {each: ChunkLookup(partial(self._number, compounds=each)) for each in (True, False)}

    def __len__(self) -> int:
        """Return the size of the cache: the number of chunks, with and without signs at their edges, and of tokens."""
        return sum(map(len, self._lookups.values())) + len(self.widths) + len(self.terms)

    def of(self, texts: Sequence[str], *, compounds: bool = True) -> tuple[Integers, Integers]:
        """Return the number of every chunk of the texts, and how many chunks each text has."""
        return self._lookups[compounds].of(texts)

    def width(self, chunks: Integers) -> int:
        """Return the number of positions of chunks."""
        return int(np.frombuffer(self.widths, np.int64)[chunks].sum())

    def length(self, chunks: Integers) -> int:
        """Return the number of tokens of chunks."""
        starts = np.frombuffer(self.starts, np.int64)
        return int((starts[chunks + 1] - starts[chunks]).sum())

    def _number(self, chunk: str, *, compounds: bool) -> int:
        bare, known = core(chunk), self._cores[compounds]
        number = known.get(bare)
        if number is None:
            number = known[bare] = self._added(bare, compounds)
        return number

    def _added(self, chunk: str, compounds: bool) -> int:
        analysed = analyse_chunk(chunk, compounds=compounds)
        self.terms.extend([self._term(term_of(token.word, token.width), token.width) for token in analysed.tokens])
        self.offsets.extend([token.position for token in analysed.tokens])
        self.widths.append(analysed.width)
        self.excesses.append(len(analysed.tokens) - 2 * analysed.width)
        self.starts.append(len(self.terms))
        return len(self.widths) - 1

    def _term(self, name: str, width: int) -> int:
        number = self._terms.setdefault(name, len(self.names))
        if number == len(self.names):
            self.names.append(name)
            self.term_widths.append(width)
        return number


def _cut(text: str, starts: Integers, ends: Integers) -> tuple[Integers, Integers]:
    """Return where chunks start and end, given the runs between white space: a long run is several chunks."""
    long = np.flatnonzero(ends - starts > MAX_CHUNK)
    if not len(long):
        return starts, ends
    cuts = [
        start + end
        for start, stop in zip(starts[long].tolist(), ends[long].tolist(), strict=True)
        for _, end in list(chunk_spans(text[start:stop]))[:-1]
    ]
    return np.sort(np.concatenate((starts, cuts))), np.sort(np.concatenate((ends, cuts)))


def _keys(codes: NDArray[np.uint8], starts: Integers, ends: Integers) -> ChunkKeys:
    """Return the letters of each chunk as one integer; 0 if it is too long or has other letters."""
    padded = np.concatenate((codes, np.zeros(_LONGEST, np.uint8)))
    windows = np.ndarray(len(codes), np.dtype("<u8"), padded.data, strides=(1,))
    lengths = ends - starts
    keys: ChunkKeys = windows[starts] & _MASKS[np.minimum(lengths, _LONGEST)]
    keys[lengths > _LONGEST] = 0
    others = np.flatnonzero(codes == _OTHER)
    keys[starts.searchsorted(others, "right") - 1] = 0
    return keys
