"""Any bytes become text in the right encoding, or a reason why they are not text."""

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ingest.encodings import Decoded, NotText, decode, is_printable, without_surrogates

TEXT = "Hội nghị về Biển Đông\nđã khai mạc sáng nay – “ổn định”.\n"
VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặ ẦẨẪẤẬ.,–“”0123456789\n"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("mark", "codec", "encoding"),
    [
        (b"", "utf-8", "utf-8"),
        (codecs.BOM_UTF8, "utf-8", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
        (b"", "utf-16-le", "utf-16-le"),
        (b"", "utf-16-be", "utf-16-be"),
    ],
)
def test_unicode_is_read_and_keeps_its_normal_form(form: str, mark: bytes, codec: str, encoding: str) -> None:
    text = unicodedata.normalize(form, TEXT)  # type: ignore[arg-type]  # mypy wants the literals
    assert decode(mark + text.encode(codec)) == Decoded(text, encoding)


@given(st.lists(st.text(VIETNAMESE, min_size=1, max_size=3), min_size=1))
def test_unmarked_utf16_is_recognised_by_its_ascii(words: list[str]) -> None:
    text = " ".join([*words, "và"])
    for codec in ("utf-16-le", "utf-16-be"):
        assert decode(text.encode(codec)) == Decoded(text, codec)


@given(st.binary())
def test_any_bytes_give_text_or_a_reason(data: bytes) -> None:
    found = decode(data)
    if isinstance(found, Decoded):
        assert "\x00" not in found.text
        assert "\r" not in found.text
        found.text.encode()
    else:
        assert found.code in ("binary", "undecodable")
        assert found.reason


def test_line_ends_become_newlines() -> None:
    assert decode(b"a\r\nb\rc\n\rd") == Decoded("a\nb\nc\n\nd", "utf-8")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x00",
        "một\x00hai".encode(),
        bytes(range(1, 32)) * 4,
        codecs.BOM_UTF16_LE + "a\x00b".encode("utf-16-le"),
        b"\x00\x01",
        b"\xff\xd8\xff\xe0\x10JF\x01\x02\x03\x04\x05",
    ],
)
def test_bytes_that_are_not_text_are_binary(data: bytes) -> None:
    found = decode(data)
    assert isinstance(found, NotText)
    assert found.code == "binary"


def test_bytes_that_fit_no_encoding_are_reported_with_the_first_and_a_way_out() -> None:
    found = decode(b"\x81\xff\xff\x8d\xff")
    assert isinstance(found, NotText)
    assert found.code == "undecodable"
    assert found.reason.startswith("byte 0 is not valid UTF-8")
    assert found.reason.endswith("save the file as UTF-8")


def test_a_few_damaged_characters_are_replaced_and_the_first_is_reported() -> None:
    data = (TEXT * 3).encode()
    position = data.index("Đ".encode()) + 1
    found = decode(data[:position] + b"\xff" + data[position:])
    assert isinstance(found, Decoded)
    assert found.text.count("\ufffd") == 3
    assert found.encoding == "utf-8"
    assert 0.9 < found.confidence < 1
    assert [problem.code for problem in found.problems] == ["damaged-characters"]
    assert str(position - 1) in found.problems[0].text


def test_a_file_cut_within_a_character_is_read_up_to_the_cut() -> None:
    found = decode(f"{TEXT}ổ".encode()[:-1])
    assert isinstance(found, Decoded)
    assert found.text == f"{TEXT}\ufffd"


def test_half_a_utf16_character_is_not_dropped_silently() -> None:
    found = decode(codecs.BOM_UTF16_LE + "Biển".encode("utf-16-le")[:-1])
    assert isinstance(found, NotText)
    assert found.code == "undecodable"


def test_text_may_have_a_few_control_characters() -> None:
    page = "Trang một của bản tin. " * 10
    assert decode(f"{page}\x0c{page}\x1b".encode()) == Decoded(f"{page}\x0c{page}\x1b", "utf-8")


def test_unprintable_names_and_lone_surrogates() -> None:
    assert is_printable("tin\u00a0tức ①.txt")
    assert not any(is_printable(name) for name in ("a\nb", "a\x7f", "a\x85", "caf\udce9"))
    assert without_surrogates("a\ud800b😀") == "a\ufffdb😀"
