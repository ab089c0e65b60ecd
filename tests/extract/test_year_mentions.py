import pytest

from indexer.extract.dates.year_mentions import month_before


@pytest.mark.parametrize(
    ("before", "month"),
    [
        ("tháng 6/", 6),
        ("Tháng 11 năm ", 11),
        ("quý III/", 7),
        ("Quí 2 năm ", 4),
        ("6 tháng đầu năm ", 6),
        ("Chín tháng đầu năm ", 9),
        ("giữa năm ", 6),
        ("CUỐI NĂM ", 12),
        ("tháng 13/", None),
        ("năm ", None),
    ],
)
def test_the_month_before_a_year(before: str, month: int | None) -> None:
    assert month_before(f"Trong {before}") == month
