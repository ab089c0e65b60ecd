"""The accents of a spelling as one number, so that a word is compared with all spellings of its family at once.

Each accent of a Vietnamese syllable has a bit, by slot; all others, tones of later syllables included, share the
last bit. Only a typed word that has it is compared with the forms of a family one by one.
"""

from collections.abc import Sequence

from indexer.analysis import Word

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SHAPES = "\u0302\u0306\u031bđ"
_SLOTS = 14
OTHERS = 1 << 63
"""Stands for every mark that has no bit of its own."""
_BITS = {(-1, tone): 1 << bit for bit, tone in enumerate(_TONES)} | {
    (slot, shape): 1 << len(_TONES) + slot * len(_SHAPES) + bit
    for slot in range(_SLOTS)
    for bit, shape in enumerate(_SHAPES)
}


def accent_bits(word: Word) -> int:
    """Return the accents of a word as a number below 2**64, 0 for none."""
    number = 0
    for mark in word.accents:
        number |= _BITS.get(mark, OTHERS)
    return number


def compared(typed: int, found: Sequence[int], cap: int) -> dict[int, int]:
    """Return the places of the numbers that a typed one matches, each with its tier in `TIERS`, which is up to a cap.

    As `indexer.analysis.compare_accents` does it, for a typed number without `OTHERS`.

    >>> compared(0b01, [0b00, 0b01, 0b11, 0b10], 2)
    {0: 2, 1: 0, 2: 1}
    """
    return {
        place: tier
        for place, number in enumerate(found)
        if (tier := 0 if number == typed else 1 if number & typed == typed else 3 if number else 2) <= cap
    }
