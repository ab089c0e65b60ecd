"""From a reader's request to an engine's. Wrong values are refused, with the nearest right one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from operator import attrgetter
from typing import assert_never

from indexer.engines.base import Choice, EngineRequest
from indexer.fields import FACET_KINDS, UNKNOWN, Labels, Names, Years, request_field
from indexer.messages import bad_request, check_choice, check_number
from indexer.model import FACETS, MAX_SIZE, MODES, SORTS, WORD_MODES, Facet, FacetChoice, SearchRequest
from indexer.query import with_file_names
from indexer.query.nodes import Query

MAX_CHOICES = 100
"""The most values that a request chooses or excludes, in all facets together."""
MAX_CHOICES_LENGTH = 2_000
"""The most characters that these values have together, as every link of a page repeats them."""

MAX_COMPLETIONS = 20
"""The most completions of a kind."""

_NO_CHOICE = Choice()
_NO_CHOICES: Mapping[Facet, Choice] = dict.fromkeys(FACETS, _NO_CHOICE)
_NOTHING = ((),) * 2 * len(FACETS)
_chosen = attrgetter(*(request_field(facet, excluded=excluded) for excluded in (False, True) for facet in FACETS))
_YEARS = re.compile(r"\s*([0-9]{1,4})(?:\s*(?:\.\.|-|–)\s*([0-9]{1,4}))?\s*")


def parse_years(text: str, *, parameter: str = "year") -> tuple[int, int]:
    """Read `2021`, `2010..2022`, `2010-2022` or `2022-2010` as an inclusive pair.

    Raises `BadRequest` naming the parameter.
    """
    match = _YEARS.fullmatch(text)
    if match is None:
        raise bad_request("refused-year", parameter=parameter, value=text, unknown=UNKNOWN)
    first = int(match[1])
    second = int(match[2] or first)
    return min(first, second), max(first, second)


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
        near=request.near and request.page == 1,
    )


def choices(request: SearchRequest) -> Mapping[Facet, Choice]:
    """Return what a request chooses and excludes in each facet."""
    values = _chosen(request)
    if values == _NOTHING:
        return _NO_CHOICES
    return {
        facet: Choice(any_of, none_of)
        for facet, any_of, none_of in zip(FACETS, values[: len(FACETS)], values[len(FACETS) :], strict=True)
    }


def counting(request: SearchRequest, tree: Query) -> EngineRequest:
    """Return what counts the articles of a request, and reads none of them."""
    return replace(engine_request(request, tree), sort="newest", offset=0, limit=0, facets=(), near=False)


def check_request(request: SearchRequest) -> None:
    """Raise `BadRequest` for a value that no search accepts. Whether the page exists is known only with the result."""
    if not isinstance(request.query, str):
        raise bad_request("refused-text", parameter="query", value=f"{request.query!r:.40}")
    check_choice("mode", request.mode, MODES)
    check_choice("words", request.words, WORD_MODES)
    check_choice("sort", request.sort, SORTS)
    if type(request.aliases) is not bool:
        raise bad_request("refused-switch", parameter="aliases", value=f"{request.aliases!r:.40}")
    for facet in request.facets:
        check_choice("facets", facet, FACETS)
    check_number("size", request.size, 1, MAX_SIZE)
    check_number("page", request.page, 1)
    chosen_in = {facet: choice for facet, choice in choices(request).items() if choice != _NO_CHOICE}
    if not chosen_in:
        return
    for facet, choice in chosen_in.items():
        if not all(map(_is_tuple, (choice.any_of, choice.none_of))):
            raise bad_request("refused-tuple", parameter=facet)
    _check_number(chosen_in)
    for facet, choice in chosen_in.items():
        _check_values(facet, facet, choice.any_of)
        _check_values(facet, f"not_{facet}", choice.none_of)


def check_facet(facet: str) -> None:
    """Raise `BadRequest` unless a name is that of a facet."""
    check_choice("facet", facet, FACETS)


def check_crossed(rows: str, columns: str) -> None:
    """Raise `BadRequest` unless two names are those of different facets."""
    check_choice("rows", rows, FACETS)
    check_choice("columns", columns, [facet for facet in FACETS if facet != rows])


def check_limit(limit: int) -> None:
    """Raise `BadRequest` unless a number of completions can be asked for."""
    check_number("limit", limit, 1, MAX_COMPLETIONS)


def _is_tuple(value: object) -> bool:
    """Return whether callers without a type checker gave a tuple: of a string, each letter would be a name."""
    return isinstance(value, tuple)


def _check_number(chosen_in: Mapping[Facet, Choice]) -> None:
    values: dict[str, tuple[FacetChoice, ...]] = {}
    for facet, choice in chosen_in.items():
        values |= {facet: choice.any_of, f"not_{facet}": choice.none_of}
    lengths = {name: sum(len(value) for value in own if isinstance(value, str)) for name, own in values.items()}
    for sizes, limit, code in (
        ({name: len(own) for name, own in values.items()}, MAX_CHOICES, "refused-values"),
        (lengths, MAX_CHOICES_LENGTH, "refused-characters"),
    ):
        total = sum(sizes.values())
        if total > limit:
            most = max(sizes, key=lambda name: sizes[name])
            raise bad_request(code, parameter=most, limit=limit, value=total)


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
                    raise bad_request("refused-name", parameter=parameter, value=str(value))
            case kind:
                assert_never(kind)


def _check_label(facet: Facet, labels: Labels, parameter: str, value: FacetChoice) -> None:
    vocabulary = labels.vocabulary()
    if not isinstance(value, str) or value not in vocabulary.ids:
        text = str(value)
        nearest = vocabulary.resolve(text) or vocabulary.nearest(text)
        raise bad_request(f"refused-{facet}", parameter=parameter, nearest=nearest, value=text)


def _check_years(parameter: str, value: object) -> None:
    match value:
        case (int(low), int(high)) if low <= high:
            return
        case (int(low), int(high)):
            nearest = f"{high}..{low}"
            raise bad_request("refused-years", parameter=parameter, nearest=nearest, value=f"{low}..{high}")
        case _:
            raise bad_request("refused-pair", parameter=parameter, value=f"{value!r:.40}")
