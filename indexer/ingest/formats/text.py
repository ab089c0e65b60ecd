"""Plain text: one article a file."""

from indexer.ingest.formats.document import Blob, ParsedDocument, decoded, parsed


def read(blob: Blob) -> ParsedDocument:
    """Read a text file. Raises `Refused`."""
    found = decoded(blob)
    return parsed(found, found.text)
