"""I have a leaf of a query: what does it match in a segment? Planned once for all segments, read once in each."""

from collections.abc import Sequence

from indexer.engines.arrays.searching.matches import Matches
from indexer.engines.arrays.searching.phrases import TieredVariants, adjacent, chain
from indexer.engines.arrays.searching.plans import FuzzyPlan, Members, PatternPlan, Selection, TermPlan, selection_of
from indexer.engines.arrays.segments.segment import Segment
from indexer.query.matching import SingleWordNode
from indexer.query.nodes import FuzzyTerm, PatternNode, Phrase, Term, WordNode


class Plans:
    """The word leaves of one request, each planned once, for all segments."""

    def __init__(self, *, merged: bool, letters: str) -> None:
        self.truncated: dict[str, None] = {}
        self._merged = merged
        self._letters = letters
        self._plans: dict[tuple[str, str, int], TermPlan] = {}
        self._others: dict[tuple[int, int], PatternPlan | FuzzyPlan] = {}

    def of_word(self, field: str, form: str, cap: int) -> TermPlan:
        """Return the plan of a plain word."""
        plan = self._plans.get((field, form, cap))
        if plan is None:
            plan = self._plans[field, form, cap] = TermPlan(Term(field, form), cap, merged=self._merged)
        return plan

    def of_other(self, leaf: PatternNode | FuzzyTerm, cap: int) -> PatternPlan | FuzzyPlan:
        """Return the plan of a pattern or fuzzy word."""
        plan = self._others.get((id(leaf), cap))
        if plan is None:
            plan = self._others[id(leaf), cap] = (
                FuzzyPlan(leaf, self._letters)
                if isinstance(leaf, FuzzyTerm)
                else PatternPlan(leaf, cap, self.truncated, merged=self._merged)
            )
        return plan


class Leaves:
    """What the leaves of one request match in one segment; each is read once, however often it is asked for.

    What is known of a leaf is kept by its identity: the request's tree lives as long as this does.
    """

    def __init__(self, segment: Segment, plans: Plans) -> None:
        self.segment = segment
        self._plans = plans
        self._matches: dict[tuple[int, int], Matches] = {}
        self._pairs: dict[tuple[int, int, int], Sequence[TieredVariants]] = {}
        self._members: dict[tuple[str, str, int], Members | None] = {}

    def of(self, node: WordNode, cap: int) -> Matches:
        """Return the matches of a word leaf."""
        known = self._matches.get((id(node), cap))
        if known is None:
            known = self._phrase(node, cap) if isinstance(node, Phrase) else self._word(node, cap)
            self._matches[id(node), cap] = known
        return known

    def pair(self, left: Term, right: Term, cap: int, worst: int) -> Matches:
        """Return where two words are neighbours whose forms have a tier up to `worst`, counted as up to `cap`."""
        key = (id(left), id(right), cap)
        if key not in self._pairs:
            first, second = (self._forms(word.fieldname, word.text, cap) for word in (left, right))
            self._pairs[key] = adjacent(self.segment.pairs, first, second) if first and second else ()
        return self._neighbours([each for each in self._pairs[key] if each[0] <= worst])

    def _forms(self, field: str, form: str, cap: int) -> Members | None:
        key = (field, form, cap)
        if key not in self._members:
            self._members[key] = self._plans.of_word(*key).members(self.segment.lexicon)
        return self._members[key]

    def _word(self, node: SingleWordNode, cap: int) -> Matches:
        selection = self._selection(node, cap)
        if selection is None:
            return Matches(self.segment.documents)
        tiered = [(tier, self.segment.postings.of_terms(terms)) for tier, terms in selection.parts]
        return Matches(self.segment.documents, tiered, nested=selection.nested)

    def _selection(self, node: SingleWordNode, cap: int) -> Selection | None:
        lexicon = self.segment.lexicon
        if not isinstance(node, Term):
            return self._plans.of_other(node, cap).selection(lexicon)
        members = self._forms(node.fieldname, node.text, cap)
        return None if members is None else selection_of(members)

    def _phrase(self, node: Phrase, cap: int) -> Matches:
        segment = self.segment
        found = [self._forms(node.fieldname, form, cap) for form in node.words]
        words = [members for members in found if members is not None]
        if len(words) < len(found):
            return Matches(segment.documents)
        if len(words) == 1:
            return self._word(Term(node.fieldname, node.words[0]), cap)
        if len(words) == 2 and node.slop == 1:
            return self._neighbours(adjacent(segment.pairs, words[0], words[1]))
        return chain(segment, words, node.slop, node.fieldname)

    def _neighbours(self, tiered: Sequence[TieredVariants]) -> Matches:
        postings = self.segment.pairs.postings
        return Matches(self.segment.documents, [(tier, [postings(variants)]) for tier, variants in tiered])
