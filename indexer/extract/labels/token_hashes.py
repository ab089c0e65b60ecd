"""Split texts into tokens and hash every token, in a few NumPy passes over many texts at once.

Hashes rule things out: equal tokens always have equal hashes, and different ones hardly ever do. Before a hash
decides anything, the tokens themselves are compared (`fold_token`).
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import shake_128
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.syllables import canonical_tone, tone_placements
from indexer.extract.code_points import PLANE, code_points
from indexer.model import Span

_SKIPPED = "-‐‑–—\"'“”‘’«»"
_BLANKS = _SKIPPED + "".join(filter(str.isspace, map(chr, range(PLANE))))
_TOKEN = re.compile(rf"\w+|[^\w\s{re.escape(_SKIPPED)}]")
_BLANK, _LETTER, _SIGN = 0, 1, 2
_STARTED, _ONE, _HALF = np.array(_LETTER, np.uint8), np.array(1), np.array(16, np.int32)
"""Only the upper half of the preceding letter's number counts, so that “an” and “na” differ."""
_SENTINEL = "."
"""A token after each text, so that every token ends where another begins, blanks aside."""


class TextTokens:
    """The tokens of one text, numbered from 0.

    Words and signs are tokens; hyphens, dashes and quotation marks are skipped like white space. `hashes` holds the
    `token_hash` of each.
    """

    def __init__(
        self, text: str, at: int, hashes: "memoryview[int]", starts: "memoryview[int]", stops: "memoryview[int]"
    ) -> None:
        """Take the start of each token and a stop with only blanks before it, as if `text` began at offset `at`."""
        self.text = text
        self.hashes = hashes
        self._at = at
        self._starts, self._stops = starts, stops

    def __len__(self) -> int:
        return len(self.hashes)

    def wording(self, start: int, end: int) -> bytes:
        """Return a key for tokens `start` to `end`: equal for equal wordings, whatever their case."""
        return self.hashes[start:end].tobytes()

    def printed(self, start: int, end: int) -> list[str]:
        """Return tokens `start` to `end` as printed; fewer if the text ends before."""
        text, at = self.text, self._at
        bounds = zip(self._starts[start:end], self._stops[start:end], strict=True)
        return [text[first - at : stop - at].rstrip(_BLANKS) for first, stop in bounds]

    def folded(self, start: int, end: int) -> tuple[str, ...]:
        """Return tokens `start` to `end` as `fold_token` folds them; fewer if the text ends before."""
        return tuple(map(fold_token, self.printed(start, end)))

    def stretch(self, start: int, end: int) -> str:
        """Return the text from token `start` to token `end`, with the blanks after it."""
        return self.text[self._starts[start] - self._at : self._stops[end - 1] - self._at]

    def span(self, start: int, end: int) -> Span:
        """Return the span of tokens `start` to `end` in the text."""
        first, stop = self._starts[start] - self._at, self._stops[end - 1] - self._at
        return first, first + len(self.text[first:stop].rstrip(_BLANKS))

    def count_before(self, offset: int) -> int:
        """Return how many tokens begin before an offset of the text."""
        return bisect_left(self._starts, offset + self._at)


class TokenBatch:
    """Several NFC texts, tokenised in one pass; that is faster than one by one.

    `texts` are the tokens of each text. `hashes` are those of all tokens, with one that belongs to no text after each
    text; int32.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        letters = _letter_table().take(code_points("".join(f" {text} {_SENTINEL}" for text in texts)).astype(np.intp))
        kinds = letters.astype(np.uint8)
        (bounds,) = (kinds[1:] > (kinds[:-1] & _STARTED)).nonzero()
        starts, stops = bounds[:-1], bounds[1:]
        pairs = letters[:-1] >> _HALF
        pairs *= letters[1:]
        pairs.cumsum(dtype=np.int32, out=pairs)
        self.hashes = letters[1:].take(starts) + pairs.take(stops - _ONE) - pairs.take(starts)
        offsets = [0, *accumulate(len(text) + len(f"  {_SENTINEL}") for text in texts)]
        self._firsts = bounds.searchsorted(offsets)
        firsts = self._firsts.tolist()
        hashes, all_starts, all_stops = self.hashes.data, starts.data, stops.data
        self.texts = [
            TextTokens(text, offset, hashes[first:end], all_starts[first:end], all_stops[first:end])
            for text, offset, first, end in zip(texts, offsets, firsts, (next - 1 for next in firsts[1:]), strict=False)
        ]

    def split(self, positions: NDArray[np.intp]) -> list[list[int]]:
        """Turn ascending positions in `hashes` into positions in each text."""
        ends = positions.searchsorted(self._firsts)
        parts = zip(self._firsts, ends[:-1], ends[1:], strict=False)
        return [(positions[start:end] - first).tolist() for first, start, end in parts]


@cache
def _letter_table() -> NDArray[np.int32]:
    """Return a number for each character of the first plane, 0 for a blank; its lowest byte is the kind. [PLANE]."""
    characters = list(map(chr, range(PLANE)))
    kinds = np.full(PLANE, _SIGN, np.int32)
    kinds[list(map(ord, _BLANKS))] = _BLANK
    alphanumeric = np.fromiter(map(str.isalnum, characters), np.bool_, PLANE)
    kinds[alphanumeric] = kinds[ord("_")] = _LETTER
    # Any numbers will do that are always the same; `numpy.random` takes longer to load than this whole table to make.
    drawn = np.frombuffer(shake_128().digest(PLANE * kinds.itemsize), np.int32)
    numbers = (drawn << 8) + kinds
    numbers[kinds == _BLANK] = 0
    # A letter that is several ones in lower case stays as it is.
    lower = [
        each if len(each) == 1 else own for own, each in zip(characters, map(str.casefold, characters), strict=True)
    ]
    return numbers.take(np.where(alphanumeric, np.fromiter(map(ord, lower), np.intp, PLANE), np.arange(PLANE)))


@lru_cache(maxsize=1 << 12)
def token_hash(token: str) -> int:
    """Return the hash of a token, the same in lower and upper case; int32.

    It is the number of the first letter plus, for each further letter, its number times that of the letter before, so
    that cumulative sums over all letters of a text give the hashes of all its tokens.
    """
    return token_hashes([token])[0]


def token_hashes(tokens: Sequence[str]) -> list[int]:
    """Return the `token_hash` of each token, in one pass."""
    return [text.hashes[0] for text in TokenBatch(tokens).texts]


@lru_cache(maxsize=1 << 12)
def fold_token(token: str) -> str:
    """Return a token in lower case, its tone on the letter where the grammar wants it.

    >>> fold_token("HOÀ")
    'hòa'
    """
    return canonical_tone(token.casefold())


def printed_tokens(text: str) -> list[str]:
    """Return the tokens of a text as printed.

    >>> printed_tokens("“Vắc-xin”, 5%")
    ['Vắc', 'xin', ',', '5', '%']
    """
    return _TOKEN.findall(text)


class TokenSet:
    """Tokens that are looked for: by hash first, then by spelling.

    >>> (text,) = TokenBatch(["Hoà bình, hòa hợp"]).texts
    >>> [index for index in range(len(text)) if TokenSet(["hòa", ","]).holds(text, index)]
    [0, 2, 3]
    """

    def __init__(self, tokens: Iterable[str]) -> None:
        self._tokens = frozenset(map(fold_token, tokens))
        self.hashes = spelling_hashes(*self._tokens)

    def holds(self, text: TextTokens, index: int) -> bool:
        """Return whether a token of a text is one of these."""
        return text.hashes[index] in self.hashes and self._tokens.issuperset(text.folded(index, index + 1))

    def holds_all(self, text: TextTokens, start: int, end: int) -> bool:
        """Return whether all tokens from `start` to `end` are among these."""
        if start >= end:
            return True
        # The first hash nearly always decides, long before all have been looked up.
        by_hash = text.hashes[start] in self.hashes and self.hashes.issuperset(text.hashes[start:end])
        return by_hash and self._tokens.issuperset(text.folded(start, end))


def spelling_hashes(*tokens: str) -> frozenset[int]:
    """Return the hashes of every spelling of lower-case NFC tokens: a tone may be written on one letter or another.

    >>> spelling_hashes("hòa", "và") == {token_hash("hòa"), token_hash("hoà"), token_hash("và")}
    True
    """
    return frozenset(token_hashes([spelling for token in tokens for spelling in tone_placements(token)]))


def hashes_by_token(tokens: Iterable[str]) -> Mapping[str, Collection[int]]:
    """Return the `spelling_hashes` of each of many tokens, that of the token itself first.

    >>> [each == token_hash("hoà") for each in hashes_by_token(["hoà"])["hoà"]]
    [True, False]
    """
    spellings = {token: dict.fromkeys([token, *tone_placements(token)]) for token in tokens}
    every = dict.fromkeys(chain.from_iterable(spellings.values()))
    hashed = dict(zip(every, token_hashes([*every]), strict=True))
    return {token: [*map(hashed.__getitem__, own)] for token, own in spellings.items()}
