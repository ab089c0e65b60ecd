"""Which words of a query are names, and which other names are searched with them."""

import pytest

from indexer.query import ParsedQuery, parse
from indexer.query.names import named_stretches
from indexer.query.parse import MAX_ALIASES
from indexer.query.words import phrase_words
from indexer.vocabulary import VOCABULARIES


def aliases(query: str) -> dict[str, set[str]]:
    """Return the aliases searched for each stretch of a query."""
    return {query[slice(*name.at)]: {alias.text for alias in name.aliases} for name in parse(query, aliases=True).named}


def stretches(*items: str) -> list[tuple[int, int]]:
    return [(each.start, each.end) for each in named_stretches([item.split() for item in items])]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (["arf"], [(0, 1)]),
        (["họp", "asean", "regional", "forum", "nga"], [(1, 4)]),
        (["asean", "regional"], [(0, 1)]),
        (["asean", "asean", "regional", "forum", "arf"], [(0, 1), (1, 4), (4, 5)]),
        (["asean", "", "regional", "forum"], [(0, 1)]),
        (["shangri la", "dialogue"], [(0, 2)]),
        (["đối thoại shangri", "la"], [(0, 2)]),
        (["dien", "dán", "khu", "vuc", "asean"], [(4, 5)]),
        (["nga", "la"], []),
        ([], []),
    ],
)
def test_the_longest_name_at_each_place_counts(items: list[str], expected: list[tuple[int, int]]) -> None:
    assert stretches(*items) == expected


def test_a_name_that_contains_a_shorter_one_is_not_searched_as_it_finds_nothing_more() -> None:
    assert aliases("UNSC")["UNSC"] == {"Hội đồng Bảo an", "UN Security Council", "United Nations Security Council"}
    assert "Hội đồng Bảo an Liên hợp quốc" in VOCABULARIES["forum"]().names("unsc")


def test_every_name_of_the_vocabulary_is_found_as_it_is_typed() -> None:
    for field, vocabulary in VOCABULARIES.items():
        for id in vocabulary().ids:
            for name in vocabulary().names(id):
                (named,) = named_stretches([phrase_words(name)])
                assert (field, id) in [(meaning.field, meaning.id) for meaning in named.meanings], name


def test_the_unsafe_abbreviation_of_the_united_nations_is_no_name() -> None:
    assert aliases("Kim Jong Un") == aliases("UN") == {}
    assert "UN" not in aliases("Liên hợp quốc")["Liên hợp quốc"]


@pytest.mark.parametrize("query", ["arf~", "arf*", "title:arf", "title:(arf)", '"asean regional forum"~3', "forum:arf"])
def test_patterns_fields_and_nearness_have_no_names(query: str) -> None:
    assert aliases(query) == {}


@pytest.mark.parametrize("query", ["(ARF)", "((ARF)) nga", '("ARF")', "-(ARF)", "~(ARF)", "(ARF)^2"])
def test_a_name_in_brackets_is_one_name(query: str) -> None:
    (named,) = parse(query, aliases=True).named
    assert query[slice(*named.at)].strip('"') == "ARF"
    assert str(parse(query, aliases=True).tree) == str(parse(query.replace("ARF", "(ARF)"), aliases=True).tree)


@pytest.mark.parametrize("query", ["=arf", "=(nga arf)", '="asean regional forum"', "~(nga =arf)"])
def test_strict_words_name_but_have_no_aliases(query: str) -> None:
    parsed = parse(query, aliases=True)
    assert [name.labels for name in parsed.named] == [(("forum", "arf"),)]
    assert parsed.tree == parse(query).tree


def test_the_aliases_of_a_query_are_bounded() -> None:
    parsed = parse("ARF OR " * 60 + "ARF", aliases=True)
    assert sum(len(name.aliases) for name in parsed.named) == MAX_ALIASES


def joined(*gaps: int) -> ParsedQuery:
    return parse("họp asean regional forum nga", joins=lambda _: gaps, aliases=True)


def test_words_of_a_name_may_be_joined() -> None:
    assert [name.at for name in joined(1).named] == [(4, 24)]
    assert '(text:"asean regional" AND text:forum)' in str(joined(1).tree)


@pytest.mark.parametrize("gap", [0, 3])
def test_a_word_joined_across_the_end_of_a_name_takes_it_apart(gap: int) -> None:
    parsed = joined(gap)
    assert parsed.named == ()
    assert parsed.tree == parse("họp asean regional forum nga", joins=lambda _: (gap,)).tree


def test_without_aliases_the_names_are_known_and_the_tree_is_as_typed() -> None:
    parsed = parse("nga ARF")
    assert [(name.labels, name.aliases, name.at) for name in parsed.named] == [((("forum", "arf"),), (), (4, 7))]
    assert str(parsed.tree) == "(text:nga AND text:arf)"
