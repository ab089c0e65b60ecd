"""A request has one budget: past it, the answer says that it is not all."""

from pathlib import Path

import pytest

from indexer import Index, SearchRequest, open_index, reindex
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


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = tmp_path_factory.mktemp("budget")
    for number in range(20):
        (archive / f"{number}.txt").write_text(f"Bài {number}\n\nAn ninh và hội nghị số {number} bàn an toàn", "utf-8")
    reindex([archive], index=archive / "index")
    return archive / "index"


def codes(index: Index, query: str) -> list[str]:
    return [problem.code for problem in index.search(SearchRequest(query=query)).problems]


@pytest.mark.parametrize("query", EXPENSIVE)
def test_past_its_budget_a_search_says_that_it_is_not_complete(
    folder: Path, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_index(folder) as index:
        assert "bounded" not in codes(index, query)
        monkeypatch.setattr(budget, "STEPS", 20)
        monkeypatch.setattr(budget, "STEPS_PER_ARTICLE", 0)
        assert "bounded" in codes(index, query)
        every = [hit.id for hit in index.iterate(SearchRequest(query=query))]
        monkeypatch.undo()
        assert len(every) == index.search(SearchRequest(query=query)).total, "a stream of all hits has no budget"


def test_steps_are_spent_once_for_equal_words(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spent: list[int] = []
    original = Budget.spend

    def counted(self: Budget, steps: int) -> bool:
        spent.append(steps)
        return original(self, steps)

    monkeypatch.setattr(Budget, "spend", counted)
    with open_index(folder) as index:
        index.search(SearchRequest(query="*a*", snippets=False))
        once = sum(spent)
        index.search(SearchRequest(query="*a* " * 200, snippets=False))
    assert sum(spent) == 2 * once > 0


def test_a_budget_stays_exhausted() -> None:
    steps = Budget(10)
    assert steps.spend(10)
    assert not steps.spend(1)
    assert not steps.spend(0)
    assert steps.exhausted
    assert Budget().spend(10**15)
