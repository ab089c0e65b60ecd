"""Rich Text Format."""

from tests.ingest.formats.parsed import code, document


def test_an_rtf_file() -> None:
    head = rb"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Arial;}}{\info{\title M\'e1u}}\f0 "
    body = rb"H\u7897?i ngh\u7883?\par S\'e1ng nay {\b khai m\u7841?c}.\par\trowd\cell a\cell b\row}"
    found = document("a.rtf", head + body)
    assert found.text.startswith("Hội nghị\n\nSáng nay khai mạc.")
    assert found.encoding == "rtf"


def test_files_that_are_not_rtf_or_incomplete_are_reported() -> None:
    assert code("a.rtf", b"H\xe1\xbb\x99i ngh\xe1\xbb\x8b") == "damaged"
    assert code("a.rtf", rb"{\rtf1 {\b {\i {\fonttbl cut off here") == "damaged"
    assert code("a.rtf", rb"{\rtf1 }") == "empty"
