"""Anniversaries that name the years they span: “kỷ niệm 45 năm … (1972 - 2017)” is kept in the second."""

import re
from collections.abc import Iterator

from indexer.extract.dates.years import Mention

_SIGN = "ỷ niệm"
_SPAN = re.compile(
    r"[Kk]ỷ niệm\s(?:lần\sthứ\s)?(?P<years>\d{1,3})\s[^;\n]{1,120}?\b(?P<from>(?:1[5-9]|20)\d\d)\s?(?:[-–/]|đến)\s?"
    r"(?:\d\d?[/.-]\d\d?[/.-])?(?P<to>(?:19|20)\d\d)\b"
)
_WEIGHT = 6


def find_anniversaries(text: str) -> Iterator[Mention]:
    """The years in which a text in NFC keeps an anniversary, in its order; the number of years must be right."""
    place = text.find(_SIGN)
    while place >= 0:
        found = _SPAN.match(text, place - 1) if place else None
        if found and int(found["to"]) - int(found["from"]) == int(found["years"]):
            yield Mention(int(found["to"]), None, found.span("to"), "own", _WEIGHT)
        place = text.find(_SIGN, place + 1)
