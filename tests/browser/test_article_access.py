"""Whether everybody can use the page of an article and the open list of completions: axe, and narrow screens."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, axe_findings

ARTICLES = (
    "/articles/2021/quan-chuc-arf.txt?q=duong&at=1",
    "/articles/ban-tin/adsom-2020?forum=admm-plus&lang=en",
    "/articles/so-tay/khong-tieu-de?q=thuyền",
    "/articles/a%20b/c%3Fd%26e%252F%23g",
)


@pytest.mark.parametrize("address", ARTICLES)
def test_axe_finds_nothing_in_an_article(visit: Visit, address: str) -> None:
    page = visit(address)
    for fold in page.locator(":is(.why, .cut)").all():
        fold.locator("summary").click()
    page.keyboard.press("n")
    assert axe_findings(page) == []


def test_axe_finds_nothing_in_the_open_menu_of_references(visit: Visit) -> None:
    page = visit("/articles/2021/quan-chuc-arf.txt?q=duong#match-2")
    page.get_by_text("Trích dẫn").click()
    assert axe_findings(page) == []


def test_axe_finds_nothing_in_the_open_list(visit: Visit) -> None:
    page = visit("/search?q=nga")
    page.locator("#q").fill("quan ch")
    expect(page.locator("#completions")).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert axe_findings(page) == []


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("address", ARTICLES)
def test_an_article_fits_a_narrow_phone(visit: Visit, address: str, javascript: bool) -> None:
    page = visit(address, width=320, touch=True, javascript=javascript)
    page.get_by_text("Vì sao bài này ở đây?").or_(page.get_by_text("Why is this article here?")).click()
    for width in (320, 375):
        page.set_viewport_size({"width": width, "height": 800})
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
