"""The words of the page in the reader's language, and dates and numbers as that language writes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from indexer import Language, catalogue

_FOLDER = Path(__file__).parent / "translations"


@dataclass(frozen=True, slots=True)
class Texts:
    """One flat table of translations; calling it with a key gives the words with their values filled in."""

    lang: Language
    table: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of a key; KeyError where there are none."""
        return self.table[key].format(**values) if values else self.table[key]

    def count(self, key: str, number: int) -> str:
        """Return a counted phrase; `key` has the forms `key.one` and `key.many`."""
        return self(f"{key}.{'one' if number == 1 else 'many'}", n=self.number(number))

    def number(self, number: int) -> str:
        """Write a whole number with the language's thousands separator."""
        return f"{number:,}".replace(",", self.table["thousands"])

    def date(self, iso: str) -> str:
        """Write a `YYYY-MM-DD` date: 29/06/2021 in Vietnamese, 29 June 2021 in English."""
        day = date.fromisoformat(iso)
        month = self.table["months"].split()[day.month - 1]
        return self.table["date"].format(day=day.day, month=month, year=day.year)


@cache
def texts(lang: Language) -> Texts:
    """Return the words of a language, loaded once; what it lacks is in a fallback."""
    return Texts(lang, catalogue(_FOLDER, lang))
