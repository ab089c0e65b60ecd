"""All hits of a request one by one, explanations, and rollback under an open index."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import (
    SORTS,
    BadRequest,
    Index,
    SearchRequest,
    Sort,
    StorageError,
    UsageError,
    open_index,
    reindex,
    rollback,
)
from indexer.model import Hit

FOUND = 25


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Return a folder of articles: more with “lượt” than fit on a page, and one without."""
    folder = tmp_path / "docs"
    folder.mkdir()
    for number in range(FOUND):
        write(folder, number, 1)
    (folder / "khac.txt").write_text("Chuyện khác hẳn, về sông nước.", "utf-8")
    return folder


@pytest.fixture
def index(docs: Path, tmp_path: Path) -> Iterator[Index]:
    reindex([docs], index=tmp_path / "index")
    with open_index(tmp_path / "index") as opened:
        yield opened


def write(folder: Path, number: int, turn: int) -> None:
    text = f"Bài viết số {number}\n\nNgày {number + 1}/3/2020, hội nghị bàn về lượt {turn}." + " Lượt nữa." * (
        number % 4
    )
    (folder / f"{number:02}.txt").write_text(text, "utf-8")


def turn(docs: Path, number: int) -> None:
    """Change every article."""
    for name in range(FOUND):
        write(docs, name, number)
    reindex([docs], index=docs.parent / "index")


def pages(index: Index, request: SearchRequest) -> list[Hit]:
    """Return all hits, page by page."""
    return [hit for page in range(1, 4) for hit in index.search(at(request, page)).hits]


def at(request: SearchRequest, page: int) -> SearchRequest:
    return SearchRequest(request.query, sort=request.sort, page=page, snippets=request.snippets)


@pytest.mark.parametrize("sort", SORTS)
def test_all_hits_are_in_the_order_of_the_pages(index: Index, sort: Sort) -> None:
    request = SearchRequest("lượt", sort=sort)
    assert list(index.iterate(request)) == pages(index, request)
    assert len(list(index.iterate(request))) == FOUND


@pytest.mark.parametrize("query", ["lượt", "lượt khôngcótừnày", "lượt ( year:x"])
def test_a_stream_says_first_what_a_search_says_of_all_hits(index: Index, query: str) -> None:
    request = SearchRequest(query, snippets=False)
    with index.stream(request, lang="en") as stream:
        result = index.search(request, lang="en")
        assert (stream.total, stream.generation) == (result.total, result.generation)
        assert (stream.problems, stream.notices) == (result.problems, result.notices)
        assert list(stream.hits)[: len(result.hits)] == list(result.hits)


def test_a_generation_is_released_when_a_stream_is_left(index: Index, docs: Path) -> None:
    with index.stream(SearchRequest("lượt")) as stream:
        held = index._snapshot
        next(stream.hits)
        turn(docs, 2)
        assert index.search(SearchRequest("lượt")).generation == 2
        assert (held.users, held.retired) == (1, True)
    assert held.users == 0


def test_hits_have_snippets_only_if_requested(index: Index) -> None:
    shown = next(index.iterate(SearchRequest("lượt viết")))
    plain = next(index.iterate(SearchRequest("lượt viết", snippets=False)))
    assert shown.snippet is not None
    assert {shown.snippet.text[start:end].lower() for start, end in shown.snippet.spans} == {"lượt"}
    assert shown.title is not None
    assert [shown.title[start:end] for start, end in shown.title_spans or ()] == ["viết"]
    assert shown.title_html == shown.title.replace("viết", "<mark>viết</mark>")
    assert "<mark>lượt</mark>" in str(shown.snippet_html)
    assert plain.id == shown.id
    assert (plain.snippet, plain.snippet_html, plain.title_spans, plain.title_html) == (None, None, None, None)


def test_choices_apply_and_pages_do_not(index: Index) -> None:
    assert list(index.iterate(SearchRequest("lượt", years=((2019, 2019),)))) == []
    assert len(list(index.iterate(SearchRequest("lượt", page=2, size=3)))) == FOUND


def test_a_bad_request_is_refused_before_the_first_hit(index: Index) -> None:
    with pytest.raises(BadRequest, match="forum"):
        index.iterate(SearchRequest("lượt", forums=("arff",)))


def test_all_hits_are_of_one_generation(index: Index, docs: Path) -> None:
    request = SearchRequest("lượt")
    before = pages(index, request)
    hits = index.iterate(request)
    found = [next(hits)]
    for number in (2, 3, 4):
        turn(docs, number)
        assert index.search(request).generation == number
        found += [next(hits), next(hits)]
    assert [*found, *hits] == before
    assert list(index.iterate(request)) == pages(index, request) != before


@pytest.mark.parametrize("ending", ["read to the end", "closed"])
def test_a_generation_is_released_after_the_last_hit(index: Index, docs: Path, ending: str) -> None:
    hits = index.iterate(SearchRequest("lượt"))
    next(hits)
    held = index._snapshot
    turn(docs, 2)
    assert index.search(SearchRequest("lượt")).generation == 2
    assert held.users == 1
    if ending == "closed":
        hits.close()
    else:
        list(hits)
    assert (held.users, held.retired) == (0, True)


def test_hits_survive_the_closing_of_their_index(index: Index) -> None:
    hits = index.iterate(SearchRequest("lượt"))
    next(hits)
    index.close()
    assert len(list(hits)) == FOUND - 1
    with pytest.raises(UsageError, match="open it again"):
        next(index.iterate(SearchRequest("lượt")))


def test_an_explanation_adds_up_to_the_score_of_the_hit(index: Index) -> None:
    request = SearchRequest("hội nghị lượt^2 title:viết")
    for hit in index.iterate(request):
        explanation = index.explain(request, hit.id)
        assert explanation is not None
        assert (explanation.id, explanation.tier) == (hit.id, hit.tier)
        assert explanation.score == pytest.approx(hit.score, abs=5e-5)
        assert sum(part.score for part in explanation.parts) == pytest.approx(explanation.score)
        assert {part.text for part in explanation.parts} >= {"hội nghị", "lượt", "title:viết"}


def test_an_article_that_is_not_found_has_no_explanation(index: Index) -> None:
    assert index.explain(SearchRequest("lượt"), "khac.txt") is None
    assert index.explain(SearchRequest("lượt", years=((2019, 2019),)), "00.txt") is None
    assert index.explain(SearchRequest("lượt"), "no such article") is None
    with pytest.raises(BadRequest):
        index.explain(SearchRequest(forums=("arff",)), "00.txt")


def test_without_words_the_score_has_no_parts(index: Index) -> None:
    explanation = index.explain(SearchRequest(""), "khac.txt")
    assert explanation is not None
    assert (explanation.tier, explanation.score, explanation.parts) == (None, 0.0, ())


def test_an_open_index_follows_a_rollback(index: Index, docs: Path) -> None:
    request = SearchRequest('"lượt 1"')
    before = index.stats()
    turn(docs, 2)
    assert index.search(request).total == 0
    assert rollback(docs.parent / "index") == before
    assert index.search(request).total == FOUND
    assert index.stats() == before
    with pytest.raises(StorageError, match="keeps no generation before 1"):
        rollback(docs.parent / "index")


def test_hits_continue_through_a_rollback(index: Index, docs: Path) -> None:
    turn(docs, 2)
    request = SearchRequest('"lượt 2"')
    before = pages(index, request)
    hits = index.iterate(request)
    found = [next(hits)]
    rollback(docs.parent / "index")
    assert index.search(request).total == 0
    turn(docs, 3)
    assert [*found, *hits] == before
