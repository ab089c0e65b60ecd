"""The notice about other names that were searched, the highlights of these, and the conditions offered for names."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import ENGINES, BadRequest, Index, SearchRequest, SearchResult, open_index, reindex

ARTICLES = Path(__file__).parent / "corpora" / "names" / "articles"
OTHERS = ("Diễn đàn khu vực ASEAN", "ASEAN Regional Forum", "Diễn đàn An ninh khu vực ASEAN")


@pytest.fixture(scope="module", params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("names")
    reindex([ARTICLES], index=folder, engine=request.param)
    with open_index(folder, engine=request.param) as opened:
        yield opened


def told(result: SearchResult) -> list[tuple[tuple[tuple[int, int], ...], tuple[str, ...]]]:
    return [(notice.at, notice.words) for notice in result.notices if notice.code == "aliases"]


def test_the_notice_says_which_names_were_searched_for_which_words(index: Index) -> None:
    result = index.search(SearchRequest("nga ARF -iaea"), lang="en")
    agency = "Cơ quan Năng lượng nguyên tử quốc tế"
    (notice,) = result.notices
    assert (notice.at[:4], notice.words[:4]) == (((4, 7), (4, 7), (4, 7), (9, 13)), (*OTHERS, agency))
    assert len(notice.at) == len(notice.words)
    assert notice.text.startswith(f"Also searched, ranked after the words as typed: “{OTHERS[0]}”, “{OTHERS[1]}”")
    assert f"“{OTHERS[0]}”" in index.search(SearchRequest("nga ARF"), lang="vi").notices[0].text


@pytest.mark.parametrize(
    "request_",
    [
        SearchRequest("ARF", aliases=False),
        SearchRequest("ARF", mode="strict"),
        SearchRequest("=ARF"),
        SearchRequest("title:ARF"),
        SearchRequest("nga"),
    ],
)
def test_without_aliases_there_is_no_notice(index: Index, request_: SearchRequest) -> None:
    assert told(index.search(request_)) == []


def test_the_notice_tells_names_that_are_searched_from_those_that_are_left_out(index: Index) -> None:
    (notice,) = index.search(SearchRequest("nga -ARF"), lang="en").notices
    assert notice.text.startswith(f"Articles with these other names are left out, too: “{OTHERS[0]}”, “{OTHERS[1]}”")
    assert "Also searched" not in notice.text
    (both,) = index.search(SearchRequest("IAEA -ARF"), lang="en").notices
    searched, left_out = both.text.split("Articles with these")
    assert searched.startswith("Also searched")
    assert OTHERS[0] not in searched
    assert OTHERS[0] in left_out


def test_the_words_of_another_name_are_highlighted(index: Index) -> None:
    hits = {hit.id: hit.snippet_html for hit in index.search(SearchRequest("ARF")).hits}
    assert "<mark>Diễn đàn khu vực ASEAN</mark> nhóm" in str(hits["long"])
    article = index.article("english")
    assert article is not None
    assert [article.body[slice(*span)] for span in index.highlight(article, "ARF").body] == [OTHERS[1]]
    assert index.highlight(article, "ARF", aliases=False).matches == 0
    assert index.highlight(article, "ARF", "strict").matches == 0


def test_streams_and_explanations_follow_the_switch(index: Index) -> None:
    on, off = SearchRequest("ARF"), SearchRequest("ARF", aliases=False)
    assert [hit.id for hit in index.iterate(on)] == [hit.id for hit in index.search(on).hits]
    assert {hit.id for hit in index.iterate(off)} == {"both", "short"}
    explanation = index.explain(on, "english")
    assert explanation is not None
    assert [(part.kind, part.text) for part in explanation.parts] == [("phrase", "asean regional forum")]
    assert index.explain(off, "english") is None


def test_nothing_but_a_bool_switches_aliases(index: Index) -> None:
    with pytest.raises(BadRequest, match="“aliases” must be True or False, not 'off'"):
        index.search(SearchRequest("ARF", aliases="off"))  # type: ignore[arg-type]


def test_a_condition_does_not_run_into_the_words_around_it(index: Index) -> None:
    (offer,) = index.search(SearchRequest('lặng"biển đông"sóng', suggestions=True)).suggestions
    assert (offer.query, offer.count, offer.kind) == ("lặng topic:south-china-sea sóng", 1, "facet")


def test_a_condition_that_was_typed_is_not_offered(index: Index) -> None:
    found = index.search(SearchRequest("south china sea topic:south-china-sea", suggestions=True)).suggestions
    assert [each.query for each in found if each.kind == "facet"] == []


def test_few_facets_are_offered_and_each_once(index: Index) -> None:
    names = "ARF OR IAEA OR LHQ OR ADMM+ OR ARF"
    offers = [each.query for each in index.search(SearchRequest(names, suggestions=True)).suggestions]
    assert offers == [
        "forum:arf OR IAEA OR LHQ OR ADMM+ OR ARF",
        "ARF OR forum:iaea OR LHQ OR ADMM+ OR ARF",
        "ARF OR IAEA OR forum:un OR ADMM+ OR ARF",
    ]
    assert index.search(SearchRequest(names)).suggestions == ()
