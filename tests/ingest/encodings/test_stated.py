"""A stated encoding is used, or the reason why it cannot be is given."""

import codecs

import pytest

from indexer.ingest.encodings import Decoded, NotText, canonical, decode, known_encodings
from tests.ingest.encodings.encoders import tcvn3, viscii


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("UTF-8", "utf-8"),
        ("utf16", "utf-16"),
        ("CP1258", "windows-1258"),
        ("Windows-1258", "windows-1258"),
        ("abc", "tcvn3"),
        ("TCVN", "tcvn3"),
        ("TCVN 5712", "tcvn3"),
        ("VNI-Windows", "vni"),
        ("Latin-1", "windows-1252"),
        ("utf-8 / ABC", "utf-8/tcvn3"),
        ("utf-8/utf-8", "utf-8/utf-8"),
        ("utf-16-le/vni", "utf-16-le/vni"),
        ("koi8-r", None),
        ("", None),
        ("tcvn3/utf-8", None),
        ("utf-8/utf-16", None),
        ("utf-8/vni/vni", None),
        ("utf-8/", None),
    ],
)
def test_usual_spellings_are_understood(stated: str, name: str | None) -> None:
    assert canonical(stated) == name


@pytest.mark.parametrize("name", known_encodings())
def test_every_known_encoding_is_read(name: str) -> None:
    assert canonical(name) == name
    assert decode(
        "Tin".encode("utf-16-le" if name == "utf-16" else name if "16" in name else "ascii"), name
    ) == Decoded("Tin", "utf-16-le" if name == "utf-16" else name)


def test_a_stated_encoding_needs_no_evidence() -> None:
    assert decode(viscii("ạ"), "viscii") == Decoded("ạ", "viscii")
    assert decode(b"caf\xe9", "windows-1252") == Decoded("café", "windows-1252")
    assert decode(b"Vie^.t Nam", "utf-8") == Decoded("Vie^.t Nam", "utf-8")
    assert decode(tcvn3("Hội").decode("latin-1").encode(), "utf-8/tcvn3") == Decoded("Hội", "utf-8/tcvn3")


def test_utf16_follows_its_byte_order_mark() -> None:
    data = codecs.BOM_UTF16_BE + "tin".encode("utf-16-be")
    assert decode(data, "utf-16") == Decoded("tin", "utf-16-be")
    assert decode("Héi".encode("utf-16-le"), "utf-16/tcvn3") == Decoded("Hội", "utf-16-le/tcvn3")


@pytest.mark.parametrize(
    ("data", "encoding", "where"),
    [
        (b"H\xf4i", "utf-8", "byte 1 "),
        (b"tin\x81", "tcvn3", "byte 3 "),
        (b"\xd0\x81", "vni", "byte 1 "),
        ("tin ☂".encode(), "utf-8/vni", "character 4 "),
        (codecs.BOM_UTF8 + b"tin", "tcvn3", "byte order mark"),
        (codecs.BOM_UTF16_LE + b"t\x00", "utf-16-be", "byte order mark"),
    ],
)
def test_bytes_that_do_not_fit_are_reported_with_a_way_out(data: bytes, encoding: str, where: str) -> None:
    found = decode(data, encoding)
    assert isinstance(found, NotText)
    assert found.code == "undecodable"
    assert where in found.reason
    assert "state another encoding" in found.reason


def test_utf8_stated_as_something_else_is_read_as_stated_and_reported() -> None:
    found = decode("Hội nghị".encode(), "viscii")
    assert isinstance(found, Decoded)
    assert (found.encoding, found.confidence) == ("viscii", 1.0)
    assert [problem.code for problem in found.problems] == ["encoding-doubtful"]


def test_a_binary_file_stays_binary_with_a_stated_encoding() -> None:
    found = decode(b"\x00\x01\x02\x03", "viscii")
    assert isinstance(found, NotText)
    assert found.code == "binary"
