"""What an export says about the search that it is the result of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from indexer.exports.plain_text import one_line
from indexer.fields import chosen, written
from indexer.model import FACETS, Notice, Problem, SearchRequest
from indexer.query import MAX_QUERY_LENGTH

_DEFAULT = SearchRequest()


SAID = ("query", "filters", "remarks", "generation", "made")
"""What a table says about its search, a column each."""


class Answered(Protocol):
    """A result of any kind, with what was remarked about the search."""

    @property
    def generation(self) -> int:
        """The generation of the index that answered."""
        ...

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What to know about the result."""
        ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was not understood."""
        ...


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

    @property
    def cells(self) -> tuple[str | int, ...]:
        """The values of the columns `SAID`."""
        return self.query, self.filters, self.remarks, self.generation, self.made


def exported_search(request: SearchRequest, found: Answered, made: datetime) -> ExportedSearch:
    """Return what to say about a request and what it found."""
    return ExportedSearch(
        query=one_line(request.query[:MAX_QUERY_LENGTH]),
        filters=filters_text(request),
        remarks=one_line(" ".join(remarks_of(found))),
        generation=found.generation,
        made=made.isoformat(timespec="seconds"),
    )


def remarks_of(found: Answered) -> tuple[str, ...]:
    """Return what a search says about its result, a sentence or two each."""
    return (*(notice.text for notice in found.notices), *(problem.text for problem in found.problems))


def filters_text(request: SearchRequest) -> str:
    """Return choices, exclusions and settings other than the default, named as in addresses and options.

    >>> filters_text(SearchRequest(forums=("arf", None), years=((2010, 2015),), not_topics=("energy",), mode="strict"))
    'forum=arf; forum=unknown; year=2010..2015; not_topic=energy; mode=strict'
    """
    choices = [
        f"{prefix}{facet}={written(choice)}"
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
