"""How ranks are counted and averaged, by examples computed by hand."""

import doctest
from collections.abc import Sequence

import pytest

from bench import known_items
from bench.known_items import KnownItem, Quality, Typing, quality, rank, ranks, spread


def item(name: str) -> KnownItem:
    return KnownItem(name, f"đường {name}", f"duong {name}")


def test_examples_in_docstrings_hold() -> None:
    assert doctest.testmod(known_items).failed == 0


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["x"], 1),
        (["a", "x"], 2),
        (["a", "x~2", "x"], 2),
        (["a", "a~2", "x"], 2),
        (["a", "xx", "b~x"], None),
        ([], None),
    ],
)
def test_two_records_with_one_id_are_one_article(ids: Sequence[str], expected: int | None) -> None:
    assert rank(ids, "x") == expected


def test_the_eleventh_id_is_not_looked_at_even_if_there_are_copies() -> None:
    others = ["a", "a~2", *"bcdefghi"]

    assert rank([*others[:-1], "x"], "x") == 9
    assert rank([*others, "x"], "x") is None


def test_quality_is_the_mean_over_all_queries() -> None:
    assert quality([1, 4, None, 8, None]) == Quality(1.375 / 5, 0.6)


def test_each_way_of_typing_is_ranked_by_itself() -> None:
    asked: list[tuple[Typing, str]] = []

    def ranking(typing: Typing, words: str) -> list[str]:
        asked.append((typing, words))
        return ["a", "b"]

    assert ranks(ranking, [item("a"), item("c")], "accented") == [1, None]
    assert ranks(ranking, [item("b")], "plain") == [2]
    assert asked == [("accented", "đường a"), ("accented", "đường c"), ("plain", "duong b")]


@pytest.mark.parametrize(("number", "expected"), [(1, "a"), (2, "ac"), (3, "abd"), (5, "abcde"), (9, "abcde")])
def test_a_sample_is_spread_over_all_queries(number: int, expected: str) -> None:
    assert [each.id for each in spread([item(name) for name in "abcde"], number)] == list(expected)
