"""The table of formats: which file names are articles, who reads them, and what that needs."""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import IO, NamedTuple, cast

from indexer.ingest.formats.document import HAS_WORDS, MAX_BYTES, Blob, Document, Refused
from indexer.ingest.formats.origin import Origin
from indexer.ingest.source import RawArticle
from indexer.model import Skipped

Reader = Callable[[Blob], Document]
"""Reads a document. Raises `Refused`, and whatever its library raises."""
BatchReader = Callable[[IO[bytes], Origin, Callable[[], None]], Iterator[RawArticle | Skipped]]
"""Yields the articles in a stream, telling before each one; raises what the stream raises."""

_MIB = 1 << 20


class Format(NamedTuple):
    """A format. `reader` is a module with a function `read`, imported when it is asked for.

    Where `library` cannot be imported, the extra of that name in pyproject.toml is missing. `bounded` readers work
    in a process of their own (`indexer.ingest.bounded`), as what they parse may be made to hurt. A `batch` holds
    articles, and is read where it is opened.
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
    ".csv": Format(f"{_HERE}.tables", 64 * _MIB, bounded=False, batch=True),
}
"""The formats by extension, in lower case."""
PACKINGS = (".gz", ".xz", ".bz2")
ARCHIVE = ".zip"
_TABLE_OF_METADATA = "metadata"


def extension_of(name: str) -> str | None:
    """Return the extension of an article, a batch or an archive, in lower case; None for any other name."""
    stem, extension = _divided(name.lower())
    packing = extension if extension in PACKINGS else ""
    if packing:
        stem, extension = _divided(stem)
    if extension in FORMATS:
        is_table = extension == ".csv" and stem.rpartition("/")[2] == _TABLE_OF_METADATA
        return None if is_table else extension + packing
    return ARCHIVE if extension == ARCHIVE and not packing else None


def _divided(name: str) -> tuple[str, str]:
    stem, dot, last = name.rpartition(".")
    return stem, dot + last


def format_of(name: str) -> Format | None:
    """Return the format of a file, packed or not; None for an archive, and for no article at all."""
    extension = extension_of(name)
    return None if extension is None or extension == ARCHIVE else FORMATS["." + extension.split(".")[1]]


def holds_articles(name: str) -> bool:
    """Tell a batch or an archive from a file that is one article."""
    format = format_of(name)
    return format is None or format.batch


def missing(format: Format) -> str | None:
    """Say what to install before a format can be read; None where nothing is missing."""
    if format.library is None or find_spec(format.library) is not None:
        return None
    how = f"run `make formats` where timdau was installed by make, or else `pip install 'timdau[{format.extra}]'`"
    return f"it needs {format.library}, which is not installed: {how}"


def batch_reader(format: Format) -> BatchReader:
    """Return who reads a batch."""
    return cast(BatchReader, import_module(format.reader).read)


def parse(blob: Blob, format: Format) -> Document | Skipped:
    """Read a document in this process; whatever is wrong with it is a `Skipped`. Raises MemoryError alone."""
    try:
        document = cast(Reader, import_module(format.reader).read)(blob)
    except Refused as refused:
        return Skipped(blob.name, refused.code, refused.reason)
    except MemoryError:
        raise
    except Exception as error:
        return Skipped(blob.name, "damaged", f"it cannot be parsed ({type(error).__name__}: {error})"[:300])
    if not HAS_WORDS.search(document.text):
        return Skipped(blob.name, "empty", "there is no word in it")
    if len(document.text) > MAX_BYTES:
        return Skipped(blob.name, "too-large", f"its text is longer than {MAX_BYTES >> 20} Mi characters; split it")
    return document
