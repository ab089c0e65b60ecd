"""Whether everybody can use the page of an article and the open list of completions: axe, and narrow screens."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

ARTICLES = (
    "/articles/2021/quan-chuc-arf.txt?q=duong&at=1",
    "/articles/ban-tin/adsom-2020?forum=admm-plus&lang=en",
    "/articles/so-tay/khong-tieu-de?q=thuyền",
    "/articles/a%20b/c%3Fd%26e%252F%23g",
)


def findings(page: Page) -> list[str]:
    """Return what axe finds, a line each, with where it is."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("address", ARTICLES)
def test_axe_finds_nothing_in_an_article(visit: Visit, address: str, dark: bool, width: int) -> None:
    page = visit(address, width=width, dark=dark, touch=width < 500)
    for fold in page.locator(":is(.why, .cut)").all():
        fold.locator("summary").click()
    page.keyboard.press("n")
    assert findings(page) == []


def test_axe_finds_nothing_in_the_open_menu_of_references(visit: Visit) -> None:
    page = visit("/articles/2021/quan-chuc-arf.txt?q=duong#match-2")
    page.get_by_text("Trích dẫn").click()
    assert findings(page) == []


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_in_the_open_list(visit: Visit, dark: bool, width: int) -> None:
    page = visit("/search?q=nga", dark=dark, width=width, touch=width < 500)
    page.locator("#q").fill("quan ch")
    expect(page.locator("#completions")).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert findings(page) == []


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [320, 375])
@pytest.mark.parametrize("address", ARTICLES)
def test_an_article_fits_a_narrow_phone(visit: Visit, address: str, width: int, javascript: bool) -> None:
    page = visit(address, width=width, touch=True, javascript=javascript)
    page.get_by_text("Vì sao bài này ở đây?").or_(page.get_by_text("Why is this article here?")).click()
    assert page.locator("html").evaluate("html => html.scrollWidth") == width
    for target in page.locator(".article-bar :is(a, button, summary):visible").all():
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44


@pytest.mark.parametrize("address", ["/", "/search?q=nga", "/articles/2021/quan-chuc-arf.txt"])
def test_the_open_list_fits_a_narrow_phone(visit: Visit, address: str) -> None:
    page = visit(address, width=320, touch=True)
    page.locator("#q").fill("quan ch")
    expect(page.locator("#completions")).to_be_visible()
    box = page.locator("#completions").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert page.locator("html").evaluate("html => html.scrollWidth") == 320
