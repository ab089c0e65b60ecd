"""The values that pass between the packages: frozen, plain data.

Those of which an answer has dozens are structs of msgspec, which cost a tenth of a frozen dataclass.

A span is half-open and counts code points. `at` of an article is a span of `title + "\\n" + body` (without a title, of
`"\\n" + body`), `at` of a query a span of the query.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from msgspec import Struct

from indexer.marked import marked_html
from indexer.page_address import own_address_words

Span = tuple[int, int]
Mode = Literal["auto", "strict", "loose"]
Sort = Literal["relevance", "newest", "oldest", "title"]
WordMode = Literal["joined", "apart"]
ContextOrder = Literal["article", "left", "right"]
"""How the occurrences of a page are sorted: as the articles are, or by the words before or after the match."""
Tier = Literal["exact", "fuller", "bare", "other"]
Facet = Literal["forum", "year", "topic", "source"]
FacetCode = str | int | None
"""A value of a facet; None stands for articles without one."""
FacetChoice = str | tuple[int, int] | None
"""What a request chooses or excludes in a facet: a value, or an inclusive range of years."""
YearBasis = Literal["explicit", "inferred", "sidecar", "none"]
NormalForm = Literal["NFC", "NFD", "mixed"]

TIERS: tuple[Tier, ...] = ("exact", "fuller", "bare", "other")
MODES: tuple[Mode, ...] = ("auto", "strict", "loose")
WORD_MODES: tuple[WordMode, ...] = ("joined", "apart")
CONTEXT_ORDERS: tuple[ContextOrder, ...] = get_args(ContextOrder)
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest", "title")
FACETS: tuple[Facet, ...] = get_args(Facet)
MAX_SIZE = 100
_FILE_ENDING = re.compile(r"\.[^.]*(?:\.(?:gz|xz|bz2))?$")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words a metadata value was read in, and their span (None if they are not in title or body)."""

    text: str
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A forum or topic of an article, the words it was read in, and the confidence, 0 to 1; 1 if it was stated."""

    id: str
    evidence: str
    at: Span | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a query or an article that was not understood; everything else was used."""

    code: str
    text: str
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader should know about the results.

    `at` are the spans of the query that it is about, and `words` what these were taken for, one for each span.
    """

    code: str
    text: str
    at: tuple[Span, ...] = ()
    words: tuple[str, ...] = ()


PASSED_OVER = "passed-over"
"""The code of what its name rules out as an article: READMEs of roots, hidden folders, copies that editors make."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An article or a whole file that a run left out; `code` is stable, `reason` is for people.

    The path of a folder that was passed over ends in a slash.
    """

    path: str
    code: str
    reason: str

    @property
    def is_passed_over(self) -> bool:
        """Whether only the name was looked at."""
        return self.code == PASSED_OVER


@dataclass(frozen=True, slots=True)
class Article:
    """One article as extraction leaves it and as every engine stores it.

    `file` is the name of the file that holds this article alone, with its ending; None for a record of a batch.
    `aside` has the bylines, captions and boilerplate cut from `body`: searchable, but not shown as text. `forums` and
    `topics` hold every id with evidence of its own, narrowest first, or the ids as stated; broader ones are implied.
    `date` is `YYYY-MM-DD`. `evidence` has a key for each of `title`, `date`, `year`, `author`, `source` and `url` that
    was read. It has `forums` and `topics` only if they were stated, even as empty; its text then says by what
    (`sidecar`, `record`, …). `encoding` and `normal_form` are those of the file; `encoding_confidence` is from 0 to 1,
    and 1 if nothing was guessed.
    """

    id: str
    path: str
    body: str
    file: str | None = None
    title: str | None = None
    aside: str = ""
    date: str | None = None
    year: int | None = None
    year_basis: YearBasis = "none"
    author: str | None = None
    source: str | None = None
    url: str | None = None
    encoding: str = "utf-8"
    encoding_confidence: float = 1.0
    normal_form: NormalForm = "NFC"
    forums: tuple[Label, ...] = ()
    topics: tuple[Label, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def file_stem(self) -> str | None:
        """The name of the file without its ending, or both if it is compressed."""
        return self.file and _FILE_ENDING.sub("", self.file)

    @property
    def url_words(self) -> str:
        """The words under which its address is found (`indexer.page_address`)."""
        return " ".join(own_address_words(self.url or ""))


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search. None among the facet values means articles without one.

    With `words="joined"`, syllables typed side by side that the archive mostly writes side by side are one word; with
    "apart", each is a word of its own. With `aliases`, a name of a forum or topic also finds its other names. Other
    queries are suggested only on request, as each takes a search. Without `near`, no closest articles are looked for.
    """

    query: str = ""
    forums: tuple[str | None, ...] = ()
    years: tuple[tuple[int, int] | None, ...] = ()
    topics: tuple[str | None, ...] = ()
    sources: tuple[str | None, ...] = ()
    not_forums: tuple[str | None, ...] = ()
    not_years: tuple[tuple[int, int] | None, ...] = ()
    not_topics: tuple[str | None, ...] = ()
    not_sources: tuple[str | None, ...] = ()
    mode: Mode = "auto"
    words: WordMode = "joined"
    aliases: bool = True
    sort: Sort = "relevance"
    page: int = 1
    size: int = 10
    facets: tuple[Facet, ...] = FACETS
    snippets: bool = True
    suggestions: bool = False
    near: bool = True


@dataclass(frozen=True, slots=True)
class Snippet:
    """The stretch of an article that shows most of the query, with `…` where it was cut.

    The spans of the matches are in order and do not overlap.
    """

    text: str
    spans: tuple[Span, ...] = ()


class Hit(Struct, frozen=True, gc=False):
    """One article found.

    `opening` names an article without a title: its first words, or its id if it has no words. `title_spans` are the
    matches in the title, in order, without overlaps; None if there is no title or snippets were not requested.
    `missing` is what a close article lacks of the query; it is empty for articles that the query finds.
    """

    id: str
    title: str | None
    date: str | None
    year: int | None
    year_basis: YearBasis
    forums: tuple[str, ...]
    topics: tuple[str, ...]
    author: str | None
    source: str | None
    url: str | None
    score: float
    tier: Tier | None
    opening: str | None = None
    title_spans: tuple[Span, ...] | None = None
    snippet: Snippet | None = None
    missing: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the article goes by: its title, else its first words, else its id."""
        return self.title or self.opening or self.id

    @property
    def title_html(self) -> str | None:
        """The title, escaped, with matches in `<mark>`; None if `title_spans` is."""
        return None if self.title is None or self.title_spans is None else marked_html(self.title, self.title_spans)

    @property
    def snippet_html(self) -> str | None:
        """The snippet, escaped, with matches in `<mark>`; None if there is no snippet."""
        return None if self.snippet is None else marked_html(self.snippet.text, self.snippet.spans)


@dataclass(frozen=True, slots=True)
class HitStream:
    """All hits of a request in its order, whatever its page and size, to be read once.

    The number and the generation of the hits are known before the first one. Problems and notices are those of a
    `SearchResult`.
    """

    request: SearchRequest
    generation: int
    total: int
    hits: Iterator[Hit]
    problems: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """An article with mostly the same text as another; `similarity` is the share that is the same, 0.5 to 1."""

    hit: Hit
    similarity: float


@dataclass(frozen=True, slots=True)
class Related:
    """Articles like one: its near-duplicates, the most similar first, and others on the same matter, the closest first.

    Their hits have no tier and no snippet. It is `bounded` if a budget was used up, so that some may be missing.
    """

    near_duplicates: tuple[NearDuplicate, ...] = ()
    related: tuple[Hit, ...] = ()
    bounded: bool = False


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a word, a phrase, a pair of adjacent words or their nearness adds to a score: boost · weight · saturation.

    `weight` is how rare it is: its idf, for a pair times the weight of pairs, for the nearness of all words the sum of
    their idf times the weight of nearness. `saturation`, from 0 to 1, is how much of it the article has; for nearness,
    the number of these words over the length of the shortest stretch that has them all.
    """

    kind: Literal["word", "phrase", "pair", "nearness"]
    text: str
    boost: float
    weight: float
    saturation: float

    @property
    def score(self) -> float:
        """The product."""
        return self.boost * self.weight * self.saturation


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an article is ranked where it is: first by tier, then by score, the sum of `parts`."""

    id: str
    tier: Tier | None
    score: float
    parts: tuple[Contribution, ...]


class FacetValue(Struct, frozen=True, gc=False):
    """One value of a facet; `count` is the total of the search with this value as the facet's only choice."""

    value: FacetCode
    label: str
    count: int
    selected: bool = False
    excluded: bool = False
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class CrossCounts:
    """How many articles have each value of one facet together with each of another.

    `rows` and `columns` are the values of the two facets, with labels and counts, in the order of the answer to a
    search; `counts` has every pair that any article has: the total of the search with the two as the only choices in
    their facets. It is `bounded` if the query took too much work, so that all numbers are lower bounds. `problems` and
    `notices` are those of the search.
    """

    query: str
    generation: int
    rows: tuple[FacetValue, ...]
    columns: tuple[FacetValue, ...]
    counts: Mapping[tuple[FacetCode, FacetCode], int]
    bounded: bool = False
    problems: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another query that would find something; `kind` says how it was made from the one typed."""

    query: str
    count: int
    kind: str


@dataclass(frozen=True, slots=True)
class Completion:
    """Something that what is being typed may become: a word, two joined words, a label, a title or the name of a file.

    `count` is how often a word occurs, or how many articles have the label or the `id` of a title or file. A label has
    the `facet` and `value` to choose.
    """

    text: str
    count: int
    kind: Literal["word", "joined", "label", "title", "file"]
    facet: Facet | None = None
    value: FacetCode = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Completions:
    """What a typed text may become: words and labels, the most frequent first, titles and files, the newest first."""

    query: str
    generation: int
    words: tuple[Completion, ...] = ()
    labels: tuple[Completion, ...] = ()
    titles: tuple[Completion, ...] = ()
    files: tuple[Completion, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultCounts:
    """The number of articles that a query finds, in all and in each tier; no tiers if it has no words.

    Nothing counts as found if no article has all the words: a search is then `relaxed`. It is `bounded` if the query
    took too much work, so that the numbers are lower bounds. If nothing in the query was `understood`, it finds all.
    """

    total: int
    tiers: Mapping[Tier, int]
    generation: int
    bounded: bool = False
    relaxed: bool = False
    understood: bool = True
    problems: tuple[Problem, ...] = ()

    @property
    def exact(self) -> int:
        """The total; 0 if it is no more than a lower bound, which nobody should be offered."""
        return 0 if self.bounded else self.total


@dataclass(frozen=True, slots=True)
class CountedQuery:
    """A query of a list and what it finds; None if there was no time for it."""

    query: str
    counts: ResultCounts | None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A match in the text of an article, with the words before and after it; each of the three is on one line."""

    hit: Hit
    left: str
    keyword: str
    right: str


@dataclass(frozen=True, slots=True)
class Concordance:
    """The occurrences in the articles of one page of a result, which has no facets.

    It is `bounded` if there are more occurrences in these articles than are listed. A query without words that may be
    in a text, say of a year, has none in any article: `has_words` is False.
    """

    result: "SearchResult"
    order: ContextOrder
    occurrences: tuple[Occurrence, ...]
    bounded: bool
    has_words: bool


@dataclass(frozen=True, slots=True)
class OccurrenceStream:
    """The occurrences in all articles of a result, to be read once; `hits` is what is known about these articles.

    After the last occurrence, `is_bounded()` is whether the work exceeded the budget, so that some were left out.
    """

    hits: HitStream
    occurrences: Iterator[Occurrence]
    is_bounded: Callable[[], bool]


def page_count(total: int, size: int) -> int:
    """Return the number of pages for a number of hits, at least 1."""
    return max(1, -(-total // size))


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to a `SearchRequest`, the same for the page, the command line and the API.

    `near` has the articles that come closest to the query, the closest first, if a first page would be short: with the
    hits, they are at most `size`. They are in no total and no count; their score is how close they are.
    """

    query: str
    mode: Mode
    total: int
    page: int
    size: int
    sort: Sort
    took_ms: float
    generation: int
    hits: tuple[Hit, ...]
    facets: Mapping[Facet, tuple[FacetValue, ...]]
    problems: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    near: tuple[Hit, ...] = ()

    @property
    def pages(self) -> int:
        """The number of pages, at least 1."""
        return page_count(self.total, self.size)
