"""Numbers of articles by year, and by two facets, as CSV."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from indexer.exports.csv_rows import CSV_START, CsvCell, csv_row
from indexer.exports.exported_search import SAID, exported_search
from indexer.languages import Language
from indexer.messages import message
from indexer.model import CrossCounts, FacetCode, SearchRequest, SearchResult

_MOST_EMPTY_YEARS = 200


def years_csv(request: SearchRequest, result: SearchResult, *, made: datetime, lang: Language) -> str:
    """Return a table with a row for each year of a result, the oldest first, empty years too, unknown last."""
    about = exported_search(request, result, made)
    counts = {value.value: value.count for value in result.facets["year"]}
    heading = [message("column-year", lang), message("column-count", lang), *_headings(lang)]
    rows = ([_shown(year, lang), counts.get(year, 0), *about.cells] for year in _years(counts))
    return CSV_START + csv_row(heading) + "".join(csv_row(row) for row in rows)


def forum_years_csv(request: SearchRequest, crossed: CrossCounts, *, made: datetime, lang: Language) -> str:
    """Return a table with a row for each forum, broader ones before their narrower ones, and a column for each year."""
    about = exported_search(request, crossed, made)
    years = list(_years({value.value: value.count for value in crossed.columns}))
    names = [message(f"column-{name}", lang) for name in ("forum", "forum-id", "count")]
    heading = [*names, *(_shown(year, lang) for year in years), *_headings(lang)]
    rows = (
        [
            *(forum.label, forum.value, forum.count),
            *(crossed.counts.get((forum.value, year), 0) for year in years),
            *about.cells,
        ]
        for forum in crossed.rows
    )
    return CSV_START + csv_row(heading) + "".join(csv_row(row) for row in rows)


def _years(counts: Mapping[FacetCode, int]) -> Iterable[int | None]:
    """Return the years from the first to the last, and None if there are articles without a year.

    If years are so far apart that most rows would be empty, only those with articles.
    """
    known = sorted(year for year, count in counts.items() if isinstance(year, int) and count)
    unknown = [None] if counts.get(None) else []
    if not known or known[-1] - known[0] > len(known) + _MOST_EMPTY_YEARS:
        return [*known, *unknown]
    return [*range(known[0], known[-1] + 1), *unknown]


def _shown(year: int | None, lang: Language) -> CsvCell:
    return message("unknown", lang) if year is None else year


def _headings(lang: Language) -> Iterator[str]:
    return (message(f"column-{name}", lang) for name in SAID)
