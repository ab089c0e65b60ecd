"""Web pages: the main text, without navigation, advertising and comments, and what the page states about itself."""

import re
from collections.abc import Iterator
from dataclasses import replace

import trafilatura
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from indexer.ingest.encodings import Decoded, repair_runs
from indexer.ingest.formats.document import Blob, ParsedDocument, Refused, decoded, parsed, tidy, titled
from indexer.ingest.formats.html_blocks import article_blocks, page_blocks
from indexer.ingest.formats.html_metadata import page_metadata
from indexer.ingest.formats.markup import text_of_markup
from indexer.ingest.metadata_fields import parse_fields
from indexer.model import Problem

_HEAD = 4096
_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]+?(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_RULES = re.compile(r"^\|(?:-+\|)+$\n?", re.MULTILINE)
_LAYOUT = ".//table | .//div | .//p | .//h1 | .//h2 | .//ul"
_CONTENT = "content"
_JSON_LD = "application/ld+json"
_LIMIT = "ERR_RESOURCE_LIMIT"
_TOO_DEEP = Problem("nested-too-deeply", "nested too deeply; all text of the page is taken for the article")
_CELLS = ("tbody", "tr", "td", "th")


def read(blob: Blob) -> ParsedDocument:
    """Read a page; the charset it declares is used if detection is unsure. Raises `Refused`."""
    charset = _CHARSET.search(blob.data[:_HEAD])
    found = decoded(blob, charset[1].decode("ascii") if charset else None)
    page, is_whole = _page(found.text)
    found = _repaired(page, found)
    given, problems = parse_fields(page_metadata(page), "document")
    if not is_whole:
        repaired = repair_runs([text_of_markup(found.text)], found.encoding)
        return parsed(found, titled(tidy(repaired.runs[0]), given), given, (*problems, _TOO_DEEP))
    title = given.title.value if given.title else None
    blocks = page_blocks(page)
    text = _main_text(page) or "\n\n".join(block.text for block in blocks.blocks)
    lead, aside, foreign = article_blocks(blocks, title and " ".join(title.split()), text)
    text = "\n\n".join(paragraph for paragraph in text.split("\n\n") if paragraph not in foreign)
    text = text.removeprefix(title or "").lstrip() if lead else text
    text = titled(tidy("\n\n".join([*lead, text])), given)
    problems += tuple(_frames(page))
    return replace(parsed(found, text, given, problems), aside=tuple(map(tidy, aside)))


def _frames(page: HtmlElement) -> Iterator[Problem]:
    pages = [frame.get("src") or "?" for frame in page.iter("frame")]
    if pages:
        yield Problem("frames", f"the pages in its frames are not read: {', '.join(pages)[:200]}; save them as files")


def _page(text: str) -> tuple[HtmlElement, bool]:
    """Return a page, and whether it is whole: the parser drops what is nested too deeply."""
    data = text.encode("utf-8", "replace")
    if not data.strip():
        raise Refused("empty", "the file is empty")
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    page = _without_layout_tables(document_fromstring(data, parser=parser))
    return page, all(error.type_name != _LIMIT for error in parser.error_log)


def _repaired(page: HtmlElement, found: Decoded) -> Decoded:
    """Repair the texts of a page in place, now that its entities are characters; return how the page was read."""
    places = [(element, part) for element in page.iter() for part in _text_parts(element)]
    texts = [_text_of(element, part) for element, part in places]
    repaired = repair_runs(texts, found.encoding)
    for (element, part), text, read in zip(places, texts, repaired.runs, strict=True):
        if read == text:
            continue
        if part == _CONTENT:
            element.set(part, read)
        else:
            setattr(element, part, read)
    confidence = min(found.confidence, repaired.confidence)
    return Decoded(found.text, repaired.encoding, confidence, found.problems + repaired.problems)


def _text_parts(element: HtmlElement) -> tuple[str, ...]:
    """Return where an element has text that is shown, or that states metadata."""
    if element.tag == "meta":
        return (_CONTENT, "tail")
    hidden = not isinstance(element.tag, str) or element.tag == "style"
    return ("tail",) if hidden or (element.tag == "script" and element.get("type") != _JSON_LD) else ("text", "tail")


def _text_of(element: HtmlElement, part: str) -> str:
    return str((element.get(part) if part == _CONTENT else getattr(element, part)) or "")


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
