"""The texts of the page in the reader's language, and dates and numbers as that language writes them."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from indexer import Language, catalogue

_STROKES = str.maketrans("đĐ", "dD")
_FOLDER = Path(__file__).parent / "translations"


@dataclass(frozen=True, slots=True)
class Texts:
    """The translations of one language; calling it with a key returns the text, filled in."""

    lang: Language
    table: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of a key. KeyError if there is none."""
        return self.table[key].format(**values) if values else self.table[key]

    def count(self, key: str, number: int) -> str:
        """Return a number with its noun; `key` has the forms `key.one` and `key.many`."""
        return self(f"{key}.{'one' if number == 1 else 'many'}", n=self.number(number))

    def number(self, number: int) -> str:
        """Return a whole number with the language's thousands separator."""
        return f"{number:,}".replace(",", self.table["thousands"])

    def date(self, iso: str) -> str:
        """Return a `YYYY-MM-DD` date as the language writes it: 29/06/2021, 29 June 2021."""
        day = date.fromisoformat(iso)
        month = self.table["months"].split()[day.month - 1]
        return self.table["date"].format(day=day.day, month=month, year=day.year)


def bare(text: str) -> str:
    """Return a text without accents: *hoi nghi* for *hội nghị*."""
    letters = unicodedata.normalize("NFD", text).translate(_STROKES)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def is_bare(text: str) -> bool:
    """Return whether no letter of a text has accents: strict and loose reading of such words is no choice."""
    return bare(text) == unicodedata.normalize("NFD", text)


@cache
def texts(lang: Language) -> Texts:
    """Return the texts of a language, loaded once; missing ones come from its fallbacks."""
    return Texts(lang, catalogue(_FOLDER, lang))
