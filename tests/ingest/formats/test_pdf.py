"""PDF files: lines become paragraphs, and files without text are reported."""

from typing import Literal
from unicodedata import normalize

import pytest

from tests.ingest.formats.files import pdf, pdf_of, stream, vietnamese_pdf
from tests.ingest.formats.parsed import code, document

LINES = [
    "The ministers met in Hanoi on Monday to speak about the con-",
    "servation of forests, about fishing, and about the Nga-",
    "My talks that are to be held in the spring of next year at",
    "the lake.",
    "They will meet again in the city of Hue when the year is over",
    "and the roads are dry.",
    "- rice",
    "- tea",
]


def test_lines_become_paragraphs() -> None:
    assert document("a.pdf", pdf(LINES)).text.split("\n\n") == [
        "The ministers met in Hanoi on Monday to speak about the conservation of forests, about fishing, and about the "
        "Nga-My talks that are to be held in the spring of next year at the lake.",
        "They will meet again in the city of Hue when the year is over and the roads are dry.",
        "- rice",
        "- tea",
    ]


def test_page_numbers_and_running_lines_are_cut() -> None:
    pages = [
        ["News of the river 2021", f"This is the text of page {'abc'[n]} of it.", f"Trang {n + 1}/3"] for n in range(3)
    ]
    assert document("a.pdf", pdf(*pages)).text.split("\n\n") == [
        "This is the text of page a of it. This is the text of page b of it. This is the text of page c of it."
    ]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_vietnamese_is_composed(form: Literal["NFC", "NFD"]) -> None:
    text = "Hội nghị ở Huế đã bế mạc"
    found = document("a.pdf", vietnamese_pdf(normalize(form, text)))
    assert (found.text, found.encoding) == (text, "pdf")


def test_pages_without_text_are_reported() -> None:
    assert code("a.pdf", pdf([], [])) == "no-text"
    found = document("a.pdf", pdf(["First"], [], ["Third"]))
    assert [(problem.code, problem.text) for problem in found.problems] == [("no-text", "pages without text: 2")]


def test_a_pdf_with_a_password_is_reported_unless_it_is_empty() -> None:
    assert code("a.pdf", pdf(["Secret"], password="khóa")) == "password"
    assert document("a.pdf", pdf(["Open to read"], password="")).text == "Open to read"


def test_damaged_files_are_reported() -> None:
    good = pdf(LINES)
    assert code("a.pdf", b"%PDF-1.4\n" + b"\x00" * 500) == "damaged"
    assert code("a.pdf", b"no PDF at all") == "damaged"
    assert code("a.pdf", b"") == "damaged"
    assert code("a.pdf", good[: len(good) // 4]) == "damaged"


def test_a_page_tree_with_a_cycle_is_reported() -> None:
    catalogue, pages = "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"
    assert code("a.pdf", pdf_of([catalogue, pages, stream("")])) in ("damaged", "no-text")
