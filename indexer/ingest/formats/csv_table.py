"""CSV tables as spreadsheets save them, and batches in this format.

Columns are separated by commas, semicolons or tabs. The first row of a batch names the keys of a record, one of them
`body`; every other row is a record. An empty cell states nothing; a cell may list several ids (`split_ids`).
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import zip_longest
from typing import IO, Protocol, Self

from indexer.ingest.encodings import Decoded
from indexer.ingest.formats.document import Blob, Provenance, Refused, decoded
from indexer.ingest.formats.records import BadRecordError, record_article, record_id
from indexer.ingest.metadata_fields import LIST_KEYS
from indexer.ingest.source import RawArticle
from indexer.model import Skipped

MAX_BATCH_BYTES = 64 << 20
_MAX_CELL = 8 << 20
_DELIMITERS = ",;\t"
_SEPARATOR_LINE = re.compile(r"\"?sep=([^\w\s\"]|\t)\"?[,;\t]*", re.IGNORECASE)
_BETWEEN_IDS = re.compile(r"[|;,\s]+")

# A limit of the whole module `csv`: its default is too short for a cell with an article.
csv.field_size_limit(_MAX_CELL)


class CsvRows(Protocol):
    """Rows of cells one by one, and the line of the text in which the last one ended."""

    line_num: int

    def __iter__(self) -> Self: ...
    def __next__(self) -> list[str]: ...


def csv_rows(text: str) -> CsvRows:
    """Return the rows of a table, split at the delimiter that its first line has most of. They raise `csv.Error`.

    The line `sep=;` with which spreadsheets state the delimiter is not a row, but one that is empty.

    Line ends within cells are kept: they belong to a text. A quotation mark without its partner is an error, since it
    would silently turn everything after it into one cell.
    """
    first, _, rest = text.partition("\n")
    if stated := _SEPARATOR_LINE.fullmatch(first):
        text = f"\n{rest}"
    delimiter = stated[1] if stated else max(_DELIMITERS, key=first.count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def csv_error_reason(error: csv.Error) -> str:
    """Return what to report for an error in a table."""
    return f"not valid CSV: {error}; is a quotation mark missing?"


def split_ids(cell: str) -> list[str]:
    """Return the ids that a cell lists.

    >>> split_ids("arf; asean-som|apec")
    ['arf', 'asean-som', 'apec']
    """
    return [id for id in _BETWEEN_IDS.split(cell) if id]


def read(file: IO[bytes], provenance: Provenance, on_record: Callable[[], None]) -> Iterator[RawArticle | Skipped]:
    """Yield each row as a record, or why it is not one; raises what reading the file raises."""
    data = file.read(MAX_BATCH_BYTES + 1)
    name, external = provenance.name, provenance.external
    if len(data) > MAX_BATCH_BYTES:
        yield Skipped(name, "too-large", f"larger than {MAX_BATCH_BYTES >> 20} MiB; use JSON Lines (.jsonl)")
        return
    try:
        found = decoded(Blob(name, data, external.encoding))
    except Refused as refused:
        yield Skipped(name, refused.code, refused.reason)
        return
    external = external._replace(problems=external.problems + found.problems)
    yield from _articles(found, provenance._replace(external=external), on_record)


def find(
    file: IO[bytes], provenance: Provenance, article_id: str, on_record: Callable[[], None]
) -> dict[str, str] | None:
    """Return the row that became an article, by column, None if there is none; raises what reading raises."""
    data = file.read(MAX_BATCH_BYTES + 1)
    if len(data) > MAX_BATCH_BYTES:
        return None
    with suppress(Refused, BadRecordError):
        found = decoded(Blob(provenance.name, data, provenance.external.encoding))
        table = csv_rows(found.text)
        unnamed: dict[bytes, int] = {}
        columns = next((row for row in table if row), [])
        keys = _keys(columns)
        while True:
            on_record()
            with suppress(BadRecordError, csv.Error):
                row = next(table, None)
                if row is None:
                    return None
                record = _record(keys, row)
                if any(row) and record_id(record, provenance, unnamed) == article_id:
                    record_article(record, provenance, {}, found.encoding, found.confidence)
                    return dict(zip_longest(_numbered([cell.strip() for cell in columns]), row, fillvalue=""))
    return None


def _articles(found: Decoded, provenance: Provenance, on_record: Callable[[], None]) -> Iterator[RawArticle | Skipped]:
    table = csv_rows(found.text)
    unnamed: dict[bytes, int] = {}
    keys: Sequence[str] | None = None
    while True:
        try:
            row = next(table, None)
            if row is None:
                return
            if keys is None:
                keys = _keys(row) if row else None
            elif any(row):
                on_record()
                yield record_article(_record(keys, row), provenance, unnamed, found.encoding, found.confidence)
        except BadRecordError as error:
            yield Skipped(provenance.name, error.code, f"line {table.line_num}: {error}")
            if keys is None:
                return
        except csv.Error as error:
            yield Skipped(provenance.name, "bad-record", f"line {table.line_num}: {csv_error_reason(error)}")


def _keys(row: Sequence[str]) -> list[str]:
    """Return the names of the columns; one that is there again gets a number, so that no cell is lost."""
    names = [cell.strip().lower() for cell in row]
    if "body" not in names:
        raise BadRecordError("the first row must name the columns, one of them “body”")
    return _numbered(names)


def _numbered(names: Sequence[str]) -> list[str]:
    counts, keys = Counter[str](), list[str]()
    for name in names:
        counts[name] += 1
        keys.append(name if counts[name] == 1 else f"{name} {counts[name]}")
    return keys


def _record(keys: Sequence[str], row: Sequence[str]) -> dict[str, object]:
    if len(row) > len(keys):
        raise BadRecordError(f"{len(row)} cells, but the first row has {len(keys)}; is a quotation mark missing?")
    cells = {key: cell for key, cell in zip(keys, row, strict=False) if key == "body" or cell.strip()}
    lists = {key: split_ids(cells[key]) for key in LIST_KEYS if key in cells}
    return {**cells, **lists}
