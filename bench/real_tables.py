"""Copies of real tables that can be read as batches: the column with the longest cells is called `body`.

    python -m bench.real_tables FROM TO

Copies each .csv and .tsv file below the folder FROM into the folder TO, as .csv. Only the name of that column in the
first row changes; encoding, delimiter, quotation marks and line ends stay as they are. A table that has a column `body`
is copied as it is. Left out are tables of more than 2 MB, of fewer than two rows, and those whose first row names no
columns or names one twice. Prints how many were copied and left out.
"""

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path

BODY = "body"
MAX_BYTES = 2_000_000


def main() -> None:
    """Copy and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, metavar="FROM")
    parser.add_argument("target", type=Path, metavar="TO")
    options = parser.parse_args()
    csv.field_size_limit(sys.maxsize)
    options.target.mkdir(parents=True, exist_ok=True)
    copied = left_out = 0
    for path in sorted(options.source.rglob("*")):
        if path.suffix.lower() not in (".csv", ".tsv") or not path.is_file():
            continue
        table = with_body(path.read_bytes()) if path.stat().st_size <= MAX_BYTES else None
        if table is None:
            left_out += 1
        else:
            (options.target / f"{copied:04}-{path.stem}.csv").write_bytes(table)
            copied += 1
    print(f"{copied} copied, {left_out} left out")


def with_body(table: bytes) -> bytes | None:
    """Return the table with the column of the longest cells called `body`; None if it is to be left out."""
    head, line_end, rest = table.partition(b"\n")
    first = head.decode("latin-1")
    delimiter = max(",;\t", key=first.count)
    rows = list(csv.reader(table.decode("latin-1").splitlines(keepends=True), delimiter=delimiter))
    if len(rows) < 2 or "\n" in "".join(rows[0]):
        return None
    names = [name.strip().lower() for name in rows[0]]
    if BODY in names:
        return table
    name = rows[0][_longest_column(rows[1:], len(names))]
    quoted = delimiter.join(f'"{each}"' for each in rows[0])
    for cells, sign in ((first.rstrip("\r").split(delimiter), ""), (quoted.split(delimiter), '"')):
        if cells.count(f"{sign}{name}{sign}") == 1 and delimiter.join(cells) == first.rstrip("\r"):
            cells[cells.index(f"{sign}{name}{sign}")] = BODY
            return delimiter.join(cells).encode("latin-1") + b"\r" * head.endswith(b"\r") + line_end + rest
    return None


def _longest_column(rows: Sequence[Sequence[str]], columns: int) -> int:
    return max(range(columns), key=lambda column: sum(len(row[column]) for row in rows if len(row) > column))


if __name__ == "__main__":
    main()
