"""Which documents come first, against sorting them all."""

import random

import numpy as np
import pytest

from indexer.engines.arrays.searching.order import first_by_place, first_by_score


@pytest.mark.parametrize("wanted", [1, 3, 10, 29, 30])
@pytest.mark.parametrize("seed", range(8))
def test_the_first_ones_are_those_of_the_whole_order(seed: int, wanted: int) -> None:
    rng = random.Random(seed)
    docs = np.array(sorted(rng.sample(range(100), 30)))
    places = np.array(rng.sample(range(100), 100), np.uint16)
    scores = np.array([rng.choice((0.0, 1.5, 2.5)) for _ in docs], np.float32)
    by_score = sorted(range(30), key=lambda i: (-scores[i], places[docs[i]]))
    assert first_by_score(docs, scores, places, wanted).tolist() == by_score[:wanted]
    by_place = sorted(range(30), key=lambda i: places[docs[i]])
    assert first_by_place(docs, places, wanted).tolist() == by_place[:wanted]


@pytest.mark.parametrize("wanted", [1, 10, 11, 400])
@pytest.mark.parametrize("different", [3, 5000])
def test_the_first_of_many_are_those_of_the_whole_order(wanted: int, different: int) -> None:
    """So many that a bound is found by stacks, for few enough that are wanted; with many ties, and with few."""
    rng = np.random.default_rng(wanted)
    docs = np.sort(rng.permutation(20_000)[:12_345])
    places = rng.permutation(20_000).astype(np.uint16)
    scores = rng.integers(0, different, len(docs)).astype(np.float32)
    by_score = np.lexsort((places[docs], -scores))
    assert first_by_score(docs, scores, places, wanted).tolist() == by_score[:wanted].tolist()
