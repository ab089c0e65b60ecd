"""The concordance and the batch search in a real browser, with and without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, axe_findings

LIST = "hội%0A%22bien dong%22%0Axyz khongco"
ADDRESSES = ("/kwic?q=hoi+nghi", "/kwic?q=hoi&by=left&lang=en", "/batch", f"/batch?list={LIST}&lang=en")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_list_is_typed_searched_and_taken_away(visit: Visit, javascript: bool) -> None:
    page = visit("/batch?forum=arf&lang=en", javascript=javascript)
    page.get_by_label("List to search for").fill("hội\nđường")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("row")).to_have_count(3)
    expect(page.get_by_label("List to search for")).to_have_value("hội\nđường")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the table (CSV)").click()
    assert Path(waiting.value.path()).read_text("utf-8-sig").count("forum=arf") == 4
    page.get_by_role("link", name="hội", exact=True).click()
    expect(page.locator("#q")).to_have_value("hội")
    assert "forum=arf" in page.url


def test_a_file_is_a_list(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "tên.txt"
    path.write_text("hội\nnghị\nđường\n", "utf-8")
    page = visit("/batch?lang=en")
    page.get_by_label("Upload a text file").set_input_files(path)
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("row")).to_have_count(4)
    expect(page.get_by_label("List to search for")).to_have_value("hội\nnghị\nđường")


def test_matches_lead_to_their_articles_and_to_a_table(visit: Visit) -> None:
    page = visit("/kwic?q=hoi+nghi&lang=en")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="All matches as CSV").click()
    lines = Path(waiting.value.path()).read_text("utf-8-sig").splitlines()
    expect(page.get_by_role("row")).to_have_count(len(lines))
    page.get_by_role("link", name="words before").click()
    expect(page.get_by_role("link", name="words before")).to_have_attribute("aria-current", "true")
    page.get_by_role("row").nth(1).get_by_role("link").click()
    expect(page.locator("mark").first).to_be_visible()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_narrow_phone_never_scrolls_sideways(visit: Visit, address: str) -> None:
    assert visit(address, width=320, touch=True).evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_in_the_tools(visit: Visit, address: str) -> None:
    assert axe_findings(visit(address)) == []


def test_the_field_for_a_file_speaks_the_language_of_the_page(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "ten-goi.txt"
    path.write_text("hội\n", "utf-8")
    page = visit("/batch")
    page.get_by_label("Tải lên một tệp").set_input_files(path)
    expect(page.get_by_text("ten-goi.txt")).to_be_visible()
    assert page.locator("#file").evaluate("field => field.getBoundingClientRect().width") <= 1
    expect(visit("/batch", javascript=False).locator("#file")).to_be_visible()
