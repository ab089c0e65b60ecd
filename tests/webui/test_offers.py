"""Other searches above the results, the closest articles below them, and words that are joined or apart."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from indexer import Index, Notice, SearchRequest, SearchResult, Suggestion, reindex
from tests.sea import write_sea
from tests.webui.collection import Page
from webui import create_app
from webui.offers import Offer, offers
from webui.state import PAGE_SIZE, State
from webui.texts import texts


@pytest.fixture(scope="module")
def sea(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("sea")
    write_sea(folder / "docs")
    reindex([folder / "docs"], index=folder / "index")
    return create_app(folder / "index").test_client()


@pytest.fixture(scope="module")
def result(index: Index) -> SearchResult:
    return index.search(SearchRequest(size=1))


def line(html: str) -> str:
    """The line of other searches, as text on one line; empty if there is none."""
    found = re.search(r'<nav class="offers".*?</nav>', html, re.DOTALL)
    return " ".join(Page(found[0]).text.split()) if found else ""


def marked(html: str) -> list[str]:
    """The matches on a page."""
    return [Page(match).text for match in re.findall(r"<mark.*?>(.*?)</mark>", html)]


def test_a_joined_word_is_named_with_the_way_to_its_syllables_and_back(sea: FlaskClient) -> None:
    joined = sea.get("/search?q=bien+dong&year=2020").text
    assert line(joined) == "Tìm nguyên từ “Biển Đông”; tìm từng tiếng riêng (9) Xem theo mục: Biển Đông (7)"
    assert "7 bài viết" in joined
    assert 'class="notices"' not in joined
    (apart,) = [link for link in Page(joined).links if "words=apart" in link]
    assert apart == "/search?q=bien+dong&year=2020&words=apart"

    page = sea.get(apart).text
    assert line(page) == "Đang tìm từng tiếng riêng; tìm nguyên từ “Biển Đông” (7) Xem theo mục: Biển Đông (7)"
    assert "9 bài viết" in page
    assert "/search?q=bien+dong&year=2020" in Page(page).links


def test_both_ways_are_worded_in_english(sea: FlaskClient) -> None:
    joined = sea.get("/search?q=bien+dong&lang=en").text
    assert line(joined) == "Kept together: “Biển Đông”; search syllables apart (9) Browse: South China Sea (7)"
    page = sea.get("/search?q=bien+dong&words=apart&lang=en").text
    assert line(page) == "Syllables are searched apart; keep “Biển Đông” together (7) Browse: South China Sea (7)"


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?words=apart",
        "/search?q=thư+viện",
        "/search?q=thư+viện&words=apart",
        "/search?q=biển+đông&words=apart&year=1999",
    ],
)
def test_there_is_no_line_without_something_to_choose(sea: FlaskClient, address: str) -> None:
    assert line(sea.get(address).text) == ""


def test_words_are_apart_on_every_link_until_they_are_joined_again(sea: FlaskClient) -> None:
    links = Page(sea.get("/search?q=bien+dong&words=apart").text).links
    inner = {link for link in links if link.startswith(("/search", "/articles/"))}
    assert {link for link in inner if "words=apart" not in link} == {"/search?q=bien+dong"}


def test_an_article_is_highlighted_with_the_words_of_the_search(sea: FlaskClient) -> None:
    hit = "/articles/sea/0?q=bien+dong"
    links = Page(sea.get("/search?q=bien+dong").text).links
    assert any(re.fullmatch(r"/articles/sea/0\?at=\d+&q=bien\+dong", link) for link in links)
    page = sea.get(hit).text
    assert marked(page) == ["Biển Đông"]
    assert "1 chỗ khớp" in page
    apart = sea.get(f"{hit}&words=apart").text
    assert marked(apart) == ["Biển", "Đông"]
    assert "2 chỗ khớp" in apart


@pytest.mark.parametrize(("wrong", "nearest"), [("part", "apart"), ("join", "joined")])
def test_other_words_are_refused_with_the_nearest(sea: FlaskClient, wrong: str, nearest: str) -> None:
    answer = sea.get(f"/api/search?q=bien&words={wrong}")
    assert (answer.status_code, answer.get_json()["error"]["nearest"]) == (400, nearest)
    page = sea.get(f"/search?q=bien&words={wrong}")
    assert page.status_code == 400
    assert f"/search?q=bien&words={nearest}" in Page(page.text).links


def test_the_closest_articles_are_below_the_hits_and_in_no_number(sea: FlaskClient) -> None:
    html = sea.get("/search?q=tàu+cá+hầm+biển+đông").text
    hits, near = html.split('<section class="near"')
    assert hits.count('class="hit"') == 1
    assert "1 bài viết" in hits
    assert 'aria-label="2020: 1 bài viết"' in hits
    assert 'class="missing"' not in hits
    assert near.count('class="hit"') == near.count('class="missing"') > 0
    assert "thiếu: <s>hầm</s>" in near
    assert any(link.startswith("/articles/sea/") and "?q=t%C3%A0u+c%C3%A1" in link for link in Page(near).links)
    assert 'class="near"' not in sea.get("/search?q=tàu+cá+hầm+biển+đông&size=1").text


def test_the_api_has_the_closest_articles_as_hits_with_what_they_lack(sea: FlaskClient) -> None:
    answer = sea.get("/api/search?q=tàu+cá+hầm+biển+đông").get_json()
    assert answer["total"] == len(answer["hits"]) == 1
    assert answer["near"]
    assert {hit["missing"][0] for hit in answer["near"]} == {"hầm"}
    assert all(hit["missing"] == [] for hit in answer["hits"])
    assert {key for hit in answer["near"] for key in hit} == set(answer["hits"][0])
    assert "<mark>Biển Đông</mark>" in answer["near"][0]["snippet_html"]


def test_the_api_suggests_and_names_joined_words(sea: FlaskClient) -> None:
    answer = sea.get("/api/search?q=bien+dong").get_json()
    notice, _ = answer["notices"]
    assert (notice["code"], notice["at"], notice["words"]) == ("joined", [[0, 9]], ["Biển Đông"])
    (apart,) = [each for each in answer["suggestions"] if each["kind"] == "apart"]
    assert apart["count"] == 9 == sea.get("/api/search", query_string={"q": apart["query"]}).get_json()["total"]
    assert sea.get("/api/search?q=bien+dong&words=apart").get_json()["total"] == 9


def test_every_kind_of_suggestion_has_its_place_and_keeps_the_state(result: SearchResult) -> None:
    state = State(SearchRequest(query="bien dong", years=((2020, 2020),), page=2, size=PAGE_SIZE))
    found = SearchResult(
        **{
            field: getattr(result, field) for field in SearchResult.__slots__ if field not in ("notices", "suggestions")
        },
        notices=(Notice("joined", "Nguyên từ.", ((0, 9),), ("biển đông",)),),
        suggestions=(
            Suggestion("bien AND dong", 12588, "apart"),
            Suggestion("biển Đông", 812, "accents"),
            Suggestion("biến động", 395, "accents"),
            Suggestion("đang nắng", 7, "keystrokes"),
            Suggestion("forum:arf bien", 1041, "facet"),
        ),
    )

    def shown(offer: Offer) -> tuple[str, list[str]]:
        return offer.text, [f"{link.text} {link.count}" for link in offer.links]

    made = offers(state, found, None, lambda _: 0, texts("vi"))
    assert [shown(offer) for offer in made] == [
        ("Có phải bạn tìm:", ["đang nắng 7"]),
        ("Thêm dấu:", ["biển Đông 812", "biến động 395"]),
        ("Tìm nguyên từ “biển đông”;", ["tìm từng tiếng riêng 12.588"]),
        ("Xem theo mục:", ["Diễn đàn khu vực ASEAN (ARF) bien 1.041"]),
    ]
    assert made[1].links[1].url == "/search?q=bi%E1%BA%BFn+%C4%91%E1%BB%99ng&year=2020"
    english = offers(state, found, None, lambda _: 0, texts("en"))
    assert english[2].links[0].text == "search syllables apart"
    assert english[3].links[0].text.startswith("ASEAN Regional Forum")


def test_other_ways_to_read_accents_are_offered_if_they_find_something_else(result: SearchResult) -> None:
    def offered(query: str, **totals: int) -> list[tuple[str, str]]:
        state = State(SearchRequest(query=query, size=PAGE_SIZE))
        found = replace(result, query=query, total=10, suggestions=(), notices=())
        made = offers(state, found, None, lambda other: totals[other.request.mode], texts("vi"))
        return [(link.text, link.count) for offer in made for link in offer.links]

    assert offered("đường", strict=8, loose=30) == [("đúng dấu đã gõ", "8"), ("bất kể dấu", "30")]
    assert offered("đường", strict=10, loose=10) == []
    assert offered("duong", strict=1, loose=10) == []


def test_a_chosen_way_to_read_accents_always_has_the_way_back(result: SearchResult) -> None:
    state = State(SearchRequest(query="duong", mode="strict", size=PAGE_SIZE))
    found = replace(result, query="duong", mode="strict", total=10, suggestions=(), notices=())
    (offer,) = offers(state, found, None, lambda _: 10, texts("en"))
    assert (offer.text, [link.url for link in offer.links]) == ("Accents exactly as typed;", ["/search?q=duong"])


def test_a_syllable_that_matched_alone_is_faint(sea: FlaskClient) -> None:
    page = sea.get("/search?q=bien+dong&words=apart").text
    assert 'Bãi <mark class="lone">biển</mark> vắng khách, còn chợ phía <mark class="lone">đông</mark>' in page
    assert "<mark>Biển</mark> <mark>Đông</mark>" in page
    assert "lone" not in sea.get("/search?q=bien+dong").text
    assert "lone" not in sea.get("/search?q=thu&words=apart").text
