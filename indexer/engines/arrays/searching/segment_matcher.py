"""What does a leaf of a query match in a segment? Expanded once for all segments, read once in each."""

from collections.abc import Sequence

from indexer.engines.arrays.searching.matched_postings import MatchedPostings
from indexer.engines.arrays.searching.phrases import TieredBigrams, adjacent, chain
from indexer.engines.arrays.searching.term_expansion import (
    Expansion,
    FuzzyExpander,
    MatchedSpellings,
    PatternExpander,
    TermExpander,
    expansion_of,
)
from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.budget import Budget
from indexer.query.matching import SingleWordNode
from indexer.query.nodes import (
    FuzzyTerm,
    LeafKey,
    PatternNode,
    Phrase,
    Respelling,
    Term,
    WordNode,
    is_respelled,
    leaf_key,
)

_POSTING = 1
"""The steps to evaluate one posting."""


class ExpanderCache:
    """The expanders of one request's word leaves, for all segments; `truncated` collects patterns that were cut.

    If no word of the query `has_accents`, every spelling matches exactly, unless the mode asks for the one typed.
    """

    def __init__(self, budget: Budget, *, has_accents: bool, alphabet: str) -> None:
        self.budget = budget
        self.truncated: dict[str, None] = {}
        self._has_accents = has_accents
        self._alphabet = alphabet
        self._terms: dict[tuple[str, str, bool, int], TermExpander] = {}
        self._others: dict[tuple[LeafKey, int], PatternExpander | FuzzyExpander] = {}

    def of_term(self, field: str, surface: str, respelled: bool, cap: int) -> TermExpander:
        """Return the expander of a plain word, typed or respelled."""
        key = field, surface, respelled, cap
        expander = self._terms.get(key)
        if expander is None:
            leaf = (Respelling if respelled else Term)(field, surface)
            expander = self._terms[key] = TermExpander(leaf, cap, ignores_accents=self.ignores_accents(cap))
        return expander

    def of_other(self, leaf: PatternNode | FuzzyTerm, cap: int) -> PatternExpander | FuzzyExpander:
        """Return the expander of a pattern or fuzzy word."""
        key = leaf_key(leaf), cap
        expander = self._others.get(key)
        if expander is None:
            expander = self._others[key] = (
                FuzzyExpander(leaf, self._alphabet, self.budget)
                if isinstance(leaf, FuzzyTerm)
                else PatternExpander(leaf, cap, self.truncated, self.budget, ignores_accents=self.ignores_accents(cap))
            )
        return expander

    def ignores_accents(self, cap: int) -> bool:
        """Return whether every spelling of a typed word matches exactly."""
        return cap > 0 and not self._has_accents


class SegmentMatcher:
    """Matches the leaves of one request in one segment; equal leaves are matched only once."""

    def __init__(self, segment: Segment, expanders: ExpanderCache) -> None:
        self.segment = segment
        self.budget = expanders.budget
        self._expanders = expanders
        self._matches: dict[tuple[LeafKey, int], MatchedPostings] = {}
        self._bigrams: dict[tuple[str, str, int], Sequence[TieredBigrams]] = {}
        self._pairs: dict[tuple[str, str, int, int], MatchedPostings] = {}
        self._spellings: dict[tuple[str, str, bool, int], MatchedSpellings | None] = {}

    def of(self, node: WordNode, cap: int) -> MatchedPostings:
        """Return the postings that a word leaf matches; none if the budget is exhausted."""
        key = leaf_key(node), cap
        known = self._matches.get(key)
        if known is None:
            known = self._found(node, cap)
            self.budget.spend(known.size * _POSTING)
            self._matches[key] = known
        return known

    def _found(self, node: WordNode, cap: int) -> MatchedPostings:
        if self.budget.exhausted:
            return MatchedPostings(self.segment.documents)
        return self._phrase(node, cap) if isinstance(node, Phrase) else self._word(node, cap)

    def pair(self, left: Term, right: Term, cap: int, worst: int) -> MatchedPostings:
        """Return the postings of two adjacent words of the text, expanded up to `cap`, with a tier up to `worst`."""
        key = left.text, right.text, cap
        if key not in self._bigrams:
            first, second = (self._matched_spellings(each, cap) for each in (left, right))
            self._bigrams[key] = adjacent(self.segment.bigrams, first, second) if first and second else ()
        pair = (*key, worst)
        if pair not in self._pairs:
            self._pairs[pair] = self._bigram_postings([each for each in self._bigrams[key] if each[0] <= worst])
        return self._pairs[pair]

    def spellings_of(self, unit: Term | Phrase, cap: int) -> Sequence[MatchedSpellings]:
        """Return what matches each word of a unit, expanded up to `cap`; nothing if the segment lacks one of them."""
        surfaces = unit.words if isinstance(unit, Phrase) else [unit.text]
        found = [self._matched_spellings(Term(unit.fieldname, surface), cap) for surface in surfaces]
        words = [spellings for spellings in found if spellings is not None]
        return words if len(words) == len(found) else ()

    def _matched_spellings(self, word: Term, cap: int) -> MatchedSpellings | None:
        key = word.fieldname, word.text, is_respelled(word), cap
        if key not in self._spellings:
            self._spellings[key] = self._expanders.of_term(*key).spellings(self.segment.terms)
        return self._spellings[key]

    def _word(self, node: SingleWordNode, cap: int) -> MatchedPostings:
        expansion = self._expansion(node, cap)
        if expansion is None:
            return MatchedPostings(self.segment.documents)
        tiered = [(tier, self.segment.postings.of_terms(terms)) for tier, terms in expansion.parts]
        return MatchedPostings(self.segment.documents, tiered, nested=expansion.nested)

    def _expansion(self, node: SingleWordNode, cap: int) -> Expansion | None:
        if not isinstance(node, Term):
            return self._expanders.of_other(node, cap).expansion(self.segment.terms)
        spellings = self._matched_spellings(node, cap)
        return None if spellings is None else expansion_of(spellings)

    def _phrase(self, node: Phrase, cap: int) -> MatchedPostings:
        segment = self.segment
        kind = Respelling if is_respelled(node) else Term
        found = [self._matched_spellings(kind(node.fieldname, surface), cap) for surface in node.words]
        words = [spellings for spellings in found if spellings is not None]
        if len(words) < len(found):
            return MatchedPostings(segment.documents)
        if len(words) == 1:
            return self._word(kind(node.fieldname, node.words[0]), cap)
        if len(words) == 2 and node.slop == 1:
            return self._bigram_postings(adjacent(segment.bigrams, words[0], words[1]))
        return chain(segment, words, node.slop, node.fieldname, self.budget)

    def _bigram_postings(self, tiered: Sequence[TieredBigrams]) -> MatchedPostings:
        postings = self.segment.bigrams.postings
        return MatchedPostings(self.segment.documents, [(tier, [postings(bigrams)]) for tier, bigrams in tiered])
