"""PDF files with a text layer. Lines are joined to paragraphs again; what PDF files state of themselves is not used:
title and author are mostly those of a template or an account, dates those of a scan.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PdfReadError

from indexer.ingest.encodings import repair
from indexer.ingest.formats.document import HAS_WORDS, Blob, Document, Refused, document, tidy
from indexer.model import Problem

_FULL = 0.8
_RUNNING = 3
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:(?:trang|page|tr\.)\s*)?\d+(?:\s*/\s*\d+)?\W*", re.IGNORECASE)
_HYPHENATED = re.compile(r"[a-z]{2}-$")
_HYPHEN = re.compile(r"\w-$")
_ITEM = re.compile(r"[-–—•*+]\s|\(?\w{1,3}[.)]\s")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}

Lines = list[str]


def read(blob: Blob) -> Document:
    """Read a PDF file. Raises `Refused`, and whatever a damaged one makes `pypdf` raise."""
    pages = [_lines(text) for text in _pages(blob.data)]
    empty = [number for number, lines in enumerate(pages, 1) if not HAS_WORDS.search("".join(lines))]
    if len(empty) == len(pages):
        raise Refused("no-text", "it has no text layer; it may be scanned: run OCR on it")
    problems = (Problem("no-text", f"pages without text: {' '.join(map(str, empty))[:200]}"),) if empty else ()
    text = "\n\n".join(_paragraphs(_without_running_lines(pages)))
    found = repair(tidy(text), "pdf")
    return document(found, found.text, problems=problems)


def _pages(data: bytes) -> Iterator[str]:
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("password", "it is protected by a password")
        for page in reader.pages:
            yield page.extract_text()
    except (FileNotDecryptedError, DependencyError) as error:
        raise Refused("password", f"it is encrypted: {error}") from error
    except PdfReadError as error:
        raise Refused("damaged", f"no PDF file, or not all of it: {error}") from error


def _lines(text: str) -> Lines:
    return [" ".join(line.split()) for line in tidy(text.translate(_LIGATURES)).split("\n")]


def _without_running_lines(pages: Sequence[Lines]) -> list[Lines]:
    """Cut page numbers, and first and last lines that several pages share but for numbers in them."""
    pages = [[line for line in lines if line] for lines in pages]
    ends = Counter(_NUMBER.sub("#", line) for lines in pages for line in {*lines[:1], *lines[-1:]})

    def is_running(line: str) -> bool:
        return _PAGE_NUMBER.fullmatch(line) is not None or ends[_NUMBER.sub("#", line)] >= _RUNNING

    return [
        [line for place, line in enumerate(lines) if 0 < place < len(lines) - 1 or not is_running(line)]
        for lines in pages
    ]


def _paragraphs(pages: Sequence[Lines]) -> Iterator[str]:
    """Yield paragraphs: a line goes on in the next one where it is as long as the lines of its page are."""
    paragraph, goes_on = "", False
    for lines in pages:
        width = max(map(len, lines), default=0)
        for line in lines:
            if paragraph and (not goes_on or _ITEM.match(line)):
                yield paragraph
                paragraph = ""
            paragraph = _joined(paragraph, line) if paragraph else line
            goes_on = len(line) >= width * _FULL
    if paragraph:
        yield paragraph


def _joined(text: str, line: str) -> str:
    """Join lines; only words of plain letters are divided at line ends, in Vietnamese a hyphen stands in the word."""
    if _HYPHENATED.search(text) and line[0].isascii() and line[0].islower():
        return text[:-1] + line
    return text + line if _HYPHEN.search(text) else f"{text} {line}"
