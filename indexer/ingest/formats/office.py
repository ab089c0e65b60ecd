"""What DOCX and ODT files have in common: XML in a zip archive, which is parsed with bounds and without entities."""

import io
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from indexer.ingest.encodings import repair
from indexer.ingest.formats.document import Blob, Document, Refused, document, tidy, titled
from indexer.ingest.metadata import state
from indexer.ingest.source import Given

MAX_PART_BYTES = 128 << 20
CELL = " | "
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class _Builder(TreeBuilder):
    """Builds trees; a document type, by which entities would be declared, is in no office document."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:  # noqa: ARG002
        """Raise `Refused`."""
        raise Refused("damaged", "its XML declares a document type, which is not read")


class Package:
    """The parts of an office document."""

    def __init__(self, blob: Blob) -> None:
        """Open the document. Raises `Refused`."""
        if blob.data.startswith(_OLE):
            if _ENCRYPTED in blob.data:
                raise Refused("password", "it is protected by a password")
            raise Refused("damaged", "an old Word file (.doc) under another name; save it as DOCX")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(blob.data))
        except zipfile.BadZipFile as error:
            raise Refused("damaged", f"no office document, or not all of it: {error}") from error

    def bytes_of(self, name: str) -> bytes | None:
        """Return a part, None where there is none. Raises `Refused`."""
        try:
            if self._archive.getinfo(name).file_size > MAX_PART_BYTES:
                raise Refused("too-large", f"{name} in it is larger than {MAX_PART_BYTES >> 20} MiB")
            return self._archive.read(name)
        except KeyError:
            return None
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise Refused("damaged", f"{name} in it is damaged: {error}") from error

    def tree(self, name: str) -> Element | None:
        """Return a part as XML, None where there is none. Raises `Refused`."""
        data = self.bytes_of(name)
        if data is None:
            return None
        parser = XMLParser(target=_Builder())
        try:
            parser.feed(data)
            return parser.close()
        except ParseError as error:
            raise Refused("damaged", f"{name} in it is no XML: {error}") from error


def article(text: str, title: str | None, encoding: str) -> Document:
    """Return a document of its text, under its title where it has one; text in one of the old fonts is mended."""
    given, problems = state({"title": tidy(title)} if title and title.strip() else {}, "document")
    found = repair(titled(tidy(text), given), encoding)
    return document(found, found.text, given if found.encoding == encoding else Given(), problems)


def title_in(text: str, stated: str | None) -> str | None:
    """Return a stated title if it is a line of the text: the others are mostly those of a template."""
    title = tidy(stated or "")
    return title if title and title in (tidy(line) for line in text.split("\n")) else None
