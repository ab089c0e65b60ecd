"""PDF files with a text layer: their lines joined into paragraphs.

What PDF files state about themselves is not used: title and author are mostly those of a template or an account, dates
those of a scan.
"""

import io
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from unicodedata import normalize

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PdfReadError

from indexer.ingest.encodings import repair, unify_line_ends
from indexer.ingest.formats.document import HAS_WORDS, Blob, ParsedDocument, Refused, parsed, tidy
from indexer.model import Problem

_PAGE_END = "\f"
_FULL_LINE = 0.8
_MIN_RUNNING = 3
_NUMBER = re.compile(r"\d+")
_HYPHENATED = re.compile(r"[a-z]{2}-$")
_HYPHEN = re.compile(r"\w-$")
_ITEM = re.compile(r"[-–—•*+]\s|\(?\w{1,3}[.)]\s")
_LIGATURES = {code: normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB05)}

PageLines = list[str]


def read(blob: Blob) -> ParsedDocument:
    """Read a PDF file. Raises `Refused`, and anything that a damaged file makes `pypdf` raise."""
    found = repair(_PAGE_END.join(_pages(blob.data)), "pdf")
    pages = [_lines(text) for text in found.text.split(_PAGE_END)]
    empty = [number for number, lines in enumerate(pages, 1) if not HAS_WORDS.search("".join(lines))]
    if len(empty) == len(pages):
        raise Refused("no-text", "no text layer, so it is probably a scan; run OCR on it")
    problems = (Problem("no-text", f"pages without text: {' '.join(map(str, empty))[:200]}"),) if empty else ()
    return parsed(found, "\n\n".join(_paragraphs(_without_running_lines(pages))), problems=problems)


def _pages(data: bytes) -> Iterator[str]:
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("password", "protected by a password; save it without one")
        for page in reader.pages:
            yield unify_line_ends(page.extract_text()).replace(_PAGE_END, "\n")
    except (FileNotDecryptedError, DependencyError) as error:
        raise Refused("password", f"encrypted ({error}); save it without encryption") from error
    except PdfReadError as error:
        raise Refused("damaged", f"not a PDF file, or an incomplete one: {error}") from error


def _lines(text: str) -> PageLines:
    return [" ".join(line.split()) for line in tidy(text.translate(_LIGATURES)).split("\n")]


def _without_running_lines(pages: Sequence[PageLines]) -> list[PageLines]:
    """Cut page numbers, and first and last lines that several pages share except for numbers in them."""
    pages = [[line for line in lines if line] for lines in pages]
    ends = Counter(_NUMBER.sub("#", line) for lines in pages for line in {*lines[:1], *lines[-1:]})

    def is_running(line: str) -> bool:
        return _page_number().fullmatch(line) is not None or ends[_NUMBER.sub("#", line)] >= _MIN_RUNNING

    return [
        [line for number, line in enumerate(lines) if 0 < number < len(lines) - 1 or not is_running(line)]
        for lines in pages
    ]


@cache
def _page_number() -> re.Pattern[str]:
    data = tomllib.loads(files(__package__).joinpath("pdf.toml").read_text("utf-8"))
    words = "|".join(map(re.escape, data["page_words"]))
    return re.compile(rf"\W*(?:(?:{words})\s*)?\d+(?:\s*/\s*\d+)?\W*", re.IGNORECASE)


def _paragraphs(pages: Sequence[PageLines]) -> Iterator[str]:
    """Yield paragraphs: a line that is nearly as long as the longest of its page continues in the next one."""
    paragraph, continues = "", False
    for lines in pages:
        width = max(map(len, lines), default=0)
        for line in lines:
            if paragraph and (not continues or _ITEM.match(line)):
                yield paragraph
                paragraph = ""
            paragraph = _joined(paragraph, line) if paragraph else line
            continues = len(line) >= width * _FULL_LINE
    if paragraph:
        yield paragraph


def _joined(text: str, line: str) -> str:
    """Join two lines; only words of plain letters are hyphenated at line ends, Vietnamese ones keep their hyphen."""
    if _HYPHENATED.search(text) and line[0].isascii() and line[0].islower():
        return text[:-1] + line
    return text + line if _HYPHEN.search(text) else f"{text} {line}"
