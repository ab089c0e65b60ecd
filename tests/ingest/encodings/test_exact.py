"""A hundred articles in each encoding, and every single letter, are read exactly as they were written."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ingest.encodings import Decoded, decode
from tests.ingest.encodings.articles import articles
from tests.ingest.encodings.encoders import (
    ENCODERS,
    LETTERS,
    tcvn3,
    twice_through_latin1,
    twice_through_windows,
    viscii,
    vni,
    windows_1258,
)

PLAIN = str.maketrans("“”–", '""-')
"""What is typed in VISCII and VIQR for the punctuation of print, which they lack."""


def count_exact(encode: Callable[[str], bytes], encoding: str, texts: tuple[str, ...]) -> int:
    found = [decode(encode(text)) for text in texts]
    return sum(
        isinstance(each, Decoded) and (each.text, each.encoding) == (text, encoding)
        for each, text in zip(found, texts, strict=True)
    )


def test_there_are_a_hundred_articles_of_all_lengths() -> None:
    lengths = sorted(map(len, articles()))
    assert len(set(articles())) == 100
    assert lengths[0] < 200
    assert lengths[-1] > 1500


@pytest.mark.parametrize("encoding", ENCODERS)
def test_articles_in_a_legacy_encoding_are_read_exactly(encoding: str) -> None:
    texts = articles()
    if encoding in ("viscii", "viqr"):
        texts = tuple(text.translate(PLAIN) for text in texts)
    assert count_exact(ENCODERS[encoding], encoding, texts) == 100


@pytest.mark.parametrize("encode", [twice_through_windows, twice_through_latin1])
def test_text_encoded_twice_is_read_exactly(encode: Callable[[str], bytes]) -> None:
    assert count_exact(encode, "utf-8/utf-8", articles()) == 100


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("inner", [tcvn3, vni, viscii, windows_1258])
def test_text_in_an_old_font_saved_as_unicode_is_read_exactly(inner: Callable[[str], bytes], encoding: str) -> None:
    def save(text: str) -> bytes:
        return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in inner(text)).encode(encoding)

    name = inner.__name__.replace("_", "-")
    assert count_exact(save, f"{encoding}/{name}", tuple(text.translate(PLAIN) for text in articles())) >= 99


@pytest.mark.parametrize("encoding", ENCODERS)
def test_every_letter_is_read(encoding: str) -> None:
    for letter in LETTERS:
        text = f"{letter} b{letter}c\n"
        assert decode(ENCODERS[encoding](text), encoding) == Decoded(text, encoding)


@pytest.mark.parametrize("encoding", ["windows-1258", "viscii", "tcvn3", "vni"])
@given(text=st.text(LETTERS + "aAbdDeiouyY .,?^~'`(+1\\\n"))
def test_letters_are_read_in_any_order(encoding: str, text: str) -> None:
    found = decode(ENCODERS[encoding](text), encoding)
    assert isinstance(found, Decoded)
    assert (found.text, found.encoding) == (text, encoding)


@pytest.mark.parametrize("encoding", ENCODERS)
def test_punctuation_and_escapes_are_kept(encoding: str) -> None:
    text = "Nhà. Ai? (a+b) dd DDT add ^ ~/a' \\ e^ o`\r\nĐi đâu?"
    assert decode(ENCODERS[encoding](text), encoding) == Decoded(text.replace("\r\n", "\n"), encoding)


def test_a_second_tone_in_a_viqr_word_is_punctuation() -> None:
    found = decode(b"Hai be^n dda~ ky' ke^'t. To^i ddi cho+. ro^`i. Co`n no'? Vie^.t Nam chie^'n tha('ng.")
    assert isinstance(found, Decoded)
    assert found.text == "Hai bên đã ký kết. Tôi đi chợ rồi. Còn nó? Việt Nam chiến thắng."


def test_vni_capitals_may_have_lowercase_accents() -> None:
    assert decode("AÙ Aù ÑAÛNG Ñaûng".encode("cp1252"), "vni") == Decoded("Á Á ĐẢNG Đảng", "vni")
