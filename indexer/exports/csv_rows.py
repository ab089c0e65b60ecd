"""CSV as RFC 4180 has it, as spreadsheets open it, and without formulas.

A spreadsheet runs a cell that begins with one of a few signs, so that whoever wrote an article could have it run on the
machine of whoever exports it. Such a cell gets an apostrophe in front, with which spreadsheets mark text.
"""

import csv
import unicodedata
from collections.abc import Iterable

from indexer.exports.plain_text import one_line

CSV_START = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""What a file begins with: without a byte order mark, Excel takes UTF-8 for the encoding of its country."""

_FORMULA_SIGNS = frozenset("=+-@")
CsvCell = str | int | None


class _WrittenLine(list[str]):
    """Takes what `csv.writer` writes."""

    def write(self, text: str) -> int:
        """Take a line."""
        self.append(text)
        return len(text)


def csv_row(cells: Iterable[CsvCell]) -> str:
    """Return a line of CSV with its line end; None is an empty cell.

    >>> csv_row(["=1+1", 2, 'Báo "Mới", số 3', None])
    '\\'=1+1,2,"Báo ""Mới"", số 3",\\r\\n'
    """
    line = _WrittenLine()
    csv.writer(line).writerow([_text(cell) if isinstance(cell, str) else cell for cell in cells])
    return line[0]


def _text(text: str) -> str:
    shown = one_line(text)
    return f"'{shown}" if _is_formula(shown) else shown


def _is_formula(text: str) -> bool:
    """Return whether the first visible sign starts a formula; full-width signs do in some countries."""
    first = next((char for char in text if unicodedata.category(char) not in ("Cf", "Zs", "Mn")), "")
    return unicodedata.normalize("NFKC", first)[:1] in _FORMULA_SIGNS
