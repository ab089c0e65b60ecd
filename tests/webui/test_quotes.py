"""The sentence around a stretch of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.quotes import sentence_around

TEXT = "Tiêu đề\nMưa lớn. “Hội nghị ARF họp ở Huế!” Sáng mai bế mạc… Nắng lên?\nDòng sau."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Tiêu đề", "Tiêu đề"),
        ("ARF", "“Hội nghị ARF họp ở Huế!”"),
        ("bế mạc", "Sáng mai bế mạc…"),
        ("Nắng", "Nắng lên?"),
        ("Dòng", "Dòng sau."),
        ("lớn. “Hội nghị", "Mưa lớn. “Hội nghị ARF họp ở Huế!”"),
    ],
)
def test_a_quote_is_the_sentence_within_its_line(words: str, sentence: str) -> None:
    start = TEXT.index(words)
    quote = sentence_around(TEXT, (start, start + len(words)))
    assert quote.words == words
    assert "".join(quote) == sentence


def test_a_long_sentence_is_cut_between_words_on_both_sides() -> None:
    text = "trước " * 100 + "ARF" + " sau" * 100
    at = text.index("ARF")
    before, words, after = sentence_around(text, (at, at + 3))
    assert words == "ARF"
    assert before.startswith("… trước ")
    assert after.endswith(" sau …")
    assert len(before) + len(after) < 240


@given(st.text("aB .!?…”\n𝄞", max_size=400), st.data())
def test_a_quote_has_the_stretch_and_its_surroundings(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before, words, after = sentence_around(text, (start, end))
    assert words == text[start:end]
    assert text[:start].endswith(before.removeprefix("… "))
    assert text[end:].startswith(after.removesuffix(" …"))
    assert "\n" not in before + after
