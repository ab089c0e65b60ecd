"""The URL is the state: URL parameters ⇄ `State`, both ways, without loss.

Any page can be bookmarked, shared and reloaded: parsing what `pairs` wrote restores the state. Defaults are left out
of URLs. All functions are pure but for what `webui.site` says: where the page is served, and in which languages.
`webui.transitions` has the steps from one state to the next.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal, TypeGuard, cast, get_args
from urllib.parse import quote, urlencode

from indexer import (
    DEFAULT_LANGUAGE,
    FACET_KINDS,
    FACETS,
    MAX_QUERY_LENGTH,
    UNKNOWN,
    Facet,
    FacetChoice,
    FacetCode,
    Language,
    Mode,
    Problem,
    SearchRequest,
    Sort,
    WordMode,
    Years,
    bad_request,
    check_choice,
    check_request,
    chosen,
    covers,
    message,
    parse_years,
    problem,
    request_field,
    shortened,
    written,
)
from webui.site import address, default_language, languages

Arguments = Mapping[str, Sequence[str]]

SEARCH = "/search"
SUGGEST = "/api/suggest"
DESCRIPTION = "/opensearch.xml"
"""How browsers search this site."""
RELATED = "/related"
"""What follows the address of an article in the API for the articles like it."""

PAGE_SIZE = 20
"""The articles on a page of results unless its address says otherwise; answers of the API have as `SearchRequest`."""

Chart = Literal["years", "forums"]
"""What is drawn above the results: the years, or forums by years."""
CHARTS: tuple[Chart, ...] = get_args(Chart)

_DEFAULT = SearchRequest(size=PAGE_SIZE)
_MANNER = ("mode", "words", "sort", "size", "page")
SWITCH = {"on": True, "off": False}
"""The values of a parameter that is on or off."""
_SILENT = {("q", ""), *((name, str(getattr(_DEFAULT, name))) for name in _MANNER), ("chart", CHARTS[0])}
PARAMETERS = ("q", *(no + facet for no in ("", "not_") for facet in FACETS), *_MANNER, "aliases", "lang")
"""The parameters of a search."""
PAGE_PARAMETERS = (*PARAMETERS, "chart")
"""The parameters of a page of results, which links to what can be taken away carry along."""
_MOST_UNKNOWN = 5
"""The unknown parameters that are named."""
_NUMBER = re.compile(r"\s*(-?[0-9]{1,9})\s*")


@dataclass(frozen=True, slots=True)
class State:
    """What a page shows: the request, the language of the page and the chart above the results."""

    request: SearchRequest = _DEFAULT
    lang: Language = DEFAULT_LANGUAGE
    chart: Chart = CHARTS[0]

    @property
    def is_start(self) -> bool:
        """Whether nothing is searched, chosen or left out, and this is the first page."""
        return self.request.page == 1 and not self.request.query.strip() and not has_choices(self.request)


def has_choices(request: SearchRequest) -> bool:
    """Return whether a request chooses or excludes a value of any facet."""
    return any(chosen(request, facet, excluded=excluded) for facet in FACETS for excluded in (False, True))


def parse(arguments: Arguments, *, size: int = PAGE_SIZE) -> State:
    """Read the state from decoded URL parameters; unknown ones are left to `unknown_parameters`.

    `size` is the size of a page without one.

    Raises `BadRequest` for a value that no search accepts. Whether the page exists is known only to the index.
    """
    choices = {
        request_field(facet, excluded=bool(prefix)): _choices(arguments, facet, prefix + facet)
        for facet in FACETS
        for prefix in ("", "not_")
    }
    request = SearchRequest(
        query=arguments["q"][-1] if arguments.get("q") else "",
        **choices,  # type: ignore[arg-type] # each facet's kind decides what it reads
        mode=cast(Mode, last(arguments, "mode", _DEFAULT.mode)),
        words=cast(WordMode, last(arguments, "words", _DEFAULT.words)),
        aliases=_switch(arguments, "aliases"),
        sort=cast(Sort, last(arguments, "sort", _DEFAULT.sort)),
        page=number(arguments, "page", _DEFAULT.page),
        size=number(arguments, "size", size),
    )
    chart = last(arguments, "chart", CHARTS[0])
    check_request(request)
    check_choice("chart", chart, CHARTS)
    return State(request, language(arguments), cast(Chart, chart))


def language(arguments: Arguments) -> Language:
    """Return the language that parameters ask for. Raises `BadRequest` for one that the page does not have."""
    lang = last(arguments, "lang", default_language())
    check_choice("lang", lang, languages())
    return lang


def unknown_parameters(arguments: Arguments, known: Collection[str], lang: Language) -> tuple[Problem, ...]:
    """Return a problem for each of the first parameters that an address does not read, with the most similar one."""
    strange = [name for name in arguments if name not in known][:_MOST_UNKNOWN]
    return tuple(_unknown(name, known, lang) for name in strange)


def _unknown(name: str, known: Collection[str], lang: Language) -> Problem:
    alike = get_close_matches(name.lower(), known, n=1)
    nearest = message("nearest", lang, name=alike[0]) if alike else ""
    return problem("unknown-parameter", None, lang, name=shortened(name), nearest=nearest)


def pairs(state: State) -> tuple[tuple[str, str], ...]:
    """Return the URL parameters of a state, in a fixed order, without defaults.

    A page has hundreds of links, so they only carry the part of a query that is read.
    """
    return _pairs(state, default_language())


@lru_cache(maxsize=256)
def _pairs(state: State, default: Language) -> tuple[tuple[str, str], ...]:
    """Return the parameters of a state; remembered, as all forms of a page repeat those of the page."""
    choices = [
        (prefix + facet, written(choice))
        for prefix in ("", "not_")
        for facet in FACETS
        for choice in chosen(state.request, facet, excluded=bool(prefix))
    ]
    manner = [(name, str(getattr(state.request, name))) for name in _MANNER]
    switches = [] if state.request.aliases else [("aliases", "off")]
    lang = [("lang", state.lang)] if state.lang != default else []
    chart = ("chart", state.chart)
    every = [("q", state.request.query[:MAX_QUERY_LENGTH]), *choices, *manner, *switches, chart, *lang]
    return tuple(pair for pair in every if pair not in _SILENT)


def url(path: str, state: State) -> str:
    """Return the address of a page in this state; `path` is already quoted and may have a query of its own."""
    return address(path_in(path, state))


def links_in(state: State) -> Callable[[str], str]:
    """Return what `url` returns for a path in this state, for pages that link to many."""
    root, query = address(""), _query(state, default_language())
    return lambda path: root + with_query(path, query)


def path_in(path: str, state: State) -> str:
    """Return the path of a page in this state, which may be served below another one."""
    return with_query(path, _query(state, default_language()))


@lru_cache(maxsize=256)
def _query(state: State, default: Language) -> str:
    """Return the parameters of a state as a query; remembered, as a page repeats its own."""
    return urlencode(_pairs(state, default))


def with_query(path: str, query: str) -> str:
    """Return the address of a path, already quoted and perhaps with a query of its own, with another query appended."""
    return f"{path}{'&' if '?' in path else '?'}{query}" if query else path


def id_path(prefix: str, article_id: str, below: str = "") -> str:
    """Return `/PREFIX/ID`, quoted, with the slashes of the id; or `/PREFIX?id=ID` if that would not survive as a path.

    Browsers and proxies rewrite paths with empty segments or segments of dots, quoted or not; Werkzeug's paths
    cannot contain line feeds; and at the end, `RELATED` is not part of an id. `below` follows the id or the prefix.
    """
    is_odd = any(segment in ("", ".", "..") for segment in article_id.split("/"))
    if is_odd or "\n" in article_id or f"/{article_id}".endswith(RELATED):
        return f"{prefix}{below}?{urlencode({'id': article_id}, errors='replace')}"
    return f"{prefix}/{quote(article_id, safe='/', errors='replace')}{below}"


def is_facet(name: str) -> TypeGuard[Facet]:
    """Return whether a name is that of a facet."""
    return name in FACETS


def facet_path(facet: Facet) -> str:
    """Return the path of the page with all values of a facet."""
    return f"/facets/{facet}"


def article_path(article_id: str) -> str:
    """Return the path of an article's page."""
    return id_path("/articles", article_id)


def number(arguments: Arguments, name: str, default: int) -> int:
    """Return the last value of a parameter as a number. Raises `BadRequest`."""
    value = last(arguments, name, str(default))
    if not _NUMBER.fullmatch(value):
        raise bad_request("refused-number", parameter=name, nearest=default, value=value)
    return int(value)


def is_chosen(request: SearchRequest, facet: Facet, value: FacetCode, *, excluded: bool = False) -> bool:
    """Return whether a facet value is itself among the choices, or a year within a chosen range."""
    return any(covers(facet, choice, value) for choice in chosen(request, facet, excluded=excluded))


def corrected(arguments: Arguments, parameter: str, wrong: Collection[str], nearest: str | None) -> str:
    """Return URL parameters with the wrong values of one parameter replaced by the nearest right one, or removed."""
    named = [(name, value) for name, values in arguments.items() for value in values]
    right = [(name, nearest if name == parameter and value in wrong else value) for name, value in named]
    return urlencode([(name, value) for name, value in dict.fromkeys(right) if value is not None])


def last(arguments: Arguments, name: str, default: str) -> str:
    """Return the last value of a parameter, or the default if it is missing or blank."""
    return next(reversed(arguments.get(name, ())), "").strip() or default


def _choices(arguments: Arguments, facet: Facet, name: str) -> tuple[FacetChoice, ...]:
    values = [value.strip() for value in arguments.get(name, ())]
    return tuple(dict.fromkeys(_choice(facet, value, name) for value in values if value))


def _choice(facet: Facet, value: str, name: str) -> FacetChoice:
    if value == UNKNOWN:
        return None
    return parse_years(value, parameter=name) if isinstance(FACET_KINDS[facet], Years) else value


def _switch(arguments: Arguments, name: str) -> bool:
    """Return whether a parameter is on, as it is by default."""
    value = last(arguments, name, "on")
    check_choice(name, value, SWITCH)
    return SWITCH[value]
