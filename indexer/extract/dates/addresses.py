"""Days in addresses and in the names of files."""

import re
from datetime import date

from indexer.extract.dates.dates import day_in

_URL = (
    re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?:\d{4,9})?(?=\.\w+$|/?$)"),
)
_FILE = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-_.]?)(?P<m>\d\d)(?P=sep)(?P<d>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})(?P<sep>[-_.])(?P<m>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d)(?!\d)"),
)


def url_date(url: str) -> date | None:
    """The day in an address: `/2022/08/23/`, `-20220823`, `…20220823142115.htm`."""
    for pattern in _URL:
        for match in pattern.finditer(url):
            if found := day_in(*map(int, match.groups())):
                return found
    return None


def file_date(name: str) -> date | None:
    """The day in the name of a file: `2021-06-29-som.txt`, `20210629_som.txt`, `som 29.6.2021.txt`."""
    for pattern in _FILE:
        for match in pattern.finditer(name):
            if found := day_in(int(match["y"]), int(match["m"]), int(match["d"])):
                return found
    return None
