"""The page of an article: why it is where it was found, what was stated where, and its place in the results."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import Index, SearchRequest, open_index, reindex
from tests.webui.collection import Page
from webui import create_app
from webui.result_place import result_place


def text_of(html: str, tag: str, css: str) -> list[str]:
    """Return the text of each element of a kind, as one line."""
    found = re.findall(rf'<{tag} class="{css}".*?</{tag}>', html, re.DOTALL)
    return [" ".join(Page(each).text.split()) for each in found]


@pytest.fixture(scope="module")
def stated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """An archive in which every kind of source states something."""
    folder = tmp_path_factory.mktemp("stated")
    docs = folder / "docs"
    docs.mkdir()
    files = {
        "kem.txt": "Họp bàn hợp tác trên biển\n\nCác bên nói về tìm kiếm cứu nạn.",
        "kem.txt.meta.toml": 'forums = ["arf"]\nauthor = "Lê Thu"\n',
        "bang.txt": "Tuần tra chung\n\nTàu của ba nước cùng tuần tra.",
        "metadata.csv": "file,source\nbang.txt,Báo Cảng\n",
        "dau.md": "---\ntitle: Cầu mới\nyear: 2019\n---\nCầu nối hai bờ sông đã thông xe.",
        "trang.html": '<html><head><meta name="author" content="Hà An"><title>Chợ phiên</title></head>'
        "<body><p>Chợ phiên vùng cao họp mỗi tuần một lần, người từ các bản xuống từ sáng sớm.</p></body></html>",
        "lo.csv": "id,title,body,date\n1,Lễ hội,Lễ hội đua ghe năm nay đông khách.,2021-03-02\n",
    }
    for name, text in files.items():
        (docs / name).write_text(text, "utf-8")
    reindex([docs], index=folder / "index")
    with open_index(folder / "index") as opened:
        yield create_app(opened, originals=[docs]).test_client()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("kem.txt", "ghi trong tệp đi kèm"),
        ("bang.txt", "ghi trong bảng metadata.csv"),
        ("dau.md", "ghi ở phần đầu tệp Markdown"),
        ("trang.html", "ghi trong thuộc tính của tài liệu"),
        ("lo.csv%231", "ghi trong bản ghi"),
    ],
)
def test_what_was_stated_next_to_an_article_is_said_in_words(stated: FlaskClient, address: str, said: str) -> None:
    html = stated.get(f"/articles/{address}").text
    facts = " ".join(Page(html.split('<section class="facts"')[1].split("</section>")[0]).text.split())
    assert said in facts
    for token in ("“sidecar”", "“table”", "“record”", "“document”", "“front-matter”"):
        assert token not in html


def test_a_stated_forum_has_its_source_and_no_certainty(stated: FlaskClient) -> None:
    why = text_of(stated.get("/articles/kem.txt").text, "details", "why")[0]
    assert "ARF" in why
    assert "ghi trong tệp đi kèm" in why
    assert not re.search("chắc chắn|khá chắc|chưa chắc", why.split("Chủ đề")[0])


def test_an_article_of_a_batch_is_named_by_its_record(stated: FlaskClient) -> None:
    html = stated.get("/articles/lo.csv%231").text
    facts = " ".join(Page(html.split('<section class="facts"')[1].split("</section>")[0]).text.split())
    assert "Tệp lo.csv Bản ghi lo.csv#1" in facts
    assert "Bản ghi gốc" in html


def test_a_label_has_its_certainty_and_the_sentence_it_was_read_in(client: FlaskClient) -> None:
    html = client.get("/articles/2021/quan-chuc-arf.txt?lang=en").text
    why = text_of(html, "details", "why")[0]
    assert re.search(r"\((ARF)\) (certain|likely|unsure) “", why)
    quotes = re.findall(r'<p class="quote"><a href="#(read-\d+)"[^>]*>“(.*?)”</a>', html)
    assert quotes
    ids = Page(html).ids
    for anchor, quote in quotes:
        assert anchor in ids
        assert "<b>" in quote
        assert Page(quote).text in Page(html.split('<div class="body">')[1]).text + Page(html.split("<h1>")[1]).text


def test_a_broader_forum_is_named_as_implied_and_as_what_was_chosen(client: FlaskClient) -> None:
    html = client.get("/articles/ban-tin/adsom-2020?forum=admm-plus").text
    broader = text_of(html, "p", "broader")
    assert len(broader) == 2
    assert all(line.startswith("Vì thế cũng thuộc:") for line in broader)
    assert [("(ADMM+) đang lọc theo mục này" in line) for line in broader] == [False, True]
    assert "/search?forum=admm-plus" in Page(html).links


def test_an_article_without_labels_says_so(client: FlaskClient) -> None:
    why = text_of(client.get("/articles/so-tay/khong-tieu-de").text, "details", "why")[0]
    assert "Không nhận ra diễn đàn hay chủ đề nào" in why


def test_results_lead_from_article_to_article_in_their_order(client: FlaskClient) -> None:
    order = [link for link in Page(client.get("/search?q=duong&size=2").text).links if link.startswith("/articles/")]
    address, seen = order[0], []
    while address:
        html = client.get(address).text
        seen.append(address.partition("?")[0])
        following = re.search(r'rel="next" href="([^"]+)"', html)
        address = following[1].replace("&amp;", "&") if following else ""
    every = [
        link.partition("?")[0]
        for link in Page(client.get("/search?q=duong&size=50").text.split('<section class="near"')[0]).links
        if link.startswith("/articles/")
    ]
    assert seen == every
    assert f"Kết quả thứ {len(every)} trong {len(every)}" in html
    assert f"/search?q=duong&size=2&page={-(-len(every) // 2)}" in Page(html).links


@pytest.mark.parametrize("at", ["0", "-3", "2", "999999999"])
def test_a_place_that_is_not_that_of_the_article_is_left_out(client: FlaskClient, at: str) -> None:
    first = next(link for link in Page(client.get("/search?q=duong").text).links if link.startswith("/articles/"))
    assert "?at=1&" in first
    answer = client.get(first.replace("?at=1&", f"?at={at}&"))
    assert answer.status_code == 200
    assert 'rel="next"' not in answer.text
    assert "Về kết quả" in answer.text


def test_a_place_that_is_no_number_is_refused_with_a_way_out(client: FlaskClient) -> None:
    answer = client.get("/articles/2021/quan-chuc-arf.txt?at=x")
    assert answer.status_code == 400


def test_the_other_language_keeps_the_place(client: FlaskClient) -> None:
    first = next(link for link in Page(client.get("/search?q=duong").text).links if link.startswith("/articles/"))
    english = [link for link in Page(client.get(first).text).links if "lang=en" in link and "/articles/" in link]
    assert english
    assert all("at=" in link for link in english)
    assert "Result 1 of" in client.get(english[0]).text


@pytest.mark.parametrize("sort", ["relevance", "newest", "title"])
def test_every_hit_is_found_at_its_position_with_the_hits_around_it(index: Index, sort: str) -> None:
    request = SearchRequest(query="an ninh", mode="loose", sort=sort, size=100)  # type: ignore[arg-type]
    hits = index.search(request).hits
    ids = [None, *(hit.id for hit in hits), None]
    for at, hit in enumerate(hits, 1):
        place = result_place(index.search, request, at, hit.id)
        assert place is not None
        around = place.previous and place.previous.id, place.next and place.next.id
        assert around == (ids[at - 1], ids[at + 1])
        assert place.total == len(hits)


def test_printing_has_the_address_of_the_page(client: FlaskClient) -> None:
    html = client.get("/articles/2021/quan-chuc-arf.txt?q=duong&at=1").text
    assert text_of(html, "p", "address") == ["Địa chỉ của trang này: http://localhost/articles/2021/quan-chuc-arf.txt"]


def test_a_link_that_is_stated_is_called_a_link(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "body": "Bài có liên kết.", "url": "https://example.org/a"}\n')
    reindex([tmp_path / "a.jsonl"], index=tmp_path / "index")
    with open_index(tmp_path / "index") as opened:
        html = create_app(opened).test_client().get("/articles/a").text
    assert "Liên kết https://example.org/a" in " ".join(Page(html).text.split())
