"""What walks over a query tree finds in it."""

import pytest

from indexer.query import parse
from indexer.query.nodes import has_accents, typed, word_nodes
from indexer.query.scored import scored_leaves


@pytest.mark.parametrize(
    ("query", "leaves"),
    [
        ("", []),
        ("year:2021 forum:arf", []),
        ("hạt", ["hạt"]),
        ('"hạt nhân" (quoc* OR -h?i) asaen~ title:nga', ["hạt nhân", "quoc*", "h?i", "asaen", "nga"]),
        ("=(hạt year:2021) NOT nga", ["hạt", "nga"]),
    ],
)
def test_word_nodes_are_the_words_of_a_query_excluded_ones_too(query: str, leaves: list[str]) -> None:
    assert [typed(leaf) for leaf in word_nodes(parse(query).tree)] == leaves


@pytest.mark.parametrize(
    ("query", "leaves"),
    [
        ("hạt", [("hạt", "auto", 1.0)]),
        ("hạt -nga NOT (mỹ arf)", [("hạt", "auto", 1.0)]),
        ("hạt^3 year:2021 (nga OR ấn^2)^2", [("hạt", "auto", 3.0), ("nga", "auto", 2.0), ("ấn", "auto", 4.0)]),
        ("mỹ^2", [("mỹ", "auto", 2.0), ("mĩ", "auto", 2.0)]),
        ('=hạt ~("hạt nhân"^2 =nga)', [("hạt", "strict", 1.0), ("hạt nhân", "loose", 2.0), ("nga", "strict", 1.0)]),
    ],
)
def test_scored_leaves_have_their_own_mode_and_all_boosts_above(query: str, leaves: list[object]) -> None:
    assert [(typed(leaf), mode, boost) for leaf, mode, boost in scored_leaves(parse(query).tree, "auto")] == leaves


@pytest.mark.parametrize("query", ["hạt", "đ", '"hat nhân"', "hạ*", "h?ị", "hạt~", "title:hạt", "文"])
def test_a_word_typed_with_an_accent_has_accents(query: str) -> None:
    (leaf,) = word_nodes(parse(query).tree)
    assert has_accents(leaf)


@pytest.mark.parametrize("query", ["hat", '"hat nhan"', "ha*", "h?i", "hat~", "title:hat", "admm+"])
def test_a_word_typed_without_accents_has_none(query: str) -> None:
    (leaf,) = word_nodes(parse(query).tree)
    assert not has_accents(leaf)
