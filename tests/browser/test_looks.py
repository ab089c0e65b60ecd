"""How the pages look on small screens, in dark mode and to people with poor eyesight."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

ADDRESSES = (
    "/",
    "/search?q=duong&forum=adsom-plus-wg&forum=asean-russia-security&not_year=2016&topic=unknown&lang=en",
    "/search?q=" + "x" * 300,
    "/articles/2021/quan-chuc-arf.txt?q=duong",
    "/articles/a%20b/c%3Fd%26e%252F%23g?q=%22",
)
SEA = (
    "/search?q=bien+dong",
    "/search?q=bien+dong&words=apart&lang=en",
    "/search?q=tàu+cá+hầm+biển+đông",
)
STATUS = ("/status", "/status?lang=en")

# The elements with text whose contrast to their background is below 4.5 (WCAG AA).
FAINT = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((c) => (c /= 255, c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const colour = rgba(getComputedStyle(element).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255];
  };
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility({ opacityProperty: true })) continue;
    const [a, b] = [light(rgba(getComputedStyle(element).color).slice(0, 3)), light(ground(element).slice(0, 3))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) faint.add(`${element.className || element.tagName}: ${contrast.toFixed(2)}`);
  }
  return [...faint];
}"""

# Controls and links without a name, pictures without an alternative text.
NAMELESS = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), img")].filter((e) =>
  !(e.textContent.trim() || e.getAttribute("aria-label") || e.hasAttribute("alt") || e.labels?.length)
).map((e) => e.outerHTML)"""


@pytest.mark.parametrize("address", [*ADDRESSES, *STATUS])
def test_a_phone_never_scrolls_sideways(visit: Visit, address: str) -> None:
    page = visit(address, width=360, touch=True)
    for fold in page.locator("details:not([open]) > summary").all():
        if fold.is_visible():
            fold.click()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("address", SEA)
def test_other_searches_and_closest_articles_fit_a_narrow_phone(visit_sea: Visit, address: str) -> None:
    page = visit_sea(address, width=320, touch=True)
    expect(page.locator(".offers, .near").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_facets_are_folded_on_a_phone_and_open_on_a_wide_screen(visit: Visit) -> None:
    phone = visit("/", width=360, touch=True)
    expect(phone.locator(".facet.forum .choose").first).not_to_be_visible()
    phone.get_by_text("Lọc kết quả").click()
    expect(phone.locator(".facet.forum .choose").first).to_be_visible()
    expect(phone.get_by_role("link", name=re.compile("^Loại: ")).first).to_be_visible()

    desk = visit("/")
    expect(desk.locator(".facet.forum .choose").first).to_be_visible()
    expect(desk.get_by_text("Lọc kết quả")).not_to_be_visible()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("address", [*ADDRESSES, *STATUS, "/search?q=zzzzz+year:abc"])
def test_all_text_has_enough_contrast(visit: Visit, address: str, dark: bool) -> None:
    page = visit(address, dark=dark)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (int(re.findall(r"\d+", ground)[0]) < 128) is dark
    assert page.evaluate(FAINT) == []


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("address", SEA)
def test_other_searches_and_closest_articles_have_enough_contrast(visit_sea: Visit, address: str, dark: bool) -> None:
    page = visit_sea(address, dark=dark)
    assert page.evaluate(FAINT) == []
    assert page.evaluate(NAMELESS) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_control_has_a_name_and_every_page_its_landmarks(visit: Visit, address: str) -> None:
    page = visit(address)
    assert page.evaluate(NAMELESS) == []
    for landmark in ("banner", "main", "search"):
        expect(page.get_by_role(landmark)).to_have_count(1)
    expect(page.locator("h1")).to_have_count(1)
