"""From what a reader asks for to what an engine is asked for; wrong values are refused with the nearest right one."""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches

from whoosh.query import Query

from indexer.engines.base import Choice, EngineRequest
from indexer.errors import BadRequest
from indexer.model import FACETS, MAX_SIZE, MODES, SORTS, Facet, SearchRequest
from indexer.vocabulary import Vocabulary, forums, topics

_VOCABULARIES: Mapping[Facet, Callable[[], Vocabulary]] = {"forum": forums, "topic": topics}


def engine_request(request: SearchRequest, tree: Query) -> EngineRequest:
    """Return the request for an engine. Raises `BadRequest`."""
    _check(request)
    return EngineRequest(
        query=tree,
        mode=request.mode,
        choices=choices(request),
        sort=request.sort,
        offset=(request.page - 1) * request.size,
        limit=request.size,
        facets=request.facets,
    )


def choices(request: SearchRequest) -> dict[Facet, Choice]:
    """Return what a request chooses and excludes in each facet."""
    return {
        "forum": Choice(request.forums, request.not_forums),
        "year": Choice(request.years, request.not_years),
        "topic": Choice(request.topics, request.not_topics),
    }


def _check(request: SearchRequest) -> None:
    _one_of("mode", request.mode, MODES)
    _one_of("sort", request.sort, SORTS)
    for facet in request.facets:
        _one_of("facets", facet, FACETS)
    if not 1 <= request.size <= MAX_SIZE:
        nearest = min(max(request.size, 1), MAX_SIZE)
        raise BadRequest(f"size must be 1 to {MAX_SIZE}, not {request.size}", parameter="size", nearest=str(nearest))
    if request.page < 1:
        raise BadRequest(f"pages begin with 1, not {request.page}", parameter="page", nearest="1")
    for facet, choice in choices(request).items():
        _check_values(facet, facet, choice.any_of)
        _check_values(facet, f"not_{facet}", choice.none_of)


def _check_values(facet: Facet, parameter: str, values: Iterable[str | tuple[int, int] | None]) -> None:
    for value in values:
        if isinstance(value, tuple):
            low, high = value
            if low > high:
                message = f"the years {low}..{high} end before they begin"
                raise BadRequest(message, parameter=parameter, nearest=f"{high}..{low}")
        elif value is not None:
            vocabulary = _VOCABULARIES[facet]()
            if value not in vocabulary.ids:
                nearest = vocabulary.resolve(value) or vocabulary.nearest(value)
                raise BadRequest(f"there is no {facet} “{value}”", parameter=parameter, nearest=nearest)


def _one_of(parameter: str, value: str, allowed: Iterable[str]) -> None:
    known = tuple(allowed)
    if value not in known:
        nearest = (get_close_matches(value, known, n=1, cutoff=0.4) or known)[0]
        message = f"{parameter} must be one of {', '.join(known)}, not “{value}”"
        raise BadRequest(message, parameter=parameter, nearest=nearest)
