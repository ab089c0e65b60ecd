"""Word documents (DOCX): paragraphs, tables as rows of cells, then the notes; deleted text is left out."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from indexer.ingest.formats.document import Blob, ParsedDocument, Refused
from indexer.ingest.formats.office import CELL, OfficePackage, office_document, title_in

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", _FALLBACK}
_SIGNS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")


def read(blob: Blob) -> ParsedDocument:
    """Read a Word document. Raises `Refused`."""
    package = OfficePackage(blob)
    tree = package.tree("word/document.xml")
    if tree is None:
        raise Refused("damaged", "not a Word document: it has no part word/document.xml")
    notes = [line for name in _NOTES if (part := package.tree(name)) is not None for line in _notes(part)]
    text = "\n".join([*_blocks(tree), *notes])
    return office_document(text, _title(package, tree) or title_in(text, _core_title(package)), "docx")


def _blocks(element: Element) -> Iterator[str]:
    """Yield the lines of paragraphs and tables, each followed by a blank line."""
    for child in element:
        if child.tag == f"{_W}p":
            yield from ("".join(_texts(child)), "")
        elif child.tag == f"{_W}tbl":
            yield from (*(_row(row) for row in child.iter(f"{_W}tr")), "")
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child)


def _row(row: Element) -> str:
    return CELL.join(" ".join(" ".join(_blocks(cell)).split()) for cell in row.iter(f"{_W}tc"))


def _texts(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}p":
            yield from ("\n", *_texts(child), "\n")
        elif child.tag not in _LEFT_OUT:
            yield _SIGNS.get(child.tag, "")
            yield from _texts(child)


def _notes(tree: Element) -> Iterator[str]:
    """Yield the lines of notes; notes with a type are the rules between text and notes."""
    for note in tree:
        if f"{_W}type" not in note.attrib:
            yield from _blocks(note)


def _title(package: OfficePackage, tree: Element) -> str | None:
    """Return the paragraph in the style named Title; its id differs between languages."""
    styles = package.tree("word/styles.xml")
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
