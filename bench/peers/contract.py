"""The queries, the answers, and what a peer must do. Imports nothing heavy: every peer's process loads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

QueryGroup = Literal["bare", "accented", "bare phrase", "accented phrase", "prefix", "filtered", "half-accented"]
QueryKind = Literal["all", "any", "phrase", "prefix"]

GROUPS: tuple[QueryGroup, ...] = (
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
"""The number of hits that a search returns, with ids and titles."""


@dataclass(frozen=True, slots=True)
class Query:
    """Lower-case words without punctuation, all required unless `kind` is `any`, or a phrase, or the last one a prefix.

    A prefix has three or more letters. `condition` is a facet and the value it must have.
    """

    group: QueryGroup
    words: tuple[str, ...]
    kind: QueryKind = "all"
    condition: tuple[str, str] | None = None

    @property
    def is_accented(self) -> bool:
        """Whether accents bind, so that an engine with two fields searches the one as printed."""
        return self.group in ("accented", "accented phrase")


def typed(query: Query, *, prefix: str = "{}*", condition: str = " {}:{}") -> str:
    """Return a query as it is typed; prefix and condition are templates, because engines write them differently."""
    if query.kind == "phrase":
        return f'"{" ".join(query.words)}"'
    if query.kind == "any":
        return " OR ".join(query.words)
    *words, last = query.words
    shown = " ".join([*words, prefix.format(last) if query.kind == "prefix" else last])
    return shown + condition.format(*query.condition) if query.condition else shown


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a search. `facets` returns counts by facet and value, and is called after the clock has stopped."""

    total: int
    hits: tuple[tuple[str, str | None], ...]
    facets: Callable[[], Mapping[str, Mapping[str, int]]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The articles to index: `records` is a folder of batches, `articles` a file of what extraction makes of them.

    `articles` has one JSON object per line: `id`, `title`, `text` (body and aside), `forums`, `topics` (broader ones
    included; empty for none) and `year` (0 for none). `text_bytes` is the size of titles and texts in UTF-8.
    """

    name: str
    records: Path
    articles: Path
    number: int
    text_bytes: int
    origin: Literal["real", "synthetic"]


class Session(Protocol):
    """An open index of a peer."""

    def plan(self, query: Query) -> Callable[[], Answer]:
        """Return the function to time: parse, search, count, fetch."""
        ...


class Peer(Protocol):
    """One engine, set up as its documentation advises."""

    @property
    def version(self) -> str:
        """The name and version of the engine."""
        ...

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Index every article into an empty folder, on disk."""
        ...

    def open(self, folder: Path) -> Session:
        """Open an index for searching."""
        ...
