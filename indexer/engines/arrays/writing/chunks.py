"""Which chunks stand in texts, cut at white space, and which words are in each: analysed once and then remembered.

Looking each chunk up in a dictionary would be most of the work of indexing. With one byte a letter, a chunk of up to 8
letters is one integer, and NumPy looks up those of many texts at once. The rest goes the long way: chunks that are
longer, new, written with other letters, or whose slots others took.
"""

from array import array
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import analyse_once, core
from indexer.analysis.analyzers import term_of
from indexer.engines.arrays.segments.compact import starts_of

Integers = NDArray[np.int64]
Keys = NDArray[np.uint64]

_LONGEST = 8
_VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
_LETTERS = "".join(sorted({*map(chr, range(0x21, 0x7F)), *_VOWELS, *_VOWELS.upper(), *"đĐ“”‘’…–"}))
_OTHER = np.uint8(255)
_BMP = 1 << 16
_CODES = np.where([chr(number).isspace() for number in range(_BMP)], np.uint8(0), _OTHER)
_CODES[[ord(letter) for letter in _LETTERS]] = np.arange(1, len(_LETTERS) + 1)
"""The byte of each character of the basic plane, 0 for white space; the last one stands for those beyond, too."""
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(_LONGEST + 1)], np.uint64)
_SLOT_BITS = 18
_SLOT_MASK = np.uint64((1 << _SLOT_BITS) - 1)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


class _Slots:
    """Numbers by key, each in the one slot that some bits of its spread key stand for, from bit `lowest` on."""

    def __init__(self, lowest: int) -> None:
        self._lowest = np.uint64(lowest)
        self._keys = np.zeros(1 << _SLOT_BITS, np.uint64)
        self._numbers = np.zeros(1 << _SLOT_BITS, np.int64)

    def look_up(self, keys: Keys) -> tuple[Integers, Integers]:
        """Return a number for each key, and the rows of those that mean nothing; key 0 is never found."""
        slots = self._slots(keys)
        return self._numbers[slots], np.flatnonzero((self._keys[slots] != keys) | (keys == 0))

    def put(self, keys: Keys, numbers: Integers) -> tuple[Keys, Integers]:
        """Store numbers, and return what stood in their slots before."""
        slots = self._slots(keys)
        before = self._keys[slots], self._numbers[slots]
        self._keys[slots], self._numbers[slots] = keys, numbers
        return before

    def _slots(self, keys: Keys) -> Keys:
        slots: Keys = ((keys * _SPREAD) >> self._lowest) & _SLOT_MASK
        return slots


class ChunkNumbers:
    """The numbers of chunks; `number_of` is asked for those that are not at hand.

    What loses its slot to a newer chunk moves to a second table, whose slots are other ones: so a rare chunk does not
    put a frequent one out of reach.
    """

    def __init__(self, number_of: Callable[[str], int]) -> None:
        self._number_of = number_of
        self._newest, self._older = _Slots(64 - _SLOT_BITS), _Slots(64 - 2 * _SLOT_BITS)

    def of(self, texts: Sequence[str]) -> tuple[Integers, Integers]:
        """Return the number of every chunk of some texts, and how many chunks each text has."""
        joined = "\n".join([*texts, ""])
        letters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        codes = _CODES.take(letters, mode="clip")
        edges = np.flatnonzero(np.diff(codes == 0, prepend=True, append=True))
        starts, ends = edges[::2], edges[1::2]
        keys = _keys(codes, starts, ends)
        numbers, missed = self._newest.look_up(keys)
        numbers[missed], unknown = self._older.look_up(keys[missed])
        asked = missed[unknown]
        spans = zip(starts[asked].tolist(), ends[asked].tolist(), strict=True)
        numbers[asked] = [self._number_of(joined[start:end]) for start, end in spans]
        self._older.put(*self._newest.put(keys[asked], numbers[asked]))
        bounds = starts_of([len(text) + 1 for text in texts])
        return numbers, np.diff(starts.searchsorted(bounds))


class Chunks:
    """What is known of the chunks that were seen.

    The words of chunk `i` are rows `starts[i]` to `starts[i + 1]` of `terms` (places in `names`) and `offsets` (the
    position in the chunk); `widths` has how many positions the chunk takes, `term_widths` how many each term takes.
    """

    def __init__(self) -> None:
        self.starts, self.widths = array("q", [0]), array("q")
        self.terms, self.offsets = array("q"), array("q")
        self.names: list[str] = []
        self.term_widths = array("q")
        self._terms: dict[str, int] = {}
        self._chunks: dict[str, int] = {}
        self._numbers = ChunkNumbers(self._number)

    def __len__(self) -> int:
        """Return how much is remembered: the number of chunks and of their words."""
        return len(self._chunks) + len(self.terms)

    def of(self, texts: Sequence[str]) -> tuple[Integers, Integers]:
        """Return the number of every chunk of some texts, and how many chunks each text has."""
        return self._numbers.of(texts)

    def _number(self, chunk: str) -> int:
        number = self._chunks.get(chunk)
        if number is None:
            bare = core(chunk)
            number = self._chunks[chunk] = self._added(chunk) if bare == chunk else self._number(bare)
        return number

    def _added(self, chunk: str) -> int:
        analysed = analyse_once(chunk)
        self.terms.extend([self._term(term_of(token.word, token.width), token.width) for token in analysed.tokens])
        self.offsets.extend([token.position for token in analysed.tokens])
        self.widths.append(analysed.width)
        self.starts.append(len(self.terms))
        return len(self.widths) - 1

    def _term(self, name: str, width: int) -> int:
        number = self._terms.setdefault(name, len(self.names))
        if number == len(self.names):
            self.names.append(name)
            self.term_widths.append(width)
        return number


def _keys(codes: NDArray[np.uint8], starts: Integers, ends: Integers) -> Keys:
    """Return each chunk's letters as one number; 0 for one that is too long or has other letters."""
    padded = np.concatenate((codes, np.zeros(_LONGEST, np.uint8)))
    windows = np.ndarray(len(codes), np.dtype("<u8"), padded.data, strides=(1,))
    lengths = ends - starts
    keys: Keys = windows[starts] & _MASKS[np.minimum(lengths, _LONGEST)]
    keys[lengths > _LONGEST] = 0
    others = np.flatnonzero(codes == _OTHER)
    keys[starts.searchsorted(others, "right") - 1] = 0
    return keys
