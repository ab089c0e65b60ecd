import pytest

from indexer.extract.dates.written_dates import find_days, url_date


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hôm nay (10-1) sẽ họp", ["10-1"]),
        ("ngày 5 tháng 7 và tối 6/7", ["5 tháng 7", "6/7"]),
        ("mùng 3 tháng Giêng", []),
        ("trước tháng 8-2020", []),
        ("giai đoạn 2020-2025", []),
        ("quyết định 12/2019/QĐ", []),
        ("2020-01-10", ["2020-01-10"]),
    ],
)
def test_where_days_are(text: str, words: list[str]) -> None:
    assert [text[slice(*day.at)] for day in find_days(text)] == words


@pytest.mark.parametrize("url", ["", "https://example.org/bai-1234567.htm", "https://example.org/2022/13/41/x"])
def test_addresses_without_a_date(url: str) -> None:
    assert url_date(url) is None
