"""The words of a text as the phrases of a vocabulary are compared with them, and where they stand in it.

Where words begin, and a number for each by which it is told from others, is reckoned for all of some texts at once;
only the words that are asked for are cut out of them.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.syllables import tone_placements
from indexer.extract.codes import PLANE, codes
from indexer.model import Span

_PASSED_OVER = "-‐‑–—\"'“”‘’«»"
_BLANKS = _PASSED_OVER + "".join(filter(str.isspace, map(chr, range(PLANE))))
_WORD = re.compile(rf"\w+|[^\w\s{re.escape(_PASSED_OVER)}]")
_BLANK, _LETTER, _SIGN = 0, 1, 2
_JOINED, _ONE, _HALF = np.array(_LETTER, np.uint8), np.array(1), np.array(16, np.int32)
"""Of the number of the letter before only the upper half counts: “an” is not “na”."""
_BEHIND = "."
"""A word behind each text, so that every word ends where another begins, but for blanks."""


class Words:
    """The words of a text, and where they stand in it; they are numbered from 0.

    Signs are words of their own, but for hyphens, dashes and quotation marks, which are passed over like white space.
    `numbers` holds for each word what tells it from others, as `number` does.
    """

    def __init__(
        self, text: str, at: int, numbers: "memoryview[int]", starts: "memoryview[int]", stops: "memoryview[int]"
    ) -> None:
        """Take where each word begins, and a place behind it with only blanks between, both as if `text` began `at`."""
        self.text = text
        self.numbers = numbers
        self._at = at
        self._starts, self._stops = starts, stops

    def __len__(self) -> int:
        return len(self.numbers)

    def wording(self, start: int, end: int) -> bytes:
        """What is the same for the same words from number `start` up to `end`, in small or capital letters."""
        return self.numbers[start:end].tobytes()

    def printed(self, start: int, end: int) -> list[str]:
        """The words from number `start` up to `end` as they are printed; fewer where the text ends before."""
        text, at = self.text, self._at
        places = zip(self._starts[start:end], self._stops[start:end], strict=True)
        return [text[first - at : stop - at].rstrip(_BLANKS) for first, stop in places]

    def span(self, start: int, end: int) -> Span:
        """Where the words from number `start` up to `end` stand in the text."""
        first, stop = self._starts[start] - self._at, self._stops[end - 1] - self._at
        return first, first + len(self.text[first:stop].rstrip(_BLANKS))

    def before(self, place: int) -> int:
        """How many words begin before a place of the text."""
        return bisect_left(self._starts, place + self._at)


class Texts:
    """Texts in NFC that are cut into words together, which costs less than one after the other.

    `words` are those of each; `numbers` are the numbers of all words, one of no text behind each text; int32.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        letters = _table().take(codes("".join(f" {text} {_BEHIND}" for text in texts)).astype(np.intp))
        kinds = letters.astype(np.uint8)
        (places,) = (kinds[1:] > (kinds[:-1] & _JOINED)).nonzero()
        starts, stops = places[:-1], places[1:]
        pairs = letters[:-1] >> _HALF
        pairs *= letters[1:]
        pairs.cumsum(dtype=np.int32, out=pairs)
        self.numbers = letters[1:].take(starts) + pairs.take(stops - _ONE) - pairs.take(starts)
        ats = [0, *accumulate(len(text) + len(f"  {_BEHIND}") for text in texts)]
        self._firsts = places.searchsorted(ats)
        firsts = self._firsts.tolist()
        of_each, starts_of, stops_of = self.numbers.data, starts.data, stops.data
        self.words = [
            Words(text, at, of_each[first:end], starts_of[first:end], stops_of[first:end])
            for text, at, first, end in zip(texts, ats, firsts, (behind - 1 for behind in firsts[1:]), strict=False)
        ]

    def by_text(self, places: NDArray[np.intp]) -> list[list[int]]:
        """Words, given in order by their places among all, as the numbers they have in their texts."""
        ends = places.searchsorted(self._firsts)
        parts = zip(self._firsts, ends[:-1], ends[1:], strict=False)
        return [(places[start:end] - first).tolist() for first, start, end in parts]


@cache
def _table() -> NDArray[np.int32]:
    """For each character of the first plane a number, 0 for a blank, whose lowest byte is its kind; [PLANE]."""
    characters = list(map(chr, range(PLANE)))
    kinds = np.fromiter(map(_kind, characters), np.int32, PLANE)
    numbers = (np.random.default_rng(0).integers(1 << 24, size=PLANE, dtype=np.int32) << 8) + kinds
    numbers[kinds == _BLANK] = 0
    return numbers.take(np.fromiter(map(_small, characters), np.intp, PLANE))


def _kind(character: str) -> int:
    if character.isalnum() or character == "_":
        return _LETTER
    return _BLANK if character.isspace() or character in _PASSED_OVER else _SIGN


def _small(character: str) -> int:
    """The code of a letter's small one; its own where that is several letters, and of what is no letter."""
    small = character.casefold()
    return ord(small if len(small) == 1 and character.isalnum() else character)


@lru_cache(maxsize=1 << 12)
def number(word: str) -> int:
    """The number of a word: the same in small and in capital letters; different words hardly ever share one.

    A letter whose small one is several letters is one of its own. The number is the sum of that of the first letter
    and, for each other, of the product of its own and that of the letter before, so that those of all words of a text
    are reckoned by a few sums over all of its letters. They are kept: the words of the vocabularies come again.
    """
    return Texts([word]).words[0].numbers[0]


def printed_words(text: str) -> list[str]:
    """The words of a text as they are printed.

    >>> printed_words("“Vắc-xin”, 5%")
    ['Vắc', 'xin', ',', '5', '%']
    """
    return _WORD.findall(text)


def spelled_numbers(*words: str) -> frozenset[int]:
    """The numbers of all that words in small letters (NFC) are written as: a tone stands on one letter or on another.

    >>> spelled_numbers("hòa", "và") == {number("hòa"), number("hoà"), number("và")}
    True
    """
    return frozenset(number(spelled) for word in words for spelled in tone_placements(word))
