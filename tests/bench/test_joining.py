"""How totals with words joined are compared with totals with words apart."""

import doctest

import pytest

from bench import joining as module
from bench.joining import Joining, QueryTotals, joining


def test_examples_in_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        ([QueryTotals(5, 50, True), QueryTotals(9, 9, False)], Joining(0.5, 0.55, 0.1)),
        ([QueryTotals(1, 4, True), QueryTotals(3, 4, True), QueryTotals(0, 4, True)], Joining(1.0, 0.25, 0.25)),
        ([QueryTotals(0, 0, True), QueryTotals(2, 4, True)], Joining(1.0, 0.5, 0.5)),
        ([QueryTotals(6, 6, False)], Joining(0.0, 1.0, 1.0)),
    ],
)
def test_medians_are_over_queries_that_find_something_apart(totals: list[QueryTotals], expected: Joining) -> None:
    assert joining(totals) == expected
