"""The facets as templates show them: trees of values with links, and a chip for each choice."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from indexer import (
    FACET_KINDS,
    FACETS,
    Facet,
    FacetChoice,
    FacetCode,
    FacetValue,
    Labels,
    Language,
    Names,
    Years,
    chosen,
)
from webui import transitions
from webui.state import SEARCH, State, url
from webui.texts import Texts

# How many siblings are shown unfolded, by depth; the last number applies to all deeper levels. A fold that would
# hide at most `_SPARE` values is not worth its line.
_SPARE = 2
_SHOWN: Mapping[Facet, tuple[int, ...]] = {"forum": (8, 4, 0), "year": (12,)}
_USUALLY_SHOWN = (10, 0)
# An archive may have thousands of values in a facet without a vocabulary, and each value has several links.
_LISTED = {Names: 50, Years: 200}


@dataclass(frozen=True, slots=True)
class FacetNode:
    """One value of a facet; `share` is its count in percent of the facet's highest, for the bar.

    `toggle`, `exclude` and `only` are addresses; `only` is None if it equals `toggle`.
    """

    label: str
    count: str
    share: int
    selected: bool
    excluded: bool
    toggle: str
    exclude: str
    only: str | None
    children: "FacetBranch"


@dataclass(frozen=True, slots=True)
class FacetBranch:
    """Sibling values: those shown, and `more` in a fold, which is `open` if a choice is among them."""

    shown: tuple[FacetNode, ...] = ()
    more: tuple[FacetNode, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One facet with its values as a tree: `active` is the number of choices, `rest` that of values left out."""

    facet: Facet
    name: str
    values: FacetBranch
    has_ranges: bool
    active: int
    rest: int


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


def panels(state: State, facets: Mapping[Facet, Sequence[FacetValue]], texts: Texts) -> tuple[Panel, ...]:
    """Lay out every facet of a result."""
    return tuple(_panel(state, facet, facets.get(facet, ()), texts) for facet in FACETS)


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
    every, values = values, _listed(facet, values)
    listed = {value.value for value in values}
    below: dict[FacetCode, list[FacetValue]] = defaultdict(list)
    for value in values:
        below[value.parent if value.parent in listed else None].append(value)
    highest = max((value.count for value in values), default=0)
    active = sum(len(chosen(state.request, facet, excluded=excluded)) for excluded in (False, True))
    values_tree = _TreeBuilder(state, facet, texts, below, max(highest, 1)).branch(None)
    return Panel(
        facet,
        texts(f"facet.{facet}"),
        values_tree,
        isinstance(FACET_KINDS[facet], Years),
        active,
        len(every) - len(values),
    )


def _listed(facet: Facet, values: Sequence[FacetValue]) -> Sequence[FacetValue]:
    """Return the values that are listed: the first ones, with unknown and any name chosen or excluded."""
    kind = type(FACET_KINDS[facet])
    limit = _LISTED.get(kind, len(values))
    # A range of years may choose all of them.
    kept = [
        number < limit or value.value is None or (kind is Names and (value.selected or value.excluded))
        for number, value in enumerate(values)
    ]
    return [value for value, keep in zip(values, kept, strict=True) if keep]


@dataclass(frozen=True, slots=True)
class _TreeBuilder:
    """Builds the tree of one facet from its values, grouped by parent."""

    state: State
    facet: Facet
    texts: Texts
    below: Mapping[FacetCode, Sequence[FacetValue]]
    highest: int

    def branch(self, parent: FacetCode, depth: int = 0) -> FacetBranch:
        limits = _SHOWN.get(self.facet, _USUALLY_SHOWN)
        limit = limits[min(depth, len(limits) - 1)]
        nodes = tuple(self.node(value, depth) for value in self.below.get(parent, ()))
        if limit and len(nodes) <= limit + _SPARE:
            return FacetBranch(nodes)
        return FacetBranch(nodes[:limit], nodes[limit:], any(_is_active(node) for node in nodes[limit:]))

    def node(self, value: FacetValue, depth: int) -> FacetNode:
        toggle = toggle_url(self.state, self.facet, value.value)
        only = url(SEARCH, transitions.only(self.state, self.facet, value.value))
        return FacetNode(
            label=value.label,
            count=self.texts.number(value.count),
            share=round(100 * value.count / self.highest),
            selected=value.selected,
            excluded=value.excluded,
            toggle=toggle,
            exclude=url(SEARCH, transitions.exclude(self.state, self.facet, value.value)),
            only=only if only != toggle else None,
            children=FacetBranch() if value.value is None else self.branch(value.value, depth + 1),
        )


def _is_active(node: FacetNode) -> bool:
    below = (*node.children.shown, *node.children.more)
    return node.selected or node.excluded or any(_is_active(child) for child in below)
