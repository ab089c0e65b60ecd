"""Corrections are offered for mistakes, hardly ever without one, and by every engine alike, on the sample articles."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.did_you_mean import NUMBER, bare_queries, has, is_right, mistyped_queries, offered
from indexer import ENGINES, Index, SearchRequest, open_index, reindex

DOCS = Path(__file__).resolve().parent.parent.parent / "docs_in"


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Index]]:
    opened = {}
    for engine in ENGINES:
        folder = tmp_path_factory.mktemp(engine)
        reindex([DOCS], index=folder, engine=engine)
        opened[engine] = open_index(folder, engine=engine)
    yield opened
    for index in opened.values():
        index.close()


def test_at_most_one_percent_of_queries_without_mistakes_get_a_correction(indexes: dict[str, Index]) -> None:
    queries = bare_queries()

    assert len(set(queries)) == len(queries) == NUMBER
    assert sum(bool(offered(indexes["arrays"], query)) for query in queries) <= NUMBER // 100


@pytest.mark.parametrize(("kinds", "least"), [(("telex", "vni", "viqr"), 0.9), (("letter",), 0.5)])
def test_mistakes_are_corrected(indexes: dict[str, Index], kinds: tuple[str, ...], least: float) -> None:
    index = indexes["arrays"]
    asked = [each for each in mistyped_queries() if each.kind in kinds and has(index, each.meant)]
    right = [each for each in asked if any(is_right(each, one) for one in offered(index, each.query))]

    assert len(asked) >= 100
    assert len(right) >= least * len(asked)


def test_every_engine_suggests_the_same(indexes: dict[str, Index]) -> None:
    queries = [*bare_queries()[::20], *(each.query for each in mistyped_queries()[::40])]
    for query in queries:
        request = SearchRequest(query, size=1, suggestions=True)
        first, *others = [index.search(request).suggestions for index in indexes.values()]
        assert others == [first] * len(others), query
