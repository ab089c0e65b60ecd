"""From a batch or an archive to the one part that an article was read from: a record, or a member."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from time import thread_time
from typing import IO

from indexer.ingest.encodings import canonical
from indexer.ingest.formats import csv_table, records
from indexer.ingest.formats.archive import DAMAGE_ERRORS, ExpandsTooMuchError, decompressed, members
from indexer.ingest.formats.document import Provenance
from indexer.ingest.formats.known import FORMATS, Format, format_of
from indexer.ingest.metadata_fields import ExternalMetadata
from indexer.json_text import json_text

_SECONDS = 10.0
"""The processor time that looking for a part may take."""


@dataclass(frozen=True, slots=True)
class OriginalPart:
    """What an article was read from: a record as JSON, or a member of an archive as it is, and a name for its file."""

    name: str
    content: bytes
    is_record: bool


def original_part(file: IO[bytes], path: str, article_id: str, encoding: str) -> OriginalPart | None:
    """Return the part of a batch or an archive that an article was read from.

    `path` is that of the file below its docs folder, `encoding` the one that the article was read in. None if the part
    is not there, if the file is damaged, or if finding it takes too long.
    """
    until = thread_time() + _SECONDS

    def watch() -> None:
        if thread_time() > until:
            raise TimeoutError

    external = ExternalMetadata(encoding=canonical(encoding.partition("/")[0]))
    try:
        if (format := format_of(path)) is not None:
            with decompressed(path, file) as stream:
                return _record(stream, format, Provenance(path, path, external), article_id, watch)
        for name, opened in members(file):
            watch()
            inside = Provenance(path, f"{path}/{name}", external)
            found = _in_member(opened, inside, article_id, watch)
            if found is not None:
                return found
    except (ExpandsTooMuchError, TimeoutError, MemoryError, zipfile.BadZipFile, NotImplementedError, *DAMAGE_ERRORS):
        return None
    return None


def _in_member(
    opened: Callable[[], IO[bytes]], provenance: Provenance, article_id: str, watch: Callable[[], None]
) -> OriginalPart | None:
    format = format_of(provenance.name)
    if format is None:
        return None
    if format.batch:
        with opened() as stream:
            return _record(stream, format, provenance, article_id, watch)
    if provenance.id != article_id:
        return None
    with opened() as stream:
        return OriginalPart(PurePosixPath(provenance.id).name, stream.read(format.max_bytes), is_record=False)


def _record(
    stream: IO[bytes], format: Format, provenance: Provenance, article_id: str, watch: Callable[[], None]
) -> OriginalPart | None:
    if format is FORMATS[".csv"]:
        row = csv_table.find(stream, provenance, article_id, watch)
        content = None if row is None else json_text(row).encode()
    else:
        content = records.find(stream, provenance, article_id, watch)
    name = f"{PurePosixPath(article_id).name}.json"
    return None if content is None else OriginalPart(name, content, is_record=True)
