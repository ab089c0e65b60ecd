"""What ingest hands on: a file that was found, and an article as it was read, before any extraction.

Of each metadata field three things can be known, and `Given` keeps them apart:

- `given.author is None`: nobody said anything; extraction may look in the text;
- `given.author.value is None` (for lists: `()`): it was said that there is none; extraction keeps out;
- otherwise `given.author.value` is the value, and `given.author.basis` says who said it.
"""

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Generic, Literal, Self, TypeVar

from indexer.model import Problem

Basis = Literal["sidecar", "table", "front-matter", "record", "document"]
"""Who says so: `NAME.meta.toml`, a folder's `metadata.csv`, the head of a Markdown file, the record that an article is,
what a document (HTML, mail, DOCX …) says of itself."""
Kind = Literal["file", "record"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An article file or a batch of records below a folder of articles.

    `root` is the absolute docs folder; `path`, `sidecar` and `table` (the `metadata.csv` beside it) are POSIX paths
    below it, spelled as on disk. `encoding` is that of files which state none. Two equal `stamp`s mean that none of the
    three files was touched, and that the encoding is the same; `changed_ns` is when the last of them was.
    """

    root: Path
    path: str
    size: int
    sidecar: str | None
    stamp: str
    changed_ns: int
    table: str | None = None
    encoding: str | None = None

    @property
    def absolute(self) -> Path:
        """Where the file can be opened."""
        return self.root / self.path

    def read_as(self, encoding: str | None) -> Self:
        """Return the file as one to be read in an encoding, where it states none."""
        return self if encoding is None else replace(self, encoding=encoding, stamp=f"{self.stamp} {encoding}")


@dataclass(frozen=True, slots=True)
class Stated(Generic[T]):
    """A value that somebody gave, and where."""

    value: T
    basis: Basis

    def __reduce__(self) -> tuple[type[Self], tuple[T, Basis]]:
        """Pickle by the constructor, several times faster than by the names of fields, as each article is."""
        return type(self), (self.value, self.basis)


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

    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        """Pickle as `Stated` is."""
        return type(self), tuple([getattr(self, name) for name in FIELDS])

    def over(self, other: "Given") -> "Given":
        """Complete this with what only `other` states; date and year stay together."""
        dated = self.date is not None or self.year is not None
        missing = {
            name: stated
            for name in FIELDS
            if (stated := getattr(other, name)) is not None
            and getattr(self, name) is None
            and not (dated and name in ("date", "year"))
        }
        return replace(self, **missing) if missing else self


FIELDS = tuple(field.name for field in fields(Given))
"""The names of the fields of `Given`."""


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as it was read. Of a record, `text` is its body and the title is in `given`.

    `path` is the path of the file below its docs folder (NFC). `text` is as it was decoded, but for line
    ends (always `\\n`) and a byte order mark (dropped). `confidence`, from 0 to 1, is how sure its encoding is.
    `fingerprint` changes when anything here does.
    """

    id: str
    path: str
    text: str
    encoding: str
    kind: Kind
    given: Given
    fingerprint: str
    problems: tuple[Problem, ...] = ()
    confidence: float = 1.0

    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        """Pickle as `Stated` is."""
        rest = (self.encoding, self.kind, self.given, self.fingerprint, self.problems, self.confidence)
        return type(self), (self.id, self.path, self.text, *rest)
