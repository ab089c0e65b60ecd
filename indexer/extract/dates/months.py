"""The month that a year is named with, or that ends the part of the year which is named."""

import re

_MONTH = re.compile(r"\btháng\s(\d{1,2})(?:\s?[/.-]\s?|,?\snăm\s)$", re.IGNORECASE)
_QUARTER = re.compile(r"\bqu[ýí]\s?(IV|I{1,3}|[1-4])\b", re.IGNORECASE)
_MONTHS = re.compile(r"\b(\d\d?|ba|sáu|chín)\stháng\s(?:đầu\s)?(?:của\s)?(?:năm\s)?$", re.IGNORECASE)
_PART = re.compile(r"\b(giữa|cuối|cả|hết|trọn)\snăm\s$", re.IGNORECASE)
_QUARTERS = {"I": 1, "II": 4, "III": 7, "IV": 10, "1": 1, "2": 4, "3": 7, "4": 10}
_COUNTS = {"ba": 3, "sáu": 6, "chín": 9}
_LONGEST = 20


def month_before(text: str) -> int | None:
    """The month at the end of a text: of a quarter the first, of a count of months the last, of half a year June."""
    end = text[-_LONGEST:]
    small = end.lower()
    month: int | None = None
    if "tháng" in small:
        if named := _MONTH.search(end):
            month = int(named[1])
        elif named := _MONTHS.search(end):
            month = _COUNTS.get(named[1].lower()) or int(named[1])
    elif "qu" in small and (named := _QUARTER.search(end)):
        month = _QUARTERS[named[1].upper()]
    elif named := _PART.search(end):
        month = 6 if named[1].lower() == "giữa" else 12
    return month if month and 1 <= month <= 12 else None
