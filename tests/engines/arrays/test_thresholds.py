"""Every way of evaluating a query finds the same: binary search, scattering, and a pass over all documents.

Small archives would hardly ever take the first two, so the thresholds are moved.
"""

import pytest

from indexer.engines.arrays import ArraysEngine
from indexer.engines.arrays.searching import evaluate
from indexer.engines.arrays.segments import postings
from tests.archives import grown, indexed
from tests.properties.test_engines import check_search, opened
from tests.properties.test_scores import check, requests
from tests.strategies import Draw

SEARCHES = 20


@pytest.fixture(
    params=[(0, 1e-9, 0), (0, 10**9, 0), (10**9, 1e-9, 99)], ids=["binary search", "scattered", "all documents"]
)
def thresholds(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    sparse, probe_cost, few_terms = request.param
    monkeypatch.setattr(evaluate, "_SPARSE", sparse)
    monkeypatch.setattr(postings, "_PROBE_COST", probe_cost)
    monkeypatch.setattr(postings, "_FEW_TERMS", few_terms)


@pytest.mark.usefixtures("thresholds")
@pytest.mark.parametrize("seed", range(100, 112))
def test_every_way_finds_what_the_twin_finds(seed: int) -> None:
    draw = Draw(seed)
    archive = draw.archive()
    with opened(ArraysEngine(), archive) as reader:
        for _ in range(SEARCHES):
            check_search(reader, archive, *draw.request())


@pytest.mark.usefixtures("thresholds")
@pytest.mark.parametrize("seed", range(100, 104))
def test_every_way_scores_as_the_twin_does_after_several_runs(seed: int) -> None:
    draw, runs, archive = grown(seed)
    with indexed("arrays", runs) as index:
        for text, request in requests(draw):
            check(index, archive.archive, archive.rules("arrays"), text, request)
