"""OpenDocument texts (ODT): paragraphs, tables as rows of cells, then the notes; headers and comments aside.

Deleted text is left out.
"""

from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from indexer.ingest.formats.document import Blob, ParsedDocument, Refused
from indexer.ingest.formats.office import CELL, OfficePackage, office_document, title_in
from indexer.model import Problem

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PARAGRAPHS = {f"{_TEXT}p", f"{_TEXT}h"}
_LEFT_OUT = {f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}tracked-changes"}
_PAGE_PARTS = {
    f"{_STYLE}{name}" for name in ("header", "footer", "header-left", "footer-left", "header-first", "footer-first")
}
_COVERED = f"{_TABLE}covered-table-cell"
_SIGNS = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}


def read(blob: Blob) -> ParsedDocument:
    """Read an OpenDocument text. Raises `Refused`."""
    package = OfficePackage(blob)
    if b":encryption-data" in (package.bytes_of("META-INF/manifest.xml") or b""):
        raise Refused("password", "protected by a password; save it without one")
    tree = package.tree("content.xml")
    body = None if tree is None else tree.find(f"{_OFFICE}body/{_OFFICE}text")
    if tree is None or body is None:
        raise Refused("damaged", "not an OpenDocument text: content.xml has no text in it")
    notes = [line for note in body.iter(f"{_TEXT}note-body") for line in _blocks(note)]
    text = "\n".join([*_blocks(body), *notes])
    title = _title(tree, body) or title_in(text, _meta_title(package))
    found = office_document(text, title, "odt", _aside(package, body))
    return replace(found, problems=(*found.problems, *_embedded(package)))


def _aside(package: OfficePackage, body: Element) -> Iterator[str]:
    """Yield comments, and what is printed above and below the text."""
    for comment in body.iter(f"{_OFFICE}annotation"):
        yield from _blocks(comment)
    styles = package.tree("styles.xml")
    for element in styles.iter() if styles is not None else ():
        if element.tag in _PAGE_PARTS:
            yield from _blocks(element)


def _embedded(package: OfficePackage) -> Iterator[Problem]:
    for name in package.names():
        folder, _, file = name.rpartition("/")
        if folder and file == "content.xml":
            yield Problem("attachment", f"embedded {folder} is not read; save it as a file")


def _blocks(element: Element) -> Iterator[str]:
    """Yield the lines of paragraphs and tables, each followed by a blank line."""
    for child in element:
        if child.tag in _PARAGRAPHS:
            yield from ("".join(_texts(child)), "")
        elif child.tag == f"{_TABLE}table":
            yield from (*(_row(row) for row in _inside(child, f"{_TABLE}table-row")), "")
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child)


def _row(row: Element) -> str:
    cells = _inside(row, f"{_TABLE}table-cell", _COVERED)
    texts = ((cell.tag, " ".join(" ".join(_blocks(cell)).split())) for cell in cells)
    return CELL.join(text for tag, text in texts if text or tag != _COVERED)


def _inside(element: Element, *tags: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, but not those of tables within."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag not in _LEFT_OUT and child.tag != f"{_TABLE}table":
            yield from _inside(child, *tags)


def _texts(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in _LEFT_OUT:
            yield _SIGNS.get(child.tag, "")
            yield from _texts(child)
        yield child.tail or ""


def _title(tree: Element, body: Element) -> str | None:
    """Return the paragraph in the style Title, or in a style of this document that is based on it."""
    named = {"Title"} | {
        style.get(f"{_STYLE}name")
        for style in tree.iter(f"{_STYLE}style")
        if style.get(f"{_STYLE}parent-style-name") == "Title"
    }
    titles = (
        "".join(_texts(each))
        for each in body.iter()
        if each.tag in _PARAGRAPHS and each.get(f"{_TEXT}style-name") in named
    )
    return next(filter(str.strip, titles), None)


def _meta_title(package: OfficePackage) -> str | None:
    tree = package.tree("meta.xml")
    return None if tree is None else next((each.text for each in tree.iter(_DC_TITLE)), None)
