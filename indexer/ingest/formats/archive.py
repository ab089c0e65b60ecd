"""Files that contain others: zip archives of many articles, and single files compressed by gzip, xz or bzip2.

A member of an archive is called `archive.zip/member.txt`. A member that cannot be read is reported under that name, and
the others are read. Limits go by the sizes that the archive states: `zipfile` never returns more than these, and
reports a wrong checksum if they are too small.
"""

import bz2
import gzip
import io
import lzma
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any
from unicodedata import normalize

from indexer.ingest.encodings import is_printable
from indexer.ingest.formats.document import Blob, Provenance
from indexer.ingest.formats.known import (
    ARCHIVE,
    COMPRESSIONS,
    FORMATS,
    batch_reader,
    extension_of,
    missing_extra,
    parse_within,
)
from indexer.ingest.limits import Runner
from indexer.ingest.sidecar import SUFFIX, read_sidecar, sidecar_names
from indexer.ingest.source import RawArticle
from indexer.ingest.walk import is_ignored, is_ignored_folder, passed_over
from indexer.model import Skipped

DAMAGE_ERRORS = (EOFError, zlib.error, lzma.LZMAError, OSError)
"""What reading a damaged file raises; an OSError may be one of the system instead (`is_system_error`)."""
MAX_TOTAL_BYTES = 4 << 30
_MAX_RATIO = 20
_SMALL = 1 << 20
_SMALL_TOTAL = 16 << 20
_BUFFER = 1 << 17
_OPENERS: Mapping[str, Callable[[IO[bytes]], gzip.GzipFile | lzma.LZMAFile | bz2.BZ2File]] = {
    ".gz": lambda stored: gzip.GzipFile(fileobj=stored, mode="rb"),
    ".xz": lzma.LZMAFile,
    ".bz2": bz2.BZ2File,
}
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_MAC_FOLDER = "__MACOSX"


class ExpandsTooMuchError(Exception):
    """Raised when a compressed file or an archive expands to more than `most_bytes`."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"expands to more than {most >> 20:,} MiB, which is over {MAX_TOTAL_BYTES >> 30} GiB or "
            f"{_MAX_RATIO} times its size; split it, or unpack it if you trust it; the rest was not read"
        )


def decompressed(name: str, stored: IO[bytes]) -> IO[bytes]:
    """Return the decompressed stream of a file that its name says is compressed, of any other file itself.

    Reading it raises `ExpandsTooMuchError` past `most_bytes`.
    """
    opener = _OPENERS.get(PurePosixPath(name.lower()).suffix)
    if opener is None:
        return stored
    most = most_bytes(stored)
    return io.BufferedReader(_BoundedStream(opener(stored), most), _BUFFER)


def most_bytes(stored: IO[bytes]) -> int:
    """Return the most bytes that a compressed file or an archive may expand to."""
    size = stored.seek(0, io.SEEK_END)
    stored.seek(0)
    return min(MAX_TOTAL_BYTES, max(_SMALL_TOTAL, _MAX_RATIO * size))


class _BoundedStream(io.RawIOBase):
    """A stream that raises past its most bytes."""

    def __init__(self, stream: gzip.GzipFile | lzma.LZMAFile | bz2.BZ2File, most: int) -> None:
        self._stream = stream
        self._most = most
        self._left = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        data = self._stream.read1(min(len(view), self._left + 1))
        self._left -= len(data)
        if self._left < 0:
            raise ExpandsTooMuchError(self._most)
        view[: len(data)] = data
        return len(data)


def is_system_error(error: BaseException) -> bool:
    """Return whether an error is one of the system, which has a number; gzip and bz2 raise OSErrors for damage too."""
    return isinstance(error, OSError) and error.errno is not None


@dataclass(frozen=True, slots=True)
class _OpenArchive:
    """An archive that is being read, its members by name, and what runs parsers."""

    archive: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]
    provenance: Provenance
    run: Runner


def read_archive(
    file: IO[bytes], provenance: Provenance, on_position: Callable[[int], None], run: Runner
) -> Iterator[RawArticle | Skipped]:
    """Yield the articles of a zip archive, and for each member that cannot be read the reason.

    Raises what reading the file raises, `zipfile.BadZipFile` if it is not a zip archive, and `ExpandsTooMuchError`.
    `on_position` is called with the offset of each member.
    """
    most = left = most_bytes(file)
    with _open(file) as archive:
        infos = [(_member_name(info), info) for info in archive.infolist() if not info.filename.endswith("/")]
        opened = _OpenArchive(archive, dict(infos), provenance, run)
        sidecars = {each for name in opened.members for each in _possible_sidecars(name)}
        ignored = {name: path for name in opened.members if (path := _ignored_part(name))}
        yield from (passed_over(f"{provenance.name}/{path}") for path in dict.fromkeys(ignored.values()))
        for name, info in infos:
            on_position(info.header_offset)
            if name in ignored or name in sidecars:
                continue
            left -= info.file_size
            if left < 0:
                raise ExpandsTooMuchError(most)
            yield from _member(opened, name, info)


def members(file: IO[bytes]) -> Iterator[tuple[str, Callable[[], IO[bytes]]]]:
    """Yield the name of each member that `read_archive` reads, and how to open it. Raises what that raises."""
    most = left = most_bytes(file)
    with _open(file) as archive:
        for info in archive.infolist():
            name = _member_name(info)
            if info.filename.endswith("/") or _ignored_part(name) or _refusal(name, info):
                continue
            left -= info.file_size
            if left < 0:
                raise ExpandsTooMuchError(most)
            yield name, partial(archive.open, info)


def _open(file: IO[bytes]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (OSError, zipfile.BadZipFile):
        raise
    except Exception as error:
        # What else `zipfile` raises for a forged directory is not documented.
        raise zipfile.BadZipFile(f"{type(error).__name__}: {error}") from error


def _member_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name, empty for the folder itself.

    A name that is not marked as UTF-8 may be UTF-8 all the same, or was written by a Vietnamese Windows.
    """
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        stored = name.encode("cp437", "replace")
        for encoding in ("utf-8", "cp1258"):
            try:
                name = stored.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    parts = name.replace("\\", "/").split("/")
    return normalize("NFC", "/".join(part for part in parts if part != "."))


def _ignored_part(name: str) -> str | None:
    """Return the path of the outermost folder that is passed over, with a slash, else of the file if it is."""
    *folders, _ = name.split("/")
    for depth, folder in enumerate(folders, 1):
        if folder == _MAC_FOLDER or (folder != ".." and is_ignored_folder(folder)):
            return "/".join(folders[:depth]) + "/"
    return name if is_ignored(name) else None


def _possible_sidecars(name: str) -> tuple[str, ...]:
    extension = extension_of(name)
    return sidecar_names(name, extension) if extension else ()


def _member(opened: _OpenArchive, name: str, info: zipfile.ZipInfo) -> Iterator[RawArticle | Skipped]:
    full_name = f"{opened.provenance.name}/{name}"
    refusal = _refusal(name, info)
    if refusal is not None:
        yield Skipped(full_name if is_printable(full_name) else opened.provenance.name, *refusal)
        return
    try:
        yield from _articles(opened, _provenance(opened, name, full_name), name, info)
    except NotImplementedError as error:
        yield Skipped(full_name, "unknown-format", f"unknown compression method ({error}); compress it by deflate")
    except Exception as error:
        if is_system_error(error):
            raise
        yield Skipped(full_name, "damaged", f"the archive is damaged here: {str(error) or type(error).__name__}")


def _refusal(name: str, info: zipfile.ZipInfo) -> tuple[str, str] | None:
    """Return code and reason for a member that is not even opened."""
    extension = extension_of(name)
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or not is_printable(name):
        return "bad-name", f"member name {name!a:.100} is empty, unprintable or leads out of the archive; rename it"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "link", "links in an archive are not followed"
    if extension == ARCHIVE or name.lower().endswith(COMPRESSIONS):
        return "nested-archive", "an archive or compressed file in an archive is not read; unpack it"
    if name.lower().endswith(SUFFIX):
        return "stray-sidecar", "no article of this name is in its folder; rename or delete the sidecar"
    if extension is None:
        return "unknown-format", f"unknown format; convert it to one of {' '.join(FORMATS)}"
    if info.flag_bits & _ENCRYPTED:
        return "password", "protected by a password; save it without one"
    if info.file_size > _SMALL and info.file_size > _MAX_RATIO * info.compress_size:
        return (
            "too-large",
            f"expands to more than {_MAX_RATIO} times its size, like a zip bomb; unpack it if you trust it",
        )
    format = FORMATS[extension]
    if not format.batch and info.file_size > format.max_bytes:
        return "too-large", f"larger than {format.max_bytes >> 20} MiB; split it into several files"
    reason = missing_extra(format)
    return None if reason is None else ("needs-extra", reason)


def _provenance(opened: _OpenArchive, name: str, full_name: str) -> Provenance:
    """Return where the articles of a member come from; its own sidecar overrides that of the archive."""
    provenance = opened.provenance._replace(name=full_name)
    sidecar = next((each for each in _possible_sidecars(name) if each in opened.members), None)
    if sidecar is None:
        return provenance
    with opened.archive.open(opened.members[sidecar]) as file:
        external = read_sidecar(file, sidecar, opened.run)
    return provenance._replace(external=external.over(provenance.external))


def _articles(
    opened: _OpenArchive, provenance: Provenance, name: str, info: zipfile.ZipInfo
) -> Iterator[RawArticle | Skipped]:
    format = FORMATS[extension_of(name) or ""]
    with opened.archive.open(info) as file:
        if format.batch:
            yield from batch_reader(format)(file, provenance, _ignore)
            return
        parsed = parse_within(opened.run, Blob(provenance.name, file.read(), provenance.external.encoding), format)
    yield parsed if isinstance(parsed, Skipped) else provenance.article(parsed)


def _ignore() -> None:
    """Do nothing."""
