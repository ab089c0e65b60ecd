"""One document through the table of formats, in this process."""

from indexer.ingest.formats.document import Blob, Document
from indexer.ingest.formats.known import format_of, parse
from indexer.model import Skipped


def parsed(name: str, data: bytes, encoding: str | None = None) -> Document | Skipped:
    format = format_of(name)
    assert format is not None
    return parse(Blob(name, data, encoding), format)


def document(name: str, data: bytes, encoding: str | None = None) -> Document:
    found = parsed(name, data, encoding)
    assert isinstance(found, Document), found
    return found


def code(name: str, data: bytes) -> str:
    found = parsed(name, data)
    assert isinstance(found, Skipped), found
    return found.code


def stated(found: Document) -> dict[str, object]:
    """What a document states of itself."""
    given = found.given
    fields = {
        "title": given.title,
        "url": given.url,
        "date": given.date,
        "author": given.author,
        "source": given.source,
    }
    return {key: each.value for key, each in fields.items() if each is not None}
