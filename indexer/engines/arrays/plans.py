"""I have a word leaf: for which families and forms of a segment does it stand? Planned once for all segments."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray
from whoosh.query import FuzzyTerm, Term

from indexer.analysis import pattern, word
from indexer.engines.arrays.lexicon import Key, Lexicon, key_pattern
from indexer.engines.arrays.marks import OTHERS, compared, marks_number
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
    """Terms of a segment, those of the worst rank first; where they are all forms of some families, these too."""

    parts: Sequence[Ranked]
    families: Terms | None = None


class Members:
    """The forms of one family that a plan wants, as `ranked` places in the family; `alike`: all, with rank 0."""

    def __init__(self, lexicon: Lexicon, family: int, ranked: Sequence[tuple[int, int]], *, alike: bool) -> None:
        self.family = family
        self.ranked = ranked
        self.alike = alike
        self._lexicon = lexicon

    @cached_property
    def ranks(self) -> NDArray[np.uint8]:
        """The rank of each form, `NONE` where it is not wanted."""
        if self.alike:
            return np.zeros(len(self), np.uint8)
        ranks = np.full(len(self), NONE)
        for rank, place in self.ranked:
            ranks[place] = rank
        return ranks

    @cached_property
    def widths(self) -> NDArray[np.int64]:
        """How many positions each form takes."""
        return np.array([int(form.partition("\t")[2] or 1) for form in self._lexicon.forms(self.family)], np.int64)

    def __len__(self) -> int:
        """Return how many forms the family has, wanted or not."""
        return self._lexicon.size(self.family)

    def terms(self) -> Iterator[tuple[int, int]]:
        """Yield the rank and the number of each term wanted."""
        first = len(self._lexicon) + int(self._lexicon.family_forms[self.family])
        if len(self) == 1:
            first = self.family
        return ((rank, first + place) for rank, place in self.ranked)


class WordPlan:
    """A leaf with the greatest rank that counts; `merged` makes fuller words exact ones."""

    def __init__(self, leaf: WordLeaf, cap: int, *, merged: bool) -> None:
        self.leaf = leaf
        self.cap = cap
        self.alike = self._is_alike(merged and cap > 0)
        self._merged = merged
        self._rank_of = rank_of(leaf)
        self._known: dict[str, int] = {}

    def rank(self, form: str) -> int:
        """Return the rank of a form as the lexicon writes it, `NONE` where it is not wanted."""
        rank = self._known.get(form)
        if rank is None:
            found = self._rank_of(word(form.partition("\t")[0]))
            rank = self._known[form] = _NONE if found is None or found > self.cap else self._counted(found)
        return rank

    def _counted(self, rank: int) -> int:
        """Return what a rank counts as."""
        return 0 if self._merged and rank == 1 else rank

    def _is_alike(self, mergeable: bool) -> bool:
        """Say whether every form of the families found counts, and all with rank 0."""
        return mergeable and not has_marks(self.leaf)

    def _ranked(self, forms: Iterable[tuple[int, str]]) -> list[tuple[int, int]]:
        """Return the rank and the place of those forms, given by place, that are wanted."""
        return [(rank, place) for place, form in forms if (rank := self.rank(form)) != _NONE]


def _selected(families: Iterable[Members]) -> Selection | None:
    """Return what is wanted of the forms of some families."""
    ranked: list[tuple[int, int]] = []
    whole: list[int] | None = []
    for members in families:
        ranked += members.terms()
        whole = [*whole, members.family] if whole is not None and len(members.ranked) == len(members) else None
    if not ranked:
        return None
    ranked.sort(reverse=True)
    return Selection([(rank, [term for _, term in same]) for rank, same in groupby(ranked, itemgetter(0))], whole)


class TermPlan(WordPlan):
    """A plain word."""

    def __init__(self, leaf: Term, cap: int, *, merged: bool) -> None:
        super().__init__(leaf, cap, merged=merged)
        typed_word = word(leaf.text)
        self._key = Key.of(leaf.fieldname, typed_word.key)
        self._marks = marks_number(typed_word)

    def members(self, lexicon: Lexicon) -> Members | None:
        """Return the forms of the word's family, None where none is wanted."""
        family = lexicon.find(self._key)
        if family < 0:
            return None
        if self.alike:
            return Members(lexicon, family, (), alike=True)
        marks = lexicon.marks(family)
        if self._marks & OTHERS or max(marks) & OTHERS:
            ranked = self._ranked(enumerate(lexicon.forms(family)))
        else:
            ranked = [(self._counted(rank), place) for rank, place in compared(self._marks, marks, self.cap)]
        return Members(lexicon, family, ranked, alike=False) if ranked else None

    def selection_of(self, members: Members) -> Selection | None:
        """Return the terms of a family."""
        return Selection([(0, [members.family])]) if members.alike else _selected([members])


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
        return _selected(self._bounded(lexicon, families))

    def _bounded(self, lexicon: Lexicon, families: NDArray[np.intp]) -> Iterator[Members]:
        taken = 0
        for family in families.tolist():
            if taken > MAX_EXPANSIONS:
                self._truncated[typed(self.leaf)] = None
                return
            forms = lexicon.forms(family)
            taken += len(forms)
            if ranked := self._ranked(enumerate(forms)):
                yield Members(lexicon, family, ranked, alike=False)


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
