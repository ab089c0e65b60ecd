"""Accents compared as bits, against comparing them as sets."""

from itertools import product
from unicodedata import normalize

import pytest

from indexer.analysis import compare_accents, word
from indexer.engines.arrays.segments.accents import OTHERS, accent_bits, matching_spellings

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
SHAPES = {
    "duong": ["".join(parts) for parts in product("dđ", ("uo", "ưo", "uơ", "ươ"), ("ng",))],
    "to": ["to", "tô", "tơ"],
    "tan": ["tan", "tăn", "tân"],
    "hoa": ["hoa"],
}
FOREIGN = {"duong": ["düong", "đüơng", "dương̈"], "to": ["tö"], "tan": ["tän", "tän̈"], "hoa": ["hoä"]}
ODD = ["muller", "müller", "Çelik", "доклад", "文", "ADMM+", "việt-nga-2", "an toàn-x", "ñ", "quý"]


def spellings(shapes: list[str]) -> list[str]:
    """Return every shape with every tone, on the last vowel or the one before."""
    toned = [
        shape.replace(vowel, vowel + tone) for shape in shapes for tone in TONES for vowel in shape if vowel in "oơôaăâ"
    ]
    return sorted({word(normalize("NFC", each)).surface for each in toned})


@pytest.mark.parametrize("folded", SHAPES)
@pytest.mark.parametrize("cap", range(4))
def test_bits_compare_as_sets_of_accents_do(folded: str, cap: int) -> None:
    words = [word(each) for each in spellings(SHAPES[folded])]
    foreign = [word(each) for each in FOREIGN[folded]]
    assert len(words) > 5
    assert not any(accent_bits(each) & OTHERS for each in words)
    assert all(accent_bits(each) & OTHERS for each in foreign)
    assert {each.folded for each in (*words, *foreign)} == {folded}
    bits = [accent_bits(each) for each in (*words, *foreign)]
    for typed in words:
        tiers = [compare_accents(typed.accents, found.accents) for found in (*words, *foreign)]
        expected = {spelling: tier for spelling, tier in enumerate(tiers) if tier <= cap}
        assert matching_spellings(accent_bits(typed), bits, cap) == expected, typed.surface


def test_accents_without_a_bit_of_their_own_set_the_last_bit() -> None:
    for text in ODD:
        found = word(text.lower())
        shapes_and_first_tone = sum(accent_bits(found) >> bit & 1 for bit in range(63))
        assert bool(accent_bits(found) & OTHERS) == (shapes_and_first_tone < len(found.accents)), text
        assert bool(accent_bits(found)) == bool(found.accents), text
