"""A request has one budget: past it, the answer says that it is not all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import ENGINES, BadRequest, Index, SearchRequest, open_index, reindex
from indexer.engines import budget
from indexer.engines.budget import Budget

EXPENSIVE = [
    "*an* *in* *oi*",
    "ăn* *á* *ô*",
    "an~ ninh~ hoi~",
    '"an ninh hội"~50',
    "*a* OR *b*",
    "-*a*",
    '"an an an"~9',
]


@pytest.fixture(scope="module", params=ENGINES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = tmp_path_factory.mktemp("budget")
    for number in range(20):
        (archive / f"{number}.txt").write_text(f"Bài {number}\n\nAn ninh và hội nghị số {number} bàn an toàn", "utf-8")
    reindex([archive], index=archive / request.param, engine=request.param)
    return archive / str(request.param)


@pytest.fixture
def opened(folder: Path) -> Iterator[Index]:
    with open_index(folder, engine=folder.name) as index:
        yield index


@pytest.fixture
def poor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave every request next to nothing to spend."""
    monkeypatch.setattr(budget, "STEPS", 20)
    monkeypatch.setattr(budget, "STEPS_PER_ARTICLE", 0)


def codes(index: Index, query: str) -> list[str]:
    return [problem.code for problem in index.search(SearchRequest(query=query)).problems]


@pytest.mark.parametrize("query", EXPENSIVE)
def test_within_its_budget_a_search_is_complete(opened: Index, query: str) -> None:
    assert "bounded" not in codes(opened, query)
    request = SearchRequest(query=query)
    assert len(list(opened.iterate(request))) == opened.search(request).total
    opened.explain(request, "3.txt")


@pytest.mark.usefixtures("poor")
@pytest.mark.parametrize("query", EXPENSIVE)
def test_past_its_budget_a_search_says_that_it_is_not_complete(opened: Index, query: str) -> None:
    assert "bounded" in codes(opened, query)


@pytest.mark.usefixtures("poor")
@pytest.mark.parametrize("query", EXPENSIVE)
def test_past_its_budget_a_stream_or_an_explanation_is_refused(opened: Index, query: str) -> None:
    request = SearchRequest(query=query)
    with pytest.raises(BadRequest, match="too much work; use fewer words"):
        list(opened.iterate(request))
    with pytest.raises(BadRequest, match="too much work; use fewer words"), opened.stream(request) as stream:
        list(stream.hits)
    with pytest.raises(BadRequest, match="too much work; use fewer words"):
        opened.explain(request, "3.txt")


@pytest.mark.usefixtures("poor")
@pytest.mark.parametrize("query", ["-*xyz*", "hội -*a* -*b*", "NOT NOT *xyz*", "*a* *b* *c*", "*ninh* xyz"])
def test_past_its_budget_a_search_finds_nothing_that_does_not_match(opened: Index, query: str) -> None:
    found = opened.search(SearchRequest(query=query))
    assert found.total == 0
    assert found.notices == (), "nobody knows whether an article has all the words"


def test_steps_are_spent_once_for_equal_words(opened: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    spent: list[float] = []
    original = Budget.spend

    def counted(self: Budget, steps: float) -> bool:
        spent.append(steps)
        return original(self, steps)

    monkeypatch.setattr(Budget, "spend", counted)
    opened.search(SearchRequest(query="*a*", snippets=False))
    once = sum(spent)
    spent.clear()
    opened.search(SearchRequest(query="*a* " * 200, snippets=False))
    assert 0 < once <= sum(spent) < 10 * once


def test_each_bigram_of_a_phrase_takes_steps_and_equal_ones_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "1.txt").write_text("Bài một\n\nan ninh an ninh an ninh bàn an toàn", "utf-8")
    reindex([tmp_path], index=tmp_path / "index", engine="arrays")
    monkeypatch.setattr(budget, "STEPS", 9_000)
    monkeypatch.setattr(budget, "STEPS_PER_ARTICLE", 0)
    with open_index(tmp_path / "index") as index:
        assert codes(index, '"an ninh an ninh an ninh"') == []
        assert codes(index, '"an ninh an ninh bàn an toàn"') == ["bounded"]
        assert index.search(SearchRequest(query='"an ninh an ninh an ninh"')).total == 1
        assert codes(index, '"toàn an ninh bàn ninh bàn an"') == [], "words that never are neighbours are not read"


def test_a_budget_stays_exhausted() -> None:
    steps = Budget(10)
    assert steps.spend(10)
    assert not steps.spend(1)
    assert not steps.spend(0)
    assert steps.exhausted
    assert Budget().spend(10**15)
