"""How the pages look on small screens, in dark mode and to people with poor eyesight."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, axe_findings
from webui.appearance import contrast, theme

START = ("/", "/?lang=en")
FACET_PAGES = ("/facets/forum", "/facets/source?q=nga&order=name&lang=en", "/facets/topic?prefix=zzz")
ADDRESSES = (
    "/search",
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
FURTHER = (
    "/search?q=zzzzz&forum=asean&not_year=2019",
    "/search?q=hạt+year:abc&lang=en",
    "/search?chart=forums",
)
STATUS = ("/status", "/status?lang=en")


@pytest.mark.parametrize("address", [*START, *FACET_PAGES, *ADDRESSES, *STATUS])
def test_a_phone_never_scrolls_sideways(visit: Visit, address: str) -> None:
    page = visit(address, width=360, touch=True)
    for inside in ("main", "header", "aside"):
        page.evaluate("s => document.querySelectorAll(s).forEach((fold) => fold.open = true)", f"{inside} details")
        assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("address", SEA)
def test_other_searches_and_closest_articles_fit_a_narrow_phone(visit_sea: Visit, address: str) -> None:
    page = visit_sea(address, width=320, touch=True)
    expect(page.locator(".offers, .near").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("javascript", [True, False])
def test_filters_are_a_sheet_on_a_phone_and_a_column_on_a_wide_screen(visit: Visit, javascript: bool) -> None:
    phone = visit("/search?forum=asean", width=375, touch=True, javascript=javascript)
    first = phone.locator("[data-facet=forum] .choose").first
    expect(first).not_to_be_visible()
    phone.get_by_text("Lọc (1)").click()
    expect(first).to_be_visible()
    sheet, button = phone.locator(".sheet").bounding_box(), phone.locator("#facets summary").bounding_box()
    assert sheet
    assert button
    assert (sheet["x"], sheet["y"], sheet["width"]) == (0, 0, 375)
    assert sheet["height"] + button["height"] == pytest.approx(800, abs=1)
    expect(phone.get_by_role("link", name=re.compile("^Loại trừ: ")).first).to_be_visible()
    phone.get_by_text(re.compile(r"^Xem \d+ bài viết$")).click()
    expect(first).not_to_be_visible()

    desk = visit("/search?forum=asean", javascript=javascript)
    expect(desk.locator("[data-facet=forum] .choose").first).to_be_visible()
    expect(desk.get_by_text("Lọc (1)")).not_to_be_visible()


@pytest.mark.parametrize("address", ["/search", "/search?q=bien+dong"])
def test_on_a_phone_the_first_hit_begins_in_the_upper_quarter_and_targets_are_large(
    visit_sea: Visit, address: str
) -> None:
    page = visit_sea(address, width=375, touch=True)
    box = page.locator(".hit").first.bounding_box()
    assert box
    assert box["y"] < 200
    page.locator("#facets summary").click()
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("#facets :is(a, input[type=search], summary)")]
        .filter((e) => e.checkVisibility()).map((e) => e.getBoundingClientRect()).map((r) => [r.width, r.height])"""
    )
    assert len(sizes) > 3
    assert min(min(size) for size in sizes) >= 44


@pytest.mark.parametrize("address", ["/search", "/search?q=bien+dong", "/search?q=biển"])
def test_five_hits_are_seen_on_a_laptop(visit_sea: Visit, address: str) -> None:
    page = visit_sea(address)
    page.set_viewport_size({"width": 1280, "height": 860})
    box = page.locator(".hit").nth(4).bounding_box()
    assert box
    assert box["y"] + box["height"] <= 860


@pytest.mark.parametrize("address", [*START, *FACET_PAGES, *ADDRESSES, *STATUS, *FURTHER])
def test_axe_finds_nothing(visit: Visit, address: str) -> None:
    assert axe_findings(visit(address)) == []


@pytest.mark.parametrize("address", SEA)
def test_axe_finds_nothing_in_other_searches_and_closest_articles(visit_sea: Visit, address: str) -> None:
    assert axe_findings(visit_sea(address)) == []


def test_the_page_is_dark_if_the_reader_wants_it(visit: Visit) -> None:
    for dark in (False, True):
        ground = visit("/", dark=dark).evaluate("getComputedStyle(document.body).backgroundColor")
        assert (int(re.findall(r"\d+", ground)[0]) < 128) is dark


@pytest.mark.parametrize("letters", ["ạấơữỗẩ", "ĂẰẲẴẶđĐ", "Ợợ₫–…"])
def test_the_serif_has_every_vietnamese_letter(visit: Visit, letters: str) -> None:
    page = visit("/")
    assert (
        page.evaluate(
            """async (letters) => {
          await document.fonts.load("16px Literata", letters);
          const draw = (family, letter) => {
            const context = document.createElement("canvas").getContext("2d");
            context.font = `40px ${family}`;
            return context.measureText(letter).width;
          };
          return [...letters].filter((c) => draw("Literata, monospace", c) === draw("monospace", c));
        }""",
            letters,
        )
        == []
    )


def test_at_most_twenty_stops_of_the_tab_key_lead_to_the_first_hit(visit_sea: Visit) -> None:
    page = visit_sea("/search?q=bien+dong&forum=asean&forum=unknown&not_year=2016")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.hit h2 a')"):
            return
    pytest.fail("more than 20 stops before the first hit")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_has_its_landmarks(visit: Visit, address: str) -> None:
    page = visit(address)
    for landmark in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(landmark)).to_have_count(1)
    expect(page.get_by_label(re.compile("^(Từ cần tìm|Search for)")).first).to_be_visible()
    expect(page.locator("h1")).to_have_count(1)


@pytest.mark.parametrize("dark", [False, True])
def test_bars_have_the_colour_of_the_archive_and_are_seen_and_read(visit: Visit, dark: bool) -> None:
    page = visit("/search?q=hoi", dark=dark)
    painted = {}
    for accent in ("#8a1f2d", "#ffff00", "#2233dd", "#ffffff", "#000000"):
        made = re.findall(r"--accent: (#\w+)", theme(accent))[dark]
        parts = page.evaluate(
            """(accent) => {
              document.documentElement.style.setProperty("--accent", accent);
              const [column, bar, count] = [".bars .column", ".value .share", ".value .count"].map(
                (part) => getComputedStyle(document.querySelector(part)));
              const ground = getComputedStyle(document.body).backgroundColor;
              return [column.fill, bar.fill, count.color, ground].map((colour) => {
                const canvas = new OffscreenCanvas(1, 1).getContext("2d");
                canvas.fillStyle = colour;
                canvas.fillRect(0, 0, 1, 1);
                return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
              });
            }""",
            made,
        )
        column, bar, count, ground = (tuple(part) for part in parts)
        assert contrast(column, ground) >= 3, accent
        assert contrast(bar, count) >= 4.5, accent
        painted[accent] = column, bar
    assert len(set(painted.values())) == len(painted)
