"""Other spellings of the same word: i and y, grouped numbers, dates in figures, and the hyphen before a number."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, product

from indexer.analysis.indexed_word import word
from indexer.analysis.syllables import read_syllable

_I_OR_Y = re.compile(r"(?:[bhklmstv]|qu)[iy]")
_NUMBER = re.compile(
    r"(?P<digits>[1-9]\d{3,14}|[1-9]\d{0,2}(?:(?P<sign>[., ])\d{3}(?:(?P=sign)\d{3}){0,4}))(?P<rest>[^\d., ]\D*)?"
)
_FIRST_GROUP = re.compile(r"[1-9]\d{0,2}")
_GROUP = re.compile(r"(\d{3})([^\W\d_]*)")
_DAY = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})/(\d{1,2})")
_NAME_AND_NUMBER = re.compile(r"[^\W\d_](?:-?[^\W_])*")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=\d)|(?<=\d)-(?=[^\W\d_])")
_NO_HYPHEN = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_MOST_PLACES = 3
"""If letters and digits meet at more places, a word is a code, not a name."""


@lru_cache(maxsize=1 << 12)
def equal_spellings(surface: str) -> tuple[str, ...]:
    """Return the surface forms of the other spellings of a word; a space separates those that are several words.

    >>> equal_spellings("kỹ"), equal_spellings("1.000.000"), equal_spellings("covid19"), equal_spellings("thúy")
    (('kĩ',), ('1000000', '1,000,000', '1 000 000'), ('covid-19',), ())
    """
    found = (each for rule in (_i_or_y, _grouped, _written_days, _hyphenated) for each in rule(surface))
    return tuple(dict.fromkeys(each for each in found if each != surface))


def with_grouped_numbers(words: Sequence[str]) -> list[str]:
    """Return words side by side, those that are the groups of one number joined by a space.

    Where a number comes before the first group, nobody can tell where one ends and the next begins.

    >>> with_grouped_numbers(["giá", "1", "000", "000đ"]), with_grouped_numbers(["2012", "100", "300"])
    (['giá', '1 000 000đ'], ['2012', '100', '300'])
    """
    found: list[str] = []
    is_open = False
    for before, each in pairwise(["", *words]):
        group = _GROUP.fullmatch(each) if is_open else None
        if group:
            found[-1] += f" {each}"
            is_open = not group[2]
        else:
            found.append(each)
            is_open = not before[-1:].isdecimal() and _FIRST_GROUP.fullmatch(each) is not None
    return found


def _i_or_y(surface: str) -> Iterator[str]:
    syllable = read_syllable(surface)
    if syllable and _I_OR_Y.fullmatch(syllable.toneless):
        other = "y" if syllable.toneless[-1] == "i" else "i"
        yield word(syllable.toneless[:-1] + other + syllable.tone).surface


def _grouped(surface: str) -> Iterator[str]:
    number = _NUMBER.fullmatch(surface)
    if number:
        value, rest = int(re.sub(r"\D", "", number["digits"])), number["rest"] or ""
        yield f"{value}{rest}"
        yield f"{value:,}".replace(",", ".") + rest
        yield f"{value:,}{rest}"
        if value > 999:
            yield f"{value:,}".replace(",", " ") + rest


def _written_days(surface: str) -> Iterator[str]:
    if (written := _DAY.fullmatch(surface)) and _is_day(written[1], written[3]):
        yield from _days(int(written[1]), int(written[3]), written[4])
    elif (written := _ISO_DAY.fullmatch(surface)) and _is_day(written[3], written[2]):
        yield from _days(int(written[3]), int(written[2]), written[1])
    elif (written := _DAY_AND_MONTH.fullmatch(surface)) and _is_day(written[1], written[2]):
        yield from ("/".join(numbers) for numbers in _padded(int(written[1]), int(written[2])))


def _days(day: int, month: int, year: str) -> Iterator[str]:
    for sign, numbers in product("/-.", _padded(day, month)):
        yield sign.join((*numbers, year))
    yield f"{year}-{month:02}-{day:02}"


def _padded(day: int, month: int) -> Iterator[tuple[str, str]]:
    """Yield a day and a month with and without leading zeros."""
    return product(dict.fromkeys((f"{day}", f"{day:02}")), dict.fromkeys((f"{month}", f"{month:02}")))


def _is_day(day: str, month: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12


def _hyphenated(surface: str) -> Iterator[str]:
    if not _NAME_AND_NUMBER.fullmatch(surface):
        return
    joined = _HYPHEN.sub("", surface)
    places = [match.start() for match in _NO_HYPHEN.finditer(joined)]
    if len(places) <= _MOST_PLACES:
        yield joined
        yield from (f"{joined[:at]}-{joined[at:]}" for at in places)
