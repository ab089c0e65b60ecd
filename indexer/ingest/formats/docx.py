"""Word documents (DOCX): paragraphs, tables as rows of cells, then the notes; headers, comments and charts aside.

Deleted text is left out.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from xml.etree.ElementTree import Element

from indexer.ingest.formats.document import Blob, ParsedDocument, Refused, decoded
from indexer.ingest.formats.known import FORMATS, missing_extra, parse
from indexer.ingest.formats.markup import text_of_markup
from indexer.ingest.formats.office import CELL, OfficePackage, office_document, title_in
from indexer.model import Problem

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", _FALLBACK}
_SIGNS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NOTES = ("footnotes", "endnotes")
_PAGE_PARTS = ("/header", "/footer", "/comments")
_DRAWN_PARTS = ("/chart", "/diagramData")
_EMBEDDED = ("/package", "/oleObject")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXTS = (f"{_W}t", f"{_DRAWING}t", f"{_MATHS}t")
_DESCRIPTIONS = ("descr", "alt", "string")
_MAIN = "word/document.xml"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ZIP, _RTF = b"PK\x03\x04", b"{\\rtf"
_MIME = re.compile(rb"(?im)^(mime-version|content-type):")
_HEAD = 1024


class _WordReader:
    """Reads the main part of a package, and the parts that it refers to."""

    def __init__(self, package: OfficePackage, name: str, depth: int = 0) -> None:
        self.package = package
        self.main = name
        self.problems: list[Problem] = []
        self._relationships = package.relationships(name)
        self._chunks: set[str] = set()
        self._depth = depth

    def related(self, kind: str, default: str) -> Element | None:
        """Return the part to which the main part has a relationship of this kind."""
        targets = (target for type, target in self._relationships.values() if type.endswith(kind))
        return self.package.tree(next(targets, default))

    def text(self, tree: Element) -> str:
        parts = [self.related(f"/{name}", f"word/{name}.xml") for name in _NOTES]
        notes = [line for part in parts if part is not None for line in self._notes(part)]
        return "\n".join([*self._blocks(tree), *notes])

    def aside(self, tree: Element) -> Iterator[str]:
        """Yield what is printed around the text, said about it, or drawn; names of embedded files become problems."""
        for type, name in self.package.relationships(self.main).values():
            if type.endswith(_EMBEDDED):
                file = name.rpartition("/")[2]
                self.problems.append(Problem("attachment", f"embedded {file} is not read; save it as a file"))
            part = self.package.tree(name) if type.endswith((*_PAGE_PARTS, *_DRAWN_PARTS)) else None
            if part is not None:
                yield from self._blocks(part) if type.endswith(_PAGE_PARTS) else _drawn(part)
        for element in tree.iter():
            yield from (element.get(name) or "" for name in _DESCRIPTIONS)

    def _blocks(self, element: Element) -> Iterator[str]:
        """Yield the lines of paragraphs and tables, each followed by a blank line."""
        for child in element:
            if child.tag == f"{_W}p":
                yield from ("".join(_texts(child)), "")
            elif child.tag == f"{_W}tbl":
                yield from (*(self._row(row) for row in _inside(child, f"{_W}tr")), "")
            elif child.tag == f"{_W}altChunk":
                yield from (self._chunk(child.get(_RELATION) or ""), "")
            elif child.tag not in _LEFT_OUT:
                yield from self._blocks(child)

    def _row(self, row: Element) -> str:
        cells = _inside(row, f"{_W}tc")
        return CELL.join(" ".join(" ".join(self._blocks(cell)).split()) for cell in cells)

    def _notes(self, tree: Element) -> Iterator[str]:
        """Yield the lines of notes; notes with a type are the rules between text and notes."""
        for note in tree:
            if f"{_W}type" not in note.attrib:
                yield from self._blocks(note)

    def _chunk(self, id: str) -> str:
        """Return the text of a document of another format that stands for a part of this one, where it first stands."""
        _, name = self._relationships.get(id, ("", ""))
        if (name or id) in self._chunks:
            return ""
        self._chunks.add(name or id)
        data = self.package.bytes_of(name) if name else None
        try:
            if data is None:
                raise Refused("damaged", "it is missing")
            if data.startswith(_ZIP):
                return self._nested(Blob(name, data))
            return _text_of_chunk(Blob(name, data))
        except Refused as refused:
            what = f"embedded document {name or id} is not read: {refused.reason}"
            self.problems.append(Problem(refused.code, what))
            return ""

    def _nested(self, blob: Blob) -> str:
        if self._depth:
            raise Refused("nested-archive", "it is embedded in another embedded document; save it as a file")
        package = OfficePackage(blob)
        reader = _WordReader(package, package.main_part(_MAIN), self._depth + 1)
        tree = package.tree(reader.main)
        if tree is None:
            raise Refused("damaged", "not a Word document")
        text = reader.text(tree)
        self.problems += reader.problems
        return text


def read(blob: Blob) -> ParsedDocument:
    """Read a Word document. Raises `Refused`."""
    package = OfficePackage(blob)
    reader = _WordReader(package, package.main_part(_MAIN))
    tree = package.tree(reader.main)
    if tree is None:
        raise Refused("damaged", f"not a Word document: it has no part {reader.main}")
    text = reader.text(tree)
    title = _title(reader.related("/styles", "word/styles.xml"), tree) or title_in(text, _core_title(package))
    found = office_document(text, title, "docx", reader.aside(tree))
    return replace(found, problems=(*found.problems, *reader.problems))


def _text_of_chunk(blob: Blob) -> str:
    """Return the text of an embedded document, known by its first bytes. Raises `Refused`."""
    if blob.data.startswith(_RTF):
        found = parse(blob, FORMATS[".rtf"]) if missing_extra(FORMATS[".rtf"]) is None else None
        if not isinstance(found, ParsedDocument):
            raise Refused(found.code if found else "needs-extra", "it is RTF that cannot be read here")
        return found.text
    if _MIME.search(blob.data[:_HEAD]):
        parts = message_from_bytes(blob.data).walk()
        pages = [part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/html"]
        data = b"\n".join(page for page in pages if isinstance(page, bytes))
        return text_of_markup(decoded(replace(blob, data=data)).text)
    text = decoded(blob).text
    return text_of_markup(text) if text.lstrip().startswith("<") else text


def _inside(element: Element, tag: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, but not those of tables within."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _LEFT_OUT and child.tag != f"{_W}tbl":
            yield from _inside(child, tag)


def _texts(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in _TEXTS:
            yield child.text or ""
        elif child.tag == f"{_W}p":
            yield from ("\n", *_texts(child), "\n")
        elif child.tag not in _LEFT_OUT:
            yield _SIGNS.get(child.tag, "")
            yield from _texts(child)


def _drawn(tree: Element) -> Iterator[str]:
    """Yield the texts of a chart or a diagram; the numbers of a chart are not words."""
    for element in tree.iter():
        if element.tag == f"{_DRAWING}p":
            yield "".join(_texts(element))
        elif element.tag == f"{_CHART}strCache":
            yield from (value.text or "" for value in element.iter(f"{_CHART}v"))


def _title(styles: Element | None, tree: Element) -> str | None:
    """Return the paragraph in the style named Title; its id differs between languages."""
    named = {
        style.get(f"{_W}styleId")
        for style in (styles if styles is not None else ())
        for name in style.iter(f"{_W}name")
        if (name.get(f"{_W}val") or "").lower() == "title"
    } or {"Title"}
    titles = (
        "".join(_texts(paragraph))
        for paragraph in tree.iter(f"{_W}p")
        for style in paragraph.iter(f"{_W}pStyle")
        if style.get(f"{_W}val") in named
    )
    return next(filter(str.strip, titles), None)


def _core_title(package: OfficePackage) -> str | None:
    tree = package.tree("docProps/core.xml")
    return None if tree is None else tree.findtext(_DC_TITLE)
