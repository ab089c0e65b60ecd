"""What readers do: search, narrow, undo, read, in both languages, with and without JavaScript or a mouse."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit


def total(page: Page) -> int:
    match = re.match(r"([\d.,]+)", page.get_by_role("status").inner_text())
    assert match
    return int(match[1])


@pytest.mark.parametrize("javascript", [True, False])
def test_search_choose_a_facet_undo_and_read(visit: Visit, javascript: bool) -> None:
    page = visit("/", javascript=javascript)
    assert total(page) == 16

    page.get_by_role("searchbox").fill("bien dong")
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page).to_have_url(re.compile(r"/search\?q=bien\+dong$"))
    found = total(page)
    expect(page.locator(".hit mark").first).to_have_text(re.compile("Biển|Đông"))

    value = page.locator(".facet.forum .choose", has_text="Shangri-La")
    count = int(value.locator(".count").inner_text())
    value.click()
    expect(page).to_have_url(re.compile("forum=shangri-la"))
    assert total(page) == count < found
    expect(page.locator(".facet.forum [aria-current]")).to_contain_text("Shangri-La")

    page.get_by_role("link", name=re.compile("Shangri-La.*Bỏ lựa chọn này")).click()
    assert total(page) == found

    page.get_by_role("heading", name="Đối thoại ở Singapore nóng vì Biển Đông").get_by_role("link").click()
    expect(page.locator("h1")).to_have_text(re.compile("Đối thoại ở Singapore"))
    page.get_by_role("link", name="Về kết quả").click()
    assert total(page) == found


def test_syllables_apart_and_back_by_keyboard(visit_sea: Visit) -> None:
    page = visit_sea("/search?q=bien+dong")
    assert total(page) == 7
    tab_to(page, ".offers a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=bien\+dong&words=apart$"))
    assert total(page) == 9
    expect(page.get_by_role("searchbox")).to_have_value("bien dong")

    page.get_by_role("navigation", name="Cách tìm khác").get_by_role("link", name="Tìm nguyên từ").click()
    expect(page).to_have_url(re.compile(r"/search\?q=bien\+dong$"))
    assert total(page) == 7


@pytest.mark.parametrize("javascript", [True, False])
def test_a_closest_article_says_what_it_lacks_and_opens_with_the_query(visit_sea: Visit, javascript: bool) -> None:
    page = visit_sea("/search?q=tàu+cá+hầm+biển+đông", javascript=javascript)
    assert total(page) == 1
    near = page.get_by_role("region", name="Gần đúng nhất")
    expect(near.locator(".hit").first).to_contain_text("thiếu: hầm")
    near.get_by_role("heading", level=3).first.get_by_role("link").click()
    expect(page.locator("mark").first).to_have_text("Biển Đông")


def test_exclude_years_and_clear_all(visit: Visit) -> None:
    page = visit("/?size=20")
    row = page.locator(".facet.year li", has_text="2016")
    row.hover()
    row.get_by_role("link", name="Loại: 2016").click()
    expect(page).to_have_url(re.compile("not_year=2016"))
    assert total(page) == 15

    page.get_by_label("Khoảng năm").fill("2010..2014")
    page.get_by_role("button", name="Chọn").click()
    assert total(page) == 4
    page.get_by_role("link", name="Xóa tất cả").click()
    expect(page).to_have_url(re.compile(r"/search\?size=20$"))
    assert total(page) == 16


def test_both_languages(visit: Visit) -> None:
    page = visit("/search?q=nga")
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", name="Forum")).to_be_visible()
    page.locator(".hit h2 a").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Back to results").click()
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page).to_have_url(re.compile(r"/search\?q=nga$"))


def test_by_keyboard_alone(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Tới nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("duong/")
    expect(page.get_by_role("searchbox")).to_have_value("duong/")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=duong$"))

    first_value = page.locator(".facet.forum .choose").first
    tab_to(page, ".facet.forum .choose")
    expect(first_value).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".facet.forum .extra a").first).to_be_focused()
    expect(page.locator(".facet.forum .extra").first).to_have_css("opacity", "1")
    tab_to(page, ".hit h2 a")
    page.keyboard.press("Enter")
    expect(page.locator("article.text")).to_be_visible()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until such an element has the focus. The focus must always be visible."""
    for _ in range(200):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never reaches {selector}")


def test_problems_are_underlined_in_the_query(visit: Visit) -> None:
    page = visit("/search?q=hạt+year:abc")
    expect(page.locator(".problems .wrong")).to_contain_text("abc")
    expect(page.locator(".hit").first).to_be_visible()


def test_a_search_without_hits_offers_other_searches(visit: Visit) -> None:
    page = visit("/search?q=zzzzz&forum=g7")
    expect(page.get_by_role("heading", name="Không có bài viết nào")).to_be_visible()
    page.get_by_role("link", name="xem toàn bộ kho bài viết").click()
    assert total(page) == 16
