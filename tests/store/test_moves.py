import sqlite3
from collections.abc import Iterator

import pytest

from indexer.store.moves import TABLES, Moves


@pytest.fixture
def moves() -> Iterator[Moves]:
    db = sqlite3.connect(":memory:")
    db.executescript(TABLES)
    yield Moves(db)
    db.close()


def test_a_chain_leads_to_its_end(moves: Moves) -> None:
    moves.note("a", "b")
    moves.note("b", "c")
    moves.note("c", "d")
    assert [moves.target(old) for old in "abcd"] == ["d", "d", "d", None]


def test_an_id_that_is_taken_again_leads_nowhere_else(moves: Moves) -> None:
    moves.note("a", "b")
    moves.note("x", "b")
    moves.taken("a")
    assert [moves.target(old) for old in "ax"] == [None, "b"]


def test_back_where_it_was(moves: Moves) -> None:
    moves.note("a", "b")
    moves.taken("a")
    moves.note("b", "a")
    assert [moves.target(old) for old in "ab"] == [None, "a"]


def test_nothing_leads_to_what_is_lost(moves: Moves) -> None:
    moves.note("a", "b")
    moves.note("b", "c")
    moves.note("x", "y")
    moves.lost("c")
    assert [moves.target(old) for old in "abx"] == [None, None, "y"]
