"""Reading an article: from match to match, from result to result, and to the words that a value was read in."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

MATCHES = "/articles/2021/quan-chuc-arf.txt?q=duong+OR+arf"


def place(page: Page) -> str:
    """Where the reader is among the matches."""
    return page.locator("[data-matches] output").inner_text()


def history(page: Page) -> int:
    length = page.evaluate("history.length")
    assert isinstance(length, int)
    return length


def test_keys_and_buttons_go_from_match_to_match_without_an_entry_in_the_history(visit: Visit) -> None:
    page = visit(MATCHES)
    count = page.locator("mark").count()
    entries, address = history(page), page.url
    assert place(page) == f"–/{count}"
    page.keyboard.press("n")
    assert place(page) == f"1/{count}"
    expect(page.locator("mark.current")).to_be_in_viewport()
    page.get_by_role("button", name="Chỗ khớp sau").click()
    assert place(page) == f"2/{count}"
    page.get_by_role("button", name="Chỗ khớp trước").click()
    page.keyboard.press("p")
    assert place(page) == f"{count}/{count}"
    expect(page.locator("mark.current")).to_have_attribute("id", f"match-{count}")
    expect(page.locator("mark.current")).to_be_in_viewport()
    assert (history(page), page.url) == (entries, address)


def test_keys_type_letters_in_the_box(visit: Visit) -> None:
    page = visit(MATCHES)
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially("np")
    expect(page.locator("#q")).to_have_value("np")
    expect(page.locator("mark.current")).to_have_count(0)


def test_a_match_in_the_lines_cut_from_the_text_opens_their_fold(visit: Visit) -> None:
    page = visit("/articles/2021/quan-chuc-arf.txt?q=chuc")
    page.locator("details.cut summary").click()
    page.keyboard.press("p")
    expect(page.locator("mark.current")).to_be_visible()


def test_steps_do_not_move_the_text(visit: Visit) -> None:
    page = visit(MATCHES)
    before = page.locator(".body p").last.bounding_box()
    page.keyboard.press("n")
    page.keyboard.press("n")
    page.evaluate("scrollTo(0, 0)")
    assert page.locator(".body p").last.bounding_box() == before


def test_without_javascript_links_go_from_match_to_match_and_move_nothing(visit: Visit) -> None:
    page = visit(MATCHES, javascript=False)
    expect(page.locator("[data-matches] button").first).not_to_be_visible()
    before = page.locator(".body p").last.bounding_box()
    page.get_by_role("link", name=re.compile("chỗ khớp")).click()
    expect(page).to_have_url(re.compile("#match-1$"))
    expect(page.get_by_role("link", name="Chỗ khớp trước")).not_to_be_visible()
    page.get_by_role("link", name="Chỗ khớp sau").click()
    expect(page).to_have_url(re.compile("#match-2$"))
    expect(page.get_by_role("link", name="Chỗ khớp trước")).to_be_visible()
    after = page.locator(".body p").last.bounding_box()
    assert before is not None
    assert after is not None
    assert (before["width"], before["height"]) == (after["width"], after["height"])


@pytest.mark.parametrize("javascript", [True, False])
def test_a_joined_word_is_one_match(visit_sea: Visit, javascript: bool) -> None:
    page = visit_sea("/articles/sea/0?q=bien+dong", javascript=javascript)
    expect(page.locator("mark")).to_have_text(["Biển Đông"])


@pytest.mark.parametrize("javascript", [True, False])
def test_from_one_result_to_the_next_and_back_to_the_results(visit_sea: Visit, javascript: bool) -> None:
    page = visit_sea("/search?q=bien+dong&size=2", javascript=javascript)
    titles = page.locator(".hit h2").all_inner_texts()
    page.locator(".hit h2 a").first.click()
    results = page.get_by_role("group", name="Kết quả")
    expect(results).to_contain_text("1/7")
    expect(results.get_by_role("link", name=re.compile("Bài trước"))).to_have_count(0)
    results.get_by_role("link", name=f"Bài sau: {titles[1]}").click()
    expect(page.locator("h1")).to_have_text(titles[1])
    results.get_by_role("link", name=re.compile("Bài sau")).click()
    expect(results).to_contain_text("3/7")
    page.get_by_role("link", name="Về kết quả").click()
    expect(page).to_have_url(re.compile(r"q=bien\+dong&size=2&page=2$"))


@pytest.mark.parametrize("javascript", [True, False])
def test_a_label_leads_to_the_words_it_was_read_in(visit: Visit, javascript: bool) -> None:
    page = visit("/articles/2021/quan-chuc-arf.txt", javascript=javascript)
    page.get_by_text("Vì sao bài này ở đây?").click()
    quote = page.locator(".quote a").first
    words = quote.locator("b").inner_text()
    quote.click()
    expect(page.locator(":target")).to_have_text(words)
    expect(page.locator(":target")).to_be_in_viewport()


def test_the_bar_stays_on_top_and_hides_no_match(visit: Visit) -> None:
    page = visit(MATCHES, width=360, touch=True)
    for _ in range(page.locator("mark").count()):
        page.keyboard.press("n")
        bar, mark = page.locator(".article-bar").bounding_box(), page.locator("mark.current").bounding_box()
        assert bar is not None
        assert mark is not None
        assert bar["y"] >= 0
        assert mark["y"] >= bar["y"] + bar["height"]


def test_printing_leaves_text_facts_and_the_address(visit: Visit) -> None:
    page = visit(MATCHES)
    page.emulate_media(media="print")
    for shown in ("h1", ".body", ".facts", ".address"):
        expect(page.locator(shown)).to_be_visible()
    for hidden in ("header.site", ".article-bar", ".why", ".cut", ".neighbours", "footer"):
        for each in page.locator(hidden).all():
            expect(each).not_to_be_visible()


def test_what_a_screen_reader_says_of_an_article(visit: Visit) -> None:
    page = visit("/articles/ban-tin/adsom-2020?forum=admm-plus&at=1")
    page.get_by_text("Vì sao bài này ở đây?").click()
    expect(page.get_by_role("main")).to_match_aria_snapshot(
        """
        - main:
          - navigation "Đọc bài":
            - link "Về kết quả"
            - group "Kết quả"
          - article:
            - heading "Quan chức quốc phòng họp tại Đà Nẵng" [level=1]
            - group:
              - heading "Diễn đàn" [level=2]
              - list:
                - listitem:
                  - paragraph:
                    - link "Nhóm làm việc ADSOM (ADSOM WG)"
                    - text: ghi trong bản ghi
                - listitem:
                  - paragraph:
                    - link "Nhóm làm việc ADSOM+ (ADSOM+ WG)"
                    - text: ghi trong bản ghi
                  - paragraph:
                    - text: "Vì thế cũng thuộc:"
                    - link /ADSOM\\+/
                    - text: ›
                    - link /ADMM\\+/
                    - text: đang lọc theo mục này ›
              - heading "Chủ đề" [level=2]
              - list
            - region "Về bài viết này"
          - region "Bài liên quan"
        """
    )
