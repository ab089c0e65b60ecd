"""`engine.json`: which segments an index has, and what they share."""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer.errors import IndexCorrupt, IndexOutdated
from indexer.regular_files import create_anew, read_regular, unreadable

FILE_NAME = "engine.json"
FORMAT = 5
_LARGEST = 16 << 20
_SEGMENT = re.compile(r"segment-[0-9]{6,}")
_DELETIONS = re.compile(r"segment-[0-9]{6,}\.deleted-[0-9]{6,}")


@dataclass(frozen=True, slots=True)
class SegmentInfo:
    """A segment: its file, its number of documents (deleted ones included), and the file that lists its deletions."""

    name: str
    documents: int
    deleted: str | None = None


@dataclass(frozen=True, slots=True)
class SegmentInfos:
    """The segments in order; `average_length` is 0 until the first one is written."""

    average_length: float = 0.0
    next_segment: int = 1
    segments: Sequence[SegmentInfo] = ()


def read_segment_infos(folder: Path) -> SegmentInfos:
    """Read the segments of an index. Raises `IndexCorrupt`, `IndexOutdated` or, without access, `StorageError`."""
    path = folder / FILE_NAME
    try:
        fields = json.loads(read_regular(path, _LARGEST))
        written = fields.pop("format")
        segments = tuple(SegmentInfo(**segment) for segment in fields.pop("segments"))
        infos = SegmentInfos(segments=segments, **fields)
        is_sound = _is_sound(infos)
    except OSError as error:
        raise unreadable(path, error) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _corrupt(path) from error
    if written != FORMAT:
        raise IndexOutdated(
            f"{path} is in format {written!r:.20}, this release reads {FORMAT}; run timdau reindex --full"
        )
    if not is_sound:
        raise _corrupt(path)
    return infos


def write_segment_infos(folder: Path, infos: SegmentInfos) -> None:
    """Replace the file; hard links to the old one keep its content."""
    temporary = folder / f"{FILE_NAME}.new"
    with create_anew(temporary) as file:
        file.write(json.dumps({"format": FORMAT, **asdict(infos)}, indent=1, sort_keys=True).encode())
    temporary.replace(folder / FILE_NAME)


def _is_sound(infos: SegmentInfos) -> bool:
    """Return whether the values are of their types, and name files of the folder alone. Raises `TypeError`."""
    return (
        math.isfinite(infos.average_length)
        and infos.average_length >= 0
        and infos.next_segment >= 1
        and all(
            segment.documents >= 0
            and _SEGMENT.fullmatch(segment.name)
            and (segment.deleted is None or _DELETIONS.fullmatch(segment.deleted))
            for segment in infos.segments
        )
    )


def _corrupt(path: Path) -> IndexCorrupt:
    return IndexCorrupt(f"{path} is damaged; run timdau reindex --full")
