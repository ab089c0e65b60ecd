"""The years of a result as a chart: bars over a linear axis, each a link, with a table of the same numbers.

Articles of unknown year are a link next to the chart, outside its scale.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from indexer import FacetChoice, FacetValue, chosen
from webui import transitions
from webui.facet_panels import range_links
from webui.frame import Link, hidden_fields
from webui.state import SEARCH, State, url
from webui.texts import Texts

HEIGHT = 44
"""The height of the longest bar above results, in pixels. Widths are percentages, so that text keeps its size."""
_SHORTEST = 2
"""The height of the shortest bar: one article is never invisible."""
_MOST_BARS = 120
_FULL_WIDTH = 12
"""The bars that fill the whole width; fewer leave some of it empty."""
_STEPS = (1, 10, 100, 1000)
"""The years of a bar; more than one if there were too many bars."""
_TICK_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
_MOST_TICKS = 8
_GAP = 0.16
"""The share of a bar's room that stays empty."""
YEARS_PLACEHOLDER = "YEARS"


@dataclass(frozen=True, slots=True)
class Bar:
    """The articles of a year, or of a few: all measures but `height` and `top` in percent of the width."""

    years: str
    name: str
    count: str
    label: str
    url: str
    x: str
    width: str
    bar_x: str
    bar_width: str
    top: int
    height: int
    selected: bool
    is_first: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A year below the axis, and its place in percent of the width."""

    x: str
    text: str


@dataclass(frozen=True, slots=True)
class YearsChart:
    """The chart, its table, and the form for a range; a range belongs where `range_url` first has `YEARS_PLACEHOLDER`.

    `first` and `last` are those chosen, else those of the axis. `clear` is None unless years are chosen.
    """

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    unknown: Link | None
    low: int
    high: int
    first: str
    last: str
    range_url: str
    hidden: tuple[tuple[str, str], ...]
    clear: str | None
    height: int
    width: str


def years_chart(state: State, values: Sequence[FacetValue], texts: Texts, *, height: int = HEIGHT) -> YearsChart | None:
    """Return the chart of years, None if no article has one."""
    counts = {value.value: value for value in values if isinstance(value.value, int) and value.count}
    unknown = next((value for value in values if value.value is None and value.count), None)
    if not counts:
        return None
    low, high = min(counts), max(counts)
    step = next((step for step in _STEPS if (high - low) // step < _MOST_BARS), _STEPS[-1])
    start = low - low % step
    bins = (high - start) // step + 1
    chosen_years = chosen(state.request, "year")
    first, last = _ends(chosen_years, low, high)
    return YearsChart(
        bars=_bars(state, counts, start, step, bins, height, texts),
        ticks=_ticks(start, step, bins),
        unknown=_unknown(state, unknown, texts) if unknown else None,
        low=low,
        high=high,
        first=first,
        last=last,
        range_url=url(f"{SEARCH}?year={YEARS_PLACEHOLDER}", transitions.clear_facet(state, "year")),
        hidden=hidden_fields(transitions.clear_facet(state, "year")),
        clear=url(SEARCH, transitions.clear_facet(state, "year")) if chosen_years else None,
        height=height,
        width=_percent(min(100, 100 * bins / _FULL_WIDTH)),
    )


def _bars(
    state: State, counts: Mapping[int, FacetValue], start: int, step: int, bins: int, full: int, texts: Texts
) -> tuple[Bar, ...]:
    sums = dict[int, int]()
    for year, value in counts.items():
        place = (year - start) // step
        sums[place] = sums.get(place, 0) + value.count
    highest, room = max(sums.values()), 100 / bins
    gap = _GAP * room
    active = {(year - start) // step for year, value in counts.items() if value.selected}
    focus = min(active, default=min(sums))
    only = _only(state)
    bars = []
    for place, count in sorted(sums.items()):
        first = start + place * step
        last = first + step - 1
        height = max(_SHORTEST, round(full * count / highest))
        shown = str(first) if step == 1 else f"{first}–{last}"
        bars.append(
            Bar(
                years=str(first) if step == 1 else f"{first}..{last}",
                name=shown,
                count=texts.number(count),
                label=texts("years.bar", years=shown, articles=texts.count("results", count)),
                url=only(first, last),
                x=_percent(place * room),
                width=_percent(room),
                bar_x=_percent(place * room + gap / 2),
                bar_width=_percent(room - gap),
                top=full - height,
                height=height,
                selected=place in active,
                is_first=place == focus,
            )
        )
    return tuple(bars)


def _ticks(start: int, step: int, bins: int) -> tuple[Tick, ...]:
    span = bins * step
    every = next(every for every in _TICK_STEPS if span / every <= _MOST_TICKS)
    first = start + -start % every
    years = range(first, start + span, every)
    return tuple(Tick(_percent(((year - start) // step + 0.5) * 100 / bins), str(year)) for year in years)


def _only(state: State) -> Callable[[int, int], str]:
    """Return what makes the address with some years as the only ones, or without them if they are that already."""
    chosen_years, links = chosen(state.request, "year"), range_links(state)
    without = url(SEARCH, transitions.clear_facet(state, "year"))
    return lambda first, last: without if chosen_years == ((first, last),) else links(first, last)


def _unknown(state: State, value: FacetValue, texts: Texts) -> Link:
    other = transitions.drop(state, "year", None) if value.selected else transitions.only(state, "year", None)
    return Link(texts("years.unknown", n=texts.number(value.count)), url(SEARCH, other), value.selected)


def _ends(choices: Sequence[FacetChoice], low: int, high: int) -> tuple[str, str]:
    ranges = [choice for choice in choices if isinstance(choice, tuple)]
    first, last = ranges[0] if len(ranges) == 1 else (low, high)
    return str(first), str(last)


def _percent(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".") + "%"
