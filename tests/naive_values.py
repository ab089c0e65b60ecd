"""The values of the slow, obvious twin (`tests/naive.py`): articles, queries, requests, answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Article:
    """An article as the twin sees it; broader forums and topics are implied. `file` is the name of its file."""

    id: str
    title: str = ""
    body: str = ""
    aside: str = ""
    file: str = ""
    author: str = ""
    source: str = ""
    date: str | None = None
    year: int | None = None
    forums: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    @property
    def file_stem(self) -> str:
        """The name of its file without the ending."""
        return self.file[: self.file.rindex(".")] if self.file else ""


@dataclass(frozen=True)
class Word:
    """A word typed without quotation marks; signs may join several words into one."""

    text: str


@dataclass(frozen=True)
class Phrase:
    """Words in this order, with at most `gap` words between neighbours."""

    text: str
    gap: int = 0


@dataclass(frozen=True)
class Pattern:
    """A word with `?` for one letter and `*` for any number of letters."""

    text: str


@dataclass(frozen=True)
class Fuzzy:
    """A word that is at most one edit away."""

    text: str


@dataclass(frozen=True)
class And:
    parts: tuple["Query", ...]


@dataclass(frozen=True)
class Or:
    parts: tuple["Query", ...]


@dataclass(frozen=True)
class Not:
    part: "Query"


@dataclass(frozen=True)
class Field:
    """The part, searched in one text field: title, author, source or file."""

    name: str
    part: "Query"


@dataclass(frozen=True)
class AccentMode:
    """The part in a mode of its own: `strict` for `=`, `loose` for `~`."""

    mode: str
    part: "Query"


@dataclass(frozen=True)
class Boost:
    """The part, weighted in the score (`^2` doubles it); it matches what the part matches."""

    factor: float
    part: "Query"


@dataclass(frozen=True)
class Named:
    """A name as it was typed, and other names of the same thing, which are found after it."""

    part: "Query"
    others: tuple[str, ...]


@dataclass(frozen=True)
class In:
    """Articles with a value of one of `FACETS`: narrower forums and topics count, years are (low, high)."""

    facet: str
    value: "Value"


@dataclass(frozen=True)
class Dates:
    """Articles dated from first to last, inclusive."""

    first: str
    last: str


FACETS = ("forums", "years", "topics", "sources")

Query = Word | Phrase | Pattern | Fuzzy | And | Or | Not | Field | AccentMode | Boost | Named | In | Dates
Value = str | tuple[int, int] | None
Choices = Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True)
class Request:
    """A query (`And(())` finds everything) with what is chosen and excluded in each of `FACETS`."""

    query: Query = And(())
    mode: str = "auto"
    chosen: Choices = field(default_factory=dict)
    excluded: Choices = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """The tier of each article found (None: the query has no words), and whether the query was relaxed."""

    tiers: Mapping[str, str | None]
    relaxed: bool


@dataclass(frozen=True)
class Archive:
    """Articles, with the broader forum or topic of each that has one."""

    articles: tuple[Article, ...]
    broader: Mapping[str, str]
