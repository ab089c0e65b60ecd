"""Rich Text Format."""

from tests.ingest.encodings.encoders import tcvn3
from tests.ingest.formats.parsed import code, document


def test_an_rtf_file() -> None:
    head = rb"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Arial;}}{\info{\title M\'e1u}}\f0 "
    body = rb"H\u7897?i ngh\u7883?\par S\'e1ng nay {\b khai m\u7841?c}.\par\trowd\cell a\cell b\row}"
    found = document("a.rtf", head + body)
    assert found.text.startswith("Hội nghị\n\nSáng nay khai mạc.")
    assert found.encoding == "rtf"


def test_a_heading_in_unicode_above_text_in_an_old_font() -> None:
    body = tcvn3("Nước sông đã rút, đường sá lại thông, người dân trở về.")
    escaped = "".join(chr(byte) if byte < 128 else f"\\'{byte:02x}" for byte in body)
    data = rf"{{\rtf1\ansi{{\fonttbl{{\f0 .VnTime;}}}}\uc1 L\u361?t \u7903? huy\u7879?n\par {escaped}\par}}"
    found = document("a.rtf", data.encode("ascii"))
    assert found.text == "Lũt ở huyện\n\nNước sông đã rút, đường sá lại thông, người dân trở về."
    assert found.encoding == "rtf/tcvn3"


def test_files_that_are_not_rtf_or_incomplete_are_reported() -> None:
    assert code("a.rtf", b"H\xe1\xbb\x99i ngh\xe1\xbb\x8b") == "damaged"
    assert code("a.rtf", rb"{\rtf1 {\b {\i {\fonttbl cut off here") == "damaged"
    assert code("a.rtf", rb"{\rtf1 }") == "empty"
