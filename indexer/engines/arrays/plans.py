"""I have a word leaf: for which families and forms of a segment does it stand? Planned once for all segments."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from whoosh.query import FuzzyTerm, Term

from indexer.analysis import pattern, word
from indexer.engines.arrays.lexicon import Key, Lexicon, key_pattern
from indexer.engines.arrays.postings import Terms
from indexer.engines.arrays.ranks import NONE
from indexer.query.nodes import Pattern, has_marks, pattern_text, typed
from indexer.query.ranks import WordLeaf, rank_of

MAX_EXPANSIONS = 20_000
"""The most forms of a segment that a pattern is compared with one by one."""
LONGEST_FUZZY = 64
"""Longer words are searched without their slips: the number of slips grows with the word."""

_NONE = int(NONE)
Ranked = tuple[int, Terms]
"""Terms that match with one rank."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Terms of a segment, those of the best rank first; where they are all forms of some families, these too."""

    parts: Sequence[Ranked]
    families: Terms | None = None


class Members:
    """The forms of one family as a plan sees them; where they are `alike`, all of them have rank 0."""

    def __init__(self, plan: "WordPlan", lexicon: Lexicon, family: int) -> None:
        self.family = family
        self.alike = plan.alike
        self._plan = plan
        self._lexicon = lexicon

    @cached_property
    def ranks(self) -> NDArray[np.uint8]:
        """The rank of each form, `NONE` where it is not wanted."""
        return np.array(self.rank_list, np.uint8)

    @cached_property
    def rank_list(self) -> list[int]:
        """The ranks as numbers."""
        return [0] * len(self._forms) if self.alike else [self._plan.rank(form) for form in self._forms]

    @cached_property
    def widths(self) -> NDArray[np.int64]:
        """How many positions each form takes."""
        return np.array([int(form.partition("\t")[2] or 1) for form in self._forms], np.int64)

    @cached_property
    def _forms(self) -> list[str]:
        return self._lexicon.forms(self.family)


class WordPlan:
    """A leaf with the greatest rank that counts; `merged` makes fuller words exact ones."""

    def __init__(self, leaf: WordLeaf, cap: int, *, merged: bool) -> None:
        self.leaf = leaf
        self.alike = self._is_alike(merged and cap > 0)
        self._cap = cap
        self._merged = merged
        self._rank_of = rank_of(leaf)
        self._known: dict[str, int] = {}

    def rank(self, form: str) -> int:
        """Return the rank of a form as the lexicon writes it, `NONE` where it is not wanted."""
        rank = self._known.get(form)
        if rank is None:
            found = self._rank_of(word(form.partition("\t")[0]))
            counted = found is not None and found <= self._cap
            rank = self._known[form] = (0 if self._merged and found == 1 else int(found or 0)) if counted else _NONE
        return rank

    def _is_alike(self, mergeable: bool) -> bool:
        """Say whether every form of the families found counts, and all with rank 0."""
        return mergeable and not has_marks(self.leaf)

    def _selected(self, lexicon: Lexicon, families: Iterable[Members]) -> Selection | None:
        """Return what is wanted of the forms of some families."""
        ranked: list[tuple[int, int]] = []
        whole: list[int] | None = []
        for members in families:
            first = len(lexicon) + int(lexicon.family_forms[members.family])
            ranks = members.rank_list
            if len(ranks) == 1:
                first = members.family
            found = [(rank, first + place) for place, rank in enumerate(ranks) if rank != _NONE]
            ranked += found
            whole = [*whole, members.family] if whole is not None and len(found) == len(ranks) else None
        if not ranked:
            return None
        ranked.sort()
        parts = [(rank, [term for _, term in group]) for rank, group in groupby(ranked, key=lambda each: each[0])]
        return Selection(parts, whole)


class TermPlan(WordPlan):
    """A plain word."""

    def __init__(self, leaf: Term, cap: int, *, merged: bool) -> None:
        super().__init__(leaf, cap, merged=merged)
        self._key = Key.of(leaf.fieldname, word(leaf.text).key)

    def members(self, lexicon: Lexicon) -> Members | None:
        """Return the forms of the word's family, None where none is wanted."""
        family = lexicon.find(self._key)
        if family < 0:
            return None
        members = Members(self, lexicon, family)
        return members if members.alike or min(members.rank_list) < _NONE else None

    def selection_of(self, members: Members, lexicon: Lexicon) -> Selection | None:
        """Return the terms of a family."""
        if members.alike:
            return Selection([(0, [members.family])])
        return self._selected(lexicon, [members])


class PatternPlan(WordPlan):
    """A prefix or wildcard; what is cut is noted in `truncated`."""

    def __init__(self, leaf: Pattern, cap: int, truncated: dict[str, None], *, merged: bool) -> None:
        super().__init__(leaf, cap, merged=merged)
        written = pattern(pattern_text(leaf))
        self._literal = Key.of(leaf.fieldname, written.literal).data
        self._expression = key_pattern(leaf.fieldname, [key for key, _ in written.letters])
        self._truncated = truncated

    def selection(self, lexicon: Lexicon) -> Selection | None:
        """Return the terms of a segment that match, None where there are none."""
        families = lexicon.matching(self._expression, lexicon.beginning(self._literal))
        if self.alike:
            return Selection([(0, families)]) if len(families) else None
        return self._selected(lexicon, self._bounded(lexicon, families))

    def _bounded(self, lexicon: Lexicon, families: NDArray[np.intp]) -> Iterator[Members]:
        taken = 0
        for family in families.tolist():
            if taken > MAX_EXPANSIONS:
                self._truncated[typed(self.leaf)] = None
                return
            members = Members(self, lexicon, family)
            taken += len(members.rank_list)
            yield members


class FuzzyPlan(WordPlan):
    """A word with one slip allowed; marks do not matter. `letters` are those that keys of the index have."""

    def __init__(self, leaf: FuzzyTerm, cap: int, letters: str) -> None:
        super().__init__(leaf, cap, merged=True)
        key = word(leaf.text).key
        slips = {key} if len(key) > LONGEST_FUZZY else set(_one_edit_away(key, letters))
        self._slips = [Key.of(leaf.fieldname, slip) for slip in sorted(slips)]

    def selection(self, lexicon: Lexicon) -> Selection | None:
        """Return the terms of a segment that match, None where there are none."""
        families = lexicon.find_all(self._slips)
        return Selection([(0, families)]) if families else None

    def _is_alike(self, mergeable: bool) -> bool:  # noqa: ARG002 – marks never matter here
        return True


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
