"""What readers of documents take and give: the bytes of one article, and its text with what it says of itself."""

import contextlib
import re
from dataclasses import dataclass
from unicodedata import normalize

from indexer.ingest.encodings import Decoded, NotText, decode, unify_line_ends, without_surrogates
from indexer.ingest.source import Given
from indexer.model import Problem

MAX_BYTES = 8 << 20
"""The most that one article has: bytes of a text file or of a record, characters of any other."""
HAS_WORDS = re.compile(r"[^\W_]")
_CONTROLS = dict.fromkeys((*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F, 0xAD, 0xFEFF)) | {0x0C: "\n"}
_NOTHING = Given()
_SPACES = re.compile(r"[^\S\n]+")
_GAPS = re.compile(r"\s*\n\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Blob:
    """The bytes of a document, and the name it is reported under; `encoding` is the one that was stated, or None."""

    name: str
    data: bytes
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One article as its format has it. `encoding` is the format's name where the format has one of its own."""

    text: str
    given: Given = _NOTHING
    encoding: str = "utf-8"
    confidence: float = 1.0
    problems: tuple[Problem, ...] = ()


class Refused(Exception):
    """Raised by a reader for what is no article; the code is that of a `Skipped`, the reason is for people."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def decoded(blob: Blob, declared: str | None = None) -> Decoded:
    """Decode a blob, where nobody said how and its bytes do not tell well as it `declared` itself. Raises `Refused`."""
    found = decode(blob.data, blob.encoding)
    told = isinstance(found, Decoded) and not found.problems
    if declared is not None and blob.encoding is None and not told:
        with contextlib.suppress(LookupError, ValueError):
            return Decoded(unify_line_ends(blob.data.decode(declared)), declared.lower())
    if isinstance(found, NotText):
        raise Refused(found.code, found.reason)
    return found


def document(found: Decoded, text: str, given: Given = _NOTHING, problems: tuple[Problem, ...] = ()) -> Document:
    """Return a document of which `text` was left of what was decoded."""
    return Document(text, given, found.encoding, found.confidence, (*found.problems, *problems))


def tidy(text: str) -> str:
    """Return the text of a laid-out document in NFC, one space between words, one blank line between paragraphs.

    Which normal form such a document is in is an accident of the program that made it. Control characters, soft
    hyphens and halves of surrogate pairs are dropped.
    """
    clean = without_surrogates(unify_line_ends(text)).translate(_CONTROLS)
    return normalize("NFC", _GAPS.sub("\n\n", _SPACES.sub(" ", clean)).strip())


def titled(text: str, given: Given) -> str:
    """Put the title that a document states above its text, unless the text begins with it."""
    title = given.title.value if given.title else None
    return text if title is None or text.lstrip().startswith(title) else f"{title}\n\n{text}"
