"""The accents of a spelling as one integer, so that a typed word is compared with all spellings of a term at once.

Each accent of a Vietnamese syllable has its own bit, by letter slot. All others share the last bit, including the
tones of later syllables; only a typed word that has it is compared with the spellings one by one.
"""

from collections.abc import Sequence

from indexer.analysis import Word

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SHAPES = "\u0302\u0306\u031bđ"
_SLOTS = 14
OTHERS = 1 << 63
"""The bit of every accent that has none of its own."""
_BITS = {(-1, tone): 1 << bit for bit, tone in enumerate(_TONES)} | {
    (slot, shape): 1 << len(_TONES) + slot * len(_SHAPES) + bit
    for slot in range(_SLOTS)
    for bit, shape in enumerate(_SHAPES)
}


def accent_bits(word: Word) -> int:
    """Return the accents of a word as an integer below 2**64; 0 for none."""
    bits = 0
    for accent in word.accents:
        bits |= _BITS.get(accent, OTHERS)
    return bits


def matching_spellings(typed: int, spellings: Sequence[int], cap: int) -> dict[int, int]:
    """Return the spellings that a typed word matches, each with its tier in `TIERS`, up to a cap.

    Both sides are `accent_bits`; `typed` must not have the bit `OTHERS`. Agrees with
    `indexer.analysis.compare_accents`.

    >>> matching_spellings(0b01, [0b00, 0b01, 0b11, 0b10], 2)
    {0: 2, 1: 0, 2: 1}
    """
    return {
        spelling: tier
        for spelling, bits in enumerate(spellings)
        if (tier := 0 if bits == typed else 1 if bits & typed == typed else 3 if bits else 2) <= cap
    }
