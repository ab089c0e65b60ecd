"""`metadata.csv`: a table that states the metadata of the articles beside it, a row each.

The column `file` names the article; the others are the keys of a sidecar. An empty cell states nothing, `-` that there
is none; ids of a list are separated by `|`, `;`, `,` or spaces.
"""

import csv
import time
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from indexer.ingest.beside import BESIDE_KEYS, Beside, state_beside
from indexer.ingest.cells import ids, rows
from indexer.ingest.encodings import NotText, decode

NAME = "metadata.csv"
MAX_BYTES = 8 << 20
_KEY_COLUMN = "file"
_COLUMNS = (_KEY_COLUMN, *BESIDE_KEYS)
_NONE = "-"
_LISTS = ("forums", "topics")
# Times of a file tell of a change only when a tick of the file system's clock has passed.
_TICK_NS = 50_000_000


class Finding(NamedTuple):
    """What of a table is not used, and why."""

    code: str
    reason: str


class Table(NamedTuple):
    """What is stated of each file by its name (NFC), the line it is stated in, and what could not be used."""

    stated: Mapping[str, Beside]
    lines: Mapping[str, int]
    findings: tuple[Finding, ...]

    def row(self, name: str) -> Beside:
        """Return what is stated of a file beside the table."""
        return self.stated.get(normalize("NFC", name), Beside())

    def stray_rows(self, names: Collection[str]) -> Iterator[Finding]:
        """Yield the rows for which there is no file among these names."""
        present = {normalize("NFC", name) for name in names}
        for name, line in self.lines.items():
            if name not in present:
                yield Finding("stray-row", f"line {line}: there is no “{name}” beside the table")


def read_table(path: Path) -> Table:
    """Read a table, or take it as it was read last where it was not touched. Raises OSError.

    A table that is no table states nothing, and a finding says why.
    """
    status = path.stat()
    if time.time_ns() - status.st_ctime_ns < _TICK_NS:
        _read.cache_clear()
    return _read(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


class _BadTableError(ValueError):
    """A file that is no table; the message says why."""


@lru_cache(maxsize=4)
def _read(path: Path, *_stamp: int) -> Table:
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    try:
        return _table(_text(data))
    except (_BadTableError, csv.Error) as error:
        return Table({}, {}, (Finding("bad-table", f"it is not used: {error}"),))


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise _BadTableError(f"it is larger than {MAX_BYTES >> 20} MiB")
    decoded = decode(data)
    if isinstance(decoded, NotText):
        raise _BadTableError(decoded.reason)
    return decoded.text


def _table(text: str) -> Table:
    reader = rows(text)
    columns = [cell.strip().lower() for cell in next(reader, [])]
    if _KEY_COLUMN not in columns:
        raise _BadTableError(f"its first line names no column “{_KEY_COLUMN}”")
    findings = list(_odd_columns(columns))
    stated: dict[str, Beside] = {}
    lines: dict[str, int] = {}
    for cells in reader:
        row = dict(zip(columns, map(str.strip, cells), strict=False))
        name = normalize("NFC", row.pop(_KEY_COLUMN, ""))
        if odd := _odd_row(cells, len(columns), name, stated):
            findings.append(Finding("bad-row", f"line {reader.line_num} {odd}"))
        elif name:
            stated[name] = state_beside(_fields(row), "table")
            lines[name] = reader.line_num
    return Table(stated, lines, tuple(findings))


def _odd_columns(columns: list[str]) -> Iterator[Finding]:
    for column in columns:
        if column and column not in _COLUMNS:
            known = f"known columns are {' '.join(_COLUMNS)}"
            yield Finding("unknown-column", f"the column “{column:.80}” is not used; {known}")
    for column in _COLUMNS:
        if columns.count(column) > 1:
            yield Finding("unknown-column", f"of several columns “{column}” the last is used")


def _odd_row(cells: list[str], columns: int, name: str, stated: Mapping[str, Beside]) -> str | None:
    """Return why a row is not used; a row of empty cells is none."""
    if any(cells[columns:]):
        return "has more cells than there are columns"
    if not name and any(map(str.strip, cells)):
        return "names no file"
    return f"speaks of “{name}” once more; the first row counts" if name in stated else None


def _fields(row: Mapping[str, str]) -> dict[str, object]:
    """Return what the cells of a row state, as a sidecar would."""
    fields: dict[str, object] = {key: cell for key, cell in row.items() if key in BESIDE_KEYS and cell}
    for key, cell in fields.items():
        if cell == _NONE:
            fields[key] = None
        elif key in _LISTS:
            fields[key] = ids(row[key])
    return fields
