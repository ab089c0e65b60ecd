"""Archives and compressed files that state other sizes than they have, or expand to far more."""

import bz2
import gzip
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from tests.hostile.inputs.hostile_input import INDEXED, WORD, HostileInput, flood, one_file, repeated

_ARTICLE = f"Hội nghị cấp cao {WORD}\n".encode()
_RECORD = b'{"body":"%s"}\n' % (b"hoi nghi " * 100)
_LAST_RECORD = b'{"body":"%s"}\n' % WORD.encode()
_TINY_RECORD = b'{"body":"a"}\n'
_BLOCK = 1 << 20


def _zip(members: Iterator[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method, compresslevel=9) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, method)
        archive.writestr("cuoi.txt", _ARTICLE)
    return file.getvalue()


def _gzip_bomb(block: bytes, last: bytes) -> Callable[[int], bytes]:
    """Return a function that compresses a block until it has fifty times a size in bytes."""

    def make(size: int) -> bytes:
        compress = zlib.compressobj(9, wbits=31)
        parts = [compress.compress(block) for _ in range(50 * size // len(block) + 1)]
        return b"".join([*parts, compress.compress(last), compress.flush()])

    return make


def _tiny_records(size: int) -> bytes:
    """Return records that are so small that a compressed file, which says little of its size, has a million of them."""
    return _TINY_RECORD * (5 * size // len(_TINY_RECORD)) + _LAST_RECORD


def _batches(size: int) -> bytes:
    """Return an archive of batches, each with fewer records than a batch may have."""
    batch = _TINY_RECORD * (min(size, 1_000_000) // len(_TINY_RECORD))
    return _zip(((f"{number}.jsonl", batch) for number in range(size // 500_000 + 1)), zipfile.ZIP_DEFLATED)


def _zip_bomb(size: int) -> bytes:
    return _zip(iter([("a.txt", b"a " * (250 * size))]), zipfile.ZIP_DEFLATED)


def _small_bombs(size: int) -> bytes:
    """Return an archive of members so small that their ratio is not looked at; each says something else."""
    text = b"hoi nghi cap cao " * (_BLOCK // 17 - 100)
    members = ((f"{number}.txt", text + b"%d" % number) for number in range(max(1, size // 2000)))
    return _zip(members, zipfile.ZIP_DEFLATED)


def _members_below_ratio(size: int) -> bytes:
    """Return an archive that expands to a hundred times its size, in members of different words."""
    words = b" ".join(b"w%d" % number for number in range(3000))
    text = words * (7 * _BLOCK // len(words))
    return _zip(
        ((f"{number}.txt", text + b" %d" % number) for number in range(max(1, size // 70_000))), zipfile.ZIP_DEFLATED
    )


def _overlapping(size: int) -> bytes:
    """Return an archive whose directory names the same member many times."""
    text = _ARTICLE * (size // 2 // len(_ARTICLE))
    data = _zip(iter([("0.txt", text)]))
    at = data.index(b"PK\x01\x02")
    entry = bytearray(data[at : data.index(b"PK\x01\x02", at + 4)])
    number = min(size // 2 // len(entry), 60_000)
    entries = b"".join(entry for _ in range(number))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, number, number, len(entries), at, 0)
    return data[:at] + entries + end


def _many_members(size: int) -> bytes:
    return _zip((f"{number}.txt", b"bai %d" % number) for number in range(size // 120))


def _unknown_members(size: int) -> bytes:
    return _zip((f"{number}.x", b"") for number in range(size // 110))


def _same_member(size: int) -> bytes:
    archive = _zip((f"{number:05}.txt", b"bai %d" % number) for number in range(size // 120))
    return archive.replace(b"00000.txt", b"00001.txt")


def _paths(size: int) -> bytes:
    names = (
        "../a.txt",
        "/etc/a.txt",
        "C:/a.txt",
        "..\\a.txt",
        "a/../../a.txt",
        "a\nb.txt",
        "a/\x00.txt",
        "\u202ea.txt",
    )
    return _zip((f"{'a/' * number}{name}", b"bai") for number in range(int((size / 16) ** 0.5) + 1) for name in names)


def _stated_size(value: int) -> Callable[[int], bytes]:
    """Return an archive whose first member is said to have another size than it has."""

    def make(size: int) -> bytes:
        data = bytearray(_zip(iter([("a.txt", repeated("bai ", size).encode())])))
        at = data.index(b"PK\x01\x02")
        data[at + 24 : at + 28] = struct.pack("<L", value)
        return bytes(data)

    return make


def _deep_member(size: int) -> bytes:
    return _zip(iter([("a/" * min(size // 2, 30_000) + "a.txt", b"bai")]))


def _member_sidecars(size: int) -> bytes:
    """Return an archive of articles, each of which has a sidecar with one long dotted key."""
    key = b"a." * 5000 + b"a = 1\n"
    files = ((f"{number}.txt", f"{number}.txt.meta.toml") for number in range(max(1, size // 10_000)))
    return _zip(pair for article, sidecar in files for pair in ((article, b"bai " + article.encode()), (sidecar, key)))


def _nested(size: int) -> bytes:
    data = b"a" * size
    for _ in range(20):
        data = _zip(iter([("a.zip", data)]))
    return data


def _stated_members(size: int) -> bytes:
    data = bytearray(_many_members(size))
    at = data.rindex(b"PK\x05\x06")
    data[at + 8 : at + 12] = b"\xff\xff\xff\xff"
    return bytes(data)


def _headers(size: int) -> bytes:
    """Return a directory of entries that are not there."""
    number = min(size // 46, 65_535)
    entries = b"PK\x01\x02" + bytes(42)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, number, number, 46 * number, 0, 0)
    return entries * number + end


def _xz_dictionary(size: int) -> bytes:
    """Return a small text whose decoder is to prepare 1.5 GiB."""
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}]
    data = bytearray(lzma.compress(_ARTICLE * (size // len(_ARTICLE)), filters=filters))
    header = bytearray(data[12:24])
    at = header.index(b"\x21\x01") + 2
    header[at] = 40
    header[8:12] = struct.pack("<L", zlib.crc32(bytes(header[:8])))
    data[12:24] = header
    return bytes(data)


def _small_members(size: int) -> bytes:
    empty = gzip.compress(b"")
    return empty * (size // len(empty)) + gzip.compress(_ARTICLE)


def _truncated(compress: Callable[[bytes], bytes]) -> Callable[[int], bytes]:
    return lambda size: compress("".join(f"{number} " for number in range(size // 3)).encode())[:-100]


def _with_end(data: bytes) -> Callable[[int], bytes]:
    return lambda size: data + bytes(size)


INPUTS: tuple[HostileInput, ...] = (
    one_file("zip-bomb", "a.zip", _zip_bomb, INDEXED, "too-large"),
    one_file("zip-small-bombs", "a.zip", _small_bombs, INDEXED),
    one_file("zip-below-ratio", "a.zip", _members_below_ratio, INDEXED, "too-large"),
    one_file("zip-batches", "a.zip", _batches, INDEXED),
    one_file("zip-overlapping", "a.zip", _overlapping, INDEXED, "duplicate-id"),
    one_file("zip-many-members", "a.zip", _many_members, INDEXED),
    one_file("zip-unknown-members", "a.zip", _unknown_members, INDEXED, "unknown-format"),
    one_file("zip-same-member", "a.zip", _same_member, INDEXED, "duplicate-id"),
    one_file("zip-paths", "a.zip", _paths, INDEXED, "bad-name"),
    one_file("zip-stated-too-large", "a.zip", _stated_size(0x7FFFFFFF), "too-large"),
    one_file("zip-stated-too-small", "a.zip", _stated_size(3), INDEXED, "damaged"),
    one_file("zip-deep-member", "a.zip", _deep_member, INDEXED),
    one_file("zip-member-sidecars", "a.zip", _member_sidecars, INDEXED, "bad-sidecar"),
    one_file("zip-nested", "a.zip", _nested, INDEXED, "nested-archive"),
    one_file("zip-stated-members", "a.zip", _stated_members, INDEXED),
    one_file("zip-headers", "a.zip", _headers, "bad-name"),
    one_file("zip-comment", "a.zip", lambda size: _zip(iter(())) + b"PK\x05\x06" * (size // 4), "damaged-archive"),
    one_file("gz-bomb", "a.txt.gz", _gzip_bomb(b"a " * (_BLOCK // 2), b"\n" + _ARTICLE), INDEXED),
    one_file("gz-record-bomb", "a.jsonl.gz", _gzip_bomb(_RECORD * (_BLOCK // len(_RECORD)), _LAST_RECORD), INDEXED),
    one_file("gz-tiny-records", "a.jsonl.gz", lambda size: gzip.compress(_tiny_records(size)), INDEXED),
    one_file("gz-blank-bomb", "a.jsonl.gz", _gzip_bomb(b"\n" * _BLOCK, _LAST_RECORD), INDEXED),
    one_file("gz-line-bomb", "a.jsonl.gz", _gzip_bomb(b" " * _BLOCK, _LAST_RECORD), INDEXED),
    one_file(
        "gz-table-bomb",
        "a.csv.gz",
        _gzip_bomb(b"body\n" + (b"hoi nghi " * 100 + b"\n") * (_BLOCK // 901), WORD.encode()),
        INDEXED,
    ),
    one_file("gz-small-members", "a.txt.gz", _small_members, INDEXED),
    one_file("gz-truncated", "a.txt.gz", _truncated(gzip.compress), "damaged-archive"),
    one_file("xz-truncated", "a.txt.xz", _truncated(lzma.compress), "damaged-archive"),
    one_file("bz2-truncated", "a.txt.bz2", _truncated(bz2.compress), "damaged-archive"),
    one_file("xz-dictionary", "a.txt.xz", _xz_dictionary, "too-large"),
    one_file("xz-bomb", "a.txt.xz", lambda size: lzma.compress(b" " * min(size * 1000, 2_000_000_000)), "too-large"),
    one_file("bz2-bomb", "a.pdf.bz2", lambda size: bz2.compress(b" " * min(size * 1000, 1_000_000_000)), "too-large"),
    one_file("gz-with-end", "a.txt.gz", _with_end(gzip.compress(_ARTICLE)), INDEXED),
    one_file("gz-not-compressed", "a.txt.gz", flood("a "), "damaged-archive"),
)
