"""A range of years on the chart, by pointer, by keys and next to a finger that scrolls."""

import re

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.conftest import Visit


def box(element: Locator) -> FloatRect:
    found = element.bounding_box()
    assert found is not None
    return found


def bar(page: Page, year: int) -> Locator:
    return page.locator(f"figure.years a[data-year='{year}'] .target")


def drag(page: Page, first: int, last: int) -> None:
    """Drag from the bar of one year to that of another, but leave the button pressed."""
    start, end = box(bar(page, first)), box(bar(page, last))
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 20, steps=4)


@pytest.mark.parametrize(("first", "last"), [(2010, 2015), (2015, 2010)])
def test_dragging_chooses_a_range(visit: Visit, first: int, last: int) -> None:
    page = visit("/search")
    drag(page, first, last)
    brush = box(page.locator("figure.years .brush"))
    ends = box(bar(page, 2010)), box(bar(page, 2015))
    assert brush["x"] == pytest.approx(ends[0]["x"], abs=1)
    assert brush["x"] + brush["width"] == pytest.approx(ends[1]["x"] + ends[1]["width"], abs=1)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"year=2010\.\.2015"))
    expect(page.locator(".brush")).to_have_count(0)
    expect(page.locator(".chip")).to_contain_text("2010–2015")


def test_a_click_opens_one_year(visit: Visit) -> None:
    page = visit("/search")
    bar(page, 2015).click()
    expect(page).to_have_url(re.compile(r"year=2015(&|$)"))


def test_escape_cancels_a_drag(visit: Visit) -> None:
    page = visit("/search")
    address = page.url
    drag(page, 2010, 2015)
    page.keyboard.press("Escape")
    expect(page.locator(".brush")).to_have_count(0)
    page.mouse.up()
    page.wait_for_timeout(300)
    assert page.url == address


def test_keys_move_between_bars_and_extend_a_range(visit: Visit) -> None:
    page = visit("/search")
    bars = page.locator("figure.years a[data-year]")
    years = [int(each.get_attribute("data-year") or 0) for each in bars.all()]
    bars.first.focus()
    page.keyboard.press("ArrowRight")
    expect(bars.nth(1)).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".brush")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".brush")).to_have_count(0)
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"year={years[2]}\.\.{years[3]}"))


def test_enter_on_a_bar_opens_its_year_and_one_bar_is_a_stop_of_the_tab_key(visit: Visit) -> None:
    page = visit("/search")
    bars = page.locator("figure.years a[data-year]")
    bars.first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("figure.years a[tabindex='0']")).to_have_count(1)
    year = bars.nth(1).get_attribute("data-year")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"year={year}(&|$)"))


def test_a_finger_scrolls_over_the_chart(visit: Visit) -> None:
    page = visit("/search", width=375, touch=True)
    assert "pan-y" in page.locator("figure.years svg").evaluate("svg => getComputedStyle(svg).touchAction")
