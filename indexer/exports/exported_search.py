"""What an export says about the search that it is the result of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from indexer.exports.plain_text import plain
from indexer.fields import chosen
from indexer.model import FACETS, FacetChoice, Notice, Problem, SearchRequest
from indexer.query import MAX_QUERY_LENGTH

_DEFAULT = SearchRequest()


@dataclass(frozen=True, slots=True)
class ExportedSearch:
    """The query as typed, the choices and settings that narrow it, what the search remarked, and which index answered.

    `made` is the moment of the export in ISO 8601, to the second.
    """

    query: str
    filters: str
    remarks: str
    generation: int
    made: str


def exported_search(request: SearchRequest, generation: int, made: datetime, remarks: Iterable[str]) -> ExportedSearch:
    """Return what to say about a request that one generation answered, with the remarks of the search."""
    return ExportedSearch(
        query=plain(request.query[:MAX_QUERY_LENGTH]),
        filters=filters_text(request),
        remarks=plain(" ".join(remarks)),
        generation=generation,
        made=made.isoformat(timespec="seconds"),
    )


def remarks_of(notices: Iterable[Notice], problems: Iterable[Problem]) -> tuple[str, ...]:
    """Return what a search says about its result, a sentence or two each."""
    return (*(notice.text for notice in notices), *(problem.text for problem in problems))


def filters_text(request: SearchRequest) -> str:
    """Return choices, exclusions and settings other than the default, named as in addresses and options.

    >>> filters_text(SearchRequest(forums=("arf", None), years=((2010, 2015),), not_topics=("energy",), mode="strict"))
    'forum=arf; forum=unknown; year=2010..2015; not_topic=energy; mode=strict'
    """
    choices = [
        f"{prefix}{facet}={_written(choice)}"
        for prefix in ("", "not_")
        for facet in FACETS
        for choice in chosen(request, facet, excluded=bool(prefix))
    ]
    settings = [
        f"{name}={getattr(request, name)}"
        for name in ("mode", "words")
        if getattr(request, name) != getattr(_DEFAULT, name)
    ]
    return "; ".join([*choices, *settings, *([] if request.aliases else ["aliases=off"])])


def _written(choice: FacetChoice) -> str:
    if choice is None:
        return "unknown"
    if isinstance(choice, str):
        return plain(choice)
    low, high = choice
    return str(low) if low == high else f"{low}..{high}"
