"""The URL is the state: URL parameters ⇄ `State`, both ways, without loss.

Any page can be bookmarked, shared and reloaded: parsing what `pairs` wrote gives the state back. Defaults are
left out of URLs. All functions are pure; the steps from one state to the next stand in `webui.steps`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import cast
from urllib.parse import quote, urlencode

from indexer import (
    DEFAULT_LANGUAGE,
    FACET_KINDS,
    FACETS,
    LANGUAGES,
    MODES,
    SORTS,
    UNKNOWN,
    BadRequest,
    Facet,
    FacetChoice,
    FacetCode,
    Language,
    Mode,
    SearchRequest,
    Sort,
    Years,
    check_request,
    chosen,
    covers,
    parse_years,
    request_field,
)

Arguments = Mapping[str, Sequence[str]]

SEARCH = "/search"

_DEFAULT = SearchRequest()
_MANNER = ("mode", "sort", "size", "page")
_SILENT = {
    ("q", ""),
    ("lang", DEFAULT_LANGUAGE),
    *((name, str(getattr(_DEFAULT, name))) for name in _MANNER),
}
_NUMBER = re.compile(r"\s*(-?[0-9]{1,9})\s*")


@dataclass(frozen=True, slots=True)
class State:
    """What a page shows: the request and the language of the page."""

    request: SearchRequest = _DEFAULT
    lang: Language = DEFAULT_LANGUAGE


def parse(arguments: Arguments) -> State:
    """Read the state out of decoded URL parameters; unknown parameters are left alone.

    Raises `BadRequest` for a value that no search can have. Whether a page exists, only the index knows.
    """
    choices = {
        request_field(facet, excluded=bool(prefix)): _choices(arguments, facet, prefix + facet)
        for facet in FACETS
        for prefix in ("", "not_")
    }
    request = SearchRequest(
        query=_last(arguments, "q", ""),
        **choices,  # type: ignore[arg-type] # each facet's kind decides what it reads
        mode=cast(Mode, _one_of(arguments, "mode", MODES, _DEFAULT.mode)),
        sort=cast(Sort, _one_of(arguments, "sort", SORTS, _DEFAULT.sort)),
        page=_number(arguments, "page", _DEFAULT.page),
        size=_number(arguments, "size", _DEFAULT.size),
    )
    check_request(request)
    return State(request, _one_of(arguments, "lang", tuple(LANGUAGES), DEFAULT_LANGUAGE))


def pairs(state: State) -> tuple[tuple[str, str], ...]:
    """Return the URL parameters of a state, in a fixed order, without those that say nothing new."""
    choices = [
        (prefix + facet, _written(choice))
        for prefix in ("", "not_")
        for facet in FACETS
        for choice in chosen(state.request, facet, excluded=bool(prefix))
    ]
    manner = [(name, str(getattr(state.request, name))) for name in _MANNER]
    every = [("q", state.request.query), *choices, *manner, ("lang", state.lang)]
    return tuple(pair for pair in every if pair not in _SILENT)


def url(path: str, state: State) -> str:
    """Return the address of a page in this state; `path` is quoted already and may end in a query of its own."""
    return with_query(path, urlencode(pairs(state)))


def with_query(path: str, query: str) -> str:
    """Return a path, quoted already, that may end in a query of its own, with a query."""
    return f"{path}{'&' if '?' in path else '?'}{query}" if query else path


def id_path(prefix: str, article_id: str) -> str:
    """Return `/PREFIX/ID`, quoted, with the slashes of the id; or `/PREFIX?id=ID` where that cannot be a path.

    Browsers and proxies rewrite paths with empty segments or segments of dots, quoted or not; Werkzeug's paths
    have no line feeds.
    """
    if "\n" in article_id or any(segment in ("", ".", "..") for segment in article_id.split("/")):
        return f"{prefix}?{urlencode({'id': article_id}, errors='replace')}"
    return f"{prefix}/{quote(article_id, safe='/', errors='replace')}"


def article_path(article_id: str) -> str:
    """Return the path of an article's page."""
    return id_path("/articles", article_id)


def is_chosen(request: SearchRequest, facet: Facet, value: FacetCode, *, excluded: bool = False) -> bool:
    """Return whether a facet value is itself among the choices, or a year within a chosen range."""
    return any(covers(facet, choice, value) for choice in chosen(request, facet, excluded=excluded))


def corrected(arguments: Arguments, parameter: str, wrong: Sequence[str], nearest: str | None) -> str:
    """Return URL parameters with the wrong values of one parameter replaced by the nearest, or left out."""
    named = [(name, value) for name, values in arguments.items() for value in values]
    mended = [(name, nearest if name == parameter and value in wrong else value) for name, value in named]
    return urlencode([(name, value) for name, value in dict.fromkeys(mended) if value is not None])


def _written(choice: FacetChoice) -> str:
    if choice is None:
        return UNKNOWN
    if isinstance(choice, str):
        return choice
    low, high = choice
    return str(low) if low == high else f"{low}..{high}"


def _last(arguments: Arguments, name: str, default: str) -> str:
    values = arguments.get(name)
    return values[-1] if values else default


def _choices(arguments: Arguments, facet: Facet, name: str) -> tuple[FacetChoice, ...]:
    values = [value.strip() for value in arguments.get(name, ())]
    return tuple(dict.fromkeys(_choice(facet, value, name) for value in values if value))


def _choice(facet: Facet, value: str, name: str) -> FacetChoice:
    if value == UNKNOWN:
        return None
    return parse_years(value, parameter=name) if isinstance(FACET_KINDS[facet], Years) else value


def _number(arguments: Arguments, name: str, default: int) -> int:
    value = _last(arguments, name, "").strip()
    if not value:
        return default
    if not _NUMBER.fullmatch(value):
        raise BadRequest(f"{name}={_shown(value)}: not a number", parameter=name, nearest=str(default))
    return int(value)


def _one_of(arguments: Arguments, name: str, allowed: Sequence[str], default: str) -> str:
    value = _last(arguments, name, "").strip() or default
    if value not in allowed:
        nearest = (*get_close_matches(value, allowed, n=1), default)[0]
        raise BadRequest(f"{name}={_shown(value)}: one of {', '.join(allowed)}", parameter=name, nearest=nearest)
    return value


def _shown(value: str) -> str:
    return " ".join(value.split())[:40]
