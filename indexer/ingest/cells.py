"""Tables as spreadsheets write them: columns divided by commas, semicolons or tabs."""

import csv
import io
import re
from typing import Protocol, Self

_DELIMITERS = ",;\t"
_LONGEST = 8 << 20
_BETWEEN_IDS = re.compile(r"[|;,\s]+")

# A limit of the module `csv` as a whole: by default a cell may not be as long as an article.
csv.field_size_limit(_LONGEST)


class Rows(Protocol):
    """Rows of cells one by one, and the line of the text in which the last one ended."""

    line_num: int

    def __iter__(self) -> Self: ...
    def __next__(self) -> list[str]: ...


def rows(text: str) -> Rows:
    """Return the rows of a table, divided by what its first line has most of. They raise `csv.Error`.

    Line ends within cells are part of a text, so none are translated. A quotation mark without its partner is an error:
    it would silently make one cell of all that follows.
    """
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def ids(cell: str) -> list[str]:
    """Return the ids that a cell lists.

    >>> ids("arf; asean-som|apec")
    ['arf', 'asean-som', 'apec']
    """
    return [id for id in _BETWEEN_IDS.split(cell) if id]
