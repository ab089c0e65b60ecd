"""Emails whose heads or parts go on without end."""

from collections.abc import Callable

from tests.hostile.inputs.hostile_input import INDEXED, WORD, HostileInput, flood, one_file, repeated

_SUBJECT = "Subject: Hop ve an ninh\nDate: Mon, 12 Nov 2012 10:00:00 +0700\n"
_BODY = f"\nHoi nghi cap cao {WORD}\n"


def _head(name: str, unit: str, before: str, after: str = "") -> HostileInput:
    return one_file(f"mail-{name}", "a.eml", flood(unit, f"{_SUBJECT}{before}", f"{after}\n{_BODY}"), INDEXED)


def _nested_parts(kind: str) -> Callable[[int], bytes]:
    def make(size: int) -> bytes:
        depth = size // 80 or 1
        parts = "".join(f"Content-Type: {kind}; boundary=b{number}\n\n--b{number}\n" for number in range(depth))
        return f"{_SUBJECT}{parts}Content-Type: text/plain\n{_BODY}".encode()

    return make


def _nested_mails(size: int) -> bytes:
    heads = repeated("Content-Type: message/rfc822\n\nSubject: a\n", size)
    return f"{_SUBJECT}{heads}{_BODY}".encode()


def _parts(kind: str, part: str) -> Callable[[int], bytes]:
    def make(size: int) -> bytes:
        head = f"{_SUBJECT}Content-Type: {kind}; boundary=b\n\n"
        last = f"--b\nContent-Type: text/plain\n{_BODY}--b--\n"
        return (head + repeated(f"--b\n{part}\n", size) + last).encode()

    return make


def _boundaries(size: int) -> bytes:
    boundary = "b" * 60
    lines = repeated(f"--{boundary[:-1]}\n", size)
    head = f"{_SUBJECT}Content-Type: multipart/mixed; boundary={boundary}\n\n--{boundary}\n"
    return f"{head}{_BODY}{lines}--{boundary}--\n".encode()


def _encoded(method: str, unit: str) -> Callable[[int], bytes]:
    return flood(unit, f"{_SUBJECT}Content-Type: text/plain\nContent-Transfer-Encoding: {method}\n\n", f"\n{WORD}\n")


INPUTS: tuple[HostileInput, ...] = (
    one_file("mail-nested-parts", "a.eml", _nested_parts("multipart/mixed"), INDEXED),
    one_file("mail-nested-alternatives", "a.eml", _nested_parts("multipart/alternative"), INDEXED),
    one_file("mail-nested-mails", "a.eml", _nested_mails, "damaged"),
    one_file("mail-parts", "a.eml", _parts("multipart/mixed", "Content-Type: text/plain\n\na"), INDEXED),
    one_file("mail-alternatives", "a.eml", _parts("multipart/alternative", "Content-Type: text/html\n\n<p>a"), INDEXED),
    one_file(
        "mail-attachments", "a.eml", _parts("multipart/mixed", "Content-Type: image/png\n\na"), INDEXED, "attachment"
    ),
    one_file(
        "mail-charsets", "a.eml", _parts("multipart/mixed", "Content-Type: text/plain; charset=x\n\n\xe1"), INDEXED
    ),
    one_file("mail-boundaries", "a.eml", _boundaries, INDEXED),
    one_file("mail-quoted-printable", "a.eml", _encoded("quoted-printable", "=\n"), INDEXED),
    one_file("mail-base64", "a.eml", _encoded("base64", "=A=\n"), "binary"),
    one_file("mail-uuencode", "a.eml", _encoded("x-uuencode", "begin 1 a\nM\n"), INDEXED),
    one_file("mail-comments", "a.eml", flood("(", f"{_SUBJECT}From: ", f"\n{_BODY}"), "damaged"),
    one_file("mail-without-colons", "a.eml", flood("a b\n", _SUBJECT, f"\n{_BODY}"), INDEXED),
    _head("headers", "X-A: b\n", ""),
    _head("subjects", "Subject: a\n", ""),
    _head("folded-header", " a\n", "X-A: b\n", " b"),
    _head("encoded-words", "=?utf-8?q?a?= ", "Subject: "),
    _head("half-encoded-words", "=?utf-8?q?", "Subject: "),
    _head("long-subject", "a ", "Subject: "),
    _head("addresses", "a <a@b.vn>, ", "From: ", "b <b@b.vn>"),
    _head("quotes", '"a" ', "From: "),
    _head("groups", "a:", "From: "),
    _head("routes", "@a,", "From: <", ":b@c>"),
    _head("date", "1 ", "Date: "),
    _head("parameters", "; a*0=b", "Content-Type: text/plain"),
    _head("numbered-parameters", "; name*99999=b", "Content-Type: text/plain"),
    _head("dispositions", "; filename*0=a", "Content-Disposition: inline"),
)
