"""Rows of CSV come back as they were written, without formulas."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import CSV_START, csv_row, one_line
from tests.exports.strategies import TEXTS


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=4), max_size=4))
def test_any_cells_come_back_on_one_line_each(rows: list[list[str]]) -> None:
    written = "".join(map(csv_row, rows))
    read = list(csv.reader(io.StringIO(written, newline=""), strict=True))
    assert [[cell.removeprefix("'") for cell in row] for row in read] == [
        [one_line(cell).removeprefix("'") for cell in row] for row in rows
    ]
    assert written.count("\r\n") == len(rows)


@given(TEXTS)
def test_no_cell_begins_with_a_formula(text: str) -> None:
    (cell,) = next(csv.reader(io.StringIO(csv_row([text]) or "", newline="")), [""]) or [""]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


RUN = (
    "=1+1",
    "+84 24",
    "-nga",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠A1",
    " =1",
    "\ufeff=1",
    "﹣1",
    "\u200b=1",
)


@pytest.mark.parametrize("text", RUN)
def test_what_a_spreadsheet_would_run_is_marked_as_text(text: str) -> None:
    assert csv_row([text]).startswith("'")


@pytest.mark.parametrize("text", ["Hội nghị", "1-2", "a=b", "(-1)", "“=”", "'=1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert csv_row([text]) == f"{text}\r\n"


def test_numbers_stay_numbers() -> None:
    assert csv_row([-1, 2021, None]) == "-1,2021,\r\n"


def test_a_file_begins_with_a_byte_order_mark() -> None:
    assert CSV_START.encode() == b"\xef\xbb\xbf"
