"""The query set is fixed and balanced, and every peer gets equivalent queries."""

from collections import Counter

import pytest

from bench.peers.contract import GROUPS, Query, typed
from bench.queries import Material, query_set
from indexer.analysis import word

GIVEN = Material(
    spans=[("hội", "nghị", "cấp", "cao", "đông", "á"), ("đối", "thoại"), ("khai", "mạc", "tại", "hà", "nội")],
    texts=[("các", "nước", "thảo", "luận", "về", "an", "ninh", "biển", "các", "bên", "các", "nước")],
    labels=[("forum", "arf"), ("topic", "nuclear"), ("year", "2017")],
)
SET = list(query_set(GIVEN, 60))


def of(group: str) -> list[Query]:
    return [query for query in SET if query.group == group]


def test_the_set_is_the_same_every_time() -> None:
    assert list(query_set(GIVEN, 60)) == SET


def test_every_group_has_its_share() -> None:
    extras = {"prefix": 12, "filtered": 12, "half-accented": 12}

    assert Counter(query.group for query in SET) == dict.fromkeys(GROUPS, 60) | extras


@pytest.mark.parametrize(("bare", "accented"), [("bare", "accented"), ("bare phrase", "accented phrase")])
def test_bare_and_accented_groups_have_the_same_words(bare: str, accented: str) -> None:
    without = [tuple(word(each).folded for each in query.words) for query in of(accented)]

    assert [query.words for query in of(bare)] == without
    assert any(query.words != folded for query, folded in zip(of(accented), without, strict=True))


def test_queries_have_one_to_six_words_and_phrases_two_to_five() -> None:
    assert {len(query.words) for query in of("bare")} == {1, 2, 3, 4, 5, 6}
    assert {len(query.words) for query in of("bare phrase")} == {2, 3, 4, 5}


def test_phrases_come_from_a_span() -> None:
    spans = [" ".join(span) for span in GIVEN.spans]

    assert all(any(" ".join(query.words) in span for span in spans) for query in of("accented phrase"))


def test_conditions_are_labels_of_articles() -> None:
    assert {query.condition for query in of("filtered")} <= set(GIVEN.labels)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query("bare", ("hoi", "nghi")), "hoi nghi"),
        (Query("bare", ("hoi", "nghi"), "any"), "hoi OR nghi"),
        (Query("accented phrase", ("hội", "nghị"), "phrase"), '"hội nghị"'),
        (Query("prefix", ("hoi", "ngh"), "prefix"), "hoi ngh*"),
        (Query("filtered", ("hoi",), condition=("year", "2017")), "hoi year:2017"),
    ],
)
def test_queries_are_typed_the_way_readers_type_them(query: Query, expected: str) -> None:
    assert typed(query) == expected


def test_engines_can_write_prefixes_and_conditions_their_way() -> None:
    query = Query("prefix", ("hoi", "ngh"), "prefix", ("forum", "doc-coc"))

    assert typed(query, prefix="folded:/{}.*/", condition=' {}:"{}"') == 'hoi folded:/ngh.*/ forum:"doc-coc"'
