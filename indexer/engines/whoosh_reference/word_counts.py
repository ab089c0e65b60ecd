"""How often do words and pairs of words occur in the text of the live documents?"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from threading import Lock

from whoosh.reading import IndexReader

from indexer.analysis.analyzers import word_of
from indexer.engines.budget import PATIENCE, Budget
from indexer.engines.whoosh_reference.columns import WhooshColumns
from indexer.engines.whoosh_reference.terms import WhooshTerms
from indexer.fields import TEXT
from indexer.query.nodes import MODE_CAPS, Term

_REMEMBERED = 1 << 10
"""The words, and the pairs, whose counts are remembered."""
_Ends = dict[int, set[tuple[int, str]]]
"""Document → where a word ends or starts there, with its surface."""


class WhooshWordCounts:
    """Implements `indexer.query.joining.WordCounts`; each word and pair is counted within the budget of a stream."""

    def __init__(self, reader: IndexReader, lock: Lock, columns: Callable[[], WhooshColumns]) -> None:
        self._reader = reader
        self._lock = lock
        self._columns = columns
        self.spellings = lru_cache(_REMEMBERED)(self._spellings)
        self.pairs = lru_cache(_REMEMBERED)(self._pairs)

    @cached_property
    def words(self) -> int:
        """The number of words."""
        with self._lock:
            columns = self._columns()
        return sum(columns.words[doc] for doc in columns.live)

    def _spellings(self, folded: str) -> Mapping[str, int]:
        """Return how often each spelling of a folded word occurs: surface → occurrences."""
        counts = Counter[str]()
        with self._lock:
            terms = self._terms()
            for term in self._spelled(terms, folded):
                counts[word_of(term)[0].surface] += int(sum(terms.postings(TEXT, term).frequencies))
        return +counts

    def _pairs(self, first: str, second: str) -> Mapping[tuple[str, str], int]:
        """Return how often spellings of two folded words occur next to each other: surfaces → occurrences."""
        counts = Counter[tuple[str, str]]()
        with self._lock:
            terms = self._terms()
            ends, starts = self._edges(terms, first, at_end=True), self._edges(terms, second, at_end=False)
        for doc, found in ends.items():
            following: dict[int, list[str]] = defaultdict(list)
            for position, surface in starts.get(doc, ()):
                following[position].append(surface)
            counts.update((left, right) for position, left in found for right in following[position])
        return counts

    def _edges(self, terms: WhooshTerms, folded: str, *, at_end: bool) -> _Ends:
        edges: _Ends = defaultdict(set)
        for term in self._spelled(terms, folded):
            spelling, width = word_of(term)
            postings = terms.postings(TEXT, term)
            for doc, positions in terms.positions(postings, {*postings.docs}):
                edges[doc].update((position + width * at_end, spelling.surface) for position in positions)
        return edges

    def _spelled(self, terms: WhooshTerms, folded: str) -> list[str]:
        found, _ = terms.matching(Term(TEXT, folded), MODE_CAPS["loose"])
        return [each.term for each in found]

    def _terms(self) -> WhooshTerms:
        return WhooshTerms(self._reader, Budget.of(int(self._reader.doc_count()), patience=PATIENCE))
