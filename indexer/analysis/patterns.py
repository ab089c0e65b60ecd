"""Does a prefix, wildcard or fuzzy word match a word? Patterns are compared letter by letter."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.analysis.fold import fold_letter
from indexer.analysis.indexed_word import Word
from indexer.analysis.normalise import fold_case
from indexer.analysis.syllables import TONES

_Letter = tuple[str, frozenset[str]]
_NO_ACCENTS: frozenset[str] = frozenset()
_WILD_RUN = re.compile(r"\?*\*[?*]+")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed wildcard: its letters with their shapes, `?` and `*`, and the tones typed anywhere in it.

    Of a run of `?` and `*`, the `?` come first, and one `*` at most follows.
    """

    letters: tuple[_Letter, ...]
    tones: frozenset[str]

    @property
    def literal(self) -> str:
        """The folded letters before the first `?` or `*`: every match starts with them."""
        folded = [letter for letter, _ in self.letters]
        stops = [i for i, letter in enumerate(folded) if letter in "?*"]
        return "".join(folded[: stops[0]] if stops else folded)

    @property
    def has_accents(self) -> bool:
        """Whether an accent was typed."""
        return bool(self.tones) or any(accents for _, accents in self.letters)

    def tier(self, found: Word) -> int | None:
        """Return the tier in `TIERS` of a word, or None if its letters do not match."""
        letters, tones = _letters_and_tones(found)
        if not _matches(self.letters, letters, lambda typed, accents: True):  # noqa: ARG005
            return None
        if self.tones == tones and _matches(self.letters, letters, frozenset.__eq__):
            return 0
        if self.tones <= tones and _matches(self.letters, letters, frozenset.__le__):
            return 1
        return 3 if found.accents else 2


@lru_cache(maxsize=1 << 10)
def pattern(text: str) -> Pattern:
    """Parse a word with `?` and `*`.

    >>> from indexer.analysis.indexed_word import word
    >>> [pattern("hoà*").tier(word(w)) for w in ("hòa", "hoàng", "hoang", "hoa", "hoạ", "hội")]
    [0, 0, 2, 2, 3, None]
    """
    letters: list[_Letter] = []
    tones: set[str] = set()
    for char in _WILD_RUN.sub(_tidied, fold_case(text)):
        folded, accents = (char, ()) if char in "?*" else fold_letter(char)
        tones.update(accent for accent in accents if accent in TONES)
        shapes = frozenset(accent for accent in accents if accent not in TONES)
        letters.extend((letter, shapes if i == 0 else _NO_ACCENTS) for i, letter in enumerate(folded))
    return Pattern(tuple(letters), frozenset(tones))


def within_one_edit(left: str, right: str) -> bool:
    """Return whether two folded words are at most one edit apart (optimal string alignment).

    An edit is one letter added, removed or replaced, or two adjacent letters swapped.

    >>> within_one_edit("asaen", "asean"), within_one_edit("asaen", "asan"), within_one_edit("asaen", "seaan")
    (True, True, False)
    """
    if left == right:
        return True
    if len(left) > len(right):
        left, right = right, left
    start = next((i for i, letter in enumerate(left) if letter != right[i]), len(left))
    if len(left) < len(right):
        return left[start:] == right[start + 1 :]
    swapped = right[start : start + 2][::-1] == left[start : start + 2] and left[start + 2 :] == right[start + 2 :]
    return swapped or left[start + 1 :] == right[start + 1 :]


def _tidied(run: re.Match[str]) -> str:
    return "?" * run[0].count("?") + "*"


def _letters_and_tones(found: Word) -> tuple[tuple[_Letter, ...], frozenset[str]]:
    tones = frozenset(accent for _, accent in found.accents if accent in TONES)
    shapes: dict[int, set[str]] = {}
    for slot, accent in found.accents:
        if accent not in TONES:
            shapes.setdefault(slot, set()).add(accent)
    letters = ((letter, frozenset(shapes.get(i, ()))) for i, letter in enumerate(found.folded))
    return tuple(letters), tones


def _matches(
    typed: Sequence[_Letter], found: Sequence[_Letter], fits: Callable[[frozenset[str], frozenset[str]], bool]
) -> bool:
    """Return whether a wildcard matches a word; after a mismatch, the last `*` takes one more letter."""
    at = used = 0
    star, resume = -1, 0
    while used < len(found):
        letter, accents = typed[at] if at < len(typed) else ("", _NO_ACCENTS)
        if letter == "*":
            star, resume = at, used
            at += 1
        elif letter == "?" or (letter == found[used][0] and fits(accents, found[used][1])):
            at, used = at + 1, used + 1
        elif star >= 0:
            resume += 1
            at, used = star + 1, resume
        else:
            return False
    return all(letter == "*" for letter, _ in typed[at:])
