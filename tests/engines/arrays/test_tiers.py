"""The algebra of tiers against its definition, document by document."""

import random

import numpy as np
import pytest

from indexer.engines.arrays.segments.tiers import NO_MATCH, all_of, any_of, inverse, matching_parts, where

DOCUMENTS = 40


def drawn(seed: int, parts: int) -> list[list[int]]:
    rng = random.Random(seed)
    return [[rng.choice((0, 1, 2, 3, 255, 255)) for _ in range(DOCUMENTS)] for _ in range(parts)]


def as_tiers(part: list[int]) -> np.ndarray:
    return np.array(part, np.uint8)


@pytest.mark.parametrize("seed", range(10))
def test_and_takes_the_greatest_tier_and_or_the_least(seed: int) -> None:
    parts = drawn(seed, 3)
    assert all_of(list(map(as_tiers, parts))).tolist() == [max(column) for column in zip(*parts, strict=True)]
    assert any_of(list(map(as_tiers, parts)), 0).tolist() == [min(column) for column in zip(*parts, strict=True)]


@pytest.mark.parametrize("wanted", [1, 2, 3, 4])
@pytest.mark.parametrize("seed", range(5))
def test_so_many_of_the_parts_decide_by_that_many_of_their_least_tiers(seed: int, wanted: int) -> None:
    parts = drawn(seed, 4)
    expected = [sorted(column)[wanted - 1] for column in zip(*parts, strict=True)]
    assert any_of(list(map(as_tiers, parts)), wanted).tolist() == expected


@pytest.mark.parametrize("cap", range(4))
def test_parts_are_counted_up_to_a_cap(cap: int) -> None:
    parts = drawn(cap, 4)
    expected = [sum(tier <= cap for tier in column) for column in zip(*parts, strict=True)]
    assert matching_parts(list(map(as_tiers, parts)), cap).tolist() == expected


def test_what_matches_not_is_found_with_tier_0() -> None:
    assert inverse(as_tiers([0, 3, 255])).tolist() == [NO_MATCH, NO_MATCH, 0]
    assert where(np.array([True, False])).tolist() == [0, NO_MATCH]
