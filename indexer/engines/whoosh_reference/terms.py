"""I have a word: which words of the index match it, and where do they stand?"""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from whoosh.formats import Positions
from whoosh.query import FuzzyTerm, Term
from whoosh.reading import IndexReader

from indexer.analysis import Word, compare_marks, pattern, within_one_edit, word
from indexer.analysis.analyzers import word_of
from indexer.query.nodes import Pattern, pattern_text

MAX_EXPANSIONS = 20_000
_DECODER = Positions()


WordLeaf = Term | Pattern | FuzzyTerm


class Postings(NamedTuple):
    """The occurrences of one term as parallel lists, by ascending document; positions as Whoosh stores them."""

    docs: list[int]
    frequencies: list[float]
    encoded: list[bytes]

    def positions(self, docs: Container[int]) -> Iterator[tuple[int, list[int]]]:
        """Yield the ascending positions in each of the documents that has the term."""
        for doc, encoded in zip(self.docs, self.encoded, strict=True):
            if doc in docs:
                yield doc, _DECODER.decode_positions(encoded)


@dataclass(frozen=True, slots=True)
class Variant:
    """A word of the index that matches a typed one, with its rank in `TIERS`."""

    term: str
    rank: int


class Terms:
    """The terms of one state of an index."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader

    def variants(self, node: WordLeaf, cap: int) -> tuple[list[Variant], bool]:
        """Return what a node matches with a rank of at most `cap`, and whether there was more than the bound."""
        found = list(islice(self._ranked(node, cap), MAX_EXPANSIONS + 1))
        return found[:MAX_EXPANSIONS], len(found) > MAX_EXPANSIONS

    def postings(self, field: str, term: str) -> Postings:
        """Return the postings of a term."""
        found = Postings([], [], [])
        matcher = self._reader.postings(field, term)
        while matcher.is_active():
            found.docs.append(matcher.id())
            found.frequencies.append(matcher.weight())
            found.encoded.append(matcher.value())
            matcher.next()
        return found

    def documents_with(self, field: str) -> Iterator[int]:
        """Yield the documents that have any word in a field."""
        return (doc for doc in self._reader.all_doc_ids() if self._reader.doc_field_length(doc, field))

    def _ranked(self, node: WordLeaf, cap: int) -> Iterator[Variant]:
        rank = _ranking(node)
        for term in self._candidates(node):
            found = rank(word_of(term))
            if found is not None and found <= cap:
                yield Variant(term, found)

    def _candidates(self, node: WordLeaf) -> Iterable[str]:
        if isinstance(node, Term):
            return self._prefixed(node.fieldname, word(node.text).key + "\t")
        if isinstance(node, FuzzyTerm):
            return self._near(node.fieldname, word(node.text).key)
        return self._prefixed(node.fieldname, pattern(pattern_text(node)).literal)

    def _prefixed(self, field: str, prefix: str) -> Iterator[str]:
        return (term.decode("utf-8") for term in self._reader.expand_prefix(field, prefix))

    def _near(self, field: str, key: str) -> Iterator[str]:
        for found in self._prefixed(field, ""):
            if abs(found.index("\t") - len(key)) <= 1 and within_one_edit(key, found[: found.index("\t")]):
                yield found


def _ranking(node: WordLeaf) -> Callable[[Word], int | None]:
    if isinstance(node, FuzzyTerm):
        return lambda _found: 0
    if isinstance(node, Term):
        typed = word(node.text).marks
        return lambda found: compare_marks(typed, found.marks)
    return pattern(pattern_text(node)).rank
