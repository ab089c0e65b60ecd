"""One file of any format to its articles."""

import zipfile
from collections.abc import Callable, Iterator
from itertools import islice

from indexer.ingest.formats.archive import (
    DAMAGE_ERRORS,
    ExpandsTooMuchError,
    decompressed,
    is_system_error,
    read_archive,
)
from indexer.ingest.formats.document import Blob, Provenance
from indexer.ingest.formats.known import Format, batch_reader, format_of, missing_extra, parse_within
from indexer.ingest.limits import Runner, run_here
from indexer.ingest.metadata_fields import ExternalMetadata
from indexer.ingest.metadata_table import read_table
from indexer.ingest.sidecar import read_sidecar
from indexer.ingest.source import RawArticle, SourceFile
from indexer.model import Skipped

OnPosition = Callable[[int], None]
"""Called with the number of bytes of a batch or an archive that were read so far."""

_ALWAYS_READ = 100_000
_BYTES_AN_ARTICLE = 32
_TOO_MANY = (
    f"more than {{:,}} articles and skipped records, which is over {_ALWAYS_READ:,} and over one for every "
    f"{_BYTES_AN_ARTICLE} bytes of the file; split it, or unpack it if it is compressed; the rest was not read"
)


def read_articles(
    source: SourceFile, on_position: OnPosition | None = None, run: Runner = run_here
) -> Iterator[RawArticle | Skipped]:
    """Yield the articles of a file one by one, and for each that cannot be read the reason.

    Never raises for what is wrong with a file or its sidecar; docs/formats.md lists the codes. `run` parses
    documents and sidecars: `Bounded.run` (`indexer.ingest.bounded`) limits time and memory, the default does not.
    """
    external = _external_metadata(source, run)
    if isinstance(external, Skipped):
        yield external
        return
    external = external.over(ExternalMetadata(encoding=source.encoding))
    most = max(_ALWAYS_READ, source.size // _BYTES_AN_ARTICLE)
    try:
        found = _read(source, Provenance(source.path, source.path, external), on_position or _ignore, run)
        yield from islice(found, most)
        if next(found, None) is not None:
            yield Skipped(source.path, "too-large", _TOO_MANY.format(most))
    except ExpandsTooMuchError as error:
        yield Skipped(source.path, "too-large", str(error))
    except zipfile.BadZipFile as error:
        yield Skipped(source.path, "damaged-archive", f"not a zip archive, or an incomplete one: {error}")
    except MemoryError:
        yield Skipped(source.path, "too-large", "reading it needs more memory than there is; split it")
    except DAMAGE_ERRORS as error:
        if is_system_error(error):
            yield Skipped(source.path, "unreadable", getattr(error, "strerror", None) or str(error))
        else:
            yield Skipped(source.path, "damaged-archive", f"damaged ({error}); only what precedes the damage was read")


def _read(
    source: SourceFile, provenance: Provenance, on_position: OnPosition, run: Runner
) -> Iterator[RawArticle | Skipped]:
    format = format_of(source.path)
    with source.absolute.open("rb") as stored:
        if format is None:
            yield from read_archive(stored, provenance, on_position, run)
            return
        with decompressed(source.path, stored) as file:
            if format.batch:
                yield from batch_reader(format)(file, provenance, lambda: on_position(stored.tell()))
                return
            data = b"" if missing_extra(format) else file.read(format.max_bytes + 1)
    yield _article(data, format, provenance, run)


def _article(data: bytes, format: Format, provenance: Provenance, run: Runner) -> RawArticle | Skipped:
    """Return the article that a file is; `data` has at most one byte more than the format allows."""
    name = provenance.name
    reason = missing_extra(format)
    if reason is not None:
        return Skipped(name, "needs-extra", reason)
    if len(data) > format.max_bytes:
        return Skipped(name, "too-large", f"larger than {format.max_bytes >> 20} MiB; split it into several files")
    parsed = parse_within(run, Blob(name, data, provenance.external.encoding), format)
    return parsed if isinstance(parsed, Skipped) else provenance.article(parsed)


def _external_metadata(source: SourceFile, run: Runner) -> ExternalMetadata | Skipped:
    """Read sidecar and table; if one of them cannot be read, what is stated for the article is unknown."""
    name = source.path.rpartition("/")[2]
    external, what = ExternalMetadata(), ""
    try:
        if source.sidecar is not None:
            what = f"sidecar {source.sidecar}"
            with (source.root / source.sidecar).open("rb") as file:
                external = read_sidecar(file, source.sidecar, run)
        if source.table is not None:
            what = f"table {source.table}"
            external = external.over(read_table(source.root / source.table).row(name))
    except OSError as error:
        return Skipped(source.path, "unreadable", f"its {what} cannot be read: {error.strerror or error}")
    return external


def _ignore(_position: int) -> None:
    """Do nothing."""
