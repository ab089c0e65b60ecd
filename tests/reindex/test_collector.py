"""The garbage collector is as it was once a run is over."""

import gc
from collections.abc import Iterator

import pytest

from indexer.errors import DocsMissing
from indexer.reindex.collector import fewer_collections
from tests.reindex.archive import Archive


@pytest.fixture(params=[(700, 10, 10), (90_000, 10, 10), (0, 10, 10)])
def threshold(request: pytest.FixtureRequest) -> Iterator[tuple[int, int, int]]:
    before = gc.get_threshold()
    gc.set_threshold(*request.param)
    yield request.param
    gc.set_threshold(*before)


def test_collections_are_no_more_frequent_than_asked_for(threshold: tuple[int, int, int]) -> None:
    with fewer_collections():
        first, *older = gc.get_threshold()
        assert first == (max(threshold[0], 50_000) if threshold[0] else 0)
        assert older == [10, 10]
    assert gc.get_threshold() == threshold


def test_a_run_leaves_the_threshold_as_it_was(archive: Archive, threshold: tuple[int, int, int]) -> None:
    archive.run()
    assert gc.get_threshold() == threshold
    with pytest.raises(DocsMissing):
        archive.run(archive.docs / "nowhere")
    assert gc.get_threshold() == threshold
