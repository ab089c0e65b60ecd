"""Completions under the search box: a combobox for the keyboard, the pointer, a finger and a screen reader."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Visit


def typed(page: Page, text: str) -> Locator:
    """Replace the text in the box and return the list once it is open.

    The text comes at once: of one typed key by key, the list may first be that of its start.
    """
    page.locator("#q").fill(text)
    options = page.locator("#completions")
    expect(options).to_be_visible()
    return options


@pytest.mark.parametrize("address", ["/", "/search?q=nga", "/articles/2021/quan-chuc-arf.txt"])
def test_words_labels_titles_and_files_are_offered_on_every_page(visit: Visit, address: str) -> None:
    page = visit(address)
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially("quan ch")
    options = page.locator("#completions")
    expect(options.get_by_role("group", name="Bài viết").get_by_role("option").first).to_contain_text("Quan chức")
    expect(options.get_by_role("group", name="Tệp").get_by_role("option")).to_have_text(["quan-chuc-arf.txt"])


def test_what_a_screen_reader_says_of_the_open_list(visit_sea: Visit) -> None:
    page = visit_sea("/search?q=nga")
    typed(page, "bien d")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("search").first).to_match_aria_snapshot(
        """
        - search:
          - combobox "Từ cần tìm" [expanded]: bien d
          - listbox "Từ cần tìm":
            - group "Từ":
              - option /Biển Đông \\d+/ [selected]
          - text: /\\d+ gợi ý/
        """
    )
    active = page.locator("#q").get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")


def test_arrow_keys_go_round_and_leave_the_text_alone(visit: Visit) -> None:
    page = visit("/search?q=nga")
    options = typed(page, "bien d").get_by_role("option")
    last = options.count()
    page.keyboard.press("ArrowUp")
    expect(options.nth(last - 1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#completions [aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    expect(page.locator("#completions [aria-selected=true]")).to_have_count(0)
    expect(page.locator("#q")).to_have_value("bien d")
    page.keyboard.type("x")
    expect(page.locator("#q")).to_have_value("xbien d")


def test_escape_closes_the_list_and_then_empties_the_box(visit: Visit) -> None:
    page = visit("/search?q=nga")
    options = typed(page, "bien d")
    page.keyboard.press("Escape")
    expect(options).not_to_be_visible()
    expect(page.locator("#q")).to_have_value("bien d")
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(options).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_have_value("")


def test_tab_and_leaving_the_box_close_the_list(visit: Visit) -> None:
    page = visit("/search?q=nga")
    options = typed(page, "bien d")
    page.keyboard.press("Tab")
    expect(options).not_to_be_visible()
    typed(page, "bien d")
    page.locator("h1, h2").last.click(force=True)
    expect(options).not_to_be_visible()


def test_enter_without_a_choice_searches_for_what_was_typed(visit: Visit) -> None:
    page = visit("/search?q=nga")
    typed(page, "bien d")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=bien\+d$"))
    expect(page.locator("#completions")).not_to_be_visible()


@pytest.mark.parametrize("address", ["/search?q=ca", "/articles/sea/0?q=ca"])
def test_a_word_replaces_those_it_completes(visit_sea: Visit, address: str) -> None:
    page = visit_sea(address)
    words = typed(page, "hop -bien d").get_by_role("group", name="Từ")
    words.get_by_role("option").filter(has_text="Biển Đông").first.click()
    expect(page.locator("#q")).to_have_value("hop -Biển Đông")
    expect(page).to_have_url(re.compile(r"/search\?q=hop\+-Bi%E1%BB%83n\+%C4%90%C3%B4ng"))
    expect(page.locator("#completions")).not_to_be_visible()


def test_the_last_word_is_completed_if_no_longer_part_is_known(visit: Visit) -> None:
    page = visit("/search?q=nga")
    option = typed(page, "quốc phòng singap").get_by_role("group", name="Từ").get_by_role("option").first
    expect(option).to_contain_text("Singapore")
    option.click()
    expect(page.locator("#q")).to_have_value(re.compile("^quốc phòng Singapore"))


def test_a_label_narrows_and_keeps_the_other_choices(visit: Visit) -> None:
    page = visit("/search?q=nga&year=2018&lang=en")
    typed(page, "south ch").get_by_role("option", name=re.compile("South China Sea")).first.click()
    expect(page).to_have_url(re.compile(r"/search\?(?!.*q=).*topic=south-china-sea"))
    assert "year=2018" in page.url
    assert "lang=en" in page.url
    expect(page.locator("#q")).to_have_value("")


@pytest.mark.parametrize(
    ("text", "group", "path"),
    [
        ("dấu ngo", "Bài viết", "/articles/a%20b/c%3Fd%26e%252F%23g"),
        ("quan-chuc", "Tệp", "/articles/2021/quan-chuc-arf.txt"),
    ],
)
def test_titles_and_files_open_their_article(visit: Visit, text: str, group: str, path: str) -> None:
    page = visit("/search?q=nga&lang=vi")
    typed(page, text).get_by_role("group", name=group).get_by_role("option").first.click()
    page.wait_for_url(f"**{path}")
    expect(page.locator("article.text")).to_be_visible()


def test_a_finger_has_room_and_opens_what_it_touches(visit_sea: Visit) -> None:
    page = visit_sea("/search?q=nga", width=375, touch=True)
    option = typed(page, "bien d").get_by_role("option").first
    box = option.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    option.tap()
    expect(page).to_have_url(re.compile("q=Bi%E1%BB%83n"))


def test_keys_of_an_input_method_are_left_to_it(visit: Visit) -> None:
    page = visit("/search?q=nga")
    typed(page, "bien d")
    before = page.url
    page.evaluate(
        """() => {
          const box = document.getElementById("q");
          const how = { isComposing: true, bubbles: true, cancelable: true };
          for (const key of ["ArrowDown", "Enter", "Escape"])
            box.dispatchEvent(new KeyboardEvent("keydown", { key, ...how }));
        }"""
    )
    expect(page.locator("#completions [aria-selected=true]")).to_have_count(0)
    expect(page.locator("#completions")).to_be_visible()
    expect(page.locator("#q")).to_have_value("bien d")
    assert page.url == before


def test_a_late_answer_to_an_older_text_is_not_shown(visit: Visit) -> None:
    page = visit("/search?q=nga")

    def late(route: Route) -> None:
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/api/suggest?q=b&**", late)
    page.locator("#q").fill("b")
    page.wait_for_timeout(120)
    typed(page, "quan-ch")
    page.wait_for_timeout(500)
    expect(page.locator("#completions").get_by_role("option").last).to_have_text("quan-chuc-arf.txt")


def test_without_answers_the_box_searches_as_before(visit: Visit) -> None:
    page = visit("/search?q=nga")
    page.route("**/api/suggest?**", lambda route: route.fulfill(status=200, body="no JSON"))
    page.locator("#q").fill("bien dong")
    page.wait_for_timeout(200)
    expect(page.locator("#completions")).not_to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=bien\+dong$"))


def test_two_words_are_completed_as_one_if_that_is_not_rare(visit_sea: Visit) -> None:
    page = visit_sea("/search?q=ca")
    typed(page, "tàu cá bien do").get_by_role("group", name="Từ").get_by_role("option").first.click()
    expect(page.locator("#q")).to_have_value("tàu cá Biển Đông")
