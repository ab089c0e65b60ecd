"""PDF files: lines become paragraphs, and files without text are reported."""

import zlib
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
        "News of the river 2021",
        "This is the text of page a of it. This is the text of page b of it. This is the text of page c of it.",
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


def pages_of(*ends: tuple[str, str]) -> bytes:
    text = ["The river rose in the night and the road along it was closed", "until the water fell in the morning."]
    return pdf(
        *([first, *text, f"Page text {letter}.", last] for (first, last), letter in zip(ends, "abcd", strict=False))
    )


def test_headings_and_years_are_not_taken_for_running_lines() -> None:
    found = document("a.pdf", pages_of(("Year 2019", "x"), ("Year 2020", "y"), ("Year 2021", "z"))).text
    assert all(f"Year {year}" in found for year in (2019, 2020, 2021))
    found = document("a.pdf", pages_of(("Chapter 1", "1985"), ("Chapter 2", "1986"), ("Chapter 3", "1987"))).text
    assert all(f"Chapter {number}" in found and f"{1984 + number}" in found for number in (1, 2, 3))


def test_the_first_of_running_lines_is_kept() -> None:
    ends = [("News of the river", f"Report on the river - {number}") for number in (7, 8, 9)]
    found = document("a.pdf", pages_of(*ends)).text
    assert found.startswith("News of the river")
    assert found.endswith("Report on the river - 7")
    assert found.count("News") == found.count("Report") == 1


def test_a_hyphen_at_a_line_end_stays_if_it_belongs_to_the_word() -> None:
    lines = [
        "Cac dai bieu tu Phi-lip-pin, Xin-ga-po va Ma-lai-",
        "xi-a da den du hoi nghi ve mot ke hoach long-",
        "term.",
    ]
    assert "Ma-lai-xi-a" in document("a.pdf", pdf(lines)).text
    assert "long-term." in document("a.pdf", pdf(lines)).text
    english = ["The long road of the second term of the council, which is a long-", "term plan of the con-"]
    found = document("a.pdf", pdf([*english, "servation of forests and rivers for the coming spring."])).text
    assert "long-term plan" in found
    assert "conservation" in found


def test_filters_may_have_short_names() -> None:
    packed = zlib.compress(b"BT /F 12 Tf 50 700 Td (Opened) Tj ET").hex()
    made = pdf_of(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            "/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
            stream(packed).replace("<< ", "<< /Filter [/AHx /Fl] "),
        ]
    )
    assert document("a.pdf", made).text == "Opened"
