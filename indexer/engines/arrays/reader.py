"""One state of an arrays index, open for searching."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import numpy as np

from indexer.engines.arrays.findings import findings
from indexer.engines.arrays.searching.search import Search
from indexer.engines.arrays.segments.columns import Value
from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.base import EngineHit, EngineRequest, EngineResult, FacetCode, Finding
from indexer.model import FACETS, Article, Explanation, Facet


class ArraysReader:
    """Implements `indexer.engines.base.EngineReader`; everything is read-only, so threads share it without locks."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._letters = "".join(sorted({letter for segment in segments for letter in segment.letters}))
        values: list[Value] = list(dict.fromkeys(v for segment in segments for v in segment.columns.values))
        values.sort(key=lambda value: value[0])
        numbers = {value: number for number, value in enumerate(values)}
        self._numbers = [np.array([numbers[v] for v in s.columns.values], np.intp) for s in segments]
        self._values = len(values)
        facets = [facet for facet, _ in values]
        owns = {facet: slice(bisect_left(facets, facet), bisect_right(facets, facet)) for facet in FACETS}
        self._codes = {facet: (own, [code for _, code in values[own]]) for facet, own in owns.items()}

    def search(self, request: EngineRequest) -> EngineResult:
        """Answer one request."""
        search = Search(self._segments, self._letters, request)
        places = search.places(request.offset + request.limit)
        return EngineResult(
            total=search.total,
            hits=tuple(EngineHit(p.summary, p.score, search.tier(p)) for p in list(places)[request.offset :]),
            facets=self._facets(search, request) if request.facets else {},
            relaxed=search.relaxed,
            truncated=search.truncated,
        )

    def iterate(self, request: EngineRequest) -> Iterator[EngineHit]:
        """Yield every hit of a request in its order."""
        search = Search(self._segments, self._letters, request)
        return (EngineHit(place.summary, place.score, search.tier(place)) for place in search.places(search.total))

    def explain(self, request: EngineRequest, article_id: str) -> Explanation | None:
        """Take the score of an article apart; None where the request does not find it."""
        for number, segment in enumerate(self._segments):
            document = segment.live_document(article_id)
            if document is not None:
                return Search(self._segments, self._letters, request).explanation(number, document)
        return None

    def article(self, article_id: str) -> Article | None:
        """Return the stored article, or None."""
        for segment in self._segments:
            document = segment.live_document(article_id)
            if document is not None:
                return segment.texts.article(document)
        return None

    def ids(self) -> Iterator[str]:
        """Iterate over the ids of all articles, in no special order."""
        return (segment.texts.summary(document).id for segment in self._segments for document in segment.live())

    def __len__(self) -> int:
        """Return the number of articles."""
        return sum(map(len, self._segments))

    def findings(self) -> Iterator[Finding]:
        """Check every invariant of all segments and yield what is wrong."""
        return findings(self._segments)

    def close(self) -> None:
        """Release files; later calls fail."""
        del self._segments

    def _facets(self, search: Search, request: EngineRequest) -> dict[Facet, dict[FacetCode, int]]:
        totals = np.zeros(self._values, np.intp)
        for numbers, matched in zip(self._numbers, search.matched, strict=True):
            totals[numbers] += matched.value_counts()
        counts = totals.tolist()
        return {
            facet: {code: count for code, count in zip(codes, counts[own], strict=True) if count}
            for facet in request.facets
            for own, codes in [self._codes[facet]]
        }
