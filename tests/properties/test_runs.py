"""Every engine against the twin after several runs: what is counted, and the orders other than by relevance."""

from dataclasses import replace

import pytest

from indexer import ENGINES, FACETS, Facet, SearchRequest, Sort
from tests import naive
from tests import naive_values as twin
from tests.archives import grown, indexed, search_request

ARCHIVES = range(100, 104)
PLURAL = dict(zip(FACETS, twin.FACETS, strict=True))
every_engine = pytest.mark.parametrize("engine", ENGINES)


@every_engine
@pytest.mark.parametrize("sort", ["newest", "oldest", "title"])
def test_orders_are_those_of_the_twin(engine: str, sort: Sort) -> None:
    for seed in ARCHIVES:
        draw, runs, archive = grown(seed)
        with indexed(engine, runs) as index:
            for text, request in [("", twin.Request()), draw.request(), draw.request()]:
                tiers = naive.search(archive.archive, request).tiers
                expected = naive.in_order([article for article in archive.live if article.id in tiers], sort)
                asked = replace(search_request(text, request), sort=sort)
                assert [hit.id for hit in index.search(asked).hits] == expected, (text, request)


@every_engine
def test_counts_are_those_of_the_twin(engine: str) -> None:
    for seed in ARCHIVES:
        draw, runs, archive = grown(seed)
        with indexed(engine, runs) as index:
            requests = [
                ("", twin.Request()),
                ("", twin.Request(chosen={"forums": ("asean",), "years": ((2012, 2012),)})),
            ]
            for text, request in [*requests, draw.request()]:
                found = index.search(search_request(text, request)).facets
                for facet, name in PLURAL.items():
                    expected = naive.count_facet(archive.archive, request, name)
                    counts = {value.value: value.count for value in found[facet] if value.count}
                    assert counts == {
                        value[0] if isinstance(value, tuple) else value: count for value, count in expected.items()
                    }, (text, request)


@every_engine
def test_counts_by_two_facets_are_those_of_the_twin(engine: str) -> None:
    facets: tuple[Facet, Facet]
    for seed in ARCHIVES:
        draw, runs, archive = grown(seed)
        with indexed(engine, runs) as index:
            for facets in (("forum", "year"), ("source", "forum")):
                text, request = draw.request()
                found = index.cross_counts(search_request(text, request), *facets)
                expected = naive.count_pairs(archive.archive, request, *(PLURAL[facet] for facet in facets))
                assert found.counts == {
                    tuple(value[0] if isinstance(value, tuple) else value for value in pair): count
                    for pair, count in expected.items()
                }, (text, request)
                alone = index.search(search_request(text, request)).facets
                assert (found.rows, found.columns) == (alone[facets[0]], alone[facets[1]])


@every_engine
def test_a_name_is_shown_as_the_articles_that_are_left_print_it(engine: str) -> None:
    names = ("BÁO NGA", "BÁO NGA", "BÁO NGA", "Báo Nga", "Báo Nga", "TTXVN", "TTXVN")
    before = tuple(twin.Article(f"a{n}", body="Tin vắn", source=name) for n, name in enumerate(names))
    with indexed(engine, [before, before[2:]]) as index:
        shown = index.search(SearchRequest("")).facets["source"]
    assert {value.value: value.count for value in shown} == {"Báo Nga": 3, "TTXVN": 2}


@every_engine
def test_a_fuzzy_word_may_lack_a_letter_that_only_a_later_run_brings(engine: str) -> None:
    first, second = twin.Article("a0", body="Đêm nhạc cổ điển"), twin.Article("a1", body="Đêm nhạc jazz")
    with indexed(engine, [(first,), (first, second)]) as index:
        assert [hit.id for hit in index.search(SearchRequest("jaz~")).hits] == ["a1"]
