"""The transitions a link can make from one state to another: choosing, excluding, turning pages.

All functions are pure. A transition that changes what is found returns to the first page.
"""

from collections.abc import Iterator
from dataclasses import replace

from indexer import (
    FACETS,
    Facet,
    FacetChoice,
    FacetCode,
    Language,
    Mode,
    Sort,
    WordMode,
    chosen,
    covers,
    request_field,
)
from webui.state import Chart, State, is_chosen


def toggle(state: State, facet: Facet, value: FacetCode, *, kin: frozenset[str] = frozenset()) -> State:
    """Choose a facet value or deselect it; either way it is no longer excluded.

    `kin` are the broader and narrower values. Choosing a value deselects them, as a narrower choice would have no
    effect next to a broader one.
    """
    here = chosen(state.request, facet)
    kept = _without(facet, here, value)
    if not is_chosen(state.request, facet, value):
        kept = (*(choice for choice in here if choice not in kin), _choice(value))
    spared = _without(facet, chosen(state.request, facet, excluded=True), value)
    return _with_choices(state, facet, kept, spared)


def exclude(state: State, facet: Facet, value: FacetCode) -> State:
    """Exclude a facet value or stop excluding it; either way it is no longer chosen."""
    here = chosen(state.request, facet, excluded=True)
    kept = _without(facet, here, value)
    if not is_chosen(state.request, facet, value, excluded=True):
        kept = (*here, _choice(value))
    spared = _without(facet, chosen(state.request, facet), value)
    return _with_choices(state, facet, spared, kept)


def only(state: State, facet: Facet, value: FacetCode) -> State:
    """Make a facet value the facet's only choice."""
    spared = _without(facet, chosen(state.request, facet, excluded=True), value)
    return _with_choices(state, facet, (_choice(value),), spared)


def within(state: State, low: int, high: int) -> State:
    """Make a range of years the only choice of years."""
    return _with_choices(state, "year", ((low, high),), ())


def drop(state: State, facet: Facet, choice: FacetChoice, *, excluded: bool = False) -> State:
    """Remove one choice or exclusion, a range of years as a whole."""
    kept = tuple(other for other in chosen(state.request, facet, excluded=excluded) if other != choice)
    others = chosen(state.request, facet, excluded=not excluded)
    return _with_choices(state, facet, others, kept) if excluded else _with_choices(state, facet, kept, others)


def clear(state: State) -> State:
    """Remove all choices and exclusions; the query and how it is searched stay."""
    for facet in FACETS:
        state = clear_facet(state, facet)
    return state


def clear_facet(state: State, facet: Facet) -> State:
    """Remove the choices and exclusions of one facet."""
    return _with_choices(state, facet, (), ())


def at_page(state: State, page: int) -> State:
    """Turn to another page of the same results."""
    if state.request.page == page:
        return state
    return replace(state, request=replace(state.request, page=page))


def changed(
    state: State,
    *,
    query: str | None = None,
    mode: Mode | None = None,
    words: WordMode | None = None,
    aliases: bool | None = None,
    sort: Sort | None = None,
    size: int | None = None,
    lang: Language | None = None,
    chart: Chart | None = None,
) -> State:
    """Change what is given and return to the first page; a change of language or chart alone keeps the page."""
    old = state.request
    request = replace(
        old,
        query=old.query if query is None else query,
        mode=mode or old.mode,
        words=words or old.words,
        aliases=old.aliases if aliases is None else aliases,
        sort=sort or old.sort,
        size=size or old.size,
    )
    return State(request if request == old else replace(request, page=1), lang or state.lang, chart or state.chart)


def _with_choices(
    state: State, facet: Facet, choices: tuple[FacetChoice, ...], exclusions: tuple[FacetChoice, ...]
) -> State:
    fields = {request_field(facet): choices, request_field(facet, excluded=True): exclusions, "page": 1}
    return replace(state, request=replace(state.request, **fields))  # type: ignore[arg-type]


def _choice(value: FacetCode) -> FacetChoice:
    return (value, value) if isinstance(value, int) else value


def _without(facet: Facet, choices: tuple[FacetChoice, ...], value: FacetCode) -> tuple[FacetChoice, ...]:
    return tuple(piece for choice in choices for piece in _pieces(facet, choice, value))


def _pieces(facet: Facet, choice: FacetChoice, value: FacetCode) -> Iterator[FacetChoice]:
    if not covers(facet, choice, value):
        yield choice
    elif isinstance(choice, tuple) and isinstance(value, int):
        yield from ((low, high) for low, high in ((choice[0], value - 1), (value + 1, choice[1])) if low <= high)
