"""Which words do half-typed words start? The last one typed is a prefix, the others are whole."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeVar

from indexer.analysis import Word, chunk_words, compare_accents, core, pattern, tokenise, word
from indexer.model import TIERS
from indexer.query.nodes import MODE_CAPS

MAX_TYPED = 200
"""The characters of typed text that are read."""
_BARE, _OTHER = TIERS.index("bare"), TIERS.index("other")
_SIGNS = re.compile(r"[^\w\u0300-\u036f]+")

Item = TypeVar("Item")


@dataclass(frozen=True)
class TypedPrefix:
    """Words typed one after the other; none if there is nothing to complete. Their accents bind as in mode `auto`."""

    words: tuple[Word, ...]

    @cached_property
    def folded(self) -> str:
        """The words without accents, with a space between two."""
        return folded(self.words)

    @property
    def indexed(self) -> tuple[str, ...]:
        """The folded words that an index has of the typed ones: those joined by signs one by one, without their plus.

        >>> typed_prefix("ASEAN+3 admm+").indexed
        ('asean', '3', 'admm')
        """
        tokens = (token for each in self.words for token in tokenise(each.surface))
        return tuple(token.word.folded for token in tokens if token.width == 1 and token.word.surface[-1] != "+")

    def first_of(self, items: Iterable[Item], text: Callable[[Item], str], most: int) -> list[Item]:
        """Return the first items in whose text the words start at a word; those without the typed accents come last."""
        accented: list[Item] = []
        bare: list[Item] = []
        for item in items:
            tier = self.tier_in(words_of(text(item)))
            if tier is not None:
                (bare if tier == _BARE else accented).append(item)
            if len(accented) == most:
                break
        return [*accented, *bare][:most]

    def tier(self, found: Sequence[Word]) -> int | None:
        """Return how closely these are the first of the words found, as an index into `TIERS`; None if they are not.

        >>> typed = typed_prefix("hà nô")
        >>> [typed.tier([word(each) for each in text.split()]) for text in ("hà nội", "hà nam", "hạ nội", "ha noi")]
        [1, None, None, 2]
        """
        *whole, last = self.words
        end = len(whole)
        if len(found) <= end or not found[end].folded.startswith(last.folded):
            return None
        if any(typed.folded != word.folded for typed, word in zip(whole, found[:end], strict=True)):
            return None
        tiers = [compare_accents(typed.accents, word.accents) for typed, word in zip(whole, found[:end], strict=True)]
        tier = max([*tiers, self._tier_of_last(found[end])])
        return tier if tier <= MODE_CAPS["auto"] else None

    def tier_in(self, found: Sequence[Word]) -> int | None:
        """Return how closely the words start at any of the words of a text (`words_of`); None if they do not."""
        whole = self._tier_in(found)
        if whole is not None or len(self._parted.words) == len(self.words):
            return whole
        return self._parted._tier_in([each for each in found if not _parts(each.surface)])

    @cached_property
    def _parted(self) -> "TypedPrefix":
        """The words, those joined by signs as their parts: in a text, another word follows the last part."""
        parts = (part for each in self.words for part in _parts(each.surface) or (each.surface,))
        return TypedPrefix(tuple(map(word, parts)))

    def _tier_in(self, found: Sequence[Word]) -> int | None:
        first = self.words[0].folded
        starts = [at for at, each in enumerate(found) if each.folded.startswith(first)]
        return min((tier for at in starts if (tier := self.tier(found[at:])) is not None), default=None)

    @cached_property
    def _tier_of_last(self) -> Callable[[Word], int]:
        """Return how closely the last word is the start of a word found; remembered, as syllables repeat."""
        last = self.words[-1]
        started = pattern(f"{last.surface}*")

        def tier_of(found: Word) -> int:
            tier = started.tier(found) if last.accents else 0
            return _OTHER if tier is None else tier

        return cache(tier_of)


def typed_prefix(text: str) -> TypedPrefix:
    """Return the words of a text between white space, without signs at their edges or by themselves."""
    return TypedPrefix(tuple(map(word, _pieces(text[:MAX_TYPED]))))


def words_of(text: str) -> list[Word]:
    """Return the words of a text between white space, without signs at their edges or by themselves.

    Those that are joined by signs are followed by their parts, so that each can be found.

    >>> [each.surface for each in words_of("Tiêm vắc-xin (Covid-19)")]
    ['tiêm', 'vắc-xin', 'vắc', 'xin', 'covid-19', 'covid', '19']
    """
    return [word(part) for piece in _pieces(text) for part in (piece, *_parts(piece))]


def folded(words: Sequence[Word]) -> str:
    """Return words without accents, with a space between two."""
    return " ".join(each.folded for each in words)


def _pieces(text: str) -> list[str]:
    return [piece for piece in map(core, text.split()) if chunk_words(piece)[1]]


def _parts(piece: str) -> list[str]:
    """Return the parts of a word joined by signs; none if it is one word."""
    if piece.isalnum():
        return []
    parts = [part for part in _SIGNS.split(piece) if part]
    return parts if len(parts) > 1 else []
