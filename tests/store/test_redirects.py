from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.store.catalog import Catalog, Redirects


@pytest.fixture
def redirects(tmp_path: Path) -> Iterator[Redirects]:
    catalog = Catalog(tmp_path / "catalog.sqlite")
    yield catalog.redirects
    catalog.close()


def test_a_chain_of_moves_redirects_to_its_end(redirects: Redirects) -> None:
    redirects.add("a", "b")
    redirects.add("b", "c")
    redirects.add("c", "d")
    assert [redirects.target(old) for old in "abcd"] == ["d", "d", "d", None]


def test_an_id_in_use_again_is_not_redirected(redirects: Redirects) -> None:
    redirects.add("a", "b")
    redirects.add("x", "b")
    redirects.drop("a")
    assert [redirects.target(old) for old in "ax"] == [None, "b"]


def test_a_move_back_reverses_the_redirect(redirects: Redirects) -> None:
    redirects.add("a", "b")
    redirects.drop("a")
    redirects.add("b", "a")
    assert [redirects.target(old) for old in "ab"] == [None, "a"]


def test_redirects_to_a_lost_article_are_dropped(redirects: Redirects) -> None:
    redirects.add("a", "b")
    redirects.add("b", "c")
    redirects.add("x", "y")
    redirects.drop_target("c")
    assert [redirects.target(old) for old in "abx"] == [None, None, "y"]
