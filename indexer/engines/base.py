"""What every engine promises.

An engine stores articles in a folder of its own and answers `EngineRequest`s. Other packages do what engines share:
parsing (`indexer.query`), page bounds, labels and snippets (`indexer.answers`), generations, locks and the switch from
one generation to the next (`indexer.store`).

Every engine promises, for every node kind of `indexer.query.nodes`:

- `prepare` depends only on the articles and may run in other processes; `put` takes its results in any number of
  batches. The files do not depend on how articles were batched.
- A result is computed from one state of the index; commits show in readers that are opened later.
- `total`, facet counts, tiers and order are exact, as `docs/searching.md` defines them. Only patterns that match more
  words than the engine's bound are cut, and are listed in `truncated`.
- The engine relaxes a query that finds nothing (`indexer.query.relax`), before any choice is applied, and counts exact
  and fuller as one tier if no word of the query has an accent.
- With `near`, a first page is filled up with articles that the query does not find, but of which each has a large share
  by weight. Conditions, exclusions and choices hold for them, too.
- `counts` and `word_list` are exact and leave out deleted articles, so that every engine joins and completes the same
  words.
- Scores follow `indexer.engines.scoring`, those of the best articles by nearness, too. They may differ between engines,
  tiers and totals may not.
- Filters and facets include broader values: an article of a narrow forum is in its broader ones.
- A writer never changes a file in place, as generations share files by hard links.
- Damaged files raise `IndexCorrupt`; an engine never knowingly gives a wrong answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeVar

from indexer.model import Article, Explanation, Facet, FacetChoice, FacetCode, Mode, Sort, Tier
from indexer.summary import Summary

if TYPE_CHECKING:
    from indexer.query.joining import WordCounts
    from indexer.query.nodes import Phrase, Query, Term

Prepared = TypeVar("Prepared")
Taken = TypeVar("Taken", contravariant=True)


@dataclass(frozen=True, slots=True)
class Choice:
    """The values of a facet that are chosen (any of) or excluded (none of); year ranges `(low, high)` are inclusive."""

    any_of: tuple[FacetChoice, ...] = ()
    none_of: tuple[FacetChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """A query tree and the choices that narrow it; `offset` and `limit` count hits.

    With `near`, a first page with fewer hits than `limit` is filled up with the closest articles. With `crossed`, pairs
    of values of two different facets are counted as well; with `by_tier`, the hits of each tier.
    """

    query: "Query"
    mode: Mode = "auto"
    choices: Mapping[Facet, Choice] = field(default_factory=dict)
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    facets: tuple[Facet, ...] = ()
    near: bool = False
    crossed: tuple[Facet, Facet] | None = None
    by_tier: bool = False


class EngineHit(NamedTuple):
    """An article found; tier, then score, give the order of relevance."""

    summary: Summary
    score: float
    tier: Tier | None


class NearHit(NamedTuple):
    """An article that comes close to a query: how close is its score. It lacks some of the clauses, given by number.

    They are numbered as the optional ones of `indexer.query.relax.relaxable`.
    """

    hit: EngineHit
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EngineResult:
    """What an engine found; `facets` maps every value with a count above 0 to its count.

    It is `relaxed` if no article has all words (`indexer.query.relax`). `truncated` are the patterns that match more
    words than the engine's bound; only the first ones were searched. It is `bounded` if the work exceeded the budget
    (`indexer.engines.budget`); then it is what was found so far: every hit matches, and `total` is a lower bound.
    `near` are the closest articles, the closest first; they are in no total and no count. `pairs` has a count for each
    value of one crossed facet with each of the other that any article has: what the two find as the only choices in
    their facets. `tiers` has each tier with its number of hits; it is empty for a query without words.
    """

    total: int
    hits: tuple[EngineHit, ...]
    facets: Mapping[Facet, Mapping[FacetCode, int]]
    relaxed: bool = False
    truncated: tuple[str, ...] = ()
    bounded: bool = False
    near: tuple[NearHit, ...] = ()
    pairs: Mapping[tuple[FacetCode, FacetCode], int] = field(default_factory=dict)
    tiers: Mapping[Tier, int] = field(default_factory=dict)


class EngineStream(NamedTuple):
    """Every hit of a request in order, to be read once; the other fields are those of `EngineResult`."""

    total: int
    hits: Iterator[EngineHit]
    relaxed: bool = False
    truncated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Damage that `verify` found: a stable code, the file or article, and a sentence."""

    code: str
    where: str
    text: str


NameField = Literal["title", "file"]
"""The fields that name an article."""
WordList = Mapping[str, int]
"""Words in the text of articles, and joined ones as two words with a space between them → their occurrences."""


class EngineReader(Protocol):
    """One state of an index, open for searching; safe to share between threads."""

    @property
    def uses_kernel(self) -> bool:
        """Whether an extension in C answers searches."""
        ...

    @property
    def counts(self) -> "WordCounts":
        """How often words and pairs of words occur, the same in every engine."""
        ...

    def word_list(self, most: int) -> WordList:
        """Count the words and joined words (`indexer.query.joining.is_joined`) in the text of all articles.

        Deleted articles do not count. If there are more than `most`, those that occur as often as the first one too
        many, or less often, are left out. It takes a moment, and is the same in every engine.
        """
        ...

    def articles_with(self, words: Sequence[str], most: int) -> Iterator[Article]:
        """Yield a few of the articles whose text has a word, or two next to each other, in exactly these spellings."""
        ...

    def newest_named(self, field: NameField, words: Sequence[str], most: int) -> Iterator[Summary]:
        """Yield the newest articles whose title or file name has folded words, the last one only the start of one.

        They may have the words in other places, and are none if the words are in more names than an engine looks up.
        """
        ...

    def search(self, request: EngineRequest) -> EngineResult:
        """Answer one request."""
        ...

    def stream(self, request: EngineRequest) -> EngineStream:
        """Return every hit of a request in order, regardless of `offset` and `limit`; memory stays bounded.

        Raises `BadRequest` if the work exceeds the budget, at once or, if it is the work of scoring, at a hit.
        """
        ...

    def explain(self, request: EngineRequest, article_id: str) -> Explanation | None:
        """Take the score of an article apart; None if the request does not find it.

        Raises `BadRequest` if the work exceeds the budget.
        """
        ...

    def document_frequencies(self, leaves: "Sequence[Term | Phrase]") -> Sequence[int]:
        """Return how many articles have each word or pair of neighbours, whatever its accents; typed without any.

        An article that is deleted, or has a pair in several spellings, may be counted as well.
        """
        ...

    def article(self, article_id: str) -> Article | None:
        """Return the stored article, or None."""
        ...

    def ids(self) -> Iterator[str]:
        """Yield the ids of all articles, in any order."""
        ...

    def __len__(self) -> int:
        """Return the number of articles."""
        ...

    def findings(self) -> Iterator[Finding]:
        """Check every invariant of the engine's own files and yield the violations."""
        ...

    def close(self) -> None:
        """Release files; later calls fail."""
        ...


class EngineWriter(Protocol[Taken]):
    """Changes to an engine's folder, all of which become visible at `commit`."""

    def put(self, prepared: Taken) -> None:
        """Add articles, or replace those with the same ids; each id at most once for each writer."""
        ...

    def delete(self, article_id: str) -> None:
        """Remove an article; an unknown id is not an error."""
        ...

    def commit(self) -> None:
        """Write everything to disk and close; the writer cannot be used afterwards."""
        ...

    def cancel(self) -> None:
        """Drop everything since the writer was opened and close."""
        ...


class Engine(Protocol[Prepared]):
    """Opens readers and writers on a folder that belongs to this engine alone."""

    @property
    def name(self) -> str:
        """The name in the manifest and on the command line."""
        ...

    @property
    def builds_on_trust(self) -> bool:
        """Whether a writer takes over existing files without checking them for damage.

        Callers must then verify every file of the folder before they open a writer. Other writers check the files that
        they rewrite, and leave the rest as they are.
        """
        ...

    @property
    def runs_code(self) -> bool:
        """Whether the files can run code of whoever wrote them as they are opened; pickles can.

        Callers must then open only indexes that they trust.
        """
        ...

    def prepare(self, articles: Sequence[Article]) -> Prepared:
        """Return articles as the writer takes them: analysed if the engine can, and cheap to pass between processes."""
        ...

    def reader(self, folder: Path) -> EngineReader:
        """Open the folder for searching."""
        ...

    def writer(self, folder: Path, *, workers: int = 1) -> EngineWriter[Prepared]:
        """Open the folder for changes; an empty folder becomes an empty index first."""
        ...
