"""`metadata.csv`: a table that states the metadata of the articles in its folder, one row each.

The column `file` names the article; the other columns are the keys of a sidecar. An empty cell states nothing, `-`
states that there is none; ids in one cell are separated by `|`, `;`, `,` or spaces.
"""

import csv
import time
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from indexer.ingest.encodings import NotText, decode
from indexer.ingest.formats.csv_table import csv_error_reason, csv_rows, split_ids
from indexer.ingest.metadata_fields import EXTERNAL_KEYS, LIST_KEYS, ExternalMetadata, parse_external

NAME = "metadata.csv"
MAX_BYTES = 8 << 20
_KEY_COLUMN = "file"
_COLUMNS = (_KEY_COLUMN, *EXTERNAL_KEYS)
_NONE = "-"
_MOST_PROBLEMS = 1000
# A change within one tick of the file system's clock does not show in the times of a file.
_TICK_NS = 50_000_000


class TableProblem(NamedTuple):
    """A part of a table that is ignored, and why."""

    code: str
    reason: str


class MetadataTable(NamedTuple):
    """What a table states for each file name (NFC), the line that states it, and what had to be ignored."""

    stated: Mapping[str, ExternalMetadata]
    lines: Mapping[str, int]
    problems: tuple[TableProblem, ...]

    def row(self, name: str) -> ExternalMetadata:
        """Return what is stated for a file of the table's folder."""
        return self.stated.get(normalize("NFC", name), ExternalMetadata())

    def stray_rows(self, names: Collection[str]) -> Iterator[TableProblem]:
        """Yield the rows of files that are not among the names in the folder."""
        present = {normalize("NFC", name) for name in names}
        for name, line in self.lines.items():
            if name not in present:
                yield TableProblem("stray-row", f"line {line}: there is no file “{name}” in this folder")


def read_table(path: Path) -> MetadataTable:
    """Read a table, or return it as read last time if it was not touched since. Raises OSError.

    A file that is not such a table states nothing, and a problem says why.
    """
    status = path.stat()
    if time.time_ns() - status.st_ctime_ns < _TICK_NS:
        _read.cache_clear()
    return _read(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


class _BadTableError(ValueError):
    """A file that is not a table; the message says why."""


@lru_cache(maxsize=4)
def _read(path: Path, *_stamp: int) -> MetadataTable:
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    try:
        return _parse(_text(data))
    except _BadTableError as error:
        return _bad_table(str(error))
    except csv.Error as error:
        return _bad_table(csv_error_reason(error))


def _bad_table(why: str) -> MetadataTable:
    return MetadataTable({}, {}, (TableProblem("bad-table", f"the table is ignored: {why}"),))


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise _BadTableError(f"larger than {MAX_BYTES >> 20} MiB")
    decoded = decode(data)
    if isinstance(decoded, NotText):
        raise _BadTableError(decoded.reason)
    return decoded.text


def _parse(text: str) -> MetadataTable:
    reader = csv_rows(text)
    columns = [cell.strip().lower() for cell in next(filter(None, reader), [])]
    if _KEY_COLUMN not in columns:
        raise _BadTableError(f"the first row has no column “{_KEY_COLUMN}”")
    problems = list(islice(_column_problems(columns), _MOST_PROBLEMS))
    more = 0
    stated: dict[str, ExternalMetadata] = {}
    lines: dict[str, int] = {}
    for cells in reader:
        row = dict(zip(columns, map(str.strip, cells), strict=False))
        name = normalize("NFC", row.pop(_KEY_COLUMN, ""))
        if reason := _row_problem(cells, len(columns), name, stated):
            if len(problems) < _MOST_PROBLEMS:
                problems.append(TableProblem("bad-row", f"line {reader.line_num}: {reason}"))
            else:
                more += 1
        elif name:
            stated[name] = parse_external(_fields(row), "table")
            lines[name] = reader.line_num
    if more:
        problems.append(TableProblem("bad-row", f"{more:,} more rows are ignored"))
    return MetadataTable(stated, lines, tuple(problems))


def _column_problems(columns: list[str]) -> Iterator[TableProblem]:
    for column in columns:
        if column and column not in _COLUMNS:
            known = f"known columns are {' '.join(_COLUMNS)}"
            yield TableProblem("unknown-column", f"unknown column “{column:.80}” is ignored; {known}")
    for column in _COLUMNS:
        if columns.count(column) > 1:
            yield TableProblem("unknown-column", f"there are several columns “{column}”; the last one is used")


def _row_problem(cells: list[str], columns: int, name: str, stated: Mapping[str, ExternalMetadata]) -> str | None:
    """Return why a row is ignored; a row of empty cells is ignored without a reason."""
    if any(cells[columns:]):
        return "the row has more cells than there are columns"
    if not name and any(map(str.strip, cells)):
        return "the row names no file"
    return f"“{name}” has an earlier row, which is used" if name in stated else None


def _fields(row: Mapping[str, str]) -> dict[str, object]:
    """Return the cells of a row as the fields of a sidecar."""
    fields: dict[str, object] = {key: cell for key, cell in row.items() if key in EXTERNAL_KEYS and cell}
    for key, cell in fields.items():
        if cell == _NONE:
            fields[key] = None
        elif key in LIST_KEYS:
            fields[key] = split_ids(row[key])
    return fields
