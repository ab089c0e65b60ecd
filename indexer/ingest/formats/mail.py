"""Email (EML): subject, sender and day from the header, and all of its text; attachments are reported, not read."""

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import parseaddr
from typing import NamedTuple

from indexer.ingest.encodings import NotText, decode, repair_runs
from indexer.ingest.encodings.legacy import LEGACY
from indexer.ingest.formats.document import HAS_WORDS, Blob, ParsedDocument, Refused, decoded, parsed, tidy, titled
from indexer.ingest.formats.known import FORMATS, missing_extra, parse
from indexer.ingest.formats.markup import text_of_markup
from indexer.ingest.metadata_fields import parse_fields
from indexer.model import Problem, Skipped

_HEADER_FIELDS = ("Subject", "From", "Date")
_HEAD_END = re.compile(rb"\r?\n\r?\n|\r\r")
_FIELD = re.compile(rb"(?m)^([!-9;-~]+)[ \t]*:")
_SLIP = re.compile(rb"(?m)^(?=[^\s:][^:\r\n]*\r?$)(?=[^\r\n]*\r?\n(?:[!-9;-~]+:|[ \t]))(?!From )")
_WORD = re.compile(r"[^\W_]+")
_MAX_MISSING = 0.5
_MIN_LENGTH = 0.5


def read(blob: Blob) -> ParsedDocument:
    """Read an email: its text in all parts, each as HTML if its plain text lacks most of that. Raises `Refused`."""
    data = _with_valid_head(blob.data)
    message = _message(data)
    if not any(name in message for name in _HEADER_FIELDS):
        raise Refused("damaged", "not an email: it has no subject, sender or date")
    parts = _text_parts(message)
    read_parts, refused = _read_parts(parts.texts, blob)
    encoding = next((each.encoding for each in read_parts if each.encoding != "utf-8"), "utf-8")
    fields = _fields(_readable_head(data, encoding))
    inner = encoding.rpartition("/")[2]
    stated = repair_runs(list(map(str, fields.values())), inner=inner if inner in LEGACY else None)
    given, problems = parse_fields(
        {key: value if key == "date" else read for (key, value), read in zip(fields.items(), stated.runs, strict=True)},
        "document",
    )
    text = titled("\n\n".join(each.text for each in read_parts), given)
    problems += (*(problem for each in read_parts for problem in each.problems), *refused, *_attachments(parts.others))
    aside = [line for each in read_parts for line in each.aside]
    aside += _unread(parts.versions, [text, *aside], encoding, blob)
    return ParsedDocument(text, given, encoding, min(each.confidence for each in read_parts), problems, tuple(aside))


def _message(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def _with_valid_head(data: bytes) -> bytes:
    """Return an email without what makes a parser take part of its head for the body.

    That is what precedes the head, blanks before a colon, and lines without a colon between two fields: they continue
    the field before them.
    """
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    end = _HEAD_END.search(data)
    head = data[: end.start()] if end else data
    return _SLIP.sub(b" ", _FIELD.sub(rb"\1:", head)) + data[len(head) :]


def _readable_head(data: bytes, encoding: str) -> EmailMessage:
    """Return the head with raw 8-bit bytes as UTF-8: in the old encoding of the body, else in what fits best."""
    end = _HEAD_END.search(data)
    head = data[: end.start()] if end else data
    found = decode(head, encoding if encoding in LEGACY and not _is_utf8(head) else None)
    return _message(head if isinstance(found, NotText) or head.isascii() else found.text.encode())


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _fields(message: EmailMessage) -> dict[str, object]:
    name, address = parseaddr(str(message.get("From", "")))
    date = getattr(message.get("Date"), "datetime", None)
    found = {
        "title": " ".join(str(message.get("Subject", "")).split()),
        "author": name or address,
        "date": date,
    }
    return {key: value for key, value in found.items() if value}


class _Parts(NamedTuple):
    """The parts that are the text of an email, in order, all versions of these, and the parts that are not read."""

    texts: list[Message]
    versions: list[Message]
    others: list[Message]


def _text_parts(message: Message) -> _Parts:
    """Sort the parts of an email, and of those it forwards."""
    kind = message.get_content_maintype()
    if message.is_multipart() and (kind == "multipart" or message.get_content_type() == "message/rfc822"):
        inner = [part for part in message.get_payload() if isinstance(part, Message)]
        below = [_text_parts(part) for part in inner]
        parts = _Parts(*([part for each in column for part in each] for column in zip(*below, strict=True)))
        if message.get_content_subtype() == "alternative":
            return parts._replace(texts=_alternative([each.texts for each in below if each.texts]))
        return parts._replace(texts=[*map(_heading, inner), *parts.texts]) if kind == "message" else parts
    is_text = kind == "multipart" or message.get_content_type() in ("text/plain", "text/html")
    if is_text and message.get_content_disposition() != "attachment":
        return _Parts([message], [message], [])
    return _Parts([], [], [message])


def _heading(message: Message) -> Message:
    """Return subject and sender of a forwarded email as a part of the text."""
    heading = EmailMessage()
    heading.set_content("\n".join(str(value) for name in ("Subject", "From") if (value := message.get(name))))
    return heading


def _alternative(versions: Sequence[list[Message]]) -> list[Message]:
    """Return the first plain version, or the last one with HTML if the plain one is shorter and lacks most of it.

    Both are returned if neither has what the other says.
    """
    plain = next((each for each in versions if not any(map(_is_html, each))), None)
    rich = next((each for each in reversed(versions) if any(map(_is_html, each))), None)
    if plain is None or rich is None:
        return plain or rich or []
    words, all_words = _words(plain), _words(rich)
    if len(all_words - words) <= len(all_words) * _MAX_MISSING or len(all_words) < len(words) * _MIN_LENGTH:
        return plain
    return rich if len(words) < len(all_words) * _MIN_LENGTH else [*plain, *rich]


def _is_html(part: Message) -> bool:
    return part.get_content_type() == "text/html"


def _words(parts: Sequence[Message]) -> set[str]:
    """Return the words of parts in whatever encoding: just to compare them."""
    texts = (_payload(part).decode(_charset(part), "replace") for part in parts)
    plain = (text_of_markup(text) if _is_html(part) else text for part, text in zip(parts, texts, strict=True))
    return {word for text in plain for word in _WORD.findall(text.lower())}


def _unread(parts: Sequence[Message], read: Sequence[str], encoding: str, mail: Blob) -> Iterator[str]:
    """Yield the lines of parts with words that were not read: of other versions, and around the text of a page."""
    inner = encoding.rpartition("/")[2]
    texts = []
    for part in parts:
        with contextlib.suppress(Refused):
            text = decoded(replace(mail, data=_payload(part)), part.get_content_charset()).text
            texts.append(text_of_markup(text) if _is_html(part) else text)
    found = repair_runs(texts, inner=inner if inner in LEGACY else None)
    known = {word for text in read for word in _WORD.findall(text.lower())}
    for line in (tidy(line) for run in found.runs for line in run.split("\n")):
        words = set(_WORD.findall(line.lower()))
        if words - known:
            known |= words
            yield line


def _payload(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _charset(part: Message) -> str:
    charset = part.get_content_charset() or "utf-8"
    try:
        "".encode(charset)
    except (LookupError, ValueError):
        return "utf-8"
    return charset


def _read_parts(parts: Sequence[Message], mail: Blob) -> tuple[list[ParsedDocument], list[Problem]]:
    """Read the parts with text, with a problem for each that is refused. Raises `Refused` if none is left."""
    found: list[ParsedDocument] = []
    refused: list[Refused] = []
    for part in parts:
        try:
            found.append(_part(part, mail))
        except Refused as error:
            refused.append(error)
    with_words = [each for each in found if HAS_WORDS.search(each.text)] or found
    if not with_words:
        raise refused[0] if refused else Refused("no-text", "the email has no text")
    reported = (each for each in refused if each.code != "empty")
    return with_words, [Problem(each.code, f"a part of the email is not read: {each.reason}") for each in reported]


def _part(part: Message, mail: Blob) -> ParsedDocument:
    data, charset = _payload(part), part.get_content_charset()
    if not _is_html(part):
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


def _attachments(parts: Sequence[Message]) -> Iterator[Problem]:
    for part in parts:
        name = part.get_filename() or part.get_content_type()
        yield Problem("attachment", f"attachment {name} is not read; save it as a file")
