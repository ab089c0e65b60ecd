"""CSV: a batch as a table. The first row names the keys of a record, `body` among them; each other row is one.

Columns are divided by commas, semicolons or tabs, as spreadsheets write them. An empty cell says nothing; ids of
forums and topics in one cell are divided as `cells.ids` has it.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from typing import IO

from indexer.ingest.cells import ids, rows
from indexer.ingest.encodings import Decoded
from indexer.ingest.formats.document import Blob, Refused, decoded
from indexer.ingest.formats.origin import Origin
from indexer.ingest.formats.records import BadRecordError, article
from indexer.ingest.source import RawArticle
from indexer.model import Skipped

MAX_TABLE_BYTES = 64 << 20
_LISTS = ("forums", "topics")


def read(file: IO[bytes], origin: Origin, at: Callable[[], None]) -> Iterator[RawArticle | Skipped]:
    """Yield each row as a record, or why it is no article; raises what reading the file raises."""
    data = file.read(MAX_TABLE_BYTES + 1)
    if len(data) > MAX_TABLE_BYTES:
        yield Skipped(origin.name, "too-large", f"larger than {MAX_TABLE_BYTES >> 20} MiB; use JSON Lines (.jsonl)")
        return
    try:
        found = decoded(Blob(origin.name, data, origin.stated.encoding))
    except Refused as refused:
        yield Skipped(origin.name, refused.code, refused.reason)
        return
    stated = origin.stated._replace(problems=origin.stated.problems + found.problems)
    yield from _rows(found, origin._replace(stated=stated), at)


def _rows(found: Decoded, origin: Origin, at: Callable[[], None]) -> Iterator[RawArticle | Skipped]:
    table = rows(found.text)
    unnamed: dict[bytes, int] = {}
    keys: Sequence[str] | None = None
    while True:
        try:
            row = next(table, None)
            if row is None:
                return
            if keys is None:
                keys = _keys(row)
            elif any(row):
                at()
                yield article(_record(keys, row), origin, unnamed, found.encoding, found.confidence)
        except BadRecordError as error:
            yield Skipped(origin.name, error.code, f"line {table.line_num}: {error}")
            if keys is None:
                return
        except csv.Error as error:
            why = f"no CSV: {error}; is a quotation mark missing?"
            yield Skipped(origin.name, "bad-record", f"line {table.line_num}: {why}")


def _keys(row: Sequence[str]) -> list[str]:
    keys = [cell.strip().lower() for cell in row]
    if "body" not in keys:
        raise BadRecordError("the first row has to name the columns, and one of them body")
    return keys


def _record(keys: Sequence[str], row: Sequence[str]) -> dict[str, object]:
    if len(row) > len(keys):
        raise BadRecordError(f"it has {len(row)} cells, the first row has {len(keys)}; is a quotation mark missing?")
    cells = {key: cell for key, cell in zip(keys, row, strict=False) if key == "body" or cell.strip()}
    lists = {key: ids(cells[key]) for key in _LISTS if key in cells}
    return {**cells, **lists}
