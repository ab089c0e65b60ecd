"""Every expectation of `corpora/*/searches.yaml`, with every engine.

A case has a `query`, a sentence `why`, and optionally `mode`, `words`, `aliases`, `sort`, and choices and
exclusions for each facet (`forums`, `not_forums`, …). It expects:

- `finds`: the ids, in this order unless `sort` is by relevance; `order`: the ids in order in any case;
- `tiers`: the ids of each tier, better tiers first; or `none`: hits have no tier;
- `total`: the number of hits, if there are too many ids to list;
- `facets`: all counts of a facet, `unknown` for articles without a value;
- `near`: the closest articles, each with what it lacks, if given;
- `offers`: the queries with a condition in place of a name, each with its number of hits;
- `problems`: codes, with the piece of the query that each points at; `notices`: codes. None unless given.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from whoosh.query import Query

import indexer
from indexer import ENGINES, Index, SearchRequest, SearchResult, open_index, reindex, request_field
from indexer.query import parse
from tests.naive import same_name

CORPORA = Path(__file__).parent / "corpora"
FACETS = {facet: request_field(facet) for facet in indexer.FACETS}


@dataclass(frozen=True)
class Case:
    corpus: str
    number: int
    given: dict[str, Any]

    def request(self, **changes: object) -> SearchRequest:
        """Return the request of the case, all hits on one page."""
        values: dict[str, Any] = {
            name: self.given[name] for name in ("query", "mode", "words", "aliases", "sort") if name in self.given
        }
        for facet in FACETS.values():
            for name in (facet, f"not_{facet}"):
                values[name] = tuple(choice(facet, value) for value in self.given.get(name, []))
        return SearchRequest(**{**values, "size": 100, "snippets": False, **changes})


def choice(facet: str, value: str | int) -> str | tuple[int, int] | None:
    """Return a facet value as in a request: years as spans, unknown as None."""
    if value == "unknown":
        return None
    if facet != "years":
        return str(value)
    low, _, high = str(value).partition("..")
    return int(low), int(high or low)


def cases() -> Iterator[Case]:
    for file in sorted(CORPORA.glob("*/searches.yaml")):
        for number, given in enumerate(yaml.safe_load(file.read_text("utf-8")), start=1):
            yield Case(file.parent.name, number, given)


CASES = list(cases())


@pytest.fixture(scope="module", params=ENGINES)
def indexes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Index]]:
    """Yield an index of every corpus, all with one engine."""
    opened: dict[str, Index] = {}
    for corpus in sorted({case.corpus for case in CASES}):
        folder = tmp_path_factory.mktemp(corpus)
        report = reindex([CORPORA / corpus / "articles"], index=folder, engine=request.param)
        assert not report.skipped
        opened[corpus] = open_index(folder, engine=request.param)
    yield opened
    for index in opened.values():
        index.close()


def test_every_case_has_a_sentence_and_expectations() -> None:
    known = {"why", "query", "mode", "words", "aliases", "sort", "finds", "order", "tiers", "total"}
    known |= {"facets", "near", "offers", "problems", "notices"}
    known |= {prefix + facet for facet in FACETS.values() for prefix in ("", "not_")}
    for case in CASES:
        assert case.given["why"].endswith(".")
        assert set(case.given) <= known, case
        assert set(case.given) & {"finds", "order", "tiers", "total"}, case


def test_cases_cover_every_node_kind() -> None:
    kinds = {type(node).__name__ for case in CASES for node in tree_nodes(parse(case.given["query"]).tree)}
    words = {"Term", "Phrase", "Prefix", "Wildcard", "FuzzyTerm", "Respelling", "RespelledPhrase"}
    assert kinds == words | {"Spellings", "And", "Or", "Not", "AccentMode", "Every", "NumericRange", "TermRange"}


def tree_nodes(node: Query) -> Iterator[Query]:
    """Yield a node and all its descendants."""
    yield node
    for child in node.children():
        yield from tree_nodes(child)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.corpus}-{case.number}")
def test_search(case: Case, indexes: dict[str, Index]) -> None:
    index, expected = indexes[case.corpus], case.given
    result = index.search(case.request())
    ids = [hit.id for hit in result.hits]
    assert result.total == len(ids) == len(set(ids))
    check_hits(expected, ids, [hit.tier for hit in result.hits])
    for facet, counts in expected.get("facets", {}).items():
        assert counts_of(result, facet) == counts
    check_facets(case, index, result)
    if "near" in expected:
        assert {hit.id: list(hit.missing) for hit in result.near} == expected["near"]
    check_offers(case, index)
    assert [notice.code for notice in result.notices] == expected.get("notices", [])
    problems = [
        {"code": problem.code, "at": result.query[slice(*(problem.at or (0, 0)))]} for problem in result.problems
    ]
    assert problems == expected.get("problems", [])


def check_hits(expected: dict[str, Any], ids: list[str], tiers: list[str | None]) -> None:
    """Compare ids, their order if it is certain, and their tiers with what is expected."""
    if "total" in expected:
        assert len(ids) == expected["total"]
    if "order" in expected:
        assert ids == expected["order"]
    if "finds" in expected and expected.get("sort", "relevance") == "relevance":
        assert sorted(ids) == sorted(expected["finds"])
    elif "finds" in expected:
        assert ids == expected["finds"]
    if expected.get("tiers") == "none":
        assert set(tiers) == {None}
    elif "tiers" in expected:
        by_tier = [(tier, sorted(names)) for tier, names in expected["tiers"].items()]
        found = [
            (tier, sorted(i for i, t in zip(ids, tiers, strict=True) if t == tier)) for tier in dict.fromkeys(tiers)
        ]
        assert found == by_tier


def counts_of(result: SearchResult, facet: str) -> dict[str | int, int]:
    """Return the counts of a facet, without excluded values that are listed only to be undone."""
    values = result.facets[cast(Any, facet)]
    return {
        "unknown" if value.value is None else value.value: value.count
        for value in values
        if value.count or not value.excluded
    }


def check_facets(case: Case, index: Index, result: SearchResult) -> None:
    """Compare every count with the total for this value as the only choice of its facet."""
    for facet, name in FACETS.items():
        for value in result.facets[cast(Any, facet)]:
            only = None if value.value is None else choice(name, value.value)
            alone = index.search(case.request(**{name: (only,)}, facets=(), size=1))
            assert value.count == alone.total, (facet, value)
            chosen = any(covers(own, only) for own in getattr(case.request(), name))
            assert value.selected == chosen, (facet, value)


def check_offers(case: Case, index: Index) -> None:
    """Compare the conditions offered in place of names, and each count with the total of its query."""
    if "offers" not in case.given:
        return
    suggestions = index.search(case.request(suggestions=True)).suggestions
    offers = {each.query: each.count for each in suggestions if each.kind == "facet"}
    assert offers == case.given["offers"]
    for query, count in offers.items():
        assert index.search(case.request(query=query)).total == count


def covers(chosen: str | tuple[int, int] | None, value: str | tuple[int, int] | None) -> bool:
    """Return whether a choice is the value, a span that contains the year, or another spelling of the name."""
    if isinstance(chosen, tuple) and isinstance(value, tuple):
        return chosen[0] <= value[0] <= chosen[1]
    if isinstance(chosen, str) and isinstance(value, str):
        return same_name(chosen, value)
    return chosen == value
