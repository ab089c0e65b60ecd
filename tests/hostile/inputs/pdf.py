"""PDF files with loops, bombs and broken tables."""

import zlib
from collections.abc import Iterator, Sequence

from tests.hostile.inputs.hostile_input import INDEXED, WORD, HostileInput, one_file, repeated

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_RESOURCES = b"/Resources << /Font << /F1 4 0 R >> >>"
_FORMS = b"/Resources << /XObject << /X 6 0 R >> /Font << /F1 4 0 R >> >>"
_END = f"BT /F1 12 Tf 72 720 Td ( {WORD} ) Tj ET\n".encode()


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def _page(entries: bytes = b"/Contents 5 0 R", resources: bytes = _RESOURCES) -> bytes:
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] %s %s >>" % (resources, entries)


def _file(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Return a file of objects; the first is the catalog."""
    parts, offsets, at = [b"%PDF-1.7\n"], [], 9
    for number, content in enumerate(objects, 1):
        part = b"%d 0 obj\n%s\nendobj\n" % (number, content)
        offsets.append(at)
        parts.append(part)
        at += len(part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table))
    parts.append(b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, at))
    return b"".join(parts)


def _one_page(content: bytes, *more: bytes, page: bytes | None = None, font: bytes = _FONT) -> bytes:
    catalog, pages = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return _file([catalog, pages, page or _page(), font, content, *more])


def _text(text: str) -> bytes:
    return f"BT /F1 12 Tf ({text}) Tj ET\n".encode()


def _filters(size: int) -> bytes:
    data = _text(repeated("a ", size)) + _END
    for _ in range(50):
        data = zlib.compress(data)
    return _one_page(_stream(data, b"/Filter [%s]" % (b"/FlateDecode " * 50)))


def _bomb(size: int) -> bytes:
    data = zlib.compress(b" " * (200 * size), 9)
    return _one_page(_stream(data, b"/Filter /FlateDecode"))


def _nested_bomb(size: int) -> bytes:
    data = zlib.compress(zlib.compress(b" " * (1000 * size), 9), 9)
    return _one_page(_stream(data, b"/Filter [/FlateDecode /FlateDecode]"))


def _page_loop(_size: int) -> bytes:
    pages = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000000 >>"
    return _file([b"<< /Type /Catalog /Pages 2 0 R >>", pages])


def _length_loop(size: int) -> bytes:
    content = b"<< /Length 5 0 R >>\nstream\n" + _text(repeated("a ", size)) + b"\nendstream"
    return _one_page(content)


def _prev_loop(size: int) -> bytes:
    data = _one_page(_stream(_text(repeated("a ", size)) + _END))
    at = data.rindex(b"startxref") + 10
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %s" % data[at:].split(b"\n")[0])


def _shared_content(size: int) -> bytes:
    """Return a file of many pages that all show the same content."""
    number = max(2, size // 1000)
    kids = b" ".join(b"%d 0 R" % (6 + page) for page in range(number))
    pages = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, number)
    content = _stream(_text(repeated("hoi nghi ", size // 2)) + _END)
    return _file([b"<< /Type /Catalog /Pages 2 0 R >>", pages, _page(), _FONT, content, *[_page()] * number])


def _doubling_forms(size: int) -> bytes:
    """Return a page that shows a form, which shows another one twice, and so on."""
    forms = [
        _stream(
            b"/X Do /X Do\n",
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % (7 + level),
        )
        for level in range(60)
    ]
    last = _stream(_text("a"), b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + _RESOURCES)
    padding = _stream(b" " * size)
    return _one_page(_stream(_END + b"/X Do\n"), *forms, last, padding, page=_page(resources=_FORMS))


def _self_form(_size: int) -> bytes:
    form = _stream(
        b"/X Do\n", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    )
    return _one_page(_stream(b"/X Do\n" + _END), form, page=_page(resources=_FORMS))


def _character_range(size: int) -> bytes:
    unicode = b"begincmap\n1 beginbfrange\n<00000000> <FFFFFFFF> <0041>\nendbfrange\nendcmap"
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 6 0 R >>"
    return _one_page(_stream(_text(repeated("a ", size)) + _END), _stream(unicode), font=font)


def _object_stream_loop(_size: int) -> bytes:
    objects = _stream(b"3 0 << /Type /Page >>", b"/Type /ObjStm /N 1 /First 4 /Extends 6 0 R")
    return _one_page(_stream(_END), objects)


def _contents(size: int) -> Iterator[bytes]:
    while size > 0:
        yield b"5 0 R"
        size -= 6


INPUTS: tuple[HostileInput, ...] = (
    one_file("pdf-filters", "a.pdf", _filters, "damaged"),
    one_file("pdf-bomb", "a.pdf", _bomb, "no-text"),
    one_file("pdf-nested-bomb", "a.pdf", _nested_bomb, "no-text"),
    one_file("pdf-page-loop", "a.pdf", _page_loop, "damaged"),
    one_file("pdf-length-loop", "a.pdf", _length_loop, "damaged"),
    one_file("pdf-prev-loop", "a.pdf", _prev_loop, INDEXED),
    one_file("pdf-shared-content", "a.pdf", _shared_content, INDEXED),
    one_file("pdf-doubling-forms", "a.pdf", _doubling_forms, INDEXED),
    one_file("pdf-self-form", "a.pdf", _self_form, INDEXED),
    one_file("pdf-character-range", "a.pdf", _character_range, "damaged"),
    one_file("pdf-object-stream-loop", "a.pdf", _object_stream_loop, INDEXED),
    one_file(
        "pdf-many-contents",
        "a.pdf",
        lambda size: _one_page(_stream(_END), page=_page(b"/Contents [%s]" % b" ".join(_contents(size)))),
        INDEXED,
    ),
    one_file("pdf-small-strings", "a.pdf", lambda size: _one_page(_stream(_text("a") * (size // 26) + _END)), INDEXED),
    one_file("pdf-one-string", "a.pdf", lambda size: _one_page(_stream(_text("a" * size) + _END)), INDEXED),
    one_file(
        "pdf-open-strings",
        "a.pdf",
        lambda size: _one_page(_stream(b"BT " + b"(" * size + b" Tj ET " + _END)),
        "damaged",
    ),
    one_file("pdf-deep-arrays", "a.pdf", lambda size: _one_page(_stream(_END), b"[" * size), INDEXED),
    one_file("pdf-deep-contents", "a.pdf", lambda size: _one_page(_stream(b"[" * size + b"\n" + _END)), "damaged"),
    one_file(
        "pdf-deep-page",
        "a.pdf",
        lambda size: _one_page(_stream(_END), page=_page(b"/Contents 5 0 R /A %s" % (b"<</A" * (size // 5)))),
        "damaged",
    ),
    one_file(
        "pdf-without-table",
        "a.pdf",
        lambda size: _one_page(_stream(_text("a " * (size // 2)) + _END))[:-200],
        "damaged",
    ),
    one_file("pdf-objects", "a.pdf", lambda size: _one_page(_stream(_END), *[b"<< >>"] * (size // 40)), INDEXED),
    one_file("pdf-headers", "a.pdf", lambda size: b"%PDF-1.7\n" * (size // 9), "damaged"),
)
