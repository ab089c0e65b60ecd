"""The algebra of tiers, against its definition document by document."""

import random

import numpy as np
import pytest

from indexer.engines.arrays.segments.tiers import NO_MATCH, all_of, any_of, inverse, matching_clauses, where

DOCUMENTS = 40


def drawn(seed: int, clauses: int) -> list[list[int]]:
    rng = random.Random(seed)
    return [[rng.choice((0, 1, 2, 3, 255, 255)) for _ in range(DOCUMENTS)] for _ in range(clauses)]


def as_tiers(clause: list[int]) -> np.ndarray:
    return np.array(clause, np.uint8)


@pytest.mark.parametrize("seed", range(10))
def test_and_takes_the_worst_tier_and_or_the_best(seed: int) -> None:
    clauses = drawn(seed, 3)
    assert all_of(list(map(as_tiers, clauses))).tolist() == [max(column) for column in zip(*clauses, strict=True)]
    assert any_of(list(map(as_tiers, clauses)), 0).tolist() == [min(column) for column in zip(*clauses, strict=True)]


@pytest.mark.parametrize("wanted", [1, 2, 3, 4])
@pytest.mark.parametrize("seed", range(5))
def test_at_least_n_clauses_take_the_nth_best_tier(seed: int, wanted: int) -> None:
    clauses = drawn(seed, 4)
    expected = [sorted(column)[wanted - 1] for column in zip(*clauses, strict=True)]
    assert any_of(list(map(as_tiers, clauses)), wanted).tolist() == expected


@pytest.mark.parametrize("cap", range(4))
def test_clauses_are_counted_up_to_a_cap(cap: int) -> None:
    clauses = drawn(cap, 4)
    expected = [sum(tier <= cap for tier in column) for column in zip(*clauses, strict=True)]
    assert matching_clauses(list(map(as_tiers, clauses)), cap).tolist() == expected


def test_inversion_gives_tier_0_to_what_does_not_match() -> None:
    assert inverse(as_tiers([0, 3, 255])).tolist() == [NO_MATCH, NO_MATCH, 0]
    assert where(np.array([True, False])).tolist() == [0, NO_MATCH]
