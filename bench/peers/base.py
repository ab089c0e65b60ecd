"""What every peer is asked, and what it answers. Imports nothing heavy: it is loaded into every peer's process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

Group = Literal["bare", "accented", "bare phrase", "accented phrase", "prefix", "filtered", "half-accented"]
Kind = Literal["all", "phrase", "prefix"]

GROUPS: tuple[Group, ...] = (
    "bare",
    "accented",
    "bare phrase",
    "accented phrase",
    "prefix",
    "filtered",
    "half-accented",
)
FACETS = ("forum", "topic", "year")
TOP = 10
"""Hits a search returns, with their ids and titles."""


@dataclass(frozen=True, slots=True)
class Query:
    """Lower-case words without signs: all of them, one phrase, or all with the last one a prefix of 3 letters or more.

    `condition` is a facet with the value that it must have.
    """

    group: Group
    words: tuple[str, ...]
    kind: Kind = "all"
    condition: tuple[str, str] | None = None

    @property
    def marked(self) -> bool:
        """Whether accents bind, so that an engine with two readings of a text searches the one with accents."""
        return self.group in ("accented", "accented phrase")


def typed(query: Query, *, prefix: str = "{}*", condition: str = " {}:{}") -> str:
    """Return a query as it is typed; engines differ in how a prefix and a condition are written."""
    if query.kind == "phrase":
        return f'"{" ".join(query.words)}"'
    *words, last = query.words
    shown = " ".join([*words, prefix.format(last) if query.kind == "prefix" else last])
    return shown + condition.format(*query.condition) if query.condition else shown


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found; `facets`, counts by facet and value, are taken out of it after the clock has stopped."""

    total: int
    hits: tuple[tuple[str, str | None], ...]
    facets: Callable[[], Mapping[str, Mapping[str, int]]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The articles to index: `records` as they come in (a folder of batches), `articles` as extraction leaves them.

    `articles` has one JSON object a line: `id`, `title`, `text` (body and the lines around it), `forums`, `topics`
    (broader ones included; empty for none) and `year` (0 for none). `text_bytes` is titles and texts in UTF-8.
    """

    name: str
    records: Path
    articles: Path
    number: int
    text_bytes: int
    origin: Literal["real", "synthetic"]


class Session(Protocol):
    """An index that a peer has open."""

    def plan(self, query: Query) -> Callable[[], Answer]:
        """Return what is timed: parse, search, count, fetch."""
        ...


class Peer(Protocol):
    """One engine, set up as its documentation advises."""

    @property
    def version(self) -> str:
        """What was measured."""
        ...

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Index every article into an empty folder and put it on disk."""
        ...

    def open(self, folder: Path) -> Session:
        """Open an index for searching."""
        ...
