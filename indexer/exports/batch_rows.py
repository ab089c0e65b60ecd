"""What the queries of a list find, as CSV."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from indexer.exports.csv_rows import CSV_START, csv_row
from indexer.exports.exported_search import filters_text
from indexer.languages import Language
from indexer.messages import message
from indexer.model import TIERS, CountedQuery, SearchRequest

SearchAddress = Callable[[str], str | None]
"""Returns the absolute address of a search for a query; None if nobody knows it."""

_COLUMNS = ("number", "query", "count", *TIERS, "remarks", "search", "filters", "generation", "made")


def batch_csv(
    counted: Iterable[CountedQuery], request: SearchRequest, *, search: SearchAddress, made: datetime, lang: Language
) -> Iterator[str]:
    """Yield a table with a row for each query; the request has the choices and settings that hold for all."""
    filters = filters_text(request)
    yield CSV_START + csv_row(message(f"column-{name}", lang) for name in _COLUMNS)
    for number, each in enumerate(counted, 1):
        counts = each.counts
        numbers = (counts.total, *(counts.tiers.get(tier) for tier in TIERS)) if counts else (None,) * 5
        generation = counts.generation if counts else None
        said = (search(each.query), filters, generation, made.isoformat(timespec="seconds"))
        yield csv_row((number, each.query, *numbers, query_remarks(each, lang), *said))


def query_remarks(counted: CountedQuery, lang: Language) -> str:
    """Return what to know about the numbers of a query, empty if nothing."""
    if counted.counts is None:
        return message("not-searched", lang)
    nothing = [] if counted.counts.understood else [message("nothing-understood", lang)]
    bounded = [message("bounded", lang)] if counted.counts.bounded else []
    relaxed = [message("no-article-has-all", lang)] if counted.counts.relaxed else []
    problems = dict.fromkeys(problem.text for problem in counted.counts.problems)
    return " ".join([*nothing, *bounded, *relaxed, *problems])
