"""I have a word: which terms of the index match it, in which tiers, and where do they occur?"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from whoosh.formats import Positions
from whoosh.reading import IndexReader

from indexer.analysis import pattern, word
from indexer.analysis.analyzers import word_of
from indexer.engines.budget import Budget
from indexer.engines.whoosh_reference.damage import damage_as_corrupt
from indexer.query.matching import SingleWordNode, tier_of
from indexer.query.nodes import FuzzyTerm, Term, pattern_text

MAX_EXPANSIONS = 20_000
_COMPARED, _POSTING, _POSITION = 1_000, 100, 200
"""The steps to compare a term, to read a posting, to decode the positions of one."""
_DECODER = Positions()


class WhooshPostings(NamedTuple):
    """The occurrences of one term as parallel lists, by document; `encoded` are positions as Whoosh stores them."""

    docs: list[int]
    frequencies: list[float]
    encoded: list[bytes]


@dataclass(frozen=True, slots=True)
class MatchingTerm:
    """A term that matches a typed word: its tier in `TIERS`, and how many positions it takes."""

    term: str
    tier: int
    width: int


class WhooshTerms:
    """The terms of one state of an index; past the budget, no further ones match and no postings are read."""

    def __init__(self, reader: IndexReader, budget: Budget) -> None:
        self._reader = reader
        self._budget = budget

    def matching(self, node: SingleWordNode, cap: int) -> tuple[list[MatchingTerm], bool]:
        """Return the terms that a leaf matches with a tier up to `cap`, and whether there were too many of them."""
        found = list(islice(self._tiered(node, cap), MAX_EXPANSIONS + 1))
        return found[:MAX_EXPANSIONS], len(found) > MAX_EXPANSIONS

    def postings(self, field: str, term: str) -> WhooshPostings:
        """Return the postings of a term."""
        found = WhooshPostings([], [], [])
        with damage_as_corrupt():
            matcher = self._reader.postings(field, term)
            while matcher.is_active() and self._budget.spend(_POSTING):
                found.docs.append(matcher.id())
                found.frequencies.append(matcher.weight())
                found.encoded.append(matcher.value())
                matcher.next()
        return found

    def positions(self, postings: WhooshPostings, docs: Container[int]) -> Iterator[tuple[int, list[int]]]:
        """Yield the positions of a term, ascending, in each of the documents that has it."""
        wanted = ((doc, encoded) for doc, encoded in zip(postings.docs, postings.encoded, strict=True) if doc in docs)
        with damage_as_corrupt():
            for doc, encoded in wanted:
                if not self._budget.spend(_POSITION):
                    return
                yield doc, _DECODER.decode_positions(encoded)

    def documents_with(self, field: str) -> Iterator[int]:
        """Yield the documents with any word in a field."""
        with damage_as_corrupt():
            yield from (doc for doc in self._reader.all_doc_ids() if self._reader.doc_field_length(doc, field))

    def _tiered(self, node: SingleWordNode, cap: int) -> Iterator[MatchingTerm]:
        tier = tier_of(node)
        for term in self._candidates(node):
            if not self._budget.spend(_COMPARED):
                return
            found, width = word_of(term)
            found_tier = tier(found)
            if found_tier is not None and found_tier <= cap:
                yield MatchingTerm(term, found_tier, width)

    def _candidates(self, node: SingleWordNode) -> Iterable[str]:
        if isinstance(node, Term):
            return self._prefixed(node.fieldname, word(node.text).folded + "\t")
        if isinstance(node, FuzzyTerm):
            return self._similar_in_length(node.fieldname, word(node.text).folded)
        return self._prefixed(node.fieldname, pattern(pattern_text(node)).literal)

    def _prefixed(self, field: str, prefix: str) -> Iterator[str]:
        with damage_as_corrupt():
            for term in self._reader.expand_prefix(field, prefix):
                yield term.decode("utf-8")

    def _similar_in_length(self, field: str, folded: str) -> Iterator[str]:
        """Yield the terms whose folded term differs by at most one letter in length; `tier_of` decides which match."""
        for found in self._prefixed(field, ""):
            if abs(found.index("\t") - len(folded)) <= 1:
                yield found
