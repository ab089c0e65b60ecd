"""What readers do: search, narrow, undo, read, in both languages, with and without JavaScript or a mouse."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit


def total(page: Page) -> int:
    """Return the number of articles found, once an answer that is on its way is shown."""
    page.locator("#main:not([aria-busy=true])").wait_for()
    match = re.match(r"([\d.,]+)", page.get_by_role("status").inner_text())
    assert match
    return int(match[1])


@pytest.mark.parametrize("javascript", [True, False])
def test_search_choose_a_facet_undo_and_read(visit: Visit, javascript: bool) -> None:
    page = visit("/", javascript=javascript)
    expect(page.get_by_text("16 bài viết · 2008–2024")).to_be_visible()

    page.locator("#q").fill("bien dong")
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page).to_have_url(re.compile(r"/search\?q=bien\+dong$"))
    found = total(page)
    expect(page.locator(".hit mark").first).to_have_text(re.compile("Biển|Đông"))

    value = page.locator("[data-facet=forum] .choose", has_text="Shangri-La")
    count = int(value.locator(".count").inner_text())
    value.click()
    expect(page).to_have_url(re.compile("forum=shangri-la"))
    assert total(page) == count < found
    expect(page.locator("[data-facet=forum] [aria-current]")).to_contain_text("Shangri-La")

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
    expect(page.locator("#q")).to_have_value("bien dong")

    page.get_by_role("navigation", name="Cách tìm khác").get_by_role("link", name="tìm nguyên từ").click()
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


@pytest.mark.parametrize("javascript", [True, False])
def test_exclude_choose_years_and_clear_all(visit: Visit, javascript: bool) -> None:
    page = visit("/search?size=50", javascript=javascript)
    page.get_by_role("link", name="Loại trừ: ASEAN (chung)").click()
    expect(page).to_have_url(re.compile("not_forum=asean"))
    remaining = total(page)
    assert remaining < 16

    page.get_by_text("Bảng số liệu, khoảng năm").click()
    page.get_by_label("Từ năm").fill("2014")
    page.get_by_label("đến năm").fill("2010")
    page.locator(".range").get_by_role("button", name="Áp dụng").click()
    expect(page).to_have_url(re.compile(r"year=2010\.\.2014"))
    assert 0 < total(page) < remaining
    page.get_by_role("link", name="Xóa tất cả").click()
    expect(page).to_have_url(re.compile(r"/search\?size=50$"))
    assert total(page) == 16


@pytest.mark.parametrize("javascript", [True, False])
def test_a_bar_of_the_chart_leads_to_its_year(visit: Visit, javascript: bool) -> None:
    page = visit("/", javascript=javascript)
    bar = page.get_by_role("link", name="2016: 1 bài viết")
    box = bar.locator(".target").bounding_box()
    assert box
    # The whole height of the chart can be clicked, however short the bar is.
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 3)
    expect(page).to_have_url(re.compile(r"/search\?year=2016$"))
    assert total(page) == 1


def test_order_and_size_are_chosen_without_javascript(visit: Visit) -> None:
    page = visit("/search?q=nga", javascript=False)
    page.get_by_label("Sắp xếp").select_option(label="Cũ nhất")
    page.locator(".pick.sort").get_by_role("button", name="Áp dụng").click()
    expect(page).to_have_url(re.compile("sort=oldest"))
    page.get_by_label("Mỗi trang").select_option(label="50 mỗi trang")
    page.locator(".pick.size").get_by_role("button", name="Áp dụng").click()
    expect(page).to_have_url(re.compile("size=50"))
    expect(page).to_have_url(re.compile("sort=oldest"))


def test_a_facet_is_filtered_on_a_page_of_its_own(visit: Visit) -> None:
    page = visit("/search?q=-zzz", javascript=False)
    page.locator("[data-facet=topic] input[type=search]").fill("hat")
    page.locator("[data-facet=topic] .facet-filter button").click()
    expect(page).to_have_url(re.compile(r"/facets/topic\?"))
    page.locator(".choose").first.click()
    expect(page).to_have_url(re.compile(r"/search\?.*topic=nuclear"))
    expect(page.locator("#q")).to_have_value("-zzz")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_help_is_next_to_the_box(visit: Visit, javascript: bool) -> None:
    page = visit("/search?q=nga", javascript=javascript)
    expect(page.get_by_text("title:(đối thoại)")).not_to_be_visible()
    page.get_by_label("Cách gõ").click()
    expect(page.get_by_text("title:(đối thoại)")).to_be_in_viewport()


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
    page = visit("/search")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Tới kết quả")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("duong/")
    expect(page.locator("#q")).to_have_value("duong/")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=duong$"))

    tab_to(page, "[data-facet=forum] .choose")
    page.keyboard.press("Tab")
    expect(page.locator("[data-facet=forum] .exclude").first).to_be_focused()
    page.keyboard.press("Home")
    page.get_by_role("link", name="Tới kết quả").focus()
    page.keyboard.press("Enter")
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
