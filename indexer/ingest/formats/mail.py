"""Email (EML): subject, sender and day from the header, and the text; attachments are reported, not read."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

from indexer.ingest.formats.document import Blob, ParsedDocument, Refused, decoded, parsed, titled
from indexer.ingest.formats.known import FORMATS, missing_extra, parse
from indexer.ingest.metadata_fields import parse_fields
from indexer.model import Problem, Skipped

_HEADER_FIELDS = ("Subject", "From", "Date")


def read(blob: Blob) -> ParsedDocument:
    """Read an email: its plain text, or its HTML if there is no plain text. Raises `Refused`."""
    message = message_from_bytes(blob.data, policy=default)
    assert isinstance(message, EmailMessage)
    if not any(name in message for name in _HEADER_FIELDS):
        raise Refused("damaged", "not an email: it has no subject, sender or date")
    given, problems = parse_fields(_fields(message), "document")
    body = _body(message, blob)
    text = titled(body.text, given)
    problems += (*body.problems, *_attachments(message))
    return ParsedDocument(text, given, body.encoding, body.confidence, problems)


def _fields(message: EmailMessage) -> dict[str, object]:
    name, address = parseaddr(str(message.get("From", "")))
    date = getattr(message.get("Date"), "datetime", None)
    found = {
        "title": " ".join(str(message.get("Subject", "")).split()),
        "author": name or address,
        "date": date,
    }
    return {key: value for key, value in found.items() if value}


def _body(message: EmailMessage, mail: Blob) -> ParsedDocument:
    part = message.get_body(("plain", "html"))
    data = part.get_payload(decode=True) if isinstance(part, EmailMessage) else None
    if not isinstance(part, EmailMessage) or not isinstance(data, bytes):
        raise Refused("no-text", "the email has no text")
    charset = part.get_content_charset()
    if part.get_content_subtype() == "plain":
        found = decoded(replace(mail, data=data), charset)
        return parsed(found, found.text.strip())
    return _page(replace(mail, data=_with_charset(data, charset)))


def _with_charset(data: bytes, charset: str | None) -> bytes:
    """Declare the charset that the email states in the page, as a page in a file would."""
    return data if charset is None else f'<meta charset="{charset}">'.encode() + data


def _page(blob: Blob) -> ParsedDocument:
    format = FORMATS[".html"]
    reason = missing_extra(format)
    if reason is not None:
        raise Refused("needs-extra", f"the text is HTML, and {reason}")
    found = parse(blob, format)
    if isinstance(found, Skipped):
        raise Refused(found.code, found.reason)
    return found


def _attachments(message: EmailMessage) -> tuple[Problem, ...]:
    names = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    return tuple(Problem("attachment", f"attachment {name} is not read; save it as a file") for name in names)
