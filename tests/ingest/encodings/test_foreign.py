"""Text that is not Vietnamese is left alone, or read in its own encoding."""

import random

import pytest

from indexer.ingest.encodings import Decoded, NotText, decode
from tests.ingest.encodings.articles import CODE, FOREIGN

UNICODE = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16")


@pytest.mark.parametrize("codec", UNICODE)
@pytest.mark.parametrize("name", [*FOREIGN, *CODE])
def test_unicode_stays_as_it_is(name: str, codec: str) -> None:
    text = (FOREIGN | CODE)[name]
    for part in (text, *text.split(". "), *text.splitlines()):
        found = decode(part.encode(codec))
        assert isinstance(found, Decoded)
        assert (found.text, found.confidence, found.problems) == (part, 1.0, ())


@pytest.mark.parametrize("name", FOREIGN)
def test_western_text_in_its_code_page_is_read_and_reported(name: str) -> None:
    for text in (FOREIGN[name], *FOREIGN[name].split(". ")):
        found = decode(text.encode("cp1252"))
        assert isinstance(found, Decoded)
        assert found.text == text
        if not text.isascii():
            assert (found.encoding, found.confidence) == ("windows-1252", 0.5)
            assert [problem.code for problem in found.problems] == ["encoding-guessed"]


def test_western_text_encoded_twice_is_repaired() -> None:
    text = FOREIGN["french"]
    found = decode(text.encode().decode("latin-1").encode())
    assert isinstance(found, Decoded)
    assert (found.text, found.encoding) == (text, "utf-8/utf-8")


def test_another_script_is_not_taken_for_western_text() -> None:
    found = decode("Вчера открылась новая библиотека, читатели довольны".encode("cp1251"))
    assert isinstance(found, NotText)
    assert found.code == "undecodable"


@pytest.mark.parametrize(
    "text", ["Вчера открылась библиотека", "図書館は昨日開館した", "ὁ βίος βραχύς", "naïve ½ ☂ café"]
)
def test_other_scripts_in_unicode_stay_as_they_are(text: str) -> None:
    assert decode(text.encode()) == Decoded(text, "utf-8")


@pytest.mark.parametrize("text", ["Cà phê, trà và bánh mì", "HÀ", "Là ai?", "Ô, thì ra là tôi quên nói"])
def test_vietnamese_without_a_letter_of_its_own_stays(text: str) -> None:
    assert decode(text.encode()) == Decoded(text, "utf-8")


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_are_binary(seed: int) -> None:
    found = decode(random.Random(seed).randbytes(400))
    assert isinstance(found, NotText)
    assert found.code == "binary"


def test_single_letters_are_not_evidence() -> None:
    keys = "\n".join(f"<{chr(byte)}> {byte}" for byte in range(0xC0, 0x100))
    found = decode(keys.encode("latin-1"))
    assert not isinstance(found, Decoded) or found.encoding == "windows-1252"
