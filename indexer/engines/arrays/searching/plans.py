"""I have a word leaf: for which families and forms of a segment does it stand? Planned once for all segments."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import Word, pattern, word
from indexer.engines.arrays.segments.accents import OTHERS, accent_bits, compared
from indexer.engines.arrays.segments.lexicon import Key, Lexicon, key_pattern
from indexer.engines.arrays.segments.postings import Terms
from indexer.engines.arrays.segments.tiers import NO_MATCH
from indexer.query.matching import SingleWordNode, tier_of
from indexer.query.nodes import FuzzyTerm, PatternNode, Term, has_accents, pattern_text, typed

MAX_EXPANSIONS = 20_000
"""The most forms of a segment that a pattern is compared with one by one."""
LONGEST_FUZZY = 64
"""Longer words are searched without their slips: the number of slips grows with the word."""

_NONE = int(NO_MATCH)
TieredTerms = tuple[int, Terms]
"""Terms that match with one tier."""


class Selection(NamedTuple):
    """Terms of a segment, those of the worst tier first; where they are `nested`, these hold all others."""

    parts: Sequence[TieredTerms]
    nested: bool = False


class Members:
    """The forms of one family that a plan wants: their tiers by their places, None where all are, with tier 0."""

    def __init__(self, lexicon: Lexicon, family: int, tiers: Mapping[int, int] | None) -> None:
        self.family = family
        self.alike = tiers is None
        self._first, self._end = lexicon.span(family)
        self._tiers = tiers
        self._lexicon = lexicon

    @property
    def tiers_by_place(self) -> Mapping[int, int]:
        """The tiers of the forms wanted, by their places in the family."""
        return dict.fromkeys(range(self._end - self._first), 0) if self._tiers is None else self._tiers

    @cached_property
    def tiers(self) -> NDArray[np.uint8]:
        """The tiers of all forms of the family, `NO_MATCH` where one is not wanted."""
        tiers = np.full(self._end - self._first, NO_MATCH)
        tiers[[*self.tiers_by_place]] = [*self.tiers_by_place.values()]
        return tiers

    @cached_property
    def widths(self) -> NDArray[np.int64]:
        """How many positions each form of the family takes."""
        return self._lexicon.widths(self.family)

    @property
    def is_whole(self) -> bool:
        """Whether all forms of the family are wanted."""
        return self._tiers is None or len(self._tiers) == self._end - self._first

    def add_terms(self, by_tier: dict[int, list[int]]) -> None:
        """Add the numbers of the terms wanted to those of their tiers."""
        first = self.family if self._end - self._first == 1 else len(self._lexicon) + self._first
        for place, tier in self.tiers_by_place.items():
            by_tier.setdefault(tier, []).append(first + place)


class WordPlan:
    """A leaf with the greatest tier that counts; `merged` makes fuller words exact ones.

    Where a plan is `alike`, every form of the families found counts, and all with tier 0.
    """

    def __init__(self, leaf: SingleWordNode, cap: int, *, merged: bool, alike: bool) -> None:
        self.leaf = leaf
        self.cap = cap
        self.alike = alike
        self._merged = merged
        self._known: dict[str, int] = {}

    def tier(self, form: str) -> int:
        """Return the tier of a form as the lexicon writes it, `NO_MATCH` where it is not wanted."""
        tier = self._known.get(form)
        if tier is None:
            found = self._tier_of(word(form.partition("\t")[0]))
            tier = self._known[form] = _NONE if found is None or found > self.cap else self._counted(found)
        return tier

    @cached_property
    def _tier_of(self) -> Callable[[Word], int | None]:
        return tier_of(self.leaf)

    def _counted(self, tier: int) -> int:
        """Return what a tier counts as."""
        return 0 if self._merged and tier == 1 else tier

    def _tiers(self, forms: Sequence[str]) -> dict[int, int]:
        """Return the tiers of those forms of a family that are wanted, by their places."""
        return {place: tier for place, form in enumerate(forms) if (tier := self.tier(form)) != _NONE}


def _selected(families: Iterable[Members]) -> Selection | None:
    """Return what is wanted of the forms of some families, where that is all of them by the families themselves."""
    by_tier: dict[int, list[int]] = {}
    whole: list[int] = []
    all_whole = True
    for members in families:
        members.add_terms(by_tier)
        all_whole = all_whole and members.is_whole
        whole.append(members.family)
    if not by_tier:
        return None
    parts = sorted(by_tier.items(), reverse=True)
    return Selection([(parts[0][0], whole), *parts[1:]], nested=True) if all_whole else Selection(parts)


class TermPlan(WordPlan):
    """A plain word."""

    def __init__(self, leaf: Term, cap: int, *, merged: bool) -> None:
        typed_word = word(leaf.text)
        self._key = Key.of(leaf.fieldname, typed_word.folded)
        self._accents = accent_bits(typed_word)
        super().__init__(leaf, cap, merged=merged, alike=merged and cap > 0 and not self._accents)

    def members(self, lexicon: Lexicon) -> Members | None:
        """Return the forms of the word's family, None where none is wanted."""
        family = lexicon.find(self._key)
        if family < 0:
            return None
        if self.alike:
            return Members(lexicon, family, None)
        if self._accents & OTHERS:
            tiers = self._tiers(lexicon.forms(family))
        else:
            tiers = compared(self._accents, lexicon.accents(family), self.cap)
            if self._merged:
                tiers = {place: self._counted(tier) for place, tier in tiers.items()}
        return Members(lexicon, family, tiers) if tiers else None


def selection_of(members: Members) -> Selection | None:
    """Return the terms of a family."""
    return Selection([(0, [members.family])]) if members.alike else _selected([members])


class PatternPlan(WordPlan):
    """A prefix or wildcard; what is cut is noted in `truncated`."""

    def __init__(self, leaf: PatternNode, cap: int, truncated: dict[str, None], *, merged: bool) -> None:
        super().__init__(leaf, cap, merged=merged, alike=merged and cap > 0 and not has_accents(leaf))
        written = pattern(pattern_text(leaf))
        self._literal = Key.of(leaf.fieldname, written.literal).data
        self._expression = key_pattern(leaf.fieldname, [key for key, _ in written.letters])
        self._truncated = truncated

    def selection(self, lexicon: Lexicon) -> Selection | None:
        """Return the terms of a segment that match, None where there are none."""
        families = lexicon.matching(self._expression, lexicon.beginning(self._literal))
        if self.alike:
            return Selection([(0, families)]) if len(families) else None
        return _selected(self._bounded(lexicon, families))

    def _bounded(self, lexicon: Lexicon, families: NDArray[np.intp]) -> Iterator[Members]:
        taken = 0
        for family in families.tolist():
            if taken > MAX_EXPANSIONS:
                self._truncated[typed(self.leaf)] = None
                return
            forms = lexicon.forms(family)
            taken += len(forms)
            if tiers := self._tiers(forms):
                yield Members(lexicon, family, tiers)


class FuzzyPlan:
    """A word with one slip allowed; accents do not matter. `letters` are those that keys of the index have."""

    def __init__(self, leaf: FuzzyTerm, letters: str) -> None:
        key = word(leaf.text).folded
        slips = {key} if len(key) > LONGEST_FUZZY else set(_one_edit_away(key, letters))
        self._slips = [Key.of(leaf.fieldname, slip) for slip in sorted(slips)]

    def selection(self, lexicon: Lexicon) -> Selection | None:
        """Return the terms of a segment that match, None where there are none."""
        families = lexicon.find_all(self._slips)
        return Selection([(0, families)]) if families else None


def _one_edit_away(key: str, letters: str) -> Iterator[str]:
    """Yield a key, and every other with a letter more, less or exchanged, or two neighbours swapped."""
    yield key
    for i in range(len(key) + 1):
        before, behind = key[:i], key[i:]
        yield from (before + letter + behind for letter in letters)
        if behind:
            yield before + behind[1:]
            yield from (before + letter + behind[1:] for letter in letters)
        if len(behind) > 1:
            yield before + behind[1] + behind[0] + behind[2:]
