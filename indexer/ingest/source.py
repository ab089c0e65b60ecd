"""What ingest hands on: a file that was found, and an article as it was read, before any extraction.

Of each metadata field three things can be known, and `Given` keeps them apart:

- `given.author is None`: nobody said anything; extraction may look in the text;
- `given.author.value is None` (for lists: `()`): it was said that there is none; extraction keeps out;
- otherwise `given.author.value` is the value, and `given.author.basis` says who said it.
"""

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Generic, Literal, TypeVar

from indexer.model import Problem

Basis = Literal["sidecar", "record"]
Kind = Literal["file", "record"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An article file or a batch of records below a folder of articles.

    `root` is the absolute docs folder; `path` and `sidecar` are POSIX paths below it, spelled as on disk.
    Two equal `stamp`s mean that neither the file nor its sidecar was touched; `changed_ns` is when the
    later of the two last was.
    """

    root: Path
    path: str
    size: int
    sidecar: str | None
    stamp: str
    changed_ns: int

    @property
    def absolute(self) -> Path:
        """Where the file can be opened."""
        return self.root / self.path


@dataclass(frozen=True, slots=True)
class Stated(Generic[T]):
    """A value that somebody gave, and where."""

    value: T
    basis: Basis


@dataclass(frozen=True, slots=True)
class Given:
    """The metadata stated in a record or a sidecar; None is a field nobody spoke of.

    `date` is `YYYY-MM-DD`. Whoever states a date states its year too, and the other way round a date that
    names only a year (`2021`, `2021-06`) states that there is no exact date. Ids of forums and topics are
    as written: extraction knows the vocabulary and checks them.
    """

    title: Stated[str | None] | None = None
    url: Stated[str | None] | None = None
    date: Stated[str | None] | None = None
    year: Stated[int | None] | None = None
    author: Stated[str | None] | None = None
    source: Stated[str | None] | None = None
    forums: Stated[tuple[str, ...]] | None = None
    topics: Stated[tuple[str, ...]] | None = None

    def over(self, other: "Given") -> "Given":
        """Complete this with what only `other` states; date and year stay together."""
        dated = self.date is not None or self.year is not None
        missing = {f.name for f in fields(self) if getattr(self, f.name) is None}
        taken = missing - {"date", "year"} if dated else missing
        return replace(self, **{name: getattr(other, name) for name in taken})


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as it was read. Of a record, `text` is its body and the title is in `given`.

    `path` is the path of the file below its docs folder (NFC). `text` is as it was decoded, but for line
    ends (always `\\n`) and a byte order mark (dropped). `fingerprint` changes when anything here does.
    """

    id: str
    path: str
    text: str
    encoding: str
    kind: Kind
    given: Given
    fingerprint: str
    problems: tuple[Problem, ...] = ()
