"""Facet values as readers see them: labelled, ordered, with choices always among them."""

import pytest

from indexer.answers.facet_values import facet_values
from indexer.answers.requests import check_request
from indexer.engines.base import Choice
from indexer.errors import BadRequest
from indexer.model import SearchRequest


def test_narrower_forums_follow_their_broader_one_and_unknown_is_last() -> None:
    counts: dict[str | int | None, int] = {None: 9, "un": 2, "arf-som": 1, "asean": 5, "arf": 1, "amm": 4, "unsc": 2}

    values = facet_values("forum", counts, Choice(), "en")

    assert [value.value for value in values] == ["asean", "amm", "arf", "arf-som", "un", "unsc", None]
    assert [value.parent for value in values] == [None, "asean", "asean", "arf", None, "un", None]
    assert values[2].label == "ASEAN Regional Forum (ARF)"
    assert values[-1].label == "Unknown"


def test_labels_are_vietnamese_by_default() -> None:
    assert [value.label for value in facet_values("forum", {"arf": 1, None: 1}, Choice(), "vi")] == [
        "Diễn đàn khu vực ASEAN (ARF)",
        "Không rõ",
    ]


def test_years_are_newest_first_and_ranges_select_the_years_in_them() -> None:
    values = facet_values("year", {2012: 1, 2021: 3, 2015: 2}, Choice(((2010, 2016),), ((2012, 2012),)), "vi")

    assert [(v.value, v.selected, v.excluded) for v in values] == [
        (2021, False, False),
        (2015, True, False),
        (2012, True, True),
    ]


def test_choices_are_shown_even_without_articles() -> None:
    values = facet_values("topic", {"drugs": 1}, Choice(("energy", None), ("trade-economy",)), "vi")

    shown = {value.value: (value.count, value.selected, value.excluded) for value in values}
    assert shown == {
        "drugs": (1, False, False),
        "energy": (0, True, False),
        "trade-economy": (0, False, True),
        None: (0, True, False),
    }


@pytest.mark.parametrize(
    ("request_", "parameter", "nearest"),
    [
        (SearchRequest(size=0), "size", "1"),
        (SearchRequest(size=101), "size", "100"),
        (SearchRequest(page=0), "page", "1"),
        (SearchRequest(sort="newst"), "sort", "newest"),  # type: ignore[arg-type]
        (SearchRequest(mode="exact"), "mode", "auto"),  # type: ignore[arg-type]
        (SearchRequest(facets=("years",)), "facets", "year"),  # type: ignore[arg-type]
        (SearchRequest(forums=("arff",)), "forum", "arf"),
        (SearchRequest(not_topics=("drug",)), "not_topic", "drugs"),
        (SearchRequest(years=((2015, 2010),)), "year", "2010..2015"),
    ],
)
def test_a_wrong_value_is_refused_with_the_nearest_right_one(
    request_: SearchRequest, parameter: str, nearest: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        check_request(request_)

    assert (refused.value.parameter, refused.value.nearest) == (parameter, nearest)
