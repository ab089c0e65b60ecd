"""A zip archive: many articles in one file, called `archive.zip/member.txt`.

What is wrong with a member is reported under that name, and the others are read. Sizes are those that the archive
states: `zipfile` gives no more than these, and finds a checksum wrong where they were too small.
"""

import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO
from unicodedata import normalize

from indexer.ingest import sidecar
from indexer.ingest.encodings import is_printable
from indexer.ingest.formats.document import Blob, Document
from indexer.ingest.formats.known import ARCHIVE, FORMATS, PACKINGS, Format, batch_reader, extension_of, missing
from indexer.ingest.formats.origin import Origin
from indexer.ingest.formats.packed import is_unreadable
from indexer.ingest.passed_over import is_passed_over
from indexer.ingest.source import RawArticle
from indexer.model import Skipped

MAX_TOTAL_BYTES = 4 << 30
_MAX_RATIO = 200
_SMALL = 1 << 20
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_BOMB = f"it unpacks to more than {_MAX_RATIO} times its size, as bombs do"

Parse = Callable[[Blob, Format], Document | Skipped]
Member = tuple[str, zipfile.ZipInfo]


@dataclass(frozen=True, slots=True)
class _Open:
    """An archive being read, its members by name, and how documents are parsed."""

    archive: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]
    origin: Origin
    parse: Parse


def read(file: IO[bytes], origin: Origin, at: Callable[[int], None], parse: Parse) -> Iterator[RawArticle | Skipped]:
    """Yield the articles of an archive, and in place of each that cannot be read the reason.

    Raises what reading the file raises, and `zipfile.BadZipFile` where it is no zip archive. `at` is told how far it
    was read.
    """
    left = MAX_TOTAL_BYTES
    with _open(file) as archive:
        named = ((_name(info), info) for info in archive.infolist() if info.filename and not info.is_dir())
        infos = [(name, info) for name, info in named if name]
        opened = _Open(archive, dict(infos), origin, parse)
        sidecars = {each for name in opened.members for each in _sidecars(name)}
        for name, info in infos:
            at(info.header_offset)
            if _is_no_article(name) or name in sidecars:
                continue
            left -= info.file_size
            if left < 0:
                yield Skipped(origin.name, "too-large", f"it unpacks to more than {MAX_TOTAL_BYTES >> 30} GiB")
                return
            yield from _member(opened, name, info)


def _open(file: IO[bytes]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (OSError, zipfile.BadZipFile):
        raise
    except Exception as error:
        # What a made-up directory makes `zipfile` raise is not written down.
        raise zipfile.BadZipFile(f"{type(error).__name__}: {error}") from error


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name, empty for the folder itself.

    What is not marked as UTF-8 may be that, or a Vietnamese Windows wrote it.
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


def _is_no_article(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part == "__MACOSX" or is_passed_over(part) for part in parts if part not in ("/", "..")) or (
        parts[-1].upper().startswith("README")
    )


def _sidecars(name: str) -> tuple[str, ...]:
    extension = extension_of(name)
    return sidecar.names(name, extension) if extension else ()


def _member(opened: _Open, name: str, info: zipfile.ZipInfo) -> Iterator[RawArticle | Skipped]:
    called = f"{opened.origin.name}/{name}"
    refused = _refusal(name, info)
    if refused is not None:
        yield Skipped(called if is_printable(called) else opened.origin.name, *refused)
        return
    try:
        yield from _articles(opened, _origin(opened, name, called), name, info)
    except NotImplementedError as error:
        yield Skipped(called, "unknown-format", f"it is packed in a way that is not read: {error}")
    except Exception as error:
        if is_unreadable(error):
            raise
        yield Skipped(called, "damaged", f"the archive is damaged here: {error}")


def _refusal(name: str, info: zipfile.ZipInfo) -> tuple[str, str] | None:
    """Return code and reason of what is not even opened."""
    extension = extension_of(name)
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or not is_printable(name):
        return "bad-name", f"a member's name leads elsewhere or cannot be printed: {name!a:.100}"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "link", "a link"
    if extension == ARCHIVE or name.lower().endswith(PACKINGS):
        return "nested-archive", "an archive within an archive is not read; unpack it"
    if name.lower().endswith(sidecar.SUFFIX):
        return "stray-sidecar", "a sidecar is read with its article, and none of that name is in the archive"
    if extension is None:
        return "unknown-format", f"none of {' '.join(FORMATS)}"
    if info.flag_bits & _ENCRYPTED:
        return "password", "it is protected by a password"
    if info.file_size > _SMALL and info.file_size > _MAX_RATIO * info.compress_size:
        return "too-large", _BOMB
    format = FORMATS[extension]
    if not format.batch and info.file_size > format.max_bytes:
        return "too-large", f"larger than {format.max_bytes >> 20} MiB"
    reason = missing(format)
    return None if reason is None else ("needs-extra", reason)


def _origin(opened: _Open, name: str, called: str) -> Origin:
    """Return where a member's articles are from; its own sidecar goes before that of the archive."""
    origin = opened.origin._replace(name=called)
    beside = next((each for each in _sidecars(name) if each in opened.members), None)
    if beside is None:
        return origin
    with opened.archive.open(opened.members[beside]) as file:
        stated = sidecar.parse_sidecar(file.read(sidecar.MAX_BYTES + 1), beside)
    return origin._replace(stated=stated.over(origin.stated))


def _articles(opened: _Open, origin: Origin, name: str, info: zipfile.ZipInfo) -> Iterator[RawArticle | Skipped]:
    format = FORMATS[extension_of(name) or ""]
    with opened.archive.open(info) as file:
        if format.batch:
            yield from batch_reader(format)(file, origin, _ignore)
            return
        found = opened.parse(Blob(origin.name, file.read(), origin.stated.encoding), format)
    yield found if isinstance(found, Skipped) else origin.article(found)


def _ignore() -> None:
    """Do nothing at a record."""
