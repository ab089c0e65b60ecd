"""What is looked at only where the rarest word is, and by bisection, is what a pass over everything finds.

Small archives would hardly ever take these ways, so their thresholds are moved.
"""

import pytest

from indexer.engines.arrays import ArraysEngine
from indexer.engines.arrays.searching import evaluate
from indexer.engines.arrays.segments import lists, postings
from tests.properties.test_engines import check_search, opened
from tests.strategies import Draw

SEARCHES = 20


@pytest.fixture(params=[(0, 1e-9, 0), (0, 10**9, 0), (10**9, 1e-9, 99)], ids=["probed", "laid out", "whole"])
def thresholds(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    sparse, probe, few = request.param
    monkeypatch.setattr(evaluate, "_SPARSE", sparse)
    monkeypatch.setattr(lists, "_PROBE", probe)
    monkeypatch.setattr(postings, "_FEW", few)


@pytest.mark.usefixtures("thresholds")
@pytest.mark.parametrize("seed", range(100, 112))
def test_every_way_finds_what_the_twin_finds(seed: int) -> None:
    draw = Draw(seed)
    archive = draw.archive()
    with opened(ArraysEngine(), archive) as reader:
        for _ in range(SEARCHES):
            check_search(reader, archive, *draw.request())
