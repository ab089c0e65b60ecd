"""The year an article was written in, from the years it names: weighed, and held between what was and what will be."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from indexer.extract.dates.dates import Day
from indexer.extract.dates.years import COME, Mention

_HISTORY = 1990
_ENOUGH, _ENOUGH_WITHOUT_DAY = 3, 6
_MOST = {"plain": 2, "planned": 3}
_SOON, _LONG, _FAR = 8, 3, 2


class Reckoned(NamedTuple):
    """A year and the mention that speaks most for it."""

    year: int
    strongest: Mention


def reckon_year(mentions: Sequence[Mention], floor: int, day: Day | None) -> Reckoned | None:
    """The first year that can be the year of writing, if enough speaks for it.

    `floor` is the latest year of a full date that has gone by, `day` the day without a year that the report tells of.
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
    speaking = [each for each in mentions if each.weight and _year(each, day) >= floor and not _is_unclear(each, day)]
    firm = any(_is_near_plan(each) and not _is_said_once(each, mentions) for each in speaking)
    year = min((_year(each, day) for each in speaking if not firm or each.sense != "plain"), default=0)
    speaking = [each for each in speaking if _year(each, day) == year]
    if year < _HISTORY or _weight(speaking, day) < enough:
        return None
    if any(each.year == year and _is_unclear(each, day) for each in mentions) and not _is_sure(speaking):
        return None
    if all(each.sense == "planned" for each in speaking) and floor < year - 1 and _is_said_once(speaking[0], mentions):
        return None
    return Reckoned(year, max(speaking, key=lambda each: each.weight))


def _earliest(mention: Mention, day: Day | None) -> int:
    """The earliest year of writing that a mention leaves: a month gone by that the days lie before is of last year."""
    if mention.sense not in COME:
        return 0
    return mention.year + (mention.sense in ("past", "counted") and _is_ahead(mention, day))


def _year(mention: Mention, day: Day | None) -> int:
    """The year of writing that a mention speaks for.

    It is the one before where something is planned for early next year, and the one after where a figure counts until
    a month that the days lie before.
    """
    if mention.sense in ("past", "counted"):
        return mention.year + _is_ahead(mention, day)
    if _is_near_plan(mention) and mention.month and day and mention.month < day.month:
        return mention.year - (mention.month + 12 - day.month <= _SOON)
    return mention.year


def _is_unclear(mention: Mention, day: Day | None) -> bool:
    """Whether a month that the days lie before is named without saying whether it has been or will be."""
    if mention.sense == "past":
        return not _is_ahead(mention, day)
    if mention.sense == "counted":
        return _is_ahead(mention, day) and not _is_ahead(mention, day, _LONG)
    return mention.sense in ("plain", "own") and _is_ahead(mention, day)


def _is_ahead(mention: Mention, day: Day | None, months: int = 1) -> bool:
    return day is not None and mention.month is not None and mention.month >= day.month + months


def _is_near_plan(mention: Mention) -> bool:
    """Whether the month is named in which something will be."""
    return mention.sense == "planned" and mention.month is not None and mention.weight > 1


def _is_said_once(mention: Mention, mentions: Sequence[Mention]) -> bool:
    return sum(each.year == mention.year for each in mentions) == 1


def _is_sure(speaking: Sequence[Mention]) -> bool:
    return any(each.weight > 2 or each.sense == "own" for each in speaking)


def _weight(speaking: Sequence[Mention], day: Day | None) -> int:
    """What all that speaks for a year weighs together: nothing where all of it is weak.

    Without a day that the report tells of, a month says little: whether it is near cannot be known.
    """
    total: Counter[str] = Counter()
    for each in speaking:
        weight = min(each.weight, _FAR) if day is None and each.month else each.weight
        total["strong" if each.sense not in _MOST and weight > 2 else each.sense] += weight
    if all(each.weight == 1 for each in speaking):
        return 0
    return sum(min(weight, _MOST.get(kind, weight)) for kind, weight in total.items())
