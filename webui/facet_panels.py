"""The facets as templates show them: rows of values with links, and a chip for each choice."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote_plus

from indexer import (
    FACET_KINDS,
    FACETS,
    Facet,
    FacetChoice,
    FacetCode,
    FacetValue,
    Labels,
    Language,
    Years,
    chosen,
    written,
)
from webui import transitions
from webui.frame import hidden_fields
from webui.site import address
from webui.state import SEARCH, State, facet_path, url
from webui.texts import Texts

SHOWN = 6
"""The values of a facet next to the results; all of them have a page of their own."""
LISTED: tuple[Facet, ...] = tuple(facet for facet in FACETS if not isinstance(FACET_KINDS[facet], Years))
"""The facets that are lists of values. Years are a chart."""


@dataclass(frozen=True, slots=True)
class FacetRow:
    """One value of a facet; `share` is its count in percent of the highest one, for the bar, and 0 for “unknown”.

    `choose` is the address with this value as the facet's only choice, or without it if it is chosen. `add` chooses it
    next to the others, None if there are no others.
    """

    label: str
    count: str
    share: int
    depth: int
    selected: bool
    excluded: bool
    choose: str
    add: str | None
    exclude: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One facet: its first values, and the page with all of them, which `all` introduces with their number.

    `hidden` are the parameters that its filter sends along to that page.
    """

    facet: Facet
    name: str
    rows: tuple[FacetRow, ...]
    action: str
    hidden: tuple[tuple[str, str], ...]
    all: str | None
    all_url: str


@dataclass(frozen=True, slots=True)
class Chip:
    """One active choice or exclusion, and the address without it."""

    facet: str
    label: str
    excluded: bool
    undo: str


def label(facet: Facet, choice: FacetChoice, texts: Texts) -> str:
    """Return a choice in words: a label, a name, a year, a range of years, or “unknown”."""
    if choice is None:
        return texts("unknown")
    if isinstance(choice, tuple):
        low, high = choice
        return str(low) if low == high else f"{low}–{high}"
    return value_label(facet, choice, texts.lang)


def value_label(facet: Facet, value: str, lang: Language) -> str:
    """Return the label of a value; a name, or an id that is no longer in the vocabulary, is its own label."""
    kind = FACET_KINDS[facet]
    if not isinstance(kind, Labels) or value not in kind.vocabulary().ids:
        return value
    return kind.vocabulary().label(value, lang)


def short_label(facet: Facet, value: str, lang: Language) -> str:
    """Return the usual abbreviation of a value, else its label."""
    kind = FACET_KINDS[facet]
    entry = kind.vocabulary().entries.get(value) if isinstance(kind, Labels) else None
    return (entry and entry.short) or value_label(facet, value, lang)


def panels(state: State, facets: Mapping[Facet, Sequence[FacetValue]], texts: Texts) -> tuple[Panel, ...]:
    """Lay out the facets of a result that are lists; one without values is left out."""
    return tuple(_panel(state, facet, values, texts) for facet in LISTED if (values := facets.get(facet, ())))


def facet_rows(
    state: State, facet: Facet, values: Iterable[FacetValue], highest: int, texts: Texts
) -> tuple[FacetRow, ...]:
    """Return rows for values of a facet, in their order; `highest` is the count of the longest bar."""
    links = choice_links(state, facet)
    has_choices = bool(chosen(state.request, facet))
    given = list(values)
    parents = {value.value: value.parent for value in given if not (value.selected or value.excluded)}
    return tuple(
        FacetRow(
            label=value.label,
            count=texts.number(value.count),
            share=0 if value.value is None else round(100 * value.count / max(highest, 1)),
            depth=_depth(value.value, parents),
            selected=value.selected,
            excluded=value.excluded,
            choose=toggle_url(state, facet, value.value) if value.selected else links(value.value, False),
            add=toggle_url(state, facet, value.value) if has_choices and not value.selected else None,
            exclude=links(value.value, True),
        )
        for value in given
    )


def most_frequent(values: Sequence[FacetValue], most: int) -> list[FacetValue]:
    """Return the most frequent values in their order.

    A broader label has no lower count than a narrower one, so that it is kept with it.
    """
    kept = {value.value for value in sorted(values, key=lambda value: -value.count)[:most]}
    return [value for value in values if value.value in kept]


def highest_count(values: Iterable[FacetValue]) -> int:
    """Return the highest count of a value; articles without one are on no scale."""
    return max((value.count for value in values if value.value is not None), default=0)


def chips(state: State, texts: Texts) -> tuple[Chip, ...]:
    """Return a chip for each active choice, then for each exclusion, facet by facet."""
    return tuple(
        Chip(
            texts(f"facet.{facet}"),
            label(facet, choice, texts),
            excluded,
            url(SEARCH, transitions.drop(state, facet, choice, excluded=excluded)),
        )
        for excluded in (False, True)
        for facet in FACETS
        for choice in chosen(state.request, facet, excluded=excluded)
    )


def toggle_url(state: State, facet: Facet, value: FacetCode) -> str:
    """Return the address that chooses a value, instead of its broader and narrower ones, or deselects it."""
    return url(SEARCH, transitions.toggle(state, facet, value, kin=_kin(facet, value)))


def choice_links(state: State, facet: Facet) -> Callable[[FacetCode, bool], str]:
    """Return what makes the address that has a value as the only choice of its facet, or that excludes it.

    Without choices in the facet, the addresses of its values differ in the value alone: the rest is written once.
    """
    if any(chosen(state.request, facet, excluded=excluded) for excluded in (False, True)):

        def changed(value: FacetCode, exclude: bool) -> str:
            transition = transitions.exclude if exclude else transitions.only
            return url(SEARCH, transition(state, facet, value))

        return changed

    @cache
    def around(exclude: bool) -> tuple[str, str]:
        name, transition = (f"not_{facet}=", transitions.exclude) if exclude else (f"{facet}=", transitions.only)
        return _around(name, written(None), transition(state, facet, None))

    def filled(value: FacetCode, exclude: bool) -> str:
        before, after = around(exclude)
        choice = (value, value) if isinstance(value, int) else value
        return f"{before}{quote_plus(written(choice))}{after}"

    return filled


def range_links(state: State) -> Callable[[int, int], str]:
    """Return what makes the address that has the years from one to another as the only choice of years."""
    before, after = _around("year=", "0", transitions.within(state, 0, 0))
    return lambda first, last: f"{before}{written((first, last))}{after}"


def _around(name: str, value: str, state: State) -> tuple[str, str]:
    """Return what comes before and after a value in the address of a state; `name` ends with the equals sign."""
    before, _, after = url(SEARCH, state).partition(name + value)
    return before + name, after


def _kin(facet: Facet, value: FacetCode) -> frozenset[str]:
    kind = FACET_KINDS[facet]
    if not isinstance(kind, Labels) or not isinstance(value, str) or value not in kind.vocabulary().entries:
        return frozenset()
    return _relatives(facet, value)


@cache
def _relatives(facet: Facet, id: str) -> frozenset[str]:
    """Return the broader and narrower ids; cached, so only ids of the vocabulary may come in."""
    kind = FACET_KINDS[facet]
    assert isinstance(kind, Labels)
    vocabulary = kind.vocabulary()
    narrower = (other for other in vocabulary.ids if id in vocabulary.ancestors(other))
    return frozenset((*vocabulary.ancestors(id), *narrower))


def _panel(state: State, facet: Facet, values: Sequence[FacetValue], texts: Texts) -> Panel:
    shown = _first(values)
    known = sum(value.value is not None for value in values)
    path = facet_path(facet)
    return Panel(
        facet=facet,
        name=texts(f"facet.{facet}"),
        rows=facet_rows(state, facet, shown, highest_count(values), texts),
        action=address(path),
        hidden=hidden_fields(state),
        all=texts("facet.all", n=texts.number(known)) if known > SHOWN else None,
        all_url=url(path, transitions.at_page(state, 1)),
    )


def _first(values: Sequence[FacetValue]) -> list[FacetValue]:
    """Return the values that are chosen or excluded, then the most frequent others, then the articles without one."""
    active = [value for value in values if value.value is not None and (value.selected or value.excluded)]
    others = [value for value in values if value.value is not None and not (value.selected or value.excluded)]
    unknown = [value for value in values if value.value is None]
    return [*active, *most_frequent(others, SHOWN), *unknown]


def _depth(value: FacetCode, parents: Mapping[FacetCode, str | None]) -> int:
    depth, parent = 0, parents.get(value)
    while parent is not None and parent in parents:
        depth, parent = depth + 1, parents[parent]
    return depth
