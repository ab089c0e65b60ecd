"""Files to articles, whatever their format."""

import zipfile
from collections.abc import Callable, Iterator

from indexer.ingest.beside import Beside
from indexer.ingest.formats import archive
from indexer.ingest.formats.document import Blob
from indexer.ingest.formats.known import Format, batch_reader, format_of, missing, parse
from indexer.ingest.formats.origin import Origin
from indexer.ingest.formats.packed import DAMAGE, is_unreadable, unpacked
from indexer.ingest.metadata_table import read_table
from indexer.ingest.sidecar import read_sidecar
from indexer.ingest.source import RawArticle, SourceFile
from indexer.model import Skipped

At = Callable[[int], None]

READING_VERSION = "1"
"""Raised whenever another text, or none, would be read out of the same file: all are then read anew."""


def read_articles(
    source: SourceFile, at: At | None = None, parse: archive.Parse = parse
) -> Iterator[RawArticle | Skipped]:
    """Yield the articles of a file one by one, and in place of each that cannot be read the reason.

    Never raises for what is wrong with a file or its sidecar; docs/formats.md lists the codes. `at` is told how many
    bytes of a batch or an archive were read so far. `parse` reads documents: `indexer.ingest.bounded` has one that
    keeps bounds of time and memory, the default has none.
    """
    beside = _stated_beside(source)
    if isinstance(beside, Skipped):
        yield beside
        return
    origin = Origin(source.path, source.path, beside.over(Beside(encoding=source.encoding)))
    try:
        yield from _read(source, origin, at or _ignore, parse)
    except zipfile.BadZipFile as error:
        yield Skipped(source.path, "damaged-archive", f"no zip archive, or not all of it: {error}")
    except DAMAGE as error:
        if is_unreadable(error):
            yield Skipped(source.path, "unreadable", getattr(error, "strerror", None) or str(error))
        else:
            yield Skipped(source.path, "damaged-archive", f"what stands before the damage was read: {error}")


def _read(source: SourceFile, origin: Origin, at: At, parse: archive.Parse) -> Iterator[RawArticle | Skipped]:
    format = format_of(source.path)
    with source.absolute.open("rb") as stored:
        if format is None:
            yield from archive.read(stored, origin, at, parse)
            return
        with unpacked(source.path, stored) as file:
            if format.batch:
                yield from batch_reader(format)(file, origin, lambda: at(stored.tell()))
                return
            data = b"" if missing(format) else file.read(format.max_bytes + 1)
    yield _article(data, format, origin, parse)


def _article(data: bytes, format: Format, origin: Origin, parse: archive.Parse) -> RawArticle | Skipped:
    """Return the article that a file is; `data` is at most one byte more than the format may have."""
    reason = missing(format)
    if reason is not None:
        return Skipped(origin.name, "needs-extra", reason)
    if len(data) > format.max_bytes:
        return Skipped(origin.name, "too-large", f"larger than {format.max_bytes >> 20} MiB; split it into articles")
    found = parse(Blob(origin.name, data, origin.stated.encoding), format)
    return found if isinstance(found, Skipped) else origin.article(found)


def _stated_beside(source: SourceFile) -> Beside | Skipped:
    """Read what sidecar and table state; where one of them cannot be read, nobody knows what that is."""
    name = source.path.rpartition("/")[2]
    stated, what = Beside(), ""
    try:
        if source.sidecar is not None:
            what = f"sidecar {source.sidecar}"
            stated = read_sidecar(source.root / source.sidecar, source.sidecar)
        if source.table is not None:
            what = f"table {source.table}"
            stated = stated.over(read_table(source.root / source.table).row(name))
    except OSError as error:
        return Skipped(source.path, "unreadable", f"its {what}: {error.strerror or error}")
    return stated


def _ignore(_position: int) -> None:
    """Do nothing with a position."""
