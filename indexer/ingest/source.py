"""What ingest hands on: a file that was found, and an article as it was read, before any extraction.

Three things can be known of each metadata field, and `Given` keeps them apart:

- `given.author is None`: nothing was stated; extraction may look in the text;
- `given.author.value is None` (for lists: `()`): it was stated that there is none; extraction leaves it at that;
- otherwise `given.author.value` is the value, and `given.author.basis` is where it was stated.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Generic, Literal, Self, TypeVar

from indexer.model import Problem

Basis = Literal["sidecar", "table", "front-matter", "record", "document"]
"""Where a value was stated: `NAME.meta.toml`, the folder's `metadata.csv`, the head of a Markdown file, the record that
is the article, the properties of a document (HTML, email, DOCX …)."""
ArticleKind = Literal["file", "record"]
StatedT = TypeVar("StatedT")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An article file, a batch of records or an archive below a docs folder.

    `root` is the absolute docs folder; `path`, `sidecar` and `table` (the `metadata.csv` of its folder) are POSIX paths
    below it, spelled as on disk. `encoding` applies if no encoding is stated for the file. Equal `stamp`s mean that
    none of the three files was touched and the encoding is the same; `changed_ns` is when the latest of them was.
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
        """The path to open."""
        return self.root / self.path

    def read_as(self, encoding: str | None) -> Self:
        """Return the file with an encoding to read it in if none is stated for it."""
        return self if encoding is None else replace(self, encoding=encoding, stamp=f"{self.stamp} {encoding}")


@dataclass(frozen=True, slots=True)
class Stated(Generic[StatedT]):
    """A stated value, and where it was stated."""

    value: StatedT
    basis: Basis

    def __reduce__(self) -> tuple[type[Self], tuple[StatedT, Basis]]:
        """Pickle by the constructor: several times faster than field by field, and every article is pickled."""
        return type(self), (self.value, self.basis)


@dataclass(frozen=True, slots=True)
class Given:
    """All metadata stated for an article; None is a field that was not stated.

    `date` is `YYYY-MM-DD`. Stating a date states its year as well; a date without a day (`2021`, `2021-06`) states the
    year, and that there is no exact date. Ids of forums and topics are as written: extraction checks them against the
    vocabulary.
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
        """Pickle like `Stated`."""
        return type(self), tuple([getattr(self, name) for name in METADATA_KEYS])

    def over(self, other: "Given") -> "Given":
        """Return this, completed with what only `other` states; date and year stay together."""
        dated = self.date is not None or self.year is not None
        missing = {
            name: stated
            for name in METADATA_KEYS
            if (stated := getattr(other, name)) is not None
            and getattr(self, name) is None
            and not (dated and name in ("date", "year"))
        }
        return replace(self, **missing) if missing else self


METADATA_KEYS = tuple(field.name for field in fields(Given))
"""The fields of `Given`, and the keys that records and sidecars state them under."""


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as it was read. For a record, `text` is its body and the title is in `given`.

    `path` is the path of the file below its docs folder (NFC). `text` is as decoded, but with `\\n` for all line ends
    and without a byte order mark; `aside` has lines next to it, such as captions. `confidence`, from 0 to 1, is how
    sure the encoding is. `fingerprint` changes when anything else does.
    """

    id: str
    path: str
    text: str
    encoding: str
    kind: ArticleKind
    given: Given
    fingerprint: str
    problems: tuple[Problem, ...] = ()
    confidence: float = 1.0
    aside: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        """Pickle like `Stated`."""
        rest = (self.encoding, self.kind, self.given, self.fingerprint, self.problems, self.confidence, self.aside)
        return type(self), (self.id, self.path, self.text, *rest)


def raw_article(
    *,
    id: str,
    path: str,
    text: str,
    encoding: str,
    kind: ArticleKind,
    given: Given,
    problems: Iterable[Problem] = (),
    utf8: bytes | None = None,
    confidence: float = 1.0,
    aside: tuple[str, ...] = (),
) -> RawArticle:
    """Return a `RawArticle` whose fingerprint is the SHA-256 of all its other fields, in hexadecimal.

    `utf8` is the text in UTF-8, if the caller has it already.
    """
    problems = tuple(problems)
    stated = [getattr(given, name) for name in METADATA_KEYS]
    rest = (
        *(id, path, encoding, kind, confidence, aside),
        [None if each is None else (each.value, each.basis) for each in stated],
        [(problem.code, problem.text, problem.at) for problem in problems],
    )
    # Unlike `repr`, `ascii` does not depend on which characters a version of Python calls printable.
    digest = hashlib.sha256(ascii(rest).encode())
    digest.update(text.encode() if utf8 is None else utf8)
    return RawArticle(id, path, text, encoding, kind, given, digest.hexdigest(), problems, confidence, aside)
