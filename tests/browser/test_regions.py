"""Searching without loading a page: what stays, what the history holds, and when an ordinary navigation takes over."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Request, Route, expect

from tests.browser.conftest import Visit


def documents(page: Page) -> list[str]:
    """Return a list that grows by the address of each page that is loaded from now on."""
    loaded: list[str] = []

    def note(request: Request) -> None:
        if request.is_navigation_request():
            loaded.append(request.url)

    page.on("request", note)
    return loaded


def scrolled(page: Page) -> int:
    return int(page.evaluate("scrollY"))


def settle(page: Page) -> None:
    """Wait until the place in the page has been noted for the history."""
    page.wait_for_timeout(700)


def value(page: Page, facet: str, text: str) -> str:
    return f"[data-facet={facet}] .choose:has-text('{text}')"


def test_a_facet_value_changes_results_and_counts_and_loads_no_page(visit: Visit) -> None:
    page = visit("/search?q=duong&size=50")
    loaded = documents(page)
    before = page.get_by_role("status").inner_text()
    page.evaluate("scrollTo(0, 200)")
    settle(page)
    at = scrolled(page)
    choice = page.locator("[data-facet=topic] .choose").first
    count = choice.locator(".count").inner_text()
    choice.click()
    expect(page).to_have_url(re.compile("topic="))
    expect(page.get_by_role("status")).to_have_text(re.compile(rf"^{re.escape(count)}\b"))
    expect(page.locator("[data-facet=topic] .choose[aria-current]")).to_be_focused()
    assert scrolled(page) <= at
    expect(page.locator("#kept [name=topic]")).to_have_count(1)
    expect(page.locator("head link[rel=alternate]")).to_have_attribute("href", re.compile("topic="))
    page.go_back()
    expect(page.get_by_role("status")).to_have_text(before)
    expect(page).not_to_have_url(re.compile("topic="))
    page.go_forward()
    expect(page.get_by_role("status")).to_have_text(re.compile(rf"^{re.escape(count)}\b"))
    assert loaded == []


def test_paging_starts_at_the_top_and_back_returns_to_the_place(visit: Visit) -> None:
    page = visit("/search?size=10", width=375)
    loaded = documents(page)
    page.locator(".pager [rel=next]").scroll_into_view_if_needed()
    settle(page)
    at = scrolled(page)
    assert at > 0
    page.locator(".pager [rel=next]").click()
    expect(page).to_have_url(re.compile("page=2"))
    expect(page.locator("#main")).to_be_focused()
    assert scrolled(page) == 0
    page.go_back()
    expect(page.locator(".pager [aria-current]")).to_have_text("1")
    expect(page.locator("#main")).not_to_have_attribute("aria-busy", "true")
    assert abs(scrolled(page) - at) < 3
    assert loaded == []


def test_a_new_query_keeps_the_filters_and_names_the_page(visit: Visit) -> None:
    page = visit("/search?q=nga&forum=asean")
    loaded = documents(page)
    page.locator("#q").fill("biển")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^biển"))
    expect(page).to_have_url(re.compile("forum=asean"))
    page.go_back()
    expect(page.locator("#q")).to_have_value("nga")
    expect(page).to_have_title(re.compile("^nga"))
    assert loaded == []


def test_a_select_applies_at_once_and_has_no_button(visit: Visit) -> None:
    page = visit("/search?q=duong")
    loaded = documents(page)
    expect(page.locator(".pick .apply").first).not_to_be_visible()
    page.locator("#pick-sort").select_option("newest")
    expect(page).to_have_url(re.compile("sort=newest"))
    expect(page.locator("#pick-sort")).to_have_value("newest")
    expect(page.locator(".pick .apply").first).not_to_be_visible()
    assert loaded == []


def test_opened_sections_stay_open(visit: Visit) -> None:
    page = visit("/search?q=duong", width=375, touch=True)
    page.locator("#facets .drawer > summary").click()
    page.locator("[data-facet=topic] .choose").first.click()
    expect(page).to_have_url(re.compile("topic="))
    expect(page.locator("#facets .drawer")).to_have_attribute("open", "")
    expect(page.locator("[data-facet=topic] .choose").first).to_be_visible()


def test_a_screen_reader_hears_the_new_total(visit: Visit) -> None:
    page = visit("/search?q=duong")
    page.locator("[data-facet=topic] .choose").first.click()
    expect(page).to_have_url(re.compile("topic="))
    total = page.get_by_role("status").inner_text()
    expect(page.locator("body > [aria-live=polite]")).to_have_text(total)
    expect(page.locator("#main")).not_to_have_attribute("aria-busy", "true")


def answered(page: Page, answer: Callable[[Route], None]) -> None:
    """Answer fetched searches in another way; pages are loaded as ever."""
    page.route(
        re.compile(r"/search\?"),
        lambda route: route.continue_() if route.request.is_navigation_request() else answer(route),
    )


def test_a_failed_request_becomes_an_ordinary_navigation(visit: Visit) -> None:
    answers: tuple[Callable[[Route], None], ...] = (
        lambda route: route.fulfill(status=200, content_type="application/json", body="{}"),
        lambda route: route.fulfill(status=200, content_type="text/html", body="<p>none of the regions</p>"),
    )
    for answer in answers:
        page = visit("/search?q=duong")
        loaded = documents(page)
        answered(page, answer)
        page.locator("[data-facet=topic] .choose").first.click()
        expect(page).to_have_url(re.compile("topic="))
        expect(page.locator(".chip").first).to_be_visible()
        assert len(loaded) == 1


def test_no_answer_in_ten_seconds_becomes_an_ordinary_navigation(visit: Visit) -> None:
    page = visit("/search?q=duong")
    loaded = documents(page)
    page.clock.install()
    answered(page, lambda route: None)
    page.locator("[data-facet=topic] .choose").first.click()
    expect(page.locator("#main")).to_have_attribute("aria-busy", "true")
    page.clock.fast_forward(9_000)
    assert loaded == []
    page.clock.fast_forward(2_000)
    expect(page.locator(".chip").first).to_be_visible()
    assert len(loaded) == 1


def test_facets_stay_where_they_were_scrolled_to(visit: Visit) -> None:
    page = visit("/search")
    page.set_viewport_size({"width": 1280, "height": 400})
    sheet = page.locator("#facets .sheet")
    sheet.evaluate("sheet => { sheet.scrollTop = 120; }")
    at = sheet.evaluate("sheet => sheet.scrollTop")
    assert at > 0
    page.locator("[data-facet=forum] .choose").last.dispatch_event("click", {"button": 0})
    expect(page).to_have_url(re.compile("forum="))
    expect(page.locator("#main")).not_to_have_attribute("aria-busy", "true")
    assert sheet.evaluate("sheet => sheet.scrollTop") == at


def test_the_address_shown_already_is_no_new_entry_in_the_history(visit: Visit) -> None:
    page = visit("/search?q=duong")
    entries = page.evaluate("history.length")
    page.locator("#q").press("Enter")
    expect(page.locator("#main")).to_be_focused()
    assert page.evaluate("history.length") == entries


def test_only_the_latest_of_two_choices_is_shown(visit: Visit) -> None:
    page = visit("/search?q=duong")
    loaded = documents(page)
    first = page.locator("[data-facet=topic] .choose").first.get_attribute("href")

    def late(route: Route) -> None:
        if first and route.request.url.endswith(first):
            page.wait_for_timeout(500)
        route.continue_()

    answered(page, late)
    page.locator("[data-facet=topic] .choose").first.click(no_wait_after=True)
    page.locator("#pick-sort").select_option("newest")
    expect(page).to_have_url(re.compile("sort=newest$"))
    page.wait_for_timeout(800)
    assert "topic=" not in page.url
    assert loaded == []


def test_back_and_forward_at_once_end_at_the_page_in_the_address(visit: Visit) -> None:
    page = visit("/search?q=duong&size=1")
    page.locator("a[rel=next]").click()
    expect(page).to_have_url(re.compile("page=2"))
    expect(page.locator("main")).to_contain_text("trang 2/")
    page.route(re.compile(r"/search\?"), lambda _route: None)
    page.evaluate("history.back()")
    expect(page.locator("main")).to_have_attribute("aria-busy", "true")
    page.evaluate("history.forward()")
    expect(page.locator("main")).not_to_have_attribute("aria-busy", "true")
    expect(page).to_have_url(re.compile("page=2"))
    expect(page.locator("main")).to_contain_text("trang 2/")


def test_modified_clicks_and_links_elsewhere_are_left_to_the_browser(visit: Visit) -> None:
    page = visit("/search?q=duong")
    with page.context.expect_page() as opened:
        page.locator("[data-facet=topic] .choose").first.click(modifiers=["Control"])
    opened.value.close()
    assert "topic=" not in page.url
    loaded = documents(page)
    page.locator(".hit h2 a").first.click()
    expect(page.locator("article.text")).to_be_visible()
    assert len(loaded) == 1


def test_the_other_language_and_the_start_page_are_loaded(visit: Visit) -> None:
    page = visit("/search?q=duong&forum=asean")
    page.locator("[data-facet=topic] .choose").first.click()
    expect(page).to_have_url(re.compile("topic="))
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile("topic=.*lang=en"))
    page.go_back()
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    expect(page).to_have_url(re.compile("topic="))


def test_a_filter_shows_matching_values_in_place_and_restores_them(visit: Visit) -> None:
    page = visit("/search")
    loaded = documents(page)
    section = page.locator("[data-facet=forum]")
    before = section.locator(".values .label").all_inner_texts()
    section.get_by_role("searchbox").fill("shangri")
    expect(section.locator(".values .label")).to_have_text([re.compile("Shangri-La")])
    section.get_by_role("searchbox").fill("")
    expect(section.locator(".values .label")).to_have_text(before)
    section.get_by_role("searchbox").fill("shangri")
    expect(section.locator(".values .label")).to_have_count(1)
    section.locator(".values .choose").click()
    expect(page).to_have_url(re.compile("forum=shangri-la"))
    assert loaded == []


def test_a_filter_opens_its_page_on_enter(visit: Visit) -> None:
    page = visit("/search")
    box = page.locator("[data-facet=forum]").get_by_role("searchbox")
    box.fill("shangri")
    box.press("Enter")
    expect(page).to_have_url(re.compile("/facets/forum.*prefix=shangri"))


def test_menus_close_on_escape_and_on_a_click_elsewhere(visit: Visit) -> None:
    page = visit("/search?q=duong")
    menu = page.locator("details[data-keep=export]")
    menu.locator("summary").click()
    menu.get_by_role("link").first.focus()
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    page.locator("footer").click()
    expect(menu).not_to_have_attribute("open", "")
