"""Finding the phrases of a vocabulary in a text: word by word, the longest phrase first, none inside another.

White space, hyphens, dashes and quotation marks between words do not matter, other signs do: “ASEAN, Nga” is no
“ASEAN – Nga”. An ordinal (“lần thứ 14”) may stand between the words of a phrase, but not behind the first.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate, chain, compress
from typing import Literal, NamedTuple

from indexer.analysis.normalise import compose
from indexer.analysis.syllables import canonical_tone
from indexer.model import Span

Kind = Literal["alias", "abbreviation", "ambiguous", "cue", "exclusion"]

_WORD = re.compile(r"\w+|[^\w\s\-‐‑–—\"'“”‘’«»]")
_ORDINAL = ["lần", "thứ"]


class Phrase(NamedTuple):
    """A spelling that speaks for an id; an `exact` one only in this very case."""

    spelling: str
    id: str
    kind: Kind
    exact: bool = False


class Match(NamedTuple):
    """A phrase found: it takes the words from number `start` up to `end`."""

    id: str
    kind: Kind
    start: int
    end: int


class Words:
    """The words of a text in NFC, and where they stand in it.

    Cut at spaces first: an archive's chunks repeat, so each is analysed once, and places are worked out only
    for words that are asked for.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._chunks = text.replace("\n", " ").split(" ")
        self._pieces = [_folded(chunk) for chunk in self._chunks]
        self.folded = list(chain.from_iterable(self._pieces))

    def span(self, start: int, end: int) -> Span:
        """Where the words from number `start` up to `end` stand in the text."""
        return self._place(start)[0], self._place(end - 1)[1]

    def before(self, place: int) -> int:
        """How many words begin before a place of the text."""
        chunk = bisect_right(self._chunk_starts, place) - 1
        begun = sum(self._chunk_starts[chunk] + start < place for start, _ in _places(self._chunks[chunk]))
        return self._word_counts[chunk] + begun

    def printed(self, index: int) -> str:
        """A word as it is printed."""
        chunk, place = self._locate(index)
        start, end = _places(self._chunks[chunk])[place]
        return self._chunks[chunk][start:end]

    def _place(self, index: int) -> Span:
        chunk, place = self._locate(index)
        start, end = _places(self._chunks[chunk])[place]
        shift = self._chunk_starts[chunk]
        return shift + start, shift + end

    def _locate(self, index: int) -> tuple[int, int]:
        chunk = bisect_right(self._word_counts, index) - 1
        return chunk, index - self._word_counts[chunk]

    @cached_property
    def _word_counts(self) -> list[int]:
        return list(accumulate(map(len, self._pieces), initial=0))

    @cached_property
    def _chunk_starts(self) -> list[int]:
        ends = accumulate(map(len, self._chunks), initial=0)
        return [end + spaces for spaces, end in enumerate(ends)]


@dataclass(slots=True)
class _Node:
    following: dict[str, "_Node"] = field(default_factory=dict)
    phrases: dict[str, Phrase] = field(default_factory=dict)


class Matcher:
    """All phrases of a vocabulary in one tree of words. Of equal phrases of one id the first one given stays."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._root = _Node()
        for phrase in phrases:
            node = self._root
            for word in _folded(compose(phrase.spelling)):
                node = node.following.setdefault(word, _Node())
            node.phrases.setdefault(phrase.id, phrase)

    def find(self, words: Words) -> Iterator[Match]:
        """The phrases in the order of their places; one place may speak for several ids."""
        after = 0
        for index in self._beginnings(words.folded):
            if index < after:
                continue
            end, phrases = self._longest(words, index)
            if phrases:
                after = end
                yield from (Match(phrase.id, phrase.kind, index, end) for phrase in phrases)

    def _beginnings(self, folded: Sequence[str]) -> Iterator[int]:
        """Where a phrase may begin: most words begin none, and most that do are not followed by its second word."""
        first_words = self._root.following
        for index in compress(range(len(folded)), map(first_words.__contains__, folded)):
            node = first_words[folded[index]]
            if node.phrases or (index + 1 < len(folded) and folded[index + 1] in node.following):
                yield index

    def _longest(self, words: Words, index: int) -> tuple[int, Sequence[Phrase]]:
        folded, node, position = words.folded, self._root, index
        end, phrases = index, list[Phrase]()
        while position < len(folded):
            following = node.following.get(folded[position])
            if following is not None:
                node, position = following, position + 1
                if here := [p for p in node.phrases.values() if _in_case(p, words, index)]:
                    end, phrases = position, here
            elif folded[position : position + 2] == _ORDINAL:
                position += 3
            else:
                break
        return end, phrases


def _in_case(phrase: Phrase, words: Words, index: int) -> bool:
    return not phrase.exact or all(
        words.printed(index + offset) == word for offset, word in enumerate(_WORD.findall(phrase.spelling))
    )


@lru_cache(maxsize=1 << 16)
def _folded(chunk: str) -> tuple[str, ...]:
    """The words of a chunk in small letters, their tones in place."""
    return tuple(canonical_tone(word.lower()) for word in _WORD.findall(chunk))


def _places(chunk: str) -> list[Span]:
    return [match.span() for match in _WORD.finditer(chunk)]
