"""Each match of a query, with the words around it."""

import json
from collections.abc import Iterator
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import BadRequest, Concordance, Index, SearchRequest, concordance_json, open_index, reindex
from indexer.answers import concordance as module
from indexer.answers.concordance import _after, _before

ARTICLES = {
    "a": ("Họp về biển Đông", "Các bên bàn về biển Đông.\nPhía Bắc, Biển Đông lặng sóng; phía nam có bão."),
    "b": ("Bản tin", "Đường ra biển Đông còn xa, zebra."),
    "c": ("Khác", "Sông Hồng đổ ra biển. Đông người xem."),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("kwic")
    records = [{"id": id, "title": title, "body": body} for id, (title, body) in ARTICLES.items()]
    (folder / "lo.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    reindex([folder / "lo.jsonl"], index=folder / "index")
    with open_index(folder / "index") as opened:
        yield opened


def lines(found: Concordance) -> list[tuple[str, str, str, str]]:
    return [(each.hit.id, each.left, each.keyword, each.right) for each in found.occurrences]


def test_a_phrase_is_one_keyword_between_the_words_around_it(index: Index) -> None:
    assert sorted(lines(index.concordance(SearchRequest('"bien dong"', sort="title")))) == [
        ("a", "Các bên bàn về", "biển Đông", ". Phía Bắc, Biển Đông lặng sóng; phía nam có bão."),
        ("a", "Các bên bàn về biển Đông. Phía Bắc,", "Biển Đông", "lặng sóng; phía nam có bão."),
        ("a", "Họp về", "biển Đông", ""),
        ("b", "Đường ra", "biển Đông", "còn xa, zebra."),
        ("c", "Sông Hồng đổ ra", "biển. Đông", "người xem."),
    ]


def test_occurrences_are_in_the_order_of_the_articles_or_of_the_words_next_to_them(index: Index) -> None:
    request = SearchRequest('"biển đông"', sort="title")
    assert [line[0] for line in lines(index.concordance(request))] == ["b", "a", "a", "a", "c"]
    left = [each.left.split()[-1] for each in index.concordance(request, "left").occurrences]
    assert left == ["Bắc,", "ra", "ra", "về", "về"]
    right = [each.right for each in index.concordance(request, "right").occurrences]
    assert right == [
        "",
        "còn xa, zebra.",
        "lặng sóng; phía nam có bão.",
        "người xem.",
        ". Phía Bắc, Biển Đông lặng sóng; phía nam có bão.",
    ]


def test_pages_are_those_of_the_search(index: Index) -> None:
    request = SearchRequest('"biển đông"', sort="title", size=1)
    second = index.concordance(SearchRequest('"biển đông"', sort="title", size=1, page=2))
    assert (second.result.total, second.result.pages) == (3, 3)
    assert {each.hit.id for each in second.occurrences} == {"a"}
    with pytest.raises(BadRequest, match="past the last page"):
        index.concordance(SearchRequest('"biển đông"', size=1, page=4))
    with pytest.raises(BadRequest, match="by must be one of") as caught:
        index.concordance(request, "rigth")  # type: ignore[arg-type]
    assert caught.value.nearest == "article"


@pytest.mark.parametrize("query", ["", "year:2020", "file:lo", "-biển"])
def test_a_query_without_words_of_the_text_has_no_occurrences(index: Index, query: str) -> None:
    found = index.concordance(SearchRequest(query))
    assert (found.occurrences, found.bounded) == ((), False)


def test_all_occurrences_of_a_result_are_streamed(index: Index) -> None:
    request = SearchRequest('"biển đông"', sort="title", size=1, page=9)
    whole = index.concordance(SearchRequest('"biển đông"', sort="title"))
    with index.stream_occurrences(request) as stream:
        assert stream.hits.total == 3
        assert tuple(stream.occurrences) == whole.occurrences
        assert not stream.is_bounded()


def test_a_page_and_a_stream_are_bounded(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.index.MAX_OCCURRENCES", 2)
    found = index.concordance(SearchRequest('"biển đông"', sort="title"))
    assert (len(found.occurrences), found.bounded) == (2, True)
    monkeypatch.setattr("indexer.index.STREAM_STEPS", 2_000)
    with index.stream_occurrences(SearchRequest('"biển đông"')) as stream:
        assert len(list(stream.occurrences)) < 5
        assert stream.is_bounded()


def test_the_words_of_old_articles_are_forgotten(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    request = SearchRequest('"biển đông"')
    whole = lines(index.concordance(request))
    monkeypatch.setattr(module, "_REMEMBERED", 1)
    assert lines(index.concordance(request)) == whole


def test_a_generation_is_released_after_the_stream(index: Index) -> None:
    with index.stream_occurrences(SearchRequest('"biển đông"')) as stream:
        list(islice(stream.occurrences, 1))
        assert index._snapshot.users == 1
    assert index._snapshot.users == 0


def test_json_names_the_article_of_each_occurrence(index: Index) -> None:
    found = concordance_json(index.concordance(SearchRequest("zebra"), "left", lang="en"))
    assert (found["total"], found["by"], found["bounded"]) == (1, "left", False)
    assert found["occurrences"] == [
        {
            "left": "Đường ra biển Đông còn xa,",
            "keyword": "zebra",
            "right": ".",
            "id": "b",
            "title": "Bản tin",
            "opening": None,
            "date": None,
            "year": None,
            "source": None,
        }
    ]


@given(st.text(st.sampled_from("ab \n\u1ed9\u0323"), max_size=400), st.data())
def test_contexts_are_whole_words_next_to_the_match(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    left, right = _before(text, at), _after(text, at)
    assert " ".join(text[:at].split()).endswith(left)
    assert " ".join(text[at:].split()).startswith(right)
    assert max(len(left), len(right)) <= 80
