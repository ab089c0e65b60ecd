"""Word and OpenDocument files."""

import pytest

from tests.ingest.encodings.encoders import tcvn3
from tests.ingest.formats.files import docx, odt, zipped
from tests.ingest.formats.parsed import code, document, stated

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CORE = '<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:creator>admin</dc:creator></p>'
STYLES = f'<w:styles xmlns:w="{W}"><w:style w:styleId="Tiu"><w:name w:val="Title"/></w:style></w:styles>'
NOTES = (
    f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator"><w:p><w:r><w:t>—</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="1"><w:p><w:r><w:t>Theo số liệu năm 2020.</w:t></w:r></w:p></w:footnote></w:footnotes>'
)
BOMB = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;">]>'


def test_a_word_document() -> None:
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Tiu"/></w:pPr><w:r><w:t>Lễ khánh thành cầu</w:t></w:r></w:p>'
        '<w:p><w:r><w:t xml:space="preserve">Sáng nay, cây </w:t></w:r>'
        "<w:del><w:r><w:delText>cũ</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>cầu</w:t></w:r></w:ins><w:r><w:tab/><w:t>mới</w:t><w:br/><w:t>đã thông xe.</w:t></w:r>"
        '<w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Dài</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>300 m</w:t></w:r></w:p></w:tc>"
        "</w:tr></w:tbl><w:sdt><w:sdtContent><w:p><w:r><w:t>Hết.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    parts = {"word/styles.xml": STYLES, "word/footnotes.xml": NOTES, "docProps/core.xml": CORE.format("Mẫu 1")}
    found = document("a.docx", docx(body=body, parts=parts))
    assert found.text == (
        "Lễ khánh thành cầu\n\nSáng nay, cây cầu mới\nđã thông xe.\n\nDài | 300 m\n\nHết.\n\nTheo số liệu năm 2020."
    )
    assert stated(found) == {"title": "Lễ khánh thành cầu"}
    assert found.encoding == "docx"


@pytest.mark.parametrize(("title", "expected"), [("Lễ khánh thành", {"title": "Lễ khánh thành"}), ("Mẫu 1", {})])
def test_the_title_in_the_properties_is_used_if_the_text_has_it(title: str, expected: dict[str, str]) -> None:
    made = docx("Đài Sông Hồng", "Lễ khánh thành", "Sáng nay.", parts={"docProps/core.xml": CORE.format(title)})
    assert stated(document("a.docx", made)) == expected


def test_an_opendocument_text() -> None:
    styles = '<style:style style:name="P1" style:parent-style-name="Title"/>'
    body = (
        "<text:tracked-changes><text:p>cũ</text:p></text:tracked-changes>"
        '<text:p text:style-name="P1">Lễ khánh thành cầu</text:p>'
        "<text:p>Sáng nay,<text:s/>cây <text:span>cầu<text:tab/>mới</text:span><text:line-break/>đã thông xe."
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Theo số liệu.</text:p>"
        "</text:note-body></text:note></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Dài</text:p></table:table-cell>"
        "<table:table-cell><text:p>300 m</text:p></table:table-cell></table:table-row></table:table>"
        "<text:list><text:list-item><text:p>một</text:p></text:list-item></text:list>"
    )
    found = document("a.odt", odt(body, styles=styles))
    assert (
        found.text == "Lễ khánh thành cầu\n\nSáng nay, cây cầu mới\nđã thông xe.\n\nDài | 300 m\n\nmột\n\nTheo số liệu."
    )
    assert stated(found) == {"title": "Lễ khánh thành cầu"}


def test_office_documents_that_cannot_be_read_are_reported() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)
    assert code("a.docx", ole + "EncryptedPackage".encode("utf-16-le")) == "password"
    assert code("a.docx", ole) == "damaged"
    assert code("a.docx", b"PK\x03\x04") == "damaged"
    assert code("a.docx", zipped({"a.txt": "x"})) == "damaged"
    assert code("a.docx", zipped({"word/document.xml": "<a"})) == "damaged"
    assert code("a.docx", docx("Một", head=BOMB)) == "damaged"
    assert code("a.docx", docx()) == "empty"
    assert code("a.odt", odt("<text:p>x</text:p>", manifest="<manifest:encryption-data/>")) == "password"
    assert code("a.odt", zipped({"content.xml": "<a/>"})) == "damaged"
    assert code("a.odt", docx("Một")) == "damaged"


def test_a_damaged_part_is_reported() -> None:
    made = bytearray(zipped({"word/document.xml": "x" * 500}, stored=True))
    made[200] ^= 1
    assert code("a.docx", bytes(made)) == "damaged"


def test_a_part_over_the_limit_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.ingest.formats.office.MAX_PART_BYTES", 100)
    assert code("a.docx", docx("Một" * 100)) == "too-large"


def test_paragraphs_in_an_old_font_are_read_next_to_unicode() -> None:
    text = "Nước sông đã rút, đường sá lại thông, người dân trở về."
    found = document("a.docx", docx("Lũ ở huyện", tcvn3(text).decode("cp1252"), "Đài Sông Hồng"))
    assert found.text == f"Lũ ở huyện\n\n{text}\n\nĐài Sông Hồng"
    assert found.encoding == "docx/tcvn3"


RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATION = f'<Relationship Id="{{0}}" Type="{TYPES}/{{1}}" Target="{{2}}"/>'
CHUNK = (
    '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="c"/>'
    "<w:p><w:r><w:t>Cuối</w:t></w:r></w:p>"
)
MHT = "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"


def with_chunk(name: str, data: str | bytes) -> bytes:
    relations = RELATIONS.format(RELATION.format("c", "aFChunk", f"/word/{name}"))
    return docx("Đầu", body=CHUNK, parts={"word/_rels/document.xml.rels": relations, f"word/{name}": data})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", "<html><head><style>p {}</style></head><body><p>Giữa &amp; dưới</p></body></html>"),
        ("a.mht", f"{MHT}<p>Giữa &amp; dưới</p>"),
        ("a.txt", "Giữa & dưới"),
        ("a.docx", docx("Giữa & dưới")),
    ],
)
def test_embedded_documents_are_read_in_their_place(name: str, data: str | bytes) -> None:
    found = document("a.docx", with_chunk(name, data))
    assert (found.text, found.problems) == ("Đầu\n\nGiữa & dưới\n\nCuối", ())


def test_an_embedded_document_that_stands_twice_is_read_once() -> None:
    relations = RELATIONS.format(RELATION.format("c", "aFChunk", "a.txt") + RELATION.format("d", "aFChunk", "a.txt"))
    again = CHUNK.replace('r:id="c"', 'r:id="d"')
    parts = {"word/_rels/document.xml.rels": relations, "word/a.txt": "Giữa"}
    found = document("a.docx", docx("Đầu", body=CHUNK + CHUNK + again, parts=parts))
    assert (found.text.count("Giữa"), found.text.count("Cuối"), found.problems) == (1, 3, ())


@pytest.mark.parametrize(
    ("name", "data"), [("a.bin", b"\x00\x01"), ("b.docx", b"PK\x03\x04"), ("c.docx", with_chunk("d.docx", docx("Sâu")))]
)
def test_embedded_documents_that_cannot_be_read_are_reported(name: str, data: bytes) -> None:
    found = document("a.docx", with_chunk(name, data))
    assert found.text.startswith("Đầu")
    assert found.text.endswith("Cuối")
    assert len(found.problems) == 1


def test_the_main_part_may_have_any_name_and_strict_namespaces() -> None:
    main = '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main">{}</w:document>'.format(
        "<w:body><w:p><w:r><w:t>Sáng nay</w:t></w:r></w:p></w:body>"
    )
    strict = RELATIONS.format(RELATION.format("m", "officeDocument", "word/text.xml")).replace(
        "http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/"
    )
    notes = RELATIONS.format(RELATION.format("n", "footnotes", "n.xml"))
    parts = {"_rels/.rels": strict, "word/text.xml": main, "word/_rels/text.xml.rels": notes, "word/n.xml": NOTES}
    assert document("a.docx", zipped(parts)).text == "Sáng nay\n\nTheo số liệu năm 2020."


def nested(table: str, cell: str, text: str, depth: int) -> str:
    inner = nested(table, cell, text, depth - 1) if depth else ""
    return table.format(cell.format(text.format(f"tầng{depth}") + inner))


def test_nested_tables_are_read_once() -> None:
    word = nested("<w:tbl><w:tr>{}</w:tr></w:tbl>", "<w:tc>{}</w:tc>", "<w:p><w:r><w:t>{}</w:t></w:r></w:p>", 8)
    assert document("a.docx", docx(body=word)).text.split() == [f"tầng{depth}" for depth in range(8, -1, -1)]
    row = "<table:table><table:table-row>{}</table:table-row></table:table>"
    table = nested(row, "<table:table-cell>{}</table:table-cell>", "<text:p>{}</text:p>", 8)
    assert document("a.odt", odt(table)).text.split() == [f"tầng{depth}" for depth in range(8, -1, -1)]


def test_headers_and_comments_are_next_to_the_text_and_embedded_files_are_named() -> None:
    kinds = {"header": "header1.xml", "comments": "comments.xml", "package": "embeddings/bảng.xlsx"}
    links = "".join(f'<r Id="{kind}" Type="x/{kind}" Target="{target}"/>' for kind, target in kinds.items())
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    parts: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": f"<r>{links}</r>",
        "word/header1.xml": f'<w:hdr xmlns:w="{W}">{paragraph.format("Bản in 5/4/2021")}</w:hdr>',
        "word/comments.xml": f'<w:c xmlns:w="{W}"><w:c>{paragraph.format("Xem lại số này")}</w:c></w:c>',
    }
    found = document("a.docx", docx("Mưa lớn ở Huế", parts=parts))
    assert (found.text, found.aside) == ("Mưa lớn ở Huế", ("Bản in 5/4/2021", "Xem lại số này"))
    assert [problem.code for problem in found.problems] == ["attachment"]
    assert "bảng.xlsx" in found.problems[0].text
