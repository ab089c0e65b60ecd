"""The sieve: no word that is looked for is lost, and plain words that are not are held back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis import Sieve, chunk_matches, chunk_words, word
from indexer.model import Span
from tests.strategies import FAMILIES

WORDS = " ".join(family.texts for family in FAMILIES).split()
SIGNS = [*"-/.,:'’&@+?!…“”() \t\n", "\u00a0", "\u00ad", "\u0301", "\u200b", "\u3000"]
TEXTS = st.lists(st.sampled_from(WORDS) | st.sampled_from(SIGNS) | st.characters()).map("".join)


def stretches(text: str, *starts: str) -> list[Span]:
    blocks = Sieve(starts).blocks(text)
    return [(start + before, end + before) for before, _, inside in blocks for start, end in inside]


def let_through(text: str, *starts: str) -> list[str]:
    return [text[start:end] for start, end in stretches(text, *starts)]


def lost(text: str, letters: int) -> list[str]:
    """Return the words of a text that are lost if their letters, or that number of them, are looked for."""
    chunks = [(chunk.start(), chunk_words(chunk[0])[1]) for chunk in chunk_matches(text)]
    words = [(word(found[0]).folded, found[1] + at, found[2] + at) for at, inside in chunks for found in inside]
    return [
        folded
        for folded, first, last in words
        for looked_for in (folded, folded[:letters])
        if not any(start <= first and last <= end for start, end in stretches(text, looked_for))
    ]


@given(TEXTS, st.integers(0, 3))
@example("U.S. và M’Nông, 50.000đ, 5km², F-16, Thứtrưởng, ha\u0323t, hạt\u00adnhân, ADMM+, Rịa–Vũng, tới.Thứ", 1)
def test_no_word_is_lost(text: str, letters: int) -> None:
    assert lost(text, letters) == []


def test_no_word_is_lost_for_one_of_its_letters() -> None:
    for letter in filter(str.isalpha, map(chr, range(0x3000))):
        assert lost(f"h{letter}i {letter.upper()}n", 1) == []


def test_plain_words_with_other_letters_are_held_back() -> None:
    text = "Hội nghị (ASEAN) họp “Ở đây”, NGHỈ hè? Covid-19, Sài Gòn"

    assert let_through(text, "nghi") == ["nghị", "NGHỈ", "hè?", "Covid-19,"]
    assert let_through(text, "asean", "o") == ["Hội", "(ASEAN)", "họp", "“Ở", "hè?", "Covid-19,", "Gòn"]
    assert let_through(text, "hoi-19") == ["Hội", "hè?", "Covid-19,"]
    assert let_through(text, "") == text.split()


@pytest.mark.parametrize("space", [" ", "\n", "\u00a0"])
def test_stretches_of_a_long_text_are_found_where_they_are(space: str) -> None:
    filler = f"chữ{space}" * 10_000
    found = let_through(f"{filler} Hội {filler} nghị", "hoi", "nghi")

    assert [stretch for stretch in found if "chữ" not in stretch] == ["Hội", "nghị"]
