"""Office documents: bombs, entities, nesting and parts that stand in many places."""

import io
import zipfile
from collections.abc import Callable, Mapping

from tests.hostile.inputs.hostile_input import INDEXED, WORD, HostileInput, flood, nested, one_file, repeated

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006/relationships"
_OPEN = f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>'
_CLOSE = "</w:body></w:document>"
_ODT_OPEN = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>'
)
_ODT_CLOSE = "</office:text></office:body></office:document-content>"
_ENTITIES = "<!DOCTYPE a [<!ENTITY a 'a'>" + "".join(
    f"<!ENTITY {chr(98 + level)} '{f'&{chr(97 + level)};' * 10}'>" for level in range(12)
)


def _package(parts: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _word(make: Callable[[int], bytes], method: int = zipfile.ZIP_STORED) -> Callable[[int], bytes]:
    return lambda size: _package({"word/document.xml": make(size)}, method)


def _open(make: Callable[[int], bytes]) -> Callable[[int], bytes]:
    return lambda size: _package({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": make(size)})


def _docx(name: str, unit: str, before: str = "", after: str = "", *ends: str) -> HostileInput:
    make = flood(unit, _OPEN + before, after + _paragraph(WORD) + _CLOSE)
    return one_file(f"docx-{name}", "a.docx", _word(make), *(ends or (INDEXED,)))


def _docx_nested(name: str, start: str, end: str, middle: str, *ends: str) -> HostileInput:
    make = nested(start, end, _OPEN, middle, _paragraph(WORD) + _CLOSE)
    return one_file(f"docx-{name}", "a.docx", _word(make), *ends)


def _odt(name: str, unit: str, before: str = "", after: str = "", *ends: str) -> HostileInput:
    make = flood(unit, _ODT_OPEN + before, f"{after}<text:p>{WORD}</text:p>{_ODT_CLOSE}")
    return one_file(f"odt-{name}", "a.odt", _open(make), *(ends or (INDEXED,)))


def _bomb(size: int) -> bytes:
    spaces = b"<w:p><w:r><w:t>" + b" " * (200 * size) + b"</w:t></w:r></w:p>"
    document = _OPEN.encode() + spaces + _paragraph(WORD).encode() + _CLOSE.encode()
    return _package({"word/document.xml": document}, zipfile.ZIP_DEFLATED)


def _tables_within(depth: int) -> Callable[[int], bytes]:
    """Return a text in a table in a table, and so on."""
    start, end = "<w:tbl><w:tr><w:tc>" * depth, "</w:tc></w:tr></w:tbl>" * depth
    return _word(
        flood("hội nghị ", f"{_OPEN}{start}<w:p><w:r><w:t>", f"</w:t></w:r></w:p>{end}{_paragraph(WORD)}{_CLOSE}")
    )


def _relationships(*targets: str) -> bytes:
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{_R}/aFChunk" Target="{target}"/>' for number, target in enumerate(targets)
    )
    return f'<Relationships xmlns="{_P}">{rows}</Relationships>'.encode()


def _shared_chunk(size: int) -> bytes:
    """Return a document that shows the same embedded page in many places."""
    chunks = '<w:altChunk r:id="r0"/>' * (size // 50)
    return _package(
        {
            "word/document.xml": f"{_OPEN}{chunks}{_paragraph(WORD)}{_CLOSE}".encode(),
            "word/_rels/document.xml.rels": _relationships("a.html"),
            "word/a.html": f"<p>{repeated('hội nghị ', size // 2)}</p>".encode(),
        }
    )


def _chunk_loop(size: int) -> bytes:
    inner = _package(
        {
            "word/document.xml": f'{_OPEN}<w:altChunk r:id="r0"/>{_paragraph("trong")}{_CLOSE}'.encode(),
            "word/_rels/document.xml.rels": _relationships("document.xml"),
        }
    )
    chunks = '<w:altChunk r:id="r0"/>' * (size // 50)
    return _package(
        {
            "word/document.xml": f"{_OPEN}{chunks}{_paragraph(WORD)}{_CLOSE}".encode(),
            "word/_rels/document.xml.rels": _relationships("a.docx"),
            "word/a.docx": inner,
        }
    )


def _many_relationships(size: int) -> bytes:
    """Return a document with many embedded pages, each of them another part."""
    number = max(1, size // 400)
    chunks = "".join(f'<w:altChunk r:id="r{each}"/>' for each in range(number))
    pages = {f"word/{each}.html": b"<p>trang</p>" for each in range(number)}
    return _package(
        {
            "word/document.xml": f"{_OPEN}{chunks}{_paragraph(WORD)}{_CLOSE}".encode(),
            "word/_rels/document.xml.rels": _relationships(*(f"{each}.html" for each in range(number))),
            **pages,
        }
    )


def _parts(size: int) -> bytes:
    document = f"{_OPEN}{_paragraph(WORD)}{_CLOSE}".encode()
    return _package({"word/document.xml": document, **{f"a/{number}": b"" for number in range(size // 110)}})


def _main_part_loop(size: int) -> bytes:
    relation = f'<Relationship Id="r0" Type="{_R}/officeDocument" Target="_rels/.rels"/>'
    padding = {"a": b"a" * size}
    return _package({"_rels/.rels": f'<Relationships xmlns="{_P}">{relation}</Relationships>'.encode(), **padding})


def _forged_size(size: int) -> bytes:
    """Return a document whose main part is said to be 4 GiB long."""
    data = bytearray(_word(flood("a ", f"{_OPEN}<w:p><w:r><w:t>", f"</w:t></w:r></w:p>{_CLOSE}"))(size))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = b"\xfe\xff\xff\xff"
    return bytes(data)


def _styles(size: int) -> bytes:
    styles = repeated("<w:style w:styleId='a'><w:name w:val='title'/></w:style>", size // 2)
    paragraphs = repeated("<w:p><w:pPr><w:pStyle w:val='b'/></w:pPr></w:p>", size // 2)
    return _package(
        {
            "word/document.xml": f"{_OPEN}{paragraphs}{_paragraph(WORD)}{_CLOSE}".encode(),
            "word/styles.xml": f'<w:styles xmlns:w="{_W}">{styles}</w:styles>'.encode(),
        }
    )


INPUTS: tuple[HostileInput, ...] = (
    one_file("docx-bomb", "a.docx", _bomb, INDEXED),
    one_file("docx-forged-size", "a.docx", _forged_size, "too-large"),
    one_file(
        "docx-entities",
        "a.docx",
        _word(flood("a ", f"{_ENTITIES}]>{_OPEN}&m;", f"{_paragraph(WORD)}{_CLOSE}")),
        "damaged",
    ),
    one_file("docx-tables-within", "a.docx", _tables_within(12), INDEXED),
    one_file("docx-shared-chunk", "a.docx", _shared_chunk, INDEXED),
    one_file("docx-chunk-loop", "a.docx", _chunk_loop, INDEXED),
    one_file("docx-many-chunks", "a.docx", _many_relationships, INDEXED),
    one_file("docx-parts", "a.docx", _parts, INDEXED),
    one_file("docx-main-part-loop", "a.docx", _main_part_loop, "empty"),
    one_file("docx-styles", "a.docx", _styles, INDEXED),
    _docx("paragraphs", "<w:p/>"),
    _docx("runs", "<w:r><w:t>a</w:t></w:r>", "<w:p>", "</w:p>"),
    _docx("rows", "<w:tr><w:tc/></w:tr>", "<w:tbl>", "</w:tbl>"),
    _docx("cells", "<w:tc><w:p/></w:tc>", "<w:tbl><w:tr>", "</w:tr></w:tbl>"),
    _docx("attributes-of-one-name", "a='b' ", "<w:p ", "/>", "damaged"),
    _docx_nested("nested-tables", "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", _paragraph("a"), "damaged"),
    _docx_nested("nested-paragraphs", "<w:p><w:r>", "</w:r></w:p>", "a", "damaged"),
    _odt("spaces", "<text:s text:c='1000000000'/>", "<text:p>", "</text:p>"),
    _odt(
        "repeated-rows", "<table:table-row table:number-rows-repeated='1000000000'/>", "<table:table>", "</table:table>"
    ),
    _odt("spans", "<text:span>a</text:span>", "<text:p>", "</text:p>"),
    one_file(
        "odt-nested-spans",
        "a.odt",
        _open(nested("<text:span>", "</text:span>", f"{_ODT_OPEN}<text:p>", WORD, f"</text:p>{_ODT_CLOSE}")),
        INDEXED,
    ),
    one_file(
        "odt-nested-notes",
        "a.odt",
        _open(
            nested(
                "<text:p>a<text:note><text:note-body>",
                "</text:note-body></text:note></text:p>",
                _ODT_OPEN,
                "a",
                f"<text:p>{WORD}</text:p>{_ODT_CLOSE}",
            )
        ),
        INDEXED,
    ),
    one_file("odt-entities", "a.odt", _open(flood("a ", f"{_ENTITIES}]>{_ODT_OPEN}&m;", _ODT_CLOSE)), "damaged"),
    one_file("rtf-groups", "a.rtf", nested("{", "}", "{\\rtf1 ", "a", f" {WORD}}}"), INDEXED),
    one_file("rtf-open-groups", "a.rtf", flood("{a", "{\\rtf1 "), "damaged"),
    one_file("rtf-binary", "a.rtf", flood("a ", "{\\rtf1\\ansi \\bin999999999 ", f"{WORD}}}"), INDEXED),
    one_file("rtf-unicode", "a.rtf", flood("\\u7879?", "{\\rtf1\\ansi ", f" {WORD}}}"), INDEXED),
    one_file("rtf-surrogates", "a.rtf", flood("\\u-10240?", "{\\rtf1\\ansi ", f" {WORD}}}"), INDEXED),
    one_file("rtf-hex", "a.rtf", flood("\\'e1", "{\\rtf1\\ansi ", f" {WORD}}}"), INDEXED),
    one_file("rtf-skips", "a.rtf", flood("\\uc999999999\\u65 ", f"{{\\rtf1\\ansi {WORD} ", "}"), INDEXED),
    one_file("rtf-one-word", "a.rtf", flood("a", "{\\rtf1\\", f" {WORD}}}"), INDEXED),
    one_file("rtf-number", "a.rtf", flood("9", "{\\rtf1\\u", f" {WORD}}}"), "damaged"),
    one_file("rtf-destinations", "a.rtf", flood("{\\*\\x a}", "{\\rtf1\\ansi ", f" {WORD}}}"), INDEXED),
    one_file("rtf-fonts", "a.rtf", flood("{\\f1 a;}", "{\\rtf1{\\fonttbl", f"}}{WORD}}}"), INDEXED),
    one_file("rtf-cells", "a.rtf", flood("a\\cell ", "{\\rtf1\\ansi ", f"\\row {WORD}}}"), INDEXED),
)
