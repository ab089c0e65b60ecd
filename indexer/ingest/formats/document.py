"""What readers of documents take and return: a document's bytes, its parsed text, and where it comes from."""

import contextlib
import re
from dataclasses import dataclass
from typing import NamedTuple
from unicodedata import normalize

from indexer.ingest.encodings import Decoded, NotText, RepairedRuns, decode, unify_characters, without_surrogates
from indexer.ingest.metadata_fields import ExternalMetadata
from indexer.ingest.source import Given, RawArticle, raw_article
from indexer.model import Problem

MAX_BYTES = 8 << 20
"""The largest article: bytes of a text file or of a record, characters of any other document."""
HAS_WORDS = re.compile(r"[^\W_]")
_CONTROLS = dict.fromkeys((*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F, 0xAD, 0xFEFF)) | {0x0C: "\n"}
_NOTHING = Given()
_SPACES = re.compile(r"[^\S\n]+")
_GAPS = re.compile(r"\s*\n\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Blob:
    """The bytes of a document, the name that reports call it, and its encoding if one was stated."""

    name: str
    data: bytes
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """One article as its format has it. `encoding` is the name of the format (`pdf`) if that defines its own.

    `aside` has lines that belong to the article, but not to its running text: captions, bylines, page headers.
    """

    text: str
    given: Given = _NOTHING
    encoding: str = "utf-8"
    confidence: float = 1.0
    problems: tuple[Problem, ...] = ()
    aside: tuple[str, ...] = ()


class Refused(Exception):
    """Raised by a reader for what is not an article; `code` and `reason` are those of a `Skipped`."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Provenance(NamedTuple):
    """Where articles come from: a file, or a member of an archive, and what is stated about it outside.

    `path` is the path of the file, `name` what reports call it (`path/member` in an archive); both are spelled as on
    disk.
    """

    path: str
    name: str
    external: ExternalMetadata = ExternalMetadata()

    @property
    def id(self) -> str:
        """The id of its article, or the first part of the ids of its records."""
        return normalize("NFC", self.name)

    def article(self, document: ParsedDocument) -> RawArticle:
        """Return the article that a document is; external metadata overrides its own."""
        return raw_article(
            id=self.id,
            path=normalize("NFC", self.path),
            text=document.text,
            encoding=document.encoding,
            kind="file",
            given=self.external.given.over(document.given),
            problems=self.external.problems + document.problems,
            confidence=document.confidence,
            aside=document.aside,
        )


def decoded(blob: Blob, declared: str | None = None) -> Decoded:
    """Decode a blob. Raises `Refused`.

    If no encoding was stated and detection is unsure, this falls back to the `declared` charset.
    """
    found = decode(blob.data, blob.encoding)
    is_sure = isinstance(found, Decoded) and not found.problems
    if declared is not None and blob.encoding is None and not is_sure:
        with contextlib.suppress(LookupError, ValueError):
            return Decoded(unify_characters(blob.data.decode(declared)), declared.lower())
    if isinstance(found, NotText):
        raise Refused(found.code, found.reason)
    return found


def parsed(
    found: Decoded | RepairedRuns, text: str, given: Given = _NOTHING, problems: tuple[Problem, ...] = ()
) -> ParsedDocument:
    """Return a document whose text is `text`, with the encoding and problems of what was decoded."""
    return ParsedDocument(text, given, found.encoding, found.confidence, (*found.problems, *problems))


def tidy(text: str) -> str:
    """Return the text of a formatted document in NFC, with single spaces, and one blank line between paragraphs.

    The normal form of such a document is an accident of the program that made it. Control characters and lone
    surrogates are dropped, and soft hyphens, too, which stand for a letter in old fonts: repair comes first.
    """
    clean = without_surrogates(unify_characters(text)).translate(_CONTROLS)
    return normalize("NFC", _GAPS.sub("\n\n", _SPACES.sub(" ", clean)).strip())


def titled(text: str, given: Given) -> str:
    """Return the text of a document below its stated title, unless it begins with that already."""
    title = given.title.value if given.title else None
    return text if title is None or text.lstrip().startswith(title) else f"{title}\n\n{text}"
