"""Forums by years as a table: each cell is a link, with a shade for its number of articles. Unknown years are last."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from indexer import CrossCounts, Facet, FacetCode
from webui import transitions
from webui.facet_panels import most_frequent, range_links, short_label, value_label
from webui.state import SEARCH, State, url
from webui.texts import Texts

ROWS: Facet = "forum"
SHADES = 5
_MOST_ROWS = 12
_MOST_COLUMNS = 20
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""The years of a column; more than one if there were too many columns."""

_Column = tuple[int, int] | None
"""The first and the last year of a column; None for articles of unknown year."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """The articles of a forum in some years; without an address if there are none. `shade` is from 0 to `SHADES`."""

    count: str
    shade: int
    label: str
    url: str | None


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A forum: its short name, its full name, and a cell for each column."""

    name: str
    hint: str
    url: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The table; `years` are its columns, oldest left, unknown years last if there are any."""

    years: tuple[str, ...]
    rows: tuple[HeatRow, ...]


def heat_map(state: State, crossed: CrossCounts, texts: Texts) -> HeatMap | None:
    """Return the most frequent forums by years, None if no article has both."""
    years = [value.value for value in crossed.columns if isinstance(value.value, int)]
    forums = most_frequent([value for value in crossed.rows if value.value is not None and value.count], _MOST_ROWS)
    if not years or not forums:
        return None
    low, high = min(years), max(years)
    step = next(step for step in _STEPS if high // step - low // step < _MOST_COLUMNS)
    columns: list[_Column] = [(year, year + step - 1) for year in range(low - low % step, high + 1, step)]
    counts: dict[tuple[FacetCode, _Column], int] = defaultdict(int)
    for (forum, year), count in crossed.counts.items():
        first = year - year % step if isinstance(year, int) else None
        counts[forum, None if first is None else (first, first + step - 1)] += count
    if not any(counts[forum.value, column] for forum in forums for column in columns):
        return None
    columns += [None] if any(counts[forum.value, None] for forum in forums) else []
    highest = max(counts[forum.value, column] for forum in forums for column in columns)
    return HeatMap(
        years=tuple(_years(column, texts) for column in columns),
        rows=tuple(
            _row(
                state,
                str(forum.value),
                columns,
                [counts[forum.value, column] for column in columns],
                highest,
                texts,
            )
            for forum in forums
        ),
    )


def _row(
    state: State,
    forum: str,
    columns: Sequence[_Column],
    counts: Sequence[int],
    highest: int,
    texts: Texts,
) -> HeatRow:
    name = value_label(ROWS, forum, texts.lang)
    here = transitions.only(state, ROWS, forum)
    within = range_links(here)
    unknown = url(SEARCH, transitions.only(here, "year", None))
    return HeatRow(
        name=short_label(ROWS, forum, texts.lang),
        hint=name,
        url=url(SEARCH, here),
        cells=tuple(
            HeatCell(
                count=texts.number(count) if count else "",
                shade=ceil(SHADES * sqrt(count / highest)),
                label=texts(
                    "heat.cell", name=name, years=_years(column, texts), articles=texts.count("results", count)
                ),
                url=(within(*column) if column else unknown) if count else None,
            )
            for column, count in zip(columns, counts, strict=True)
        ),
    )


def _years(column: _Column, texts: Texts) -> str:
    if column is None:
        return texts("unknown")
    first, last = column
    if first == last:
        return str(first)
    return f"{first}–{last % 100:02}" if first // 100 == last // 100 else f"{first}–{last}"
