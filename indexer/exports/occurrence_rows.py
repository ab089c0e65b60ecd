"""Each match of a query in a whole result, with the words around it, as CSV."""

from collections.abc import Iterator
from datetime import datetime

from indexer.exports.csv_rows import CSV_START, csv_row
from indexer.exports.exported_search import SAID, exported_search
from indexer.exports.result_files import PageAddress, in_pieces
from indexer.languages import Language
from indexer.messages import message
from indexer.model import OccurrenceStream

_COLUMNS = (
    *("number", "left", "keyword", "right", "title", "date", "year", "source", "page", "id"),
    *SAID,
)


def occurrences_csv(stream: OccurrenceStream, *, page: PageAddress, made: datetime, lang: Language) -> Iterator[str]:
    """Yield a table with a row for each occurrence, in pieces. If some are left out, the last row says so."""
    return in_pieces(_rows(stream, page, made, lang))


def _rows(stream: OccurrenceStream, page: PageAddress, made: datetime, lang: Language) -> Iterator[str]:
    said = exported_search(stream.hits.request, stream.hits, made).cells
    yield CSV_START + csv_row(message(f"column-{name}", lang) for name in _COLUMNS)
    for number, each in enumerate(stream.occurrences, 1):
        hit = each.hit
        article = (hit.name, hit.date, hit.year, hit.source, page(hit.id), hit.id)
        yield csv_row((number, each.left, each.keyword, each.right, *article, *said))
    if stream.is_bounded():
        yield csv_row((None, None, None, message("occurrences-bounded", lang)))
