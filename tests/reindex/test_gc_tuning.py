"""A run relaxes the garbage collector, and restores it at the end."""

import gc
from collections.abc import Iterator

import pytest

from indexer.errors import DocsMissing
from indexer.reindex.workers import relaxed_gc
from tests.reindex.archive import Archive


@pytest.fixture(params=[(700, 10, 10), (90_000, 10, 10), (0, 10, 10)])
def threshold(request: pytest.FixtureRequest) -> Iterator[tuple[int, int, int]]:
    before = gc.get_threshold()
    gc.set_threshold(*request.param)
    yield request.param
    gc.set_threshold(*before)


def test_the_threshold_is_raised_unless_it_is_higher_or_off(threshold: tuple[int, int, int]) -> None:
    with relaxed_gc():
        first, *older = gc.get_threshold()
        assert first == (max(threshold[0], 50_000) if threshold[0] else 0)
        assert older == [10, 10]
    assert gc.get_threshold() == threshold


def test_a_run_restores_the_threshold_even_after_an_error(archive: Archive, threshold: tuple[int, int, int]) -> None:
    archive.run()
    assert gc.get_threshold() == threshold
    with pytest.raises(DocsMissing):
        archive.run(archive.docs / "nowhere")
    assert gc.get_threshold() == threshold
