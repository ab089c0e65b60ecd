"""What DOCX and ODT have in common: XML in a zip archive, parsed within limits and without entities."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from indexer.ingest.encodings import repair_runs
from indexer.ingest.formats.document import HAS_WORDS, Blob, ParsedDocument, Refused, parsed, tidy, titled
from indexer.ingest.metadata_fields import parse_fields

MAX_PART_BYTES = 128 << 20
CELL = " | "
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(officeDocument|wordprocessingml|drawingml)/([A-Za-z]+)")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class _StrictTreeBuilder(TreeBuilder):
    """Builds trees without document types: those declare entities, and office documents never have one."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:  # noqa: ARG002
        """Raise `Refused`."""
        raise Refused("damaged", "its XML declares a document type, which is not allowed")


class OfficePackage:
    """The parts of an office document."""

    def __init__(self, blob: Blob) -> None:
        """Open the document. Raises `Refused`."""
        if blob.data.startswith(_OLE):
            if _ENCRYPTED in blob.data:
                raise Refused("password", "protected by a password; save it without one")
            raise Refused("damaged", "an old Word file (.doc) with the wrong extension; save it as DOCX")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(blob.data))
        except zipfile.BadZipFile as error:
            raise Refused("damaged", f"not an office document, or an incomplete one: {error}") from error

    def main_part(self, default: str) -> str:
        """Return the name of the part with the text; `default` if the package does not state it."""
        found = (target for type, target in self.relationships("").values() if type.endswith("/officeDocument"))
        return next(found, default)

    def relationships(self, name: str) -> Mapping[str, tuple[str, str]]:
        """Map the ids of the relationships of a part, or of the package, to type and part. Raises `Refused`."""
        folder, _, file = name.rpartition("/")
        tree = self.tree(f"{folder}/_rels/{file}.rels".lstrip("/"))
        return {
            each.get("Id", ""): (each.get("Type", ""), _part_name(folder, each.get("Target", "")))
            for each in (tree if tree is not None else ())
            if each.get("TargetMode") != "External"
        }

    def names(self) -> list[str]:
        """Return the names of all parts."""
        return self._archive.namelist()

    def bytes_of(self, name: str) -> bytes | None:
        """Return a part, None if it does not exist. Raises `Refused`."""
        try:
            if self._archive.getinfo(name).file_size > MAX_PART_BYTES:
                raise Refused("too-large", f"part {name} is larger than {MAX_PART_BYTES >> 20} MiB")
            return self._archive.read(name)
        except KeyError:
            return None
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise Refused("damaged", f"part {name} is damaged: {error}") from error

    def tree(self, name: str) -> Element | None:
        """Return a part as XML, None if it does not exist. Raises `Refused`."""
        data = self.bytes_of(name)
        if data is None:
            return None
        parser = XMLParser(target=_StrictTreeBuilder())
        try:
            parser.feed(_STRICT.sub(_transitional, data))
            return parser.close()
        except ParseError as error:
            raise Refused("damaged", f"part {name} is not valid XML: {error}") from error


def _part_name(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _transitional(name: re.Match[bytes]) -> bytes:
    """Return the usual name of a namespace of strict Open XML."""
    return b"http://schemas.openxmlformats.org/" + name[1] + b"/2006/" + name[2]


def office_document(text: str, title: str | None, encoding: str, aside: Iterable[str] = ()) -> ParsedDocument:
    """Return a document with its text, below its title if it has one; text in an old font is repaired.

    Of `aside`, each line with words is taken once: pages repeat their headers.
    """
    found = repair_runs([title or "", text, *(each for each in aside if HAS_WORDS.search(each))], encoding)
    title, text, *lines = map(tidy, found.runs)
    given, problems = parse_fields({"title": title} if title else {}, "document")
    return replace(parsed(found, titled(text, given), given, problems), aside=tuple(dict.fromkeys(lines)))


def title_in(text: str, stated: str | None) -> str | None:
    """Return a stated title if it is a line of the text: other titles are mostly those of a template."""
    title = tidy(stated or "")
    return title if title and title in (tidy(line) for line in text.split("\n")) else None
