"""`engine.json`: which segments an index has, and what they share."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer.errors import IndexCorrupt, IndexOutdated

FILE_NAME = "engine.json"
FORMAT = 3


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
    """Read the segments of an index. Raises `IndexCorrupt` and `IndexOutdated`."""
    path = folder / FILE_NAME
    try:
        fields = json.loads(path.read_bytes())
        written = fields.pop("format")
        segments = tuple(SegmentInfo(**segment) for segment in fields.pop("segments"))
        infos = SegmentInfos(segments=segments, **fields)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexCorrupt(f"{path} is missing or damaged; run timdau reindex --full") from error
    if written != FORMAT:
        raise IndexOutdated(
            f"{path} is in format {written!r:.20}, this release reads {FORMAT}; run timdau reindex --full"
        )
    return infos


def write_segment_infos(folder: Path, infos: SegmentInfos) -> None:
    """Replace the file; hard links to the old one keep its content."""
    temporary = folder / f"{FILE_NAME}.new"
    temporary.write_text(json.dumps({"format": FORMAT, **asdict(infos)}, indent=1, sort_keys=True), encoding="utf-8")
    temporary.replace(folder / FILE_NAME)
