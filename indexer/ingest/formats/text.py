"""Plain text: one article a file."""

from indexer.ingest.formats.document import Blob, Document, decoded, document


def read(blob: Blob) -> Document:
    """Read a text file. Raises `Refused`."""
    found = decoded(blob)
    return document(found, found.text)
