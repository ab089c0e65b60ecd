"""Prefixes and wildcards compared slot by slot, and fuzzy words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.analysis.fold import fold_letter
from indexer.analysis.normalise import fold_case
from indexer.analysis.syllables import TONES
from indexer.analysis.words import Word

_Letter = tuple[str, frozenset[str]]
_NO_ACCENTS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A wildcard taken apart: letters with their shapes, `?` and `*`; and the tones typed anywhere in it."""

    letters: tuple[_Letter, ...]
    tones: frozenset[str]

    @property
    def literal(self) -> str:
        """The key letters in front of the first `?` or `*`: every match begins with them."""
        keys = [key for key, _ in self.letters]
        stops = [i for i, key in enumerate(keys) if key in "?*"]
        return "".join(keys[: stops[0]] if stops else keys)

    @property
    def has_accents(self) -> bool:
        """Whether a mark was typed."""
        return bool(self.tones) or any(accents for _, accents in self.letters)

    def tier(self, found: Word) -> int | None:
        """Return the tier in `TIERS` of a word that the pattern matches, or None where its letters do not fit."""
        letters, tones = _take_apart(found)
        if not _matches(self.letters, letters, lambda typed, accents: True):  # noqa: ARG005
            return None
        if self.tones == tones and _matches(self.letters, letters, frozenset.__eq__):
            return 0
        if self.tones <= tones and _matches(self.letters, letters, frozenset.__le__):
            return 1
        return 3 if found.accents else 2


@lru_cache(maxsize=1 << 10)
def pattern(text: str) -> Pattern:
    """Return the pattern of a word with `?` and `*` in it.

    >>> from indexer.analysis.words import word
    >>> [pattern("hoà*").tier(word(w)) for w in ("hòa", "hoàng", "hoang", "hoa", "hoạ", "hội")]
    [0, 0, 2, 2, 3, None]
    """
    letters: list[_Letter] = []
    tones: set[str] = set()
    for char in fold_case(text):
        key, accents = (char, ()) if char in "?*" else fold_letter(char)
        tones.update(mark for mark in accents if mark in TONES)
        shapes = frozenset(mark for mark in accents if mark not in TONES)
        letters.extend((letter, shapes if i == 0 else _NO_ACCENTS) for i, letter in enumerate(key))
    return Pattern(tuple(letters), frozenset(tones))


def within_one_edit(left: str, right: str) -> bool:
    """Say whether two keys are at most one edit apart (optimal string alignment: a swap of neighbours is one).

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


def _take_apart(found: Word) -> tuple[tuple[_Letter, ...], frozenset[str]]:
    tones = frozenset(mark for _, mark in found.accents if mark in TONES)
    shapes: dict[int, set[str]] = {}
    for slot, mark in found.accents:
        if mark not in TONES:
            shapes.setdefault(slot, set()).add(mark)
    letters = ((letter, frozenset(shapes.get(i, ()))) for i, letter in enumerate(found.folded))
    return tuple(letters), tones


def _matches(
    typed: Sequence[_Letter], found: Sequence[_Letter], fits: Callable[[frozenset[str], frozenset[str]], bool]
) -> bool:
    """Match a wildcard against a word; after a mismatch the last `*` takes one letter more."""
    at = used = 0
    star, resume = -1, 0
    while used < len(found):
        key, accents = typed[at] if at < len(typed) else ("", _NO_ACCENTS)
        if key == "*":
            star, resume = at, used
            at += 1
        elif key == "?" or (key == found[used][0] and fits(accents, found[used][1])):
            at, used = at + 1, used + 1
        elif star >= 0:
            resume += 1
            at, used = star + 1, resume
        else:
            return False
    return all(key == "*" for key, _ in typed[at:])
