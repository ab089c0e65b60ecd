"""The fields and facets of an article: one table that the query language, both engines and every interface read.

A field can be searched word by word (`source:TTXVN`), narrowed by value (`forum:arf`), or both. A field with values
is a facet if its name is in `indexer.model.FACETS`: it is then counted in every answer and chosen by `FACETs` and
excluded by `not_FACETs` in a request. ARCHITECTURE.md says what to touch to add one.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeGuard, cast
from unicodedata import combining, normalize
from unicodedata import name as unicode_name

from indexer.analysis import PLAIN_SIGNS, fold_case
from indexer.analysis.fold import fold_letter
from indexer.model import FACETS, Article, Facet, FacetChoice, FacetCode, Label, SearchRequest
from indexer.vocabulary import Vocabulary, forums, topics

UNKNOWN = "unknown"
"""What readers write instead of a facet value for articles without one."""


@dataclass(frozen=True, slots=True)
class Words:
    """Text that is searched word by word.

    `sections` are attributes of `Article`; no phrase crosses from one to the next. `letter` is the first byte of the
    field's terms in an arrays index. `title_weight` is what an occurrence in the title adds to the one it is in the
    whole text.
    """

    letter: str
    sections: tuple[str, ...]
    title_weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Labels:
    """Ids of a vocabulary. An article with a narrow id also counts for the broader ones."""

    vocabulary: Callable[[], Vocabulary]
    labels: Callable[[Article], Sequence[Label]]

    def values(self, article: Article) -> tuple[FacetCode, ...]:
        """Return the ids of an article, broader ones included."""
        return _closure(self.vocabulary, tuple(label.id for label in self.labels(article)))

    def group(self, value: FacetCode) -> Hashable:
        """Return the id itself: ids are unique."""
        return value


@dataclass(frozen=True, slots=True)
class Years:
    """A year, chosen one by one or by inclusive ranges."""

    year: Callable[[Article], int | None]

    def values(self, article: Article) -> tuple[FacetCode, ...]:
        """Return the year of an article, if it has one."""
        year = self.year(article)
        return (year,) if year else ()

    def group(self, value: FacetCode) -> Hashable:
        """Return the year itself."""
        return value


@dataclass(frozen=True, slots=True)
class Names:
    """A name as it is printed. Names that differ only in case and accents are one value."""

    name: Callable[[Article], str | None]

    def values(self, article: Article) -> tuple[FacetCode, ...]:
        """Return the name of an article as printed, with single spaces; accents and signs without letters are none."""
        name = " ".join((self.name(article) or "").split())
        return (name,) if _folded_name(name) else ()

    def group(self, value: FacetCode) -> Hashable:
        """Return what all spellings of a name share.

        >>> Names(lambda article: article.source).group("Báo  Mới"), Names(lambda article: article.source).group(None)
        ('bao moi', None)
        """
        return _folded_name(value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Dates:
    """A day, narrowed by days, months, years and ranges of these; not a facet."""


FacetKind = Labels | Years | Names


@dataclass(frozen=True, slots=True)
class Field:
    """A field by its name in queries, in URLs and on the command line."""

    name: str
    words: Words | None = None
    values: FacetKind | Dates | None = None
    is_named: bool = True
    """Whether a query can name it; the other fields are searched with words of the text."""


URL = "url"
"""The field of an article's own address."""
FILE, FILE_STEM = "file", "file_stem"
"""The fields of the name of a file, with its ending and without it."""
FIELDS = (
    Field("text", Words("t", ("title", "body", "aside"), title_weight=2.0)),
    Field("title", Words("h", ("title",))),
    Field("author", Words("a", ("author",))),
    Field("source", Words("s", ("source",)), Names(lambda article: article.source)),
    Field(FILE, Words("f", ("file",))),
    Field(FILE_STEM, Words("n", ("file_stem",)), is_named=False),
    Field(URL, Words("l", ("url_words",)), is_named=False),
    Field("forum", values=Labels(forums, lambda article: article.forums)),
    Field("topic", values=Labels(topics, lambda article: article.topics)),
    Field("year", values=Years(lambda article: article.year)),
    Field("date", values=Dates()),
)

TEXT = FIELDS[0].name
"""The field of words typed without a field: title, body and the lines around them."""
WORDS: Mapping[str, Words] = {field.name: field.words for field in FIELDS if field.words}
"""How each word field is searched, the text first."""
WORD_FIELDS = tuple(WORDS)
CONDITIONS: Mapping[str, FacetKind | Dates] = {
    field.name: field.values for field in FIELDS if field.values and not field.words
}
"""What narrows a query as `field:value`. A field that has words too is searched in words."""
QUERY_FIELDS = tuple(field.name for field in FIELDS if field.is_named and field.name != TEXT)
"""The fields that can be named in a query."""


def _facet_kinds() -> Mapping[Facet, FacetKind]:
    kinds = {field.name: field.values for field in FIELDS}
    for facet in FACETS:
        if not isinstance(kinds.get(facet), FacetKind):
            raise TypeError(f"the facet {facet} of indexer.model needs a row with values in indexer.fields.FIELDS")
    return {facet: cast(FacetKind, kinds[facet]) for facet in FACETS}


FACET_KINDS = _facet_kinds()
"""What the values of each facet are, in the order of `FACETS`."""
TITLE_WEIGHT = WORDS[TEXT].title_weight


def facet_values(article: Article) -> tuple[tuple[Facet, FacetCode], ...]:
    """Return every facet value of an article, broader ones included; None for a facet without one."""
    return tuple((facet, value) for facet, kind in FACET_KINDS.items() for value in kind.values(article) or (None,))


def shown_spelling(counts: Mapping[FacetCode, int]) -> FacetCode:
    """Return which of several spellings of a value is shown: the most frequent one, then the first by code point."""
    return min(counts, key=lambda value: (-counts[value], str(value)))


def is_facet(field: str) -> TypeGuard[Facet]:
    """Return whether a field is a facet."""
    return field in FACET_KINDS


def covers(facet: Facet, choice: FacetChoice, value: FacetCode) -> bool:
    """Return whether a chosen value is a value of a facet, a range around it, or the same name spelled otherwise."""
    if isinstance(choice, tuple):
        return isinstance(value, int) and choice[0] <= value <= choice[1]
    group = FACET_KINDS[facet].group
    return group(choice) == group(value)


_REQUEST_FIELDS = {(facet, no): f"{'not_' if no else ''}{facet}s" for facet in FACETS for no in (False, True)}


def request_field(facet: Facet, *, excluded: bool = False) -> str:
    """Return the name of the field of `SearchRequest` that holds the choices or exclusions of a facet."""
    return _REQUEST_FIELDS[facet, excluded]


def chosen(request: SearchRequest, facet: Facet, *, excluded: bool = False) -> tuple[FacetChoice, ...]:
    """Return the values of a facet that a request chooses or excludes."""
    return cast(tuple[FacetChoice, ...], getattr(request, request_field(facet, excluded=excluded)))


@lru_cache(maxsize=1 << 12)
def _closure(vocabulary: Callable[[], Vocabulary], ids: tuple[str, ...]) -> tuple[FacetCode, ...]:
    return vocabulary().closure(ids)


@lru_cache(maxsize=1 << 12)
def _folded_name(name: str) -> str:
    """Return a name without case and accents. Letters of other scripts stay: two names may be transliterated alike."""
    letters = normalize("NFD", fold_case(name).translate(PLAIN_SIGNS))
    latin = (unicode_name(letter, "").startswith("LATIN") for letter in letters)
    plain = "".join(fold_letter(c)[0] if is_latin else c for c, is_latin in zip(letters, latin, strict=True))
    return " ".join("".join(letter for letter in plain if not combining(letter)).split())


def written(choice: FacetChoice) -> str:
    """Return a choice as addresses and the command line write it."""
    if choice is None:
        return UNKNOWN
    if isinstance(choice, str):
        # A name may be printed like the word for articles without one; in capitals it is the same name.
        return choice.upper() if choice == UNKNOWN else choice
    low, high = choice
    return str(low) if low == high else f"{low}..{high}"
