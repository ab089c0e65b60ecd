"""The chart of years: a linear axis with its gaps, bars that are links, unknown outside the scale."""

import pytest

from indexer import FacetValue
from webui.state import State, parse
from webui.texts import texts
from webui.years_chart import HEIGHT, YearsChart, years_chart


def chart(counts: dict[int | None, int], state: State | None = None) -> YearsChart:
    values = [FacetValue(year, str(year), count) for year, count in counts.items()]
    made = years_chart(state or State(), values, texts("vi"))
    assert made
    return made


def test_the_oldest_year_is_left_and_a_year_without_articles_is_a_gap() -> None:
    made = chart({2021: 40, 2018: 10, 2017: 20})
    assert [bar.years for bar in made.bars] == ["2017", "2018", "2021"]
    assert [bar.x for bar in made.bars] == ["0%", "20%", "80%"]
    assert [bar.height for bar in made.bars] == [HEIGHT // 2, HEIGHT // 4, HEIGHT]
    assert [tick.text for tick in made.ticks] == ["2017", "2018", "2019", "2020", "2021"]


def test_unknown_is_next_to_the_chart_and_one_article_is_seen() -> None:
    made = chart({2021: 4000, 2020: 1, None: 99999})
    assert [bar.count for bar in made.bars] == ["1", "4.000"]
    assert made.bars[0].height > 0
    assert made.bars[1].height == HEIGHT
    assert made.unknown
    assert (made.unknown.text, made.unknown.url) == ("Không rõ năm: 99.999", "/search?year=unknown")


def test_a_bar_says_its_number_and_leads_to_its_year() -> None:
    bar, _ = chart({2016: 395, 2017: 1}, parse({"q": ["nga"], "year": ["2020"]})).bars
    assert bar.label == "2016: 395 bài viết"
    assert bar.url == "/search?q=nga&year=2016"


def test_the_only_chosen_year_is_left_out_again_by_its_bar() -> None:
    values = [FacetValue(2016, "2016", 3, selected=True), FacetValue(2017, "2017", 3)]
    made = years_chart(parse({"year": ["2016"]}), values, texts("vi"))
    assert made
    assert [(bar.url, bar.selected, bar.is_first) for bar in made.bars] == [
        ("/search", True, True),
        ("/search?year=2017", False, False),
    ]
    assert (made.first, made.last, made.clear) == ("2016", "2016", "/search")


def test_a_range_replaces_all_choices_of_years_and_nothing_else() -> None:
    made = chart({2016: 1}, parse({"q": ["YEARS"], "year": ["2016", "unknown"], "not_year": ["2010"], "lang": ["en"]}))
    assert made.range_url == "/search?year=YEARS&q=YEARS&lang=en"


@pytest.mark.parametrize(("low", "high", "step"), [(1990, 2021, 1), (1900, 2021, 10), (900, 2021, 10), (1, 2021, 100)])
def test_many_years_share_bars(low: int, high: int, step: int) -> None:
    made = chart(dict.fromkeys(range(low, high + 1), 1))
    assert len(made.bars) <= 120
    if step > 1:
        first, last = map(int, made.bars[-1].years.split(".."))
        assert last - first + 1 == step


def test_there_is_no_chart_without_years() -> None:
    assert years_chart(State(), [FacetValue(None, "?", 3)], texts("vi")) is None
