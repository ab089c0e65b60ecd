"""Runs of combining marks: normal forms take time quadratic in their length, so long ones are cut."""

import random
import unicodedata

import pytest

from indexer.ingest.encodings import Decoded, decode

MARKS = [*map(chr, range(0x316, 0x340))]


def decoded(text: str) -> str:
    found = decode(text.encode())
    assert isinstance(found, Decoded)
    return found.text


def test_thirty_of_a_flood_of_marks_are_kept() -> None:
    flood = "".join(random.Random(1).choices(MARKS, k=200_000))
    assert decoded(f"Hội nghị a{flood} và hết") == f"Hội nghị a{flood[:30]} và hết"


@pytest.mark.parametrize("text", ["Hội nghị", unicodedata.normalize("NFD", "Hội nghị " * 2000), "a\u0301\u0323"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert decoded(text) == text


def test_invisible_characters_do_not_divide_a_flood() -> None:
    assert decoded("a" + "\u0316\u034f" * 2000 + "b") == "a" + "\u0316" * 30 + "b"
