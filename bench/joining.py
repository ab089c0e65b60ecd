"""What joining words into longer ones does to totals: how often it happens, and what share of the articles is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import NamedTuple

from bench.known_items import TYPINGS, KnownItem, Typing
from bench.result_tables import table
from indexer import Index, SearchRequest


class QueryTotals(NamedTuple):
    """The totals of a query with its words joined and apart, and whether any of its words was joined."""

    joined: int
    apart: int
    is_joined: bool


@dataclass(frozen=True, slots=True)
class Joining:
    """The share of queries with a joined word, and medians of the total joined divided by the total apart.

    The medians are over all queries, and over those with a joined word; a query that finds nothing apart is left out of
    both. Without any query they are 1.
    """

    share: float
    ratio: float
    ratio_if_joined: float


def joining(totals: Sequence[QueryTotals]) -> Joining:
    """Return what joining does to totals.

    >>> joining([QueryTotals(10, 100, True), QueryTotals(7, 7, False), QueryTotals(8, 8, False)])
    Joining(share=0.3333333333333333, ratio=1.0, ratio_if_joined=0.1)
    """
    return Joining(
        fmean(each.is_joined for each in totals),
        _median_ratio(totals),
        _median_ratio([each for each in totals if each.is_joined]),
    )


def joining_table(index: Index, items: Sequence[KnownItem]) -> str:
    """Search for known items with their words joined and apart, and return a table in Markdown."""
    header = ["queries", "with a joined word", "articles left, median", "if a word is joined"]
    return table(header, [[typing, *_figures(index, items, typing)] for typing in TYPINGS])


def _figures(index: Index, items: Sequence[KnownItem], typing: Typing) -> list[str]:
    found = joining([_totals(index, item.typed(typing)) for item in items])
    return [f"{figure:.1%}" for figure in (found.share, found.ratio, found.ratio_if_joined)]


def _totals(index: Index, query: str) -> QueryTotals:
    joined, apart = (
        index.search(SearchRequest(query=query, words=words, size=1, facets=(), snippets=False))
        for words in ("joined", "apart")
    )
    return QueryTotals(joined.total, apart.total, any(notice.code == "joined" for notice in joined.notices))


def _median_ratio(totals: Sequence[QueryTotals]) -> float:
    return median([each.joined / each.apart for each in totals if each.apart] or [1.0])
