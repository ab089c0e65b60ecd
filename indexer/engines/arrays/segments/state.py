"""`engine.json`: which segments an index has, and what holds for all of them."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer.errors import IndexCorrupt, IndexOutdated

NAME = "engine.json"
FORMAT = 3


@dataclass(frozen=True, slots=True)
class SegmentState:
    """A segment: its file, how many documents are in it, and the file that lists its deletions."""

    name: str
    documents: int
    deleted: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """The segments in order; `average_length` is 0 until the first of them is written."""

    average_length: float = 0.0
    next_segment: int = 1
    segments: Sequence[SegmentState] = ()


def read_state(folder: Path) -> State:
    """Read the state of an index. Raises `IndexCorrupt` and `IndexOutdated`."""
    path = folder / NAME
    try:
        fields = json.loads(path.read_bytes())
        written = fields.pop("format")
        segments = tuple(SegmentState(**segment) for segment in fields.pop("segments"))
        state = State(segments=segments, **fields)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexCorrupt(f"{path} is missing or damaged; run timdau reindex --full") from error
    if written != FORMAT:
        raise IndexOutdated(
            f"{path} is in format {written!r:.20}, this release reads {FORMAT}; run timdau reindex --full"
        )
    return state


def write_state(folder: Path, state: State) -> None:
    """Put a state in the place of the old one: links to the old file keep their content."""
    aside = folder / f"{NAME}.new"
    aside.write_text(json.dumps({"format": FORMAT, **asdict(state)}, indent=1, sort_keys=True), encoding="utf-8")
    aside.replace(folder / NAME)
