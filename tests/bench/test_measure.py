"""The statistics of the benchmark agree with small examples computed by hand."""

import doctest

import pytest

from bench import measure
from bench.measure import Agreement, agreement, over_rounds, percentile, ratio


def test_examples_in_docstrings_hold() -> None:
    assert doctest.testmod(measure).failed == 0


def test_the_time_of_a_query_is_the_median_of_its_rounds() -> None:
    rounds = [[1.0, 40.0], [3.0, 10.0], [100.0, 20.0]]

    assert over_rounds(rounds) == [3.0, 20.0]


def test_rounds_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        over_rounds([[1.0], [1.0, 2.0]])


@pytest.mark.parametrize(
    ("number", "share", "expected"),
    [(100, 0.99, 99.0), (100, 1.0, 100.0), (200, 0.99, 198.0), (1, 0.99, 1.0), (3, 0.0, 1.0)],
)
def test_percentiles_are_measured_values(number: int, share: float, expected: float) -> None:
    assert percentile([float(value) for value in range(number, 0, -1)], share) == expected


def test_a_ratio_compares_sums_not_typical_queries() -> None:
    assert ratio([1.0, 1.0, 10.0], [2.0, 2.0, 2.0]) == 2.0


def test_a_ratio_of_different_queries_is_refused() -> None:
    with pytest.raises(ValueError, match="1 times cannot be compared with 2"):
        ratio([1.0], [1.0, 2.0])


def test_agreement_counts_the_differing_queries_and_how_far_they_differ() -> None:
    found = agreement([100, 0, 7, 50, 0], [90, 0, 7, 100, 5])

    assert found == Agreement(queries=5, differing=3, typical=0.5, largest=1.0)


def test_full_agreement_has_no_difference() -> None:
    assert agreement([1, 2], [1, 2]) == Agreement(queries=2, differing=0, typical=0.0, largest=0.0)
