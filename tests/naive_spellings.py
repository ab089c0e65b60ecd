"""Equal spellings of the slow, obvious twin: two words are one if they become the same.

It imports nothing that it checks.
"""

import re
from collections.abc import Sequence
from functools import cache

from tests.naive_syllables import compose, is_syllable, skeleton, toneless, tones_of
from tests.naive_words import FULLER, classify, joined_name, runs


@cache
def standard(word: str) -> str:
    """Return a word as all its spellings become: y as i, numbers without groups, days as 7/11/2012, no hyphen."""
    plain = compose(word)
    if is_syllable(plain) and re.fullmatch("([bhklmstv]|qu)[iy]", toneless(plain)):
        return compose(toneless(plain)[:-1] + "i" + tones_of(plain))
    if day := re.fullmatch(r"(\d\d?)([-/.])(\d\d?)\2(\d{4})", plain):
        return as_day(day[1], day[3], day[4]) or plain
    if day := re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)", plain):
        return as_day(day[3], day[2], day[1]) or plain
    if day := re.fullmatch(r"(\d\d?)/(\d\d?)", plain):
        return as_day(day[1], day[2], "") or plain
    groups = r"(?:(?:\.\d{3}){1,5}|(?:,\d{3}){1,5}|(?: \d{3}){1,5})"
    if number := re.fullmatch(rf"([1-9]\d{{3,14}}|[1-9]\d{{0,2}}{groups})([^\d., ]\D*)?", plain):
        return re.sub("[., ]", "", number[1]) + (number[2] or "")
    if re.fullmatch(r"[^\W\d_](-?[^\W_])*", plain):
        return re.sub(r"(?<=[^\W\d_])-(?=\d)|(?<=\d)-(?=[^\W\d_])", "", plain)
    return plain


def as_day(day: str, month: str, year: str) -> str | None:
    """Return a day in figures without leading zeros, None if there is no such day in any month."""
    if 1 <= int(day) <= 31 and 1 <= int(month) <= 12:
        return f"{int(day)}/{int(month)}/{year}"
    return None


@cache
def classify_respelled(typed: str, found: str) -> int | None:
    """Return the tier of a word found that is another spelling of the word typed, None if it is none."""
    if skeleton(typed) == skeleton(found):
        return None
    tier = classify(standard(typed), standard(found))
    return None if tier is None else max(FULLER, tier)


NUMBER_OR_WORD = re.compile(r"(?<!\S)(?<!\d )[1-9]\d{0,2}(?: \d{3})*(?: \d{3}[^\W\d_]*)(?!\S)|\S+")


def numbers_and_words(words: Sequence[str]) -> list[list[str]]:
    """Return words side by side, those that are the groups of one number together."""
    return [each.split(" ") for each in NUMBER_OR_WORD.findall(" ".join(words))]


def groups_of(word: str) -> list[str]:
    """Return a number as its groups of three digits, as they are written with spaces; nothing for any other word."""
    number = re.fullmatch(r"([1-9]\d{3,14})(\D*)", standard(word))
    return (f"{int(number[1]):,}".replace(",", " ") + number[2]).split(" ") if number else []


def with_other_groups(words: Sequence[str]) -> list[list[str]]:
    """Return words side by side in every way to write their numbers with spaces between groups or as one word.

    As they are comes first.
    """
    ways: list[list[str]] = [[]]
    for each in numbers_and_words(words):
        other = groups_of(each[0]) if len(each) == 1 else [standard(" ".join(each))]
        ways = [way + part for way in ways for part in (each, other) if part]
    return ways


def joined_acronym(text: str) -> str | None:
    """Return an acronym typed with dots, or a name with an apostrophe after its first letter, as one word."""
    pieces = text.split(".")
    if len(pieces) > 1 and all(piece.isalpha() and len(piece) <= 4 for piece in pieces):
        return "".join(pieces)
    (run,) = all_runs if len(all_runs := list(runs(text))) == 1 else [[]]
    return joined_name(*run) if len(run) == 2 else None
