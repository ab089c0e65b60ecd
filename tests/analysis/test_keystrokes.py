"""Keystrokes are decoded to the syllables that they type; `bench.mistyping` is the slow twin that types them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.mistyping import keystrokes
from indexer.analysis import TYPING_METHODS, TypingMethod, decode_keystrokes, is_syllable, tokenise

DOCS = Path(__file__).resolve().parent.parent.parent / "docs_in"
KEYS = {"telex": "abdeghinostuwxrfj", "vni": "adeghinotu123456789", "viqr": "adeghinotu`'~?.^+*("}


def syllables() -> list[str]:
    """Return the accented syllables of the sample articles."""
    texts = (file.read_text("utf-8", errors="ignore") for file in sorted(DOCS.rglob("*.txt")))
    found = {token.word.surface for text in texts for token in tokenise(text)}
    return sorted(each for each in found if not each.isascii() and is_syllable(each))


@pytest.mark.parametrize("method", TYPING_METHODS)
@pytest.mark.parametrize("at_end", [False, True])
def test_what_was_typed_is_decoded(method: TypingMethod, at_end: bool) -> None:
    typed = syllables()
    assert len(typed) > 500
    assert [
        each for each in typed if each not in decode_keystrokes(keystrokes(each, method, at_end=at_end), method)
    ] == []


@pytest.mark.parametrize("method", TYPING_METHODS)
@given(data=st.data())
def test_what_is_decoded_is_typed_with_the_same_keys(method: TypingMethod, data: st.DataObject) -> None:
    pressed = data.draw(st.text(KEYS[method], min_size=1, max_size=9))
    for syllable in decode_keystrokes(pressed, method):
        assert sorted(without_horns(keystrokes(syllable, method, at_end=True))) == sorted(without_horns(pressed))


def without_horns(keys: str) -> str:
    """Return keys without those for ơ and ư: one may do for both, and w alone may be ư."""
    return "".join(key for key in keys if key not in "uw7+*")


@pytest.mark.parametrize(
    ("keys", "method", "meant"),
    [
        ("dduowngf", "telex", "đường"),
        ("dduwowngf", "telex", "đường"),
        ("tieengs", "telex", "tiếng"),
        ("tienges", "telex", "tiếng"),
        ("hoawcj", "telex", "hoặc"),
        ("thuowr", "telex", "thuở"),
        ("wowcs", "telex", "ước"),
        ("d9u7o7ng2", "vni", "đường"),
        ("duong972", "vni", "đường"),
        ("viet65", "vni", "việt"),
        ("Vie^.t", "viqr", "việt"),
        ("DDu*o*`ng", "viqr", "đường"),
    ],
)
def test_a_syllable_can_be_typed_in_many_ways(keys: str, method: TypingMethod, meant: str) -> None:
    assert meant in decode_keystrokes(keys, method)


@pytest.mark.parametrize("keys", ["", "hoa", "f16", "covid19", "strategic", "đaf", "w" * 50, "?", "2020"])
def test_other_words_are_no_keystrokes(keys: str) -> None:
    assert [decode_keystrokes(keys, method) for method in TYPING_METHODS] == [(), (), ()]
