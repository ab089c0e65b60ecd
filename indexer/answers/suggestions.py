"""Other queries that a reader may want instead, each with how many articles it finds under the same choices."""

from collections.abc import Callable, Iterator

from indexer.model import Suggestion
from indexer.query import ParsedQuery

Totals = Callable[[str], int]
"""Returns how many articles another query finds, everything else in the request as it is."""


def suggestions(parsed: ParsedQuery, total: Totals) -> tuple[Suggestion, ...]:
    """Return what to suggest instead of a query; what finds nothing is left out."""
    return tuple(each for each in _all(parsed, total) if each.count)


def _all(parsed: ParsedQuery, total: Totals) -> Iterator[Suggestion]:
    if parsed.joined:
        yield Suggestion(parsed.apart, total(parsed.apart), "apart")
