"""The pages of a real index, as a browser without JavaScript gets them."""

import json
import re
from collections import deque
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from flask.testing import FlaskClient

from indexer import index, open_index, reindex
from tests.ingest.encodings.encoders import tcvn3
from tests.webui.collection import ARTICLES, Page
from webui import create_app


def read(client: FlaskClient, address: str, status: int = 200) -> Page:
    response = client.get(address)
    assert response.status_code == status, address
    assert response.mimetype == "text/html"
    return Page(response.get_data(as_text=True))


def test_an_empty_query_shows_the_whole_collection_newest_first(client: FlaskClient) -> None:
    page = read(client, "/search?size=50")
    articles = [link for link in page.links if link.startswith("/articles/")]
    assert len(articles) == 16
    assert articles[0].startswith("/articles/ban-tin/g20-2024")
    assert articles[-1].startswith("/articles/so-tay/khong-tieu-de")
    assert "16 bài viết" in page.text


def test_the_start_page_shows_the_archive_at_a_glance(client: FlaskClient) -> None:
    page = read(client, "/")
    assert "16 bài viết · 2008–2024" in page.text
    assert "ASEAN (chung)" in page.text
    assert "/search?forum=asean" in page.links
    assert "/search?year=2016..2016" not in page.links
    assert "/search?year=2016" in page.links
    assert sum(link.startswith("/articles/") for link in page.links) == 5
    assert "/search" in page.links


@pytest.mark.parametrize("address", ["/?q=nga", "/?forum=arf", "/?not_year=2016", "/?page=2&size=5"])
def test_an_address_that_asks_for_something_shows_results_at_once(client: FlaskClient, address: str) -> None:
    assert 'id="hits"' in client.get(address).text


def test_pages_are_in_vietnamese_by_default_and_in_english_on_request(client: FlaskClient) -> None:
    vietnamese, english = read(client, "/?q=nga"), read(client, "/?q=nga&lang=en")
    assert (vietnamese.lang, english.lang) == ("vi", "en")
    assert "22/08/2022" in vietnamese.text
    assert "Diễn đàn" in vietnamese.text
    assert "22 August 2022" in english.text
    assert "Forum" in english.text
    inner = [link for link in english.links if link.startswith(("/search", "/articles/")) and "lang=en" not in link]
    assert inner == ["/search?q=nga"]


def test_other_names_are_switched_off_and_on_again_by_a_link(client: FlaskClient) -> None:
    switched_off = "/search?q=nga+OR+South+China+Sea&aliases=off"
    page = read(client, "/search?q=nga+OR+South+China+Sea")
    assert "Tìm cả “Biển Đông”; chỉ tìm từ đã gõ (1)" in " ".join(page.text.split())
    assert switched_off in page.links
    page = read(client, switched_off)
    assert "Không tìm theo các tên gọi khác; tìm cả tên gọi khác (3)" in " ".join(page.text.split())
    assert "/search?q=nga+OR+South+China+Sea" in page.links
    assert "aliases=off" not in " ".join(read(client, "/search?q=nga").links)


def test_other_names_are_told_without_a_link_if_the_words_as_typed_find_nothing(client: FlaskClient) -> None:
    page = read(client, "/search?q=South+China+Sea&lang=en")
    assert " Also searched: “Biển Đông” " in " ".join(page.text.split())
    assert "aliases=off" not in " ".join(page.links)
    assert "Also searched" not in read(client, "/search?q=South+China+Sea&year=1999&lang=en").text


def test_facets_narrow_and_unknown_can_be_chosen(client: FlaskClient) -> None:
    assert "2 bài viết" in read(client, "/search?forum=adsom-wg").text
    assert "1 bài viết" in read(client, "/search?forum=unknown").text
    assert "Không rõ" in read(client, "/search?forum=unknown").text
    assert "15 bài viết" in read(client, "/search?not_forum=unknown").text
    assert "4 bài viết" in read(client, "/search?year=2010..2014").text


def test_every_link_of_every_page_works_and_stays_on_the_site(client: FlaskClient) -> None:
    waiting, seen = (
        deque(["/?q=duong&forum=asean&not_year=2016&size=5", "/?lang=en", "/articles/so-tay/khong-tieu-de?q=thuyền"]),
        set[str](),
    )
    while waiting and len(seen) < 100:
        address = urldefrag(waiting.popleft()).url
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address)
        assert response.status_code == 200, address
        if response.mimetype == "text/html":
            page = Page(response.get_data(as_text=True))
            assert all(link.startswith(("/", "#")) for link in page.links)
            assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
            assert len(page.ids) == len(set(page.ids))
            waiting.extend(link for link in page.links if link.startswith("/"))
        response.close()
    assert len(seen) == 100


def test_problems_are_underlined_and_the_rest_is_searched(client: FlaskClient) -> None:
    html = client.get("/search", query_string={"q": "hạt year:abc"}).get_data(as_text=True)
    assert '<span class="wrong">' in html
    assert "ban-tin/nss-2012" in html


def test_a_search_without_hits_says_what_to_try(client: FlaskClient) -> None:
    page = read(client, "/search?q=zzzzz&forum=arf&year=2016")
    assert "Không có bài viết nào" in page.text
    assert '<section class="empty">' in client.get("/search?q=zzzzz&forum=arf&year=2016").text
    assert "xem toàn bộ kho bài viết (16)" in " ".join(page.text.split())
    assert "đây là các bài" not in page.text


def test_each_way_out_of_a_search_without_hits_finds_as_many_as_it_says(client: FlaskClient) -> None:
    html = client.get("/search?q=nga+hạt&forum=g7&not_year=2019").text
    empty = html.split('<section class="empty">')[1].split("</section>")[0]
    ways = re.findall(r'<a href="([^"]+)">([^<]+)</a> <span class="count">\((\d+)\)', empty)
    assert len(ways) > 2
    for address, _, count in ways:
        assert client.get(address.replace("&amp;", "&").replace("/search", "/api/search")).get_json()["total"] == int(
            count
        )


def test_years_are_chosen_by_a_form_in_either_order(client: FlaskClient) -> None:
    for typed in ("from=2008&to=2014", "from=2014&to=2008", "from=&to=2014"):
        answer = client.get(f"/search?q=&{typed}")
        assert answer.status_code == 303
        assert answer.headers["Location"] == "/search?year=2008..2014"
    assert client.get("/search?q=nga&year=2012&from=&to=").headers["Location"] == "/search?q=nga"


def test_a_wrong_year_is_explained_in_the_language_of_the_page(client: FlaskClient) -> None:
    vietnamese, english = read(client, "/search?from=20x1&to=2014"), read(client, "/search?from=20x1&to=2014&lang=en")
    assert "“20x1” không phải là năm" in vietnamese.text
    assert "“20x1” is not a year" in english.text
    assert "16 bài viết" in vietnamese.text


def test_an_article_shows_its_text_and_where_its_values_were_read(client: FlaskClient) -> None:
    page = read(client, "/articles/2021/quan-chuc-arf.txt?q=duong&forum=arf")
    assert "giữ đường dây liên lạc thông suốt" in page.text
    assert "29/06/2021" in page.text
    assert "Diễn đàn khu vực ASEAN" in page.text
    assert "match-1" in page.ids
    assert any(link.startswith("#read-") for link in page.links)
    assert "/search?q=duong&forum=arf" in page.links
    assert "/originals/2021/quan-chuc-arf.txt" in page.links


def test_lines_cut_from_the_text_are_in_a_fold(client: FlaskClient) -> None:
    html = client.get("/articles/2021/quan-chuc-arf.txt").get_data(as_text=True)
    text, fold = html.split('<details class="cut" data-keep="cut">')
    assert "Ảnh: Ban tổ chức" not in text
    assert "Ảnh: Ban tổ chức" in fold


def test_an_article_without_title_is_named_by_its_first_words(client: FlaskClient) -> None:
    assert "Ghi chép tại cảng: đoàn thuyền nhỏ" in read(client, "/search?forum=unknown").text
    html = client.get("/articles/so-tay/khong-tieu-de").get_data(as_text=True)
    assert '<h1 class="untitled">Ghi chép tại cảng: đoàn thuyền nhỏ' in html
    assert "Bài không có tiêu đề" in html


def test_ids_and_texts_of_any_kind_stay_text(client: FlaskClient) -> None:
    address = "/articles/a%20b/c%3Fd%26e%252F%23g"
    listing = client.get("/search?forum=g7").get_data(as_text=True)
    assert f'href="{address}?at=1&amp;forum=g7"' in listing
    html = client.get(f"{address}?q=script").get_data(as_text=True)
    for source in (listing, html):
        assert "<b>" not in source
        assert "<script>alert" not in source
        assert "&lt;b&gt;đậm&lt;/b&gt; &amp; dấu" in source
    assert "Đoạn này có <script>alert('x')</script> và ký hiệu & để thử" in Page(html).text


def test_the_original_of_a_text_and_of_a_record_are_shown(client: FlaskClient) -> None:
    with client.get("/originals/2021/quan-chuc-arf.txt") as text:
        assert text.data == (ARTICLES / "2021" / "quan-chuc-arf.txt").read_bytes()
        assert text.content_type == "text/plain; charset=utf-8"
    record = client.get("/originals/ban-tin/nga-2022")
    assert record.data in (ARTICLES / "ban-tin.jsonl").read_bytes().splitlines()
    assert record.headers["Content-Disposition"] == "inline; filename=nga-2022.json"


def test_an_original_in_html_is_downloaded_and_never_runs_on_this_site(tmp_path: Path) -> None:
    page = "<html><body><script>alert(1)</script><p>Cầu treo đã thông xe sáng nay tại Lai Châu.</p></body></html>"
    (tmp_path / "docs").mkdir()
    for name, text in (("tin.HTML", page), ("ghi.md", "Cầu <b>treo</b>"), ("cu.txt", "Cầu treo")):
        (tmp_path / "docs" / name).write_text(text, "utf-8")
    reindex([tmp_path / "docs"], index=tmp_path / "index")
    with open_index(tmp_path / "index") as opened:
        client = create_app(opened, originals=[tmp_path / "docs"]).test_client()
        with client.get("/originals/tin.HTML") as html:
            assert html.get_data(as_text=True) == page
            assert html.content_type == "application/octet-stream"
            assert html.headers["Content-Disposition"].startswith("attachment")
            assert html.headers["X-Content-Type-Options"] == "nosniff"
        with client.get("/originals/ghi.md") as markdown:
            assert markdown.content_type == "text/plain; charset=utf-8"


def test_the_original_of_a_text_in_two_encodings_is_shown_in_the_outer_one(tmp_path: Path) -> None:
    written = tcvn3("Hội nghị Bộ trưởng họp ở Huế, bàn về bão và lũ lụt ở miền Trung.").decode("latin-1")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "cu.txt").write_text(written, "utf-8")
    reindex([tmp_path / "docs"], index=tmp_path / "index")
    with open_index(tmp_path / "index") as opened:
        found = opened.article("cu.txt")
        assert found is not None
        assert found.encoding == "utf-8/tcvn3"
        with create_app(opened, originals=[tmp_path]).test_client().get("/originals/cu.txt") as text:
            assert text.content_type == "text/plain; charset=utf-8"


def test_an_original_that_cannot_be_read_is_not_offered_and_404_with_a_reason(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_folder: Path, _name: str) -> None:
        raise PermissionError(13, "Permission denied")

    # chmod does not stop root.
    monkeypatch.setattr(index, "open_below", refuse)
    assert "/originals/2021/quan-chuc-arf.txt" not in read(client, "/articles/2021/quan-chuc-arf.txt").links
    assert "không còn hoặc không đọc được" in read(client, "/originals/2021/quan-chuc-arf.txt", 404).text


@pytest.mark.parametrize(
    "address", ["/articles/none", "/originals/none", "/originals", "/articles", "/articles/", "/nope"]
)
def test_unknown_addresses_are_404(client: FlaskClient, address: str) -> None:
    assert "Không tìm thấy" in read(client, address, 404).text


def test_paging_goes_through_all_results(client: FlaskClient) -> None:
    address: str | None = "/search?size=5"
    found: list[str] = []
    while address:
        html = client.get(address).get_data(as_text=True)
        page = Page(html)
        found += [link.split("?")[0] for link in page.links if link.startswith("/articles/")]
        address = (
            html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&") if 'rel="next"' in html else None
        )
    assert len(found) == len(set(found)) == 16


def test_a_badge_says_that_accents_are_missing(client: FlaskClient) -> None:
    html = client.get("/search", query_string={"q": "đường"}).get_data(as_text=True)
    without = html.split("ban-tin/duong-2023")[1].split("</article>")[0]
    assert "không dấu" in without
    assert html.count('class="badge"') == 1


BREAKWATER = (
    "Tàu hút bùn bắt đầu nạo vét luồng vào cảng cá Sa Huỳnh sau ba tháng bị cát bồi lấp. "
    "Đơn vị thi công đưa hai sà lan ra cửa biển, mỗi ngày chở đi gần nghìn khối cát. "
    "Ngư dân nói tàu công suất lớn lâu nay phải neo ngoài cửa biển chờ con nước mới vào được cảng cá."
)
NEIGHBOURS = {
    "luong": ("Nạo vét luồng Sa Huỳnh", BREAKWATER),
    "chep": ("Nạo vét luồng Sa Huỳnh", BREAKWATER + " Bạn đọc gửi tin về hòm thư của báo."),
    "cang": ("Cảng cá Sa Huỳnh", "Cảng cá Sa Huỳnh có thêm cầu tàu. Cửa biển vẫn cạn, tàu phải chờ con nước."),
    **{f"khac-{n}": (f"Tin {n}", f"Phường {n} trồng thêm hoa ven hồ.") for n in range(5)},
}


def test_an_article_leads_to_its_near_duplicates_and_to_related_ones(tmp_path: Path) -> None:
    records = [{"id": name, "title": title, "body": body} for name, (title, body) in NEIGHBOURS.items()]
    (tmp_path / "tin.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    reindex([tmp_path / "tin.jsonl"], index=tmp_path / "index")
    with open_index(tmp_path / "index") as opened:
        neighbours = create_app(opened).test_client()
        page = read(neighbours, "/articles/luong?q=cát&lang=en")
        assert "Near-duplicates" in page.text
        similarity = re.search(r"(\d+)% the same text", page.text)
        assert similarity is not None
        assert 80 < int(similarity[1]) < 100
        assert "Related articles" in page.text
        links = ["/articles/chep?q=c%C3%A1t&lang=en", "/articles/cang?q=c%C3%A1t&lang=en"]
        assert [link for link in page.links if link in links] == links
        vietnamese, alone = read(neighbours, "/articles/luong"), read(neighbours, "/articles/khac-1")
    assert "Bài gần như trùng" in vietnamese.text
    assert "Bài liên quan" in vietnamese.text
    assert "Bài gần như trùng" not in alone.text


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("/search?q=hoi", "Tới kết quả"),
        ("/", "Tới nội dung chính"),
        ("/articles/ban-tin/nga-2022", "Tới nội dung chính"),
        ("/status?lang=en", "Skip to content"),
    ],
)
def test_the_skip_link_says_what_it_leads_to(client: FlaskClient, address: str, text: str) -> None:
    assert f'<a class="skip" href="#main">{text}</a>' in client.get(address).text
