"""Texts of megabytes and queries of hundreds of phrases: what is highlighted is bounded, and says so."""

import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import Index, SearchRequest, open_index, reindex
from indexer.answers import answer
from indexer.answers.highlight import ARTICLE_STEPS, MAX_SPANS, Highlighter
from indexer.engines.budget import Budget
from indexer.query import parse
from webui import create_app

LINE = "hội nghị của các nước trong khu vực bàn về hợp tác\n"
LONG = {
    "lines": (LINE * 8_000, "hội nghị của các nước"),
    "one line": (LINE.replace("\n", " ") * 8_000, "hội nghị của các nước"),
    "one letter": ("a " * 500_000, "a"),
    "phrases": ("a b " * 20_000, " ".join(f'"a b"~{n}' for n in range(200))),
    "patterns": (" ".join(f"a{n}" for n in range(20_000)), " ".join(f"*{n}*" for n in range(200))),
}


@pytest.mark.parametrize("name", LONG)
def test_the_first_matches_are_highlighted_and_no_end_of_others(name: str) -> None:
    text, query = LONG[name]
    highlighter = Highlighter(parse(query).tree, "auto", Budget(ARTICLE_STEPS))
    spans = highlighter.spans(text, "body")
    assert highlighter.bounded
    assert 0 < len(spans) <= MAX_SPANS
    assert list(spans) == sorted(spans)
    assert highlighter.spans(text, "body") in ((), spans)


def test_a_text_that_is_not_that_long_is_highlighted_to_its_end() -> None:
    highlighter = Highlighter(parse("nghị").tree, "auto", Budget(ARTICLE_STEPS))
    assert len(highlighter.spans(LINE * MAX_SPANS, "body")) == MAX_SPANS
    assert not highlighter.bounded
    assert len(highlighter.spans(LINE * (MAX_SPANS + 1), "body")) == MAX_SPANS
    assert highlighter.bounded


@pytest.fixture(scope="module")
def long_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("long")
    # Lines that repeat would be taken for boilerplate.
    lines = "".join(f"Ngày thứ {number}, {LINE}" for number in range(3_000))
    (folder / "dài.txt").write_text(f"Bài dài\n\n{lines}", "utf-8")
    (folder / "ngắn.txt").write_text(f"Bài ngắn\n\n{LINE}", "utf-8")
    reindex([folder], index=folder / "index")
    return folder / "index"


def test_the_page_of_a_long_article_says_that_only_the_first_matches_are_highlighted(long_index: Path) -> None:
    client: FlaskClient = create_app(long_index).test_client()
    page = client.get("/articles/dài.txt?lang=en&q=hội+nghị+của+các+nước").get_data(as_text=True)
    assert page.count("<mark") == MAX_SPANS
    assert "Only the first ones are highlighted" in page
    short = client.get("/articles/ngắn.txt?lang=en&q=hội+nghị+của+các+nước").get_data(as_text=True)
    assert short.count("<mark") == 3
    assert "Only the first ones are highlighted" not in short


def test_a_search_without_time_for_its_snippets_says_so(long_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def codes(index: Index) -> list[str]:
        return [problem.code for problem in index.search(SearchRequest(query="hội nghị"), lang="en").problems]

    with open_index(long_index) as index:
        assert codes(index) == []
        monkeypatch.setattr(sys.modules[answer.__module__], "SNIPPET_STEPS", 100_000)
        assert codes(index) == ["bounded"]
        every = list(index.iterate(SearchRequest(query="hội nghị")))
    assert all(hit.snippet and hit.snippet.spans for hit in every)
