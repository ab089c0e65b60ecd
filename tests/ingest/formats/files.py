"""Makes real files of each format, good ones and broken ones."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from xml.sax.saxutils import escape

from fpdf import FPDF

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ODT = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def zipped(members: Mapping[str, str | bytes], *, stored: bool = False) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def docx(*paragraphs: str, body: str = "", parts: Mapping[str, str | bytes] | None = None, head: str = "") -> bytes:
    """Return a Word document of plain paragraphs, followed by more XML."""
    plain = "".join(f"<w:p><w:r><w:t>{escape(each)}</w:t></w:r></w:p>" for each in paragraphs)
    document = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{_W}"><w:body>{plain}{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **(parts or {})})


def odt(body: str, *, styles: str = "", manifest: str = "<manifest/>") -> bytes:
    content = (
        f'<?xml version="1.0"?><office:document-content {_ODT}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    members = {"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": manifest}
    return zipped({**members, "content.xml": content})


def pdf(*pages: Sequence[str], password: str | None = None) -> bytes:
    """Return a PDF file of pages of lines, in a font that every viewer has: plain letters only."""
    made = FPDF()
    made.set_font("Helvetica", size=11)
    if password is not None:
        made.set_encryption("owner", user_password=password)
    for lines in pages:
        made.add_page()
        for line in lines:
            made.cell(text=line, new_x="LMARGIN", new_y="NEXT")
    return bytes(made.output())


@cache
def vietnamese_pdf(text: str) -> bytes:
    """Return a PDF file of one Vietnamese line: each letter is a glyph that the font maps to Unicode."""
    letters = sorted(set(text))
    codes = {letter: code for code, letter in enumerate(letters, 1)}
    mapped = "".join(f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>\n" for letter, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap\n1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{mapped}endbfchar\nendcmap end"
    )
    shown = "".join(f"{codes[letter]:04x}" for letter in text)
    content = f"BT /F 12 Tf 50 700 Td <{shown}> Tj ET"
    return pdf_of(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            "/Resources << /Font << /F 5 0 R >> >> >>",
            stream(content),
            "<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H "
            "/DescendantFonts [7 0 R] /ToUnicode 6 0 R >>",
            stream(cmap),
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /DW 500 "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        ]
    )


def stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def pdf_of(objects: Sequence[str]) -> bytes:
    """Return a PDF file of objects numbered from 1; the first is its catalogue."""
    written, offsets = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n{each}\nendobj\n".encode("ascii")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\n"
    return written + f"{end}startxref\n{len(written)}\n%%EOF\n".encode("ascii")
