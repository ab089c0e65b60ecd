"""Mail (EML): subject, sender and day of the head, and the text of the body; attachments are named, not read."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

from indexer.ingest.formats.document import Blob, Document, Refused, decoded, document, titled
from indexer.ingest.formats.known import FORMATS, missing, parse
from indexer.ingest.metadata import state
from indexer.model import Problem, Skipped

_HEAD = ("Subject", "From", "Date")


def read(blob: Blob) -> Document:
    """Read a mail: its plain text, the HTML where it has no other. Raises `Refused`."""
    message = message_from_bytes(blob.data, policy=default)
    assert isinstance(message, EmailMessage)
    if not any(name in message for name in _HEAD):
        raise Refused("damaged", "no mail: it has neither subject, sender nor date")
    given, problems = state(_fields(message), "document")
    body = _body(message, blob)
    text = titled(body.text, given)
    problems += (*body.problems, *_attachments(message))
    return Document(text, given, body.encoding, body.confidence, problems)


def _fields(message: EmailMessage) -> dict[str, object]:
    name, address = parseaddr(str(message.get("From", "")))
    date = getattr(message.get("Date"), "datetime", None)
    found = {
        "title": " ".join(str(message.get("Subject", "")).split()),
        "author": name or address,
        "date": date,
    }
    return {key: value for key, value in found.items() if value}


def _body(message: EmailMessage, mail: Blob) -> Document:
    part = message.get_body(("plain", "html"))
    data = part.get_payload(decode=True) if isinstance(part, EmailMessage) else None
    if not isinstance(part, EmailMessage) or not isinstance(data, bytes):
        raise Refused("no-text", "there is no text in the mail")
    charset = part.get_content_charset()
    if part.get_content_subtype() == "plain":
        found = decoded(replace(mail, data=data), charset)
        return document(found, found.text.strip())
    return _page(replace(mail, data=_declared(data, charset)))


def _declared(data: bytes, charset: str | None) -> bytes:
    """Put the charset that the mail names into the page, where it would stand in one that is a file."""
    return data if charset is None else f'<meta charset="{charset}">'.encode() + data


def _page(blob: Blob) -> Document:
    format = FORMATS[".html"]
    reason = missing(format)
    if reason is not None:
        raise Refused("needs-extra", f"its text is HTML: {reason}")
    found = parse(blob, format)
    if isinstance(found, Skipped):
        raise Refused(found.code, found.reason)
    return found


def _attachments(message: EmailMessage) -> tuple[Problem, ...]:
    names = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    return tuple(Problem("attachment", f"the attachment {name} is not read; save it beside the mail") for name in names)
