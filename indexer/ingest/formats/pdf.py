"""PDF files with a text layer: their lines joined into paragraphs.

What PDF files state about themselves is not used: title and author are mostly those of a template or an account, dates
those of a scan.
"""

import contextlib
import io
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from unicodedata import normalize

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PdfReadError
from pypdf.generic import ArrayObject, IndirectObject, NameObject, PdfObject, StreamObject, TextStringObject

from indexer.analysis.syllables import is_syllable
from indexer.ingest.encodings import repair, unify_characters
from indexer.ingest.formats.document import HAS_WORDS, Blob, ParsedDocument, Refused, parsed, tidy
from indexer.model import Problem

_PAGE_END = "\f"
_SOFT_HYPHEN = "\u00ad\n"
_FULL_LINE = 0.8
_MIN_RUNNING = 3
_MIN_WORDS = 4
_MAX_DIGITS = 9
_MIN_YEAR = 1000
_NUMBER = re.compile(r"\d+")
_HYPHENATED = re.compile(r"(?<![\w-])([A-Za-z]*[a-z]{2})-$")
_PLAIN_WORD = re.compile(r"[a-z]+")
_MAX_SYLLABLES = 0.5
_HYPHEN = re.compile(r"\w-$")
_ITEM = re.compile(r"[-–—•*+]\s|\(?\w{1,3}[.)]\s")
_FILTERS = {
    "/AHx": "/ASCIIHexDecode",
    "/A85": "/ASCII85Decode",
    "/LZW": "/LZWDecode",
    "/Fl": "/FlateDecode",
    "/RL": "/RunLengthDecode",
    "/CCF": "/CCITTFaxDecode",
    "/DCT": "/DCTDecode",
}
_DAMAGE = (PdfReadError, AttributeError, KeyError, TypeError, ValueError)
_LIGATURES = {code: normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB05)}

PageLines = list[str]


def read(blob: Blob) -> ParsedDocument:
    """Read a PDF file. Raises `Refused`, and anything that a damaged file makes `pypdf` raise."""
    reader = _opened(blob.data)
    joined = _PAGE_END.join(_pages(reader))
    found = repair(joined, "pdf")
    if found.encoding == "pdf" and _SOFT_HYPHEN in joined:
        found = repair(joined.replace(_SOFT_HYPHEN, ""), "pdf")
    pages = [_lines(text) for text in found.text.split(_PAGE_END)]
    empty = [number for number, lines in enumerate(pages, 1) if not HAS_WORDS.search("".join(lines))]
    if len(empty) == len(pages):
        raise Refused("no-text", "no text layer, so it is probably a scan; run OCR on it")
    problems = (Problem("no-text", f"pages without text: {' '.join(map(str, empty))[:200]}"),) if empty else ()
    text = "\n\n".join(_paragraphs(_without_running_lines(pages)))
    document = parsed(found, text, problems=(*problems, *_attachments(reader)))
    return replace(document, aside=tuple(dict.fromkeys(_notes(reader))))


class _Reader(PdfReader):
    """Reads streams whose filters have the short names that only inline images may have."""

    def get_object(self, indirect_reference: int | IndirectObject) -> PdfObject | None:
        """Return an object, its filters under their full names."""
        found = super().get_object(indirect_reference)
        if isinstance(found, StreamObject):
            stated = found.get("/Filter")
            if isinstance(stated, ArrayObject):
                found[NameObject("/Filter")] = ArrayObject(_full_name(each) for each in stated)
            elif isinstance(stated, NameObject):
                found[NameObject("/Filter")] = _full_name(stated)
        return found


def _full_name(filter: PdfObject) -> PdfObject:
    return NameObject(_FILTERS[filter]) if isinstance(filter, str) and filter in _FILTERS else filter


@contextlib.contextmanager
def _refusing() -> Iterator[None]:
    """Raise `Refused` for what pypdf raises."""
    try:
        yield
    except (FileNotDecryptedError, DependencyError) as error:
        raise Refused("password", f"encrypted ({error}); save it without encryption") from error
    except PdfReadError as error:
        raise Refused("damaged", f"not a PDF file, or an incomplete one: {error}") from error


def _opened(data: bytes) -> PdfReader:
    with _refusing():
        reader = _Reader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("password", "protected by a password; save it without one")
        return reader


def _pages(reader: PdfReader) -> Iterator[str]:
    with _refusing():
        for page in reader.pages:
            yield unify_characters(page.extract_text()).replace(_PAGE_END, "\n")


def _notes(reader: PdfReader) -> Iterator[str]:
    """Yield comments and what was filled into forms; damage in these does not keep the text from being read."""
    with contextlib.suppress(*_DAMAGE):
        for page in reader.pages:
            for each in page.get("/Annots", ()):
                note = each.get_object()
                texts = (note.get(key) for key in ("/Contents", "/V"))
                yield from (tidy(text) for text in texts if isinstance(text, TextStringObject) and text.strip())


def _attachments(reader: PdfReader) -> Iterator[Problem]:
    with contextlib.suppress(*_DAMAGE):
        for name in reader.attachments:
            yield Problem("attachment", f"attachment {name} is not read; save it as a file")


def _lines(text: str) -> PageLines:
    return [" ".join(line.split()) for line in tidy(text.translate(_LIGATURES)).split("\n")]


def _without_running_lines(pages: Sequence[PageLines]) -> list[PageLines]:
    """Cut page numbers, and first and last lines that several pages share except for page numbers in them.

    The first of such lines is kept, as it may be the only place of a name: where it is on the first page, else at the
    end of the text.
    """
    pages = [[line for line in lines if line] for lines in pages]
    running = _running_lines(pages)
    seen: set[str] = set()
    found: list[PageLines] = []
    left: PageLines = []
    for page, lines in enumerate(pages):
        kept = []
        for number, line in enumerate(lines):
            pattern = _NUMBER.sub("#", line)
            if 0 < number < len(lines) - 1 or (pattern not in running and not _is_page_number(line, page, pages)):
                kept.append(line)
            elif pattern in running and pattern not in seen and not _page_number().fullmatch(line):
                seen.add(pattern)
                (kept if page == number == 0 else left).append(line)
        found.append(kept)
    return [*found, *([line] for line in left)]


def _running_lines(pages: Sequence[PageLines]) -> set[str]:
    """Return the patterns of running lines, with # for numbers: these are the same on all pages, or count the pages.

    “Năm 2019”, “Năm 2020” and “Chương 1”, “Chương 2” are headings: too short to be the name of a document.
    """
    found: dict[str, list[tuple[int, list[int]]]] = {}
    for page, lines in enumerate(pages):
        for line in {*lines[:1], *lines[-1:]}:
            found.setdefault(_NUMBER.sub("#", line), []).append((page, _numbers(line)))
    return {
        pattern for pattern, places in found.items() if len(places) >= _MIN_RUNNING and _is_running(pattern, places)
    }


def _is_running(pattern: str, places: Sequence[tuple[int, Sequence[int]]]) -> bool:
    columns = [
        [(page, number) for (page, _), number in zip(places, each, strict=True)]
        for each in zip(*(numbers for _, numbers in places), strict=True)
    ]
    changing = [column for column in columns if len({number for _, number in column}) > 1]
    counts = all(len({number - page for page, number in column}) == 1 for column in changing)
    return not changing or (counts and len(pattern.split()) >= _MIN_WORDS)


def _numbers(line: str) -> list[int]:
    return [int(number[:_MAX_DIGITS]) for number in _NUMBER.findall(line)]


def _is_page_number(line: str, page: int, pages: Sequence[PageLines]) -> bool:
    """Return whether a first or last line is nothing but a page number; a lone year is not."""
    if not _page_number().fullmatch(line):
        return False
    number = _numbers(line)[0]
    is_lone = line.strip("-–— .").isdecimal()
    return not is_lone or number <= len(pages) or (number < _MIN_YEAR and number >= page)


@cache
def _page_number() -> re.Pattern[str]:
    data = tomllib.loads(files(__package__).joinpath("pdf.toml").read_text("utf-8"))
    words = "|".join(map(re.escape, data["page_words"]))
    return re.compile(rf"\W*(?:(?:{words})\s*)?\d+(?:\s*/\s*\d+)?\W*", re.IGNORECASE)


def _paragraphs(pages: Sequence[PageLines]) -> Iterator[str]:
    """Yield paragraphs: a line that is nearly as long as the longest of its page, or ends in a hyphen, continues."""
    words = Counter(word for lines in pages for line in lines for word in _PLAIN_WORD.findall(line.lower()))
    hyphenates = sum(map(is_syllable, words)) <= len(words) * _MAX_SYLLABLES
    paragraph, continues = "", False
    for lines in pages:
        width = max(map(len, lines), default=0)
        for line in lines:
            if paragraph and (not continues or _ITEM.match(line)):
                yield paragraph
                paragraph = ""
            paragraph = _joined(paragraph, line, words if hyphenates else None) if paragraph else line
            continues = len(line) >= width * _FULL_LINE or _HYPHEN.search(line) is not None
    if paragraph:
        yield paragraph


def _joined(text: str, line: str, words: Counter[str] | None) -> str:
    """Join two lines; `words` are those of a text that hyphenates at line ends, None if it is Vietnamese.

    A hyphen belongs to the word if its parts are words of the text, too, or if it has more hyphens.
    """
    if not _HYPHEN.search(text):
        return f"{text} {line}"
    before, after = _HYPHENATED.search(text), _PLAIN_WORD.match(line)
    if words is None or before is None or after is None or not line[0].islower():
        return text + line
    are_words = words[before[1].lower()] > 1 and words[after[0].lower()] > 1
    return text + line if are_words else text[:-1] + line
