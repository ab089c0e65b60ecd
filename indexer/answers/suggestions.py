"""Other queries that a reader may want instead, each with how many articles it finds under the same choices."""

from collections.abc import Callable, Iterator
from itertools import islice

from indexer.model import Span, Suggestion
from indexer.query import ParsedQuery

MAX_FACETS_OFFERED = 3
"""The most forums and topics that are offered for a query, as each takes a search."""

Totals = Callable[[str], int]
"""Returns how many articles another query finds, everything else in the request as it is."""


def suggestions(query: str, parsed: ParsedQuery, total: Totals) -> tuple[Suggestion, ...]:
    """Return what to suggest instead of a query; what finds nothing is left out."""
    return tuple(each for each in _all(query, parsed, total) if each.count)


def _all(query: str, parsed: ParsedQuery, total: Totals) -> Iterator[Suggestion]:
    if parsed.joined:
        yield Suggestion(parsed.apart, total(parsed.apart), "apart")
    for condition, narrowed in islice(_conditions(query, parsed), MAX_FACETS_OFFERED):
        count = total(narrowed)
        yield Suggestion(narrowed, count, "facet") if count else Suggestion(condition, total(condition), "facet")


def _conditions(query: str, parsed: ParsedQuery) -> Iterator[tuple[str, str]]:
    """Yield a condition for each forum or topic that is named, and the query with it in place of the name."""
    places: dict[tuple[str, str], Span] = {}
    for name in parsed.named:
        for label in () if name.excluded else name.labels:
            places.setdefault(label, name.at)
    for (field, id), (start, end) in places.items():
        before, after = query[:start], query[end:]
        condition = f"{field}:{id}"
        yield condition, f"{before}{_gap(before[-1:])}{condition}{_gap(after[:1])}{after}"


def _gap(neighbour: str) -> str:
    """Return the space that keeps a condition apart from a letter that was typed right next to a quotation mark."""
    return " " if neighbour.isalnum() else ""
