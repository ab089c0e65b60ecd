"""The table of formats: which file names are articles, which module reads them, and which library that needs."""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import IO, NamedTuple, cast

from indexer.ingest.formats.document import HAS_WORDS, MAX_BYTES, Blob, ParsedDocument, Provenance, Refused
from indexer.ingest.limits import LimitExceeded, Runner
from indexer.ingest.source import RawArticle
from indexer.model import Skipped

DocumentReader = Callable[[Blob], ParsedDocument]
"""Reads a document. Raises `Refused`, and anything that its library raises."""
BatchReader = Callable[[IO[bytes], Provenance, Callable[[], None]], Iterator[RawArticle | Skipped]]
"""Yields the articles of a stream and calls the function before each one. Raises what the stream raises."""

_MIB = 1 << 20


class Format(NamedTuple):
    """A format. `reader` is a module with a function `read`, which is imported when it is needed.

    If `library` cannot be imported, the extra of that name in pyproject.toml is missing. `bounded` readers run in a
    process of their own (`indexer.ingest.bounded`), since their input may be malicious. A `batch` contains articles
    and is read where it is opened.
    """

    reader: str
    max_bytes: int = MAX_BYTES
    library: str | None = None
    extra: str | None = None
    bounded: bool = True
    batch: bool = False


_HERE = "indexer.ingest.formats"
_HTML = Format(f"{_HERE}.html", 16 * _MIB, "trafilatura", "html")
_MARKDOWN = Format(f"{_HERE}.markdown")
FORMATS = {
    ".txt": Format(f"{_HERE}.text", bounded=False),
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".pdf": Format(f"{_HERE}.pdf", 64 * _MIB, "pypdf", "pdf"),
    ".docx": Format(f"{_HERE}.docx", 64 * _MIB),
    ".odt": Format(f"{_HERE}.odt", 64 * _MIB),
    ".rtf": Format(f"{_HERE}.rtf", 32 * _MIB, "striprtf", "office"),
    ".eml": Format(f"{_HERE}.mail", 64 * _MIB),
    ".jsonl": Format(f"{_HERE}.records", bounded=False, batch=True),
    ".csv": Format(f"{_HERE}.csv_table", 64 * _MIB, bounded=False, batch=True),
}
"""The formats by extension, in lower case."""
COMPRESSIONS = (".gz", ".xz", ".bz2")
ARCHIVE = ".zip"
_METADATA_TABLE = "metadata"


def extension_of(name: str) -> str | None:
    """Return the extension of an article, a batch or an archive in lower case; None for any other name."""
    stem, extension = _split(name.lower())
    compression = extension if extension in COMPRESSIONS else ""
    if compression:
        stem, extension = _split(stem)
    if extension in FORMATS:
        is_table = extension == ".csv" and stem.rpartition("/")[2] == _METADATA_TABLE
        return None if is_table else extension + compression
    return ARCHIVE if extension == ARCHIVE and not compression else None


def _split(name: str) -> tuple[str, str]:
    stem, dot, last = name.rpartition(".")
    return stem, dot + last


def format_of(name: str) -> Format | None:
    """Return the format of a file, compressed or not; None for an archive or a file that is not an article."""
    extension = extension_of(name)
    return None if extension is None or extension == ARCHIVE else FORMATS["." + extension.split(".")[1]]


def holds_articles(name: str) -> bool:
    """Return whether a file is a batch or an archive, not a single article."""
    format = format_of(name)
    return format is None or format.batch


def missing_extra(format: Format) -> str | None:
    """Return what to install before a format can be read, None if nothing is missing."""
    if format.library is None or find_spec(format.library) is not None:
        return None
    how = f"run `make formats` if timdau was installed by make, otherwise `pip install 'timdau[{format.extra}]'`"
    return f"{format.library} is not installed: {how}"


def batch_reader(format: Format) -> BatchReader:
    """Return the reader of a batch."""
    return cast(BatchReader, import_module(format.reader).read)


def parse_within(run: Runner, blob: Blob, format: Format) -> ParsedDocument | Skipped:
    """Parse a document, one of a `bounded` format by `run`; anything wrong with it becomes a `Skipped`."""
    if not format.bounded:
        return parse(blob, format)
    try:
        return run(parse, blob, format)
    except LimitExceeded as error:
        return Skipped(blob.name, error.code, error.reason)


def parse(blob: Blob, format: Format) -> ParsedDocument | Skipped:
    """Parse a document in this process; anything wrong with it becomes a `Skipped`. Raises only MemoryError."""
    try:
        document = cast(DocumentReader, import_module(format.reader).read)(blob)
    except Refused as refused:
        return Skipped(blob.name, refused.code, refused.reason)
    except MemoryError:
        raise
    except Exception as error:
        return Skipped(blob.name, "damaged", f"cannot be parsed ({type(error).__name__}: {error})"[:300])
    if not HAS_WORDS.search(document.text):
        return Skipped(blob.name, "empty", "contains no words")
    if len(document.text) + sum(map(len, document.aside)) > MAX_BYTES:
        return Skipped(blob.name, "too-large", f"the text is longer than {MAX_BYTES:,} characters; split it")
    return document
