"""One state of an arrays index, open for searching."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np

from indexer.engines.arrays.check_index import check_index, check_totals
from indexer.engines.arrays.kernel import kernel
from indexer.engines.arrays.searching.document_frequency import document_frequency
from indexer.engines.arrays.searching.kernel_match import KernelRefused
from indexer.engines.arrays.searching.newest_named import newest_named
from indexer.engines.arrays.searching.search import Search
from indexer.engines.arrays.searching.word_counts import ArraysWordCounts
from indexer.engines.arrays.searching.word_list import documents_spelled, word_list
from indexer.engines.arrays.segments.columns import FacetKey
from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.arrays.segments.word_totals import KeptDocuments, WordTotals, count_words
from indexer.engines.base import (
    EngineHit,
    EngineRequest,
    EngineResult,
    EngineStream,
    Finding,
    NameField,
    NearHit,
    WordList,
)
from indexer.engines.budget import PATIENCE, Budget
from indexer.errors import TimdauError
from indexer.fields import FACET_KINDS, shown_spelling
from indexer.model import FACETS, Article, Explanation, Facet, FacetCode
from indexer.query.nodes import Phrase, Term
from indexer.summary import Summary

if TYPE_CHECKING:
    from indexer.engines.arrays.kernel._kernel import SegmentKernel


class _DamageNamed:
    """Raises `IndexCorrupt` for a truncated file, and for a damaged array instead of whatever reading it raised.

    Without damage, an exception is a mistake of ours and passes.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments

    def __enter__(self) -> None:
        _refuse_truncated(self._segments)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not isinstance(error, Exception) or isinstance(error, TimdauError):
            return
        _refuse_truncated(self._segments)
        for segment in self._segments:
            segment.container.refuse_damaged()


class ArraysReader:
    """Implements `indexer.engines.base.EngineReader`; everything is read-only, so threads share it without locks."""

    def __init__(self, segments: Sequence[Segment], totals: Callable[[], WordTotals | None] = lambda: None) -> None:
        self.uses_kernel = kernel is not None
        self._stored_totals = totals
        self._segments = segments
        self._alphabet = "".join(sorted({letter for segment in segments for letter in segment.alphabet}))
        groups = dict.fromkeys(_group(value) for segment in segments for value in segment.columns.values)
        numbers = {group: number for number, group in enumerate(groups)}
        self._numbers = [np.array([numbers[_group(v)] for v in s.columns.values], np.intp) for s in segments]
        self._groups = len(groups)
        self.counts = ArraysWordCounts(segments)

    def search(self, request: EngineRequest) -> EngineResult:
        """Answer one request."""
        with _DamageNamed(self._segments):
            if self.uses_kernel:
                kernels = [each.kernel for each in self._segments if each.kernel]
                with suppress(KernelRefused):
                    found = self._answer(request, kernels)
                    # What NumPy adds to the work of the kernel may exceed the budget, too.
                    if not found.bounded:
                        return found
            return self._answer(request)

    def _answer(self, request: EngineRequest, kernels: "Sequence[SegmentKernel]" = ()) -> EngineResult:
        budget = Budget.of(len(self))
        search = Search(self._segments, self._alphabet, request, budget, kernels)
        hits = list(search.hits(request.offset, request.limit))
        short = request.limit - len(hits) if request.near and not request.offset else 0
        near = search.closest(short) if short else []
        return EngineResult(
            total=search.total,
            hits=tuple(EngineHit(hit.summary, hit.score, search.tier(hit)) for hit in hits),
            facets=self._facets(search, request) if request.facets else {},
            relaxed=search.relaxed,
            truncated=search.truncated,
            bounded=budget.exhausted,
            near=tuple(
                NearHit(EngineHit(each.hit.summary, each.hit.score, search.tier(each.hit)), each.missing)
                for each in near
            ),
            tiers=search.tier_counts() if request.by_tier else {},
            pairs=self._pairs(search, *request.crossed) if request.crossed else {},
        )

    def stream(self, request: EngineRequest) -> EngineStream:
        """Return every hit of a request in order. Raises `BadRequest` if that exceeds the budget of a stream."""
        budget = Budget.of(len(self), patience=PATIENCE)
        with _DamageNamed(self._segments):
            search = Search(self._segments, self._alphabet, request, budget)
        budget.require()
        return EngineStream(search.total, self._hits(search, budget), search.relaxed, search.truncated)

    def _hits(self, search: Search, budget: Budget) -> Iterator[EngineHit]:
        with _DamageNamed(self._segments):
            for hit in search.hits(0, search.total):
                budget.require()
                yield EngineHit(hit.summary, hit.score, search.tier(hit))
                _refuse_truncated(self._segments)

    def explain(self, request: EngineRequest, article_id: str) -> Explanation | None:
        """Take the score of an article apart; None if the request does not find it. Raises `BadRequest`."""
        with _DamageNamed(self._segments):
            for number, segment in enumerate(self._segments):
                document = segment.live_document(article_id)
                if document is not None:
                    budget = Budget.of(len(self), patience=PATIENCE)
                    explanation = Search(self._segments, self._alphabet, request, budget).explanation(number, document)
                    budget.require()
                    return explanation
        return None

    def document_frequencies(self, leaves: Sequence[Term | Phrase]) -> Sequence[int]:
        """Return how many articles have each word or pair of neighbours, whatever its accents."""
        with _DamageNamed(self._segments):
            return [sum([document_frequency(each, leaf) for each in self._segments]) for leaf in leaves]

    def article(self, article_id: str) -> Article | None:
        """Return the stored article, or None."""
        with _DamageNamed(self._segments):
            for segment in self._segments:
                document = segment.live_document(article_id)
                if document is not None:
                    return segment.docstore.article(document)
        return None

    def word_list(self, most: int) -> WordList:
        """Count the words and joined words in the text of all articles, the `most` frequent ones."""
        with _DamageNamed(self._segments):
            totals = self._stored_totals() or self._counted_totals()
            return word_list(totals, self.counts.words, most)

    def _counted_totals(self) -> WordTotals:
        return count_words([KeptDocuments(segment, segment.live) for segment in self._segments])

    def articles_with(self, words: Sequence[str], most: int) -> Iterator[Article]:
        """Yield a few of the articles whose text has a word, or two next to each other, in exactly these spellings."""
        with _DamageNamed(self._segments):
            found = ((segment, doc) for segment in self._segments for doc in documents_spelled(segment, words))
            for segment, document in islice(found, most):
                yield segment.docstore.article(document)

    def newest_named(self, field: NameField, words: Sequence[str], most: int) -> Iterator[Summary]:
        """Yield the newest articles whose title or file name has folded words, the last one only the start of one.

        Only the last two of the words are looked up, next to each other.
        """
        with _DamageNamed(self._segments):
            yield from newest_named(self._segments, field, words[-2:], most)

    def ids(self) -> Iterator[str]:
        """Yield the ids of all articles, in any order."""
        return (
            segment.docstore.summary(document).id for segment in self._segments for document in segment.live_documents()
        )

    def __len__(self) -> int:
        """Return the number of articles."""
        return sum(map(len, self._segments))

    def findings(self) -> Iterator[Finding]:
        """Check every invariant of all segments and yield the violations."""
        yield from check_index(self._segments)
        yield from check_totals(self._stored_totals(), self._counted_totals())

    def close(self) -> None:
        """Release files; later calls fail."""
        del self._segments, self.counts

    def _facets(self, search: Search, request: EngineRequest) -> dict[Facet, dict[FacetCode, int]]:
        totals = np.zeros(self._groups, np.intp)
        for numbers, found in zip(self._numbers, search.segment_hits, strict=True):
            np.add.at(totals, numbers, found.facet_counts())
        counts = totals.tolist()
        return {
            facet: {value: counts[group] for group, value in self._shown[facet] if counts[group]}
            for facet in request.facets
        }

    def _pairs(self, search: Search, first: Facet, second: Facet) -> dict[tuple[FacetCode, FacetCode], int]:
        totals: Counter[tuple[int, int]] = Counter()
        for numbers, found in zip(self._numbers, search.segment_hits, strict=True):
            pairs, counts = found.segment.columns.value_pairs(first, second), found.pair_counts(first, second)
            some = counts.nonzero()[0]
            groups = (numbers[side[some]].tolist() for side in (pairs.first, pairs.second))
            for one, other, count in zip(*groups, counts[some].tolist(), strict=True):
                totals[one, other] += count
        shown = [dict(self._shown[facet]) for facet in (first, second)]
        return {(shown[0][one], shown[1][other]): count for (one, other), count in totals.items()}

    @cached_property
    def _shown(self) -> dict[Facet, list[tuple[int, FacetCode]]]:
        """The groups of each facet, each with the spelling that is shown: the most frequent one in live articles."""
        spellings: dict[tuple[Facet, int], Counter[FacetCode]] = {}
        for numbers, segment in zip(self._numbers, self._segments, strict=True):
            columns = segment.columns
            live = np.flatnonzero(segment.live)
            counts = columns.value_counts(columns.profile_counts(live)).tolist()
            for group, (facet, value), count in zip(numbers.tolist(), columns.values, counts, strict=True):
                spellings.setdefault((facet, group), Counter())[value] += count
        shown: dict[Facet, list[tuple[int, FacetCode]]] = {facet: [] for facet in FACETS}
        for (facet, group), counted in spellings.items():
            shown[facet].append((group, shown_spelling(counted)))
        return shown


def _refuse_truncated(segments: Sequence[Segment]) -> None:
    for segment in segments:
        segment.container.refuse_truncated()


def _group(value: FacetKey) -> tuple[Facet, Hashable]:
    """Return what the spellings of a facet value share."""
    facet, code = value
    return facet, FACET_KINDS[facet].group(code)
