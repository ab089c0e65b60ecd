"""Web pages: the main text, without navigation, advertising and comments, and what the page states about itself."""

import re

import trafilatura
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from indexer.ingest.formats.document import Blob, ParsedDocument, Refused, decoded, parsed, tidy, titled
from indexer.ingest.formats.html_metadata import page_metadata
from indexer.ingest.metadata_fields import parse_fields

_HEAD = 4096
_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]+?(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_RULES = re.compile(r"^\|(?:-+\|)+$\n?", re.MULTILINE)
_LAYOUT = ".//table | .//div | .//p | .//h1 | .//h2 | .//ul"
_CELLS = ("tbody", "tr", "td", "th")


def read(blob: Blob) -> ParsedDocument:
    """Read a page; the charset it declares is used if detection is unsure. Raises `Refused`."""
    charset = _CHARSET.search(blob.data[:_HEAD])
    found = decoded(blob, charset[1].decode("ascii") if charset else None)
    page = _page(found.text)
    given, problems = parse_fields(page_metadata(page), "document")
    text = titled(_main_text(page), given)
    return parsed(found, text, given, problems)


def _page(text: str) -> HtmlElement:
    data = text.encode("utf-8", "replace")
    if not data.strip():
        raise Refused("empty", "the file is empty")
    page = document_fromstring(data, parser=HTMLParser(encoding="utf-8", no_network=True))
    return _without_layout_tables(page)


def _without_layout_tables(page: HtmlElement) -> HtmlElement:
    """Turn tables that only arrange a page, as in old pages, into blocks; tables of data stay tables."""
    tables = {table for table in page.iter("table") if table.xpath(_LAYOUT)}
    cells = [cell for cell in page.iter(*_CELLS) if next(cell.iterancestors("table"), None) in tables]
    for element in (*tables, *cells):
        element.tag = "div"
    return page


def _main_text(page: HtmlElement) -> str:
    """Return the main text, or all text if none of it can be singled out."""
    text = trafilatura.extract(page, favor_precision=True, include_comments=False, include_tables=True)
    return tidy(_RULES.sub("", text or trafilatura.html2txt(page)).replace("\n", "\n\n"))
