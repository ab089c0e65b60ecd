"""Term expansion: for which terms of a segment does a word leaf stand, and in which tier does each match it?

A leaf gets one expander for all segments; in each segment the expander returns an `Expansion`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from indexer.analysis import Word, pattern, word
from indexer.engines.arrays.segments.accents import OTHERS, accent_bits, matching_spellings
from indexer.engines.arrays.segments.numeric import Indexes, Integers
from indexer.engines.arrays.segments.postings import TermNumbers
from indexer.engines.arrays.segments.term_dictionary import FoldedTerm, TermDictionary, folded_pattern
from indexer.engines.arrays.segments.tiers import NO_MATCH, TierArray
from indexer.engines.budget import Budget
from indexer.query.matching import FULLER, SingleWordNode, tier_of
from indexer.query.nodes import FuzzyTerm, PatternNode, Term, is_respelled, pattern_text, typed

MAX_EXPANSIONS = 20_000
"""The most surface terms of a segment that a pattern is compared with one by one."""
LONGEST_FUZZY = 64
"""Longer words are searched without edits, as the number of edits grows with the word."""

_COMPILED, _SCANNED, _MATCHED, _COMPARED, _ACCENTS_COMPARED, _EDIT = 20_000, 10, 80, 300, 1_000, 100
"""The steps to prepare a pattern, to scan a folded term, to collect one, to compare a surface term, to compare its
accents, to look up a fuzzy spelling.
"""
_NO_MATCH = int(NO_MATCH)
TieredTerms = tuple[int, TermNumbers]
"""Terms that match with one tier."""


class Expansion(NamedTuple):
    """Terms by tier, the worst tier first; if they are `nested`, the documents of the worst tier include all others."""

    parts: Sequence[TieredTerms]
    nested: bool = False


class MatchedSpellings:
    """The spellings of one folded term that match a leaf: spelling → tier; None means every spelling, tier 0."""

    def __init__(self, terms: TermDictionary, folded: int, tiers: Mapping[int, int] | None) -> None:
        self.folded = folded
        self.ignores_accents = tiers is None
        self._first, self._end = terms.surface_range(folded)
        self._tiers = tiers
        self._terms = terms

    @property
    def surface_terms(self) -> tuple[int, int]:
        """The first surface term of the folded term, and the one after its last."""
        return self._first, self._end

    @property
    def tiers_by_spelling(self) -> Mapping[int, int]:
        """The tier of each spelling that matches."""
        return dict.fromkeys(range(self._end - self._first), 0) if self._tiers is None else self._tiers

    @cached_property
    def tiers(self) -> TierArray:
        """The tiers of all spellings of the folded term, `NO_MATCH` for those that do not match."""
        tiers = np.full(self._end - self._first, NO_MATCH)
        tiers[[*self.tiers_by_spelling]] = [*self.tiers_by_spelling.values()]
        return tiers

    @cached_property
    def widths(self) -> Integers:
        """How many positions each spelling of the folded term takes."""
        return self._terms.widths(self.folded)

    @property
    def is_whole(self) -> bool:
        """Whether every spelling of the folded term matches."""
        return self._tiers is None or len(self._tiers) == self._end - self._first

    def add_terms(self, by_tier: dict[int, list[int]]) -> None:
        """Add the term number of each spelling to the terms of its tier."""
        # The only spelling of a folded term has no postings of its own.
        first = self.folded if self._end - self._first == 1 else len(self._terms) + self._first
        for spelling, tier in self.tiers_by_spelling.items():
            by_tier.setdefault(tier, []).append(first + spelling)


class _Expander:
    """Expands a leaf, up to a tier; if it `ignores_accents`, every spelling of a folded term matches, in tier 0."""

    def __init__(self, leaf: SingleWordNode, cap: int, *, ignores_accents: bool) -> None:
        self.leaf = leaf
        self.cap = cap
        self.ignores_accents = ignores_accents
        self._known: dict[str, int] = {}

    def tier(self, surface_term: str) -> int:
        """Return the tier of a surface term as the dictionary stores it, `NO_MATCH` if it does not match."""
        tier = self._known.get(surface_term)
        if tier is None:
            found = self._tier_of(word(surface_term.partition("\t")[0]))
            tier = self._known[surface_term] = _NO_MATCH if found is None or found > self.cap else found
        return tier

    @cached_property
    def _tier_of(self) -> Callable[[Word], int | None]:
        return tier_of(self.leaf)

    def _tiers(self, surface_terms: Sequence[str]) -> dict[int, int]:
        """Return the tier of each of a folded term's spellings that matches."""
        return {
            spelling: tier
            for spelling, surface in enumerate(surface_terms)
            if (tier := self.tier(surface)) != _NO_MATCH
        }


class TermExpander(_Expander):
    """Expands a plain word: to the spellings of one folded term."""

    def __init__(self, leaf: Term, cap: int, *, ignores_accents: bool) -> None:
        super().__init__(leaf, cap, ignores_accents=ignores_accents)
        typed_word = word(leaf.text)
        self._folded_term = FoldedTerm.of(leaf.fieldname, typed_word.folded)
        self._accents = accent_bits(typed_word)
        self._is_respelled = is_respelled(leaf)

    def spellings(self, terms: TermDictionary) -> MatchedSpellings | None:
        """Return the spellings that match in a segment, or None."""
        folded = terms.find(self._folded_term)
        if folded < 0:
            return None
        if self.ignores_accents and not self._is_respelled:
            return MatchedSpellings(terms, folded, None)
        if self._accents & OTHERS:
            tiers = self._tiers(terms.surface_terms(folded))
        else:
            tiers = matching_spellings(self._accents, terms.accents(folded), self.cap)
            if self._is_respelled:
                tiers = {spelling: max(tier, FULLER) for spelling, tier in tiers.items() if self.cap >= FULLER}
        return MatchedSpellings(terms, folded, tiers) if tiers else None


class PatternExpander(_Expander):
    """Expands a prefix or wildcard; one that is cut at `MAX_EXPANSIONS` is recorded in `truncated`."""

    def __init__(
        self, leaf: PatternNode, cap: int, truncated: dict[str, None], budget: Budget, *, ignores_accents: bool
    ) -> None:
        super().__init__(leaf, cap, ignores_accents=ignores_accents)
        self._budget = budget
        budget.spend(_COMPILED)
        parsed = pattern(pattern_text(leaf))
        self._literal = FoldedTerm.of(leaf.fieldname, parsed.literal).data
        self._expression = folded_pattern(leaf.fieldname, [letter for letter, _ in parsed.letters])
        self._truncated = truncated

    def expansion(self, terms: TermDictionary) -> Expansion | None:
        """Return the terms of a segment that match, or None."""
        within = terms.starting_with(self._literal)
        matching = terms.matching(self._expression, within)
        self._budget.spend(len(within) * _SCANNED + len(matching) * _MATCHED)
        if self.ignores_accents:
            return Expansion([(0, matching)]) if len(matching) else None
        return _by_tier(self._up_to_bound(terms, matching))

    def _up_to_bound(self, terms: TermDictionary, matching: Indexes) -> Iterator[MatchedSpellings]:
        compared = 0
        for folded in matching.tolist():
            if compared > MAX_EXPANSIONS:
                self._truncated[typed(self.leaf)] = None
                return
            surface_terms = terms.surface_terms(folded)
            compared += len(surface_terms)
            accented = sum(not surface.isascii() for surface in surface_terms)
            if not self._budget.spend(len(surface_terms) * _COMPARED + accented * _ACCENTS_COMPARED):
                return
            if tiers := self._tiers(surface_terms):
                yield MatchedSpellings(terms, folded, tiers)


class FuzzyExpander:
    """Expands a word to those at most one edit away, accents ignored; `alphabet` has all letters of the index."""

    def __init__(self, leaf: FuzzyTerm, alphabet: str, budget: Budget) -> None:
        self._budget = budget
        folded = word(leaf.text).folded
        edits = {folded} if len(folded) > LONGEST_FUZZY else set(_one_edit_away(folded, alphabet))
        self._edits = [FoldedTerm.of(leaf.fieldname, edit) for edit in sorted(edits)]

    def expansion(self, terms: TermDictionary) -> Expansion | None:
        """Return the terms of a segment that match, or None."""
        self._budget.spend(len(self._edits) * _EDIT)
        matching = terms.find_all(self._edits)
        return Expansion([(0, matching)]) if matching else None


def expansion_of(spellings: MatchedSpellings) -> Expansion | None:
    """Return the terms of one folded term's spellings."""
    return Expansion([(0, [spellings.folded])]) if spellings.ignores_accents else _by_tier([spellings])


def _by_tier(matched: Iterable[MatchedSpellings]) -> Expansion | None:
    """Return the terms of matched spellings; if all spellings match, the folded terms stand in for the worst tier."""
    by_tier: dict[int, list[int]] = {}
    folded_terms: list[int] = []
    all_whole = True
    for spellings in matched:
        spellings.add_terms(by_tier)
        all_whole = all_whole and spellings.is_whole
        folded_terms.append(spellings.folded)
    if not by_tier:
        return None
    parts = sorted(by_tier.items(), reverse=True)
    return Expansion([(parts[0][0], folded_terms), *parts[1:]], nested=True) if all_whole else Expansion(parts)


def _one_edit_away(folded: str, alphabet: str) -> Iterator[str]:
    """Yield a word, and every word with one letter added, removed or replaced, or two adjacent letters swapped."""
    yield folded
    for i in range(len(folded) + 1):
        before, after = folded[:i], folded[i:]
        yield from (before + letter + after for letter in alphabet)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in alphabet)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
