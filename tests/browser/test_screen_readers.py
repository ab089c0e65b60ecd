"""What a screen reader finds on the start page and among the results, as the browser's tree of roles and names."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

BOXES = [(True, "combobox"), (False, "searchbox")]


@pytest.mark.parametrize(("javascript", "box"), BOXES)
def test_the_start_page(visit: Visit, javascript: bool, box: str) -> None:
    page = visit("/", javascript=javascript)
    expect(page.locator("body")).to_match_aria_snapshot(f"""
      - link "Tới nội dung chính"
      - banner:
        - link "timdau, trang chủ"
      - main:
        - heading "timdau" [level=1]
        - paragraph: tìm đâu · tìm dấu
        - paragraph:
          - link "16 bài viết · 2008–2024"
        - search:
          - {box} "Từ cần tìm"
          - button "Tìm"
        - region "Số bài viết theo năm, 2008–2024":
          - heading "Số bài viết theo năm, 2008–2024" [level=2]
          - figure:
            - group "Các năm; mỗi cột là một liên kết":
              - 'link "2008: 1 bài viết"'
        - region "Diễn đàn":
          - heading "Diễn đàn" [level=2]
          - list
        - region "Mới nhất":
          - heading "Mới nhất" [level=2]
          - list
      - contentinfo:
        - navigation "Ngôn ngữ":
          - link "Tiếng Việt"
          - link "English"
    """)


@pytest.mark.parametrize(("javascript", "box"), BOXES)
def test_results_come_first_then_the_filters(visit_sea: Visit, javascript: bool, box: str) -> None:
    page = visit_sea("/search?q=bien+dong&year=2020", javascript=javascript)
    expect(page.locator("body")).to_match_aria_snapshot(f"""
      - link "Tới kết quả"
      - link "Tới bộ lọc"
      - banner:
        - search:
          - {box} "Từ cần tìm": bien dong
          - button "Tìm"
      - main:
        - heading "Kết quả" [level=1]
        - paragraph:
          - status: 7 bài viết
        - combobox "Sắp xếp"
        - combobox "Mỗi trang"
        - navigation "Đang lọc theo":
          - list:
            - listitem:
              - link /Năm 2020/
        - navigation "Cách tìm khác"
        - group:
          - figure
        - list:
          - listitem:
            - article:
              - heading [level=2]
      - complementary "Lọc kết quả":
        - group:
          - region "Chủ đề":
            - heading "Chủ đề" [level=2]
            - list:
              - listitem:
                - link "Biển Đông 7"
                - 'link "Loại trừ: Biển Đông"'
      - contentinfo
    """)
