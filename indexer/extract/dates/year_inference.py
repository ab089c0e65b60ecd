"""The year an article was written in, inferred from the years it names: weighed, and not before what has passed."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from indexer.extract.dates.written_dates import Day
from indexer.extract.dates.year_mentions import COME, YearMention

_HISTORY = 1990
_ENOUGH, _ENOUGH_WITHOUT_DAY = 3, 6
_MOST = {"plain": 2, "planned": 3}
_SOON, _LONG, _FAR = 8, 3, 2


class InferredYear(NamedTuple):
    """A year, and the mention that supports it most."""

    year: int
    strongest: YearMention


def infer_year(mentions: Sequence[YearMention], floor: int, day: Day | None) -> InferredYear | None:
    """Return the first year that can be the year of writing, if there is enough evidence for it.

    `floor` is the latest year of a full date that has passed, `day` the day without a year that the report names.
    """
    enough = _ENOUGH if day else _ENOUGH_WITHOUT_DAY
    if sum(each.weight for each in mentions) < enough:
        return None
    planned = {(each.year, each.month) for each in mentions if each.sense == "planned" and each.weight > 1}
    mentions = [
        each._replace(sense="planned") if each.sense == "plain" and (each.year, each.month) in planned else each
        for each in mentions
    ]
    floor = max([floor, *(_earliest(each, day) for each in mentions)])
    supporting = [each for each in mentions if each.weight and _year(each, day) >= floor and not _is_unclear(each, day)]
    firm = any(_is_near_plan(each) and not _is_named_once(each, mentions) for each in supporting)
    year = min((_year(each, day) for each in supporting if not firm or each.sense != "plain"), default=0)
    supporting = [each for each in supporting if _year(each, day) == year]
    if year < _HISTORY or _weight(supporting, day) < enough:
        return None
    if any(each.year == year and _is_unclear(each, day) for each in mentions) and not _is_sure(supporting):
        return None
    if (
        all(each.sense == "planned" for each in supporting)
        and floor < year - 1
        and _is_named_once(supporting[0], mentions)
    ):
        return None
    return InferredYear(year, max(supporting, key=lambda each: each.weight))


def _earliest(mention: YearMention, day: Day | None) -> int:
    """Return the earliest year of writing that a mention allows.

    If a month has passed that lies after the days of the report, the report is from the following year.
    """
    if mention.sense not in COME:
        return 0
    return mention.year + (mention.sense in ("past", "counted") and _is_ahead(mention, day))


def _year(mention: YearMention, day: Day | None) -> int:
    """Return the year of writing that a mention supports.

    It is the year before if something is planned for early next year, and the year after if a figure counts until a
    month that lies after the days of the report.
    """
    if mention.sense in ("past", "counted"):
        return mention.year + _is_ahead(mention, day)
    if _is_near_plan(mention) and mention.month and day and mention.month < day.month:
        return mention.year - (mention.month + 12 - day.month <= _SOON)
    return mention.year


def _is_unclear(mention: YearMention, day: Day | None) -> bool:
    """Return whether a month after the days of the report is named without saying whether it is past or future."""
    if mention.sense == "past":
        return not _is_ahead(mention, day)
    if mention.sense == "counted":
        return _is_ahead(mention, day) and not _is_ahead(mention, day, _LONG)
    return mention.sense in ("plain", "own") and _is_ahead(mention, day)


def _is_ahead(mention: YearMention, day: Day | None, months: int = 1) -> bool:
    return day is not None and mention.month is not None and mention.month >= day.month + months


def _is_near_plan(mention: YearMention) -> bool:
    """Return whether something is planned and its month is named."""
    return mention.sense == "planned" and mention.month is not None and mention.weight > 1


def _is_named_once(mention: YearMention, mentions: Sequence[YearMention]) -> bool:
    return sum(each.year == mention.year for each in mentions) == 1


def _is_sure(supporting: Sequence[YearMention]) -> bool:
    return any(each.weight > 2 or each.sense == "own" for each in supporting)


def _weight(supporting: Sequence[YearMention], day: Day | None) -> int:
    """Return the joint weight of all mentions that support a year; 0 if all of them are weak.

    If the report names no day, a month says little: it may be near or far.
    """
    total: Counter[str] = Counter()
    for each in supporting:
        weight = min(each.weight, _FAR) if day is None and each.month else each.weight
        total["strong" if each.sense not in _MOST and weight > 2 else each.sense] += weight
    if all(each.weight == 1 for each in supporting):
        return 0
    return sum(min(weight, _MOST.get(kind, weight)) for kind, weight in total.items())
