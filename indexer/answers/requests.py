"""From a reader's request to an engine's. Wrong values are refused, with the nearest right one."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import assert_never

from indexer.engines.base import Choice, EngineRequest
from indexer.errors import BadRequest
from indexer.fields import FACET_KINDS, Labels, Names, Years, chosen
from indexer.model import FACETS, MAX_SIZE, MODES, SORTS, WORD_MODES, Facet, FacetChoice, SearchRequest
from indexer.query import with_file_names
from indexer.query.nodes import Query

UNKNOWN = "unknown"
"""What readers write instead of a facet value for articles without one."""

MAX_CHOICES = 100
"""The most values that a request chooses or excludes, in all facets together."""
MAX_CHOICES_LENGTH = 2_000
"""The most characters that these values have together, as every link of a page repeats them."""

MAX_COMPLETIONS = 20
"""The most completions of a kind."""

_NO_CHOICE = Choice()
_YEARS = re.compile(r"\s*([0-9]{1,4})(?:\s*(?:\.\.|-|–)\s*([0-9]{1,4}))?\s*")


def parse_years(text: str, *, parameter: str = "year") -> tuple[int, int]:
    """Read `2021`, `2010..2022` or `2010-2022` as an inclusive pair, in either order.

    Raises `BadRequest` naming the parameter.
    """
    match = _YEARS.fullmatch(text)
    if match is None:
        message = f"“{_shown(text)}” is not a year; write 2021, 2010..2022 or {UNKNOWN}"
        raise BadRequest(message, parameter=parameter)
    low, high = int(match[1]), int(match[2] or match[1])
    return min(low, high), max(low, high)


def engine_request(request: SearchRequest, tree: Query) -> EngineRequest:
    """Return the request for the engine; the request must have been checked."""
    return EngineRequest(
        query=with_file_names(tree),
        mode=request.mode,
        choices=choices(request),
        sort=request.sort,
        offset=(request.page - 1) * request.size,
        limit=request.size,
        facets=request.facets,
        near=request.page == 1,
    )


def choices(request: SearchRequest) -> dict[Facet, Choice]:
    """Return what a request chooses and excludes in each facet."""
    return {facet: Choice(chosen(request, facet), chosen(request, facet, excluded=True)) for facet in FACETS}


def check_request(request: SearchRequest) -> None:
    """Raise `BadRequest` for a value that no search accepts. Whether the page exists is known only with the result."""
    if not isinstance(request.query, str):
        raise BadRequest(f"a query must be a text, not {request.query!r:.40}", parameter="query")
    _one_of("mode", request.mode, MODES)
    _one_of("words", request.words, WORD_MODES)
    _one_of("sort", request.sort, SORTS)
    if type(request.aliases) is not bool:
        raise BadRequest(f"aliases must be True or False, not {request.aliases!r:.40}", parameter="aliases")
    for facet in request.facets:
        _one_of("facets", facet, FACETS)
    for parameter, number in (("size", request.size), ("page", request.page)):
        if type(number) is not int:
            raise BadRequest(f"{parameter} must be a whole number, not {number!r}", parameter=parameter)
    if not 1 <= request.size <= MAX_SIZE:
        nearest = min(max(request.size, 1), MAX_SIZE)
        raise BadRequest(f"size must be 1 to {MAX_SIZE}, not {request.size}", parameter="size", nearest=str(nearest))
    if request.page < 1:
        raise BadRequest(f"pages start at 1, not {request.page}", parameter="page", nearest="1")
    chosen_in = {facet: choice for facet, choice in choices(request).items() if choice != _NO_CHOICE}
    if not chosen_in:
        return
    for facet, choice in chosen_in.items():
        if not all(map(_is_tuple, (choice.any_of, choice.none_of))):
            raise BadRequest(f"the values of {facet} must be a tuple", parameter=facet)
    _check_number(chosen_in)
    for facet, choice in chosen_in.items():
        _check_values(facet, facet, choice.any_of)
        _check_values(facet, f"not_{facet}", choice.none_of)


def check_facet(facet: str) -> None:
    """Raise `BadRequest` unless a name is that of a facet."""
    _one_of("facet", facet, FACETS)


def check_crossed(rows: str, columns: str) -> None:
    """Raise `BadRequest` unless two names are those of different facets."""
    _one_of("rows", rows, FACETS)
    _one_of("columns", columns, FACETS)
    if rows == columns:
        other = next(facet for facet in FACETS if facet != rows)
        raise BadRequest(f"rows and columns must be two facets, not both {rows}", parameter="columns", nearest=other)


def check_limit(limit: int) -> None:
    """Raise `BadRequest` unless a number of completions can be asked for."""
    if type(limit) is not int:
        raise BadRequest(f"limit must be a whole number, not {limit!r}", parameter="limit")
    if not 1 <= limit <= MAX_COMPLETIONS:
        nearest = min(max(limit, 1), MAX_COMPLETIONS)
        raise BadRequest(f"limit must be 1 to {MAX_COMPLETIONS}, not {limit}", parameter="limit", nearest=str(nearest))


def _is_tuple(value: object) -> bool:
    """Return whether callers without a type checker gave a tuple: of a string, each letter would be a name."""
    return isinstance(value, tuple)


def _check_number(chosen_in: Mapping[Facet, Choice]) -> None:
    values: dict[str, tuple[FacetChoice, ...]] = {}
    for facet, choice in chosen_in.items():
        values |= {facet: choice.any_of, f"not_{facet}": choice.none_of}
    lengths = {name: sum(len(value) for value in own if isinstance(value, str)) for name, own in values.items()}
    for sizes, limit, unit in (
        ({name: len(own) for name, own in values.items()}, MAX_CHOICES, "values"),
        (lengths, MAX_CHOICES_LENGTH, "characters"),
    ):
        total = sum(sizes.values())
        if total > limit:
            most = max(sizes, key=lambda name: sizes[name])
            message = f"the facets are limited to {limit} {unit} in all, not {total}; leave out some of “{most}”"
            raise BadRequest(message, parameter=most)


def _check_values(facet: Facet, parameter: str, values: Iterable[FacetChoice]) -> None:
    for value in values:
        if value is None:
            continue
        match FACET_KINDS[facet]:
            case Labels() as labels:
                _check_label(facet, labels, parameter, value)
            case Years():
                _check_years(parameter, value)
            case Names():
                if not isinstance(value, str) or FACET_KINDS[facet].group(value) == "":
                    raise BadRequest(f"a {facet} is a name with letters, not {value!r:.40}", parameter=parameter)
            case kind:
                assert_never(kind)


def _check_label(facet: Facet, labels: Labels, parameter: str, value: FacetChoice) -> None:
    vocabulary = labels.vocabulary()
    if not isinstance(value, str) or value not in vocabulary.ids:
        text = str(value)
        nearest = vocabulary.resolve(text) or vocabulary.nearest(text)
        raise BadRequest(f"there is no {facet} “{_shown(text)}”", parameter=parameter, nearest=nearest)


def _check_years(parameter: str, value: object) -> None:
    match value:
        case (int(low), int(high)) if low <= high:
            return
        case (int(low), int(high)):
            message = f"the years {low}..{high} end before they begin"
            raise BadRequest(message, parameter=parameter, nearest=f"{high}..{low}")
        case _:
            raise BadRequest(f"years are pairs like (2010, 2022), not {value!r}", parameter=parameter)


def _one_of(parameter: str, value: object, allowed: Iterable[str]) -> None:
    known = tuple(allowed)
    if value not in known:
        text = str(value)
        nearest = (get_close_matches(text, known, n=1, cutoff=0.4) or known)[0]
        message = f"{parameter} must be one of {', '.join(known)}, not “{_shown(text)}”"
        raise BadRequest(message, parameter=parameter, nearest=nearest)


def _shown(value: str) -> str:
    """Return the start of a wrong value, on one line."""
    return " ".join(value.split())[:40]
