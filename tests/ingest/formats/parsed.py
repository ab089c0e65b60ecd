"""Parses one document in this process, by the table of formats."""

from indexer.ingest.formats.document import Blob, ParsedDocument
from indexer.ingest.formats.known import format_of, parse
from indexer.model import Skipped


def parsed(name: str, data: bytes, encoding: str | None = None) -> ParsedDocument | Skipped:
    format = format_of(name)
    assert format is not None
    return parse(Blob(name, data, encoding), format)


def document(name: str, data: bytes, encoding: str | None = None) -> ParsedDocument:
    found = parsed(name, data, encoding)
    assert isinstance(found, ParsedDocument), found
    return found


def code(name: str, data: bytes) -> str:
    found = parsed(name, data)
    assert isinstance(found, Skipped), found
    return found.code


def stated(found: ParsedDocument) -> dict[str, object]:
    """Return the metadata that a document states about itself."""
    given = found.given
    fields = {
        "title": given.title,
        "url": given.url,
        "date": given.date,
        "author": given.author,
        "source": given.source,
    }
    return {key: each.value for key, each in fields.items() if each is not None}
