"""The slow, obvious twin of timdau: docs/searching.md in loops over plain strings.

It imports nothing that it checks. It computes no scores: within a tier, it knows only the set of articles.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import icu

from tests.naive_spellings import classify_respelled, joined_acronym, with_other_groups
from tests.naive_syllables import compose, skeleton
from tests.naive_values import (
    AccentMode,
    And,
    Archive,
    Article,
    Boost,
    Dates,
    Field,
    Found,
    Fuzzy,
    In,
    Named,
    Not,
    Or,
    Pattern,
    Phrase,
    Query,
    Request,
    Value,
    Word,
)
from tests.naive_words import (
    BARE,
    EXACT,
    FULLER,
    OTHER,
    Spot,
    classify,
    match_pattern,
    one_edit_apart,
    tokenise,
    typed_words,
)

TIERS = ("exact", "fuller", "bare", "other")
MODES = {
    "auto": frozenset({EXACT, FULLER, BARE}),
    "strict": frozenset({EXACT}),
    "loose": frozenset({EXACT, FULLER, BARE, OTHER}),
}


TEXT = ("title", "body", "aside")

# --- one article against one query -----------------------------------------------------------------------

spots_of = cache(tokenise)


def in_a_row(typed: Sequence[str], spots: Iterable[Spot], fits: Callable[[str, str], bool], gap: int) -> bool:
    """Return whether words that fit the typed ones occur in order, with at most `gap` words between neighbours."""
    spots = list(spots)
    ends: set[int] | None = None
    for word in typed:
        here = [spot for spot in spots if fits(word, spot.word)]
        if ends is not None:
            here = [spot for spot in here if any(0 <= spot.at - end <= gap for end in ends)]
        ends = {spot.at + spot.parts for spot in here}
    return bool(ends)


def is_run_together(text: str) -> bool:
    """Return whether a typed word is several words run together."""
    return len(typed_words(text)) > 1 and text.isalnum()


def wholes(text: str) -> list[str]:
    """Return the one words that typed words that were run together, or an acronym with dots, may be."""
    acronym = joined_acronym(text)
    return [*([acronym] if acronym else []), *([text] if is_run_together(text) else [])]


def with_broader(labels: Iterable[str], broader: Mapping[str, str]) -> set[str]:
    """Return the labels and all broader ones."""
    found: set[str] = set()
    for label in labels:
        while label:
            found.add(label)
            label = broader.get(label, "")
    return found


def same_name(one: str, other: str) -> bool:
    """Return whether two names differ only in case, accents and white space."""
    return [skeleton(word) for word in one.split()] == [skeleton(word) for word in other.split()]


def has_value(article: Article, facet: str, value: Value, broader: Mapping[str, str]) -> bool:
    """Return whether an article has the value or a narrower one; for None, whether it has no value."""
    if isinstance(value, tuple):
        return article.year is not None and value[0] <= article.year <= value[1]
    if facet == "years":
        return article.year is None
    if facet == "sources":
        return same_name(article.source, value or "")
    own = with_broader({"forums": article.forums, "topics": article.topics}[facet], broader)
    return value in own if value else not own


@dataclass(frozen=True)
class Judge:
    """Decides whether one article matches, in one mode, with tiers up to `widest`.

    Unless an accent was typed anywhere, exact and fuller are one tier.
    """

    article: Article
    broader: Mapping[str, str]
    mode: str
    widest: int
    has_accents: bool
    fields: tuple[str, ...] = TEXT

    def matches(self, query: Query) -> bool:
        """Return whether the article matches the query."""
        match query:
            case And(parts):
                return all(self.matches(part) for part in parts)
            case Or(parts):
                return any(self.matches(part) for part in parts)
            case Not(part):
                return not replace(self, widest=OTHER).matches(part)
            case Field(name, part):
                return replace(self, fields=(name,)).matches(part)
            case AccentMode(mode, part):
                return replace(self, mode=mode).matches(part)
            case Boost(_, part):
                return self.matches(part)
            case Named(part, others):
                return self.matches(part) or any(map(self.has_alias, others))
            case In(facet, value):
                return has_value(self.article, facet, value, self.broader)
            case Dates(first, last):
                return self.article.date is not None and first <= self.article.date <= last
            case Word(text):
                words = typed_words(text)
                return self.has_row(words, 0) or self.has_whole(text) or self.is_named(words, 0, wholes(text))
            case Phrase(text, gap):
                words = typed_words(text)
                return self.has_row(words, gap) or self.is_named(words, gap)
            case Pattern(text):
                return any(self.allows(match_pattern(text, spot.word)) for spots in self.texts() for spot in spots)
            case Fuzzy(text):
                return any(one_edit_apart(text, spot.word) for spots in self.texts() for spot in spots)

    def has_row(self, words: list[str], gap: int) -> bool:
        """Return whether the words occur in order in one of the fields, in any of their spellings."""
        typed, *others = with_other_groups(words)
        return any(in_a_row(typed, spots, self.fits, gap) for spots in self.texts()) or any(
            in_a_row(other, spots, self.fits_respelled, gap) for spots in self.texts() for other in others
        )

    def has_whole(self, text: str) -> bool:
        """Return whether words that were run together, or an acronym with dots, occur as one word."""
        spots = [spot for spots in self.texts() for spot in spots]
        acronym = joined_acronym(text)
        if acronym and any(self.allows_respelled(classify(acronym, spot.word)) for spot in spots):
            return True
        return is_run_together(text) and any(self.allows(classify(text, spot.word)) for spot in spots)

    def is_named(self, words: list[str], gap: int, wholes: Iterable[str] = ()) -> bool:
        """Return whether the file of the article is named with the words, or with one of some other words.

        The ending of a file counts only together with the words before it.
        """
        if self.fields != TEXT or not words:
            return False
        name, stem = spots_of(self.article.file), spots_of(self.article.file_stem)
        single = [*stem, *(spot for spot in name if "." in spot.word)]
        return any(
            in_a_row(way, name if len(way) > 1 else single, self.fits_respelled, gap)
            for way in with_other_groups(words)
        ) or any(self.allows_respelled(classify(each, spot.word)) for each in wholes for spot in stem)

    def fits_respelled(self, typed: str, found: str) -> bool:
        """Return whether a word matches a typed one where no match is exact."""
        tiers = classify(typed, found), classify_respelled(typed, found)
        return any(map(self.allows_respelled, tiers))

    def has_alias(self, name: str) -> bool:
        """Return whether another name than the typed one occurs in one of the fields."""

        def fits(word: str, found: str) -> bool:
            return self.allows_respelled(classify(word, found))

        return any(in_a_row(typed_words(name), spots, fits, 0) for spots in self.texts())

    def fits(self, typed: str, found: str) -> bool:
        """Return whether a word of the text matches a typed one, as it was typed or in another spelling."""
        return self.allows(classify(typed, found)) or self.allows_respelled(classify_respelled(typed, found))

    def allows(self, tier: int | None) -> bool:
        """Return whether a match in a tier counts."""
        is_exact = tier == FULLER and not self.has_accents
        return tier is not None and tier in MODES[self.mode] and (EXACT if is_exact else tier) <= self.widest

    def allows_respelled(self, tier: int | None) -> bool:
        """Return whether a match of another spelling counts, which is never exact."""
        return tier is not None and max(FULLER, tier) in MODES[self.mode] and max(FULLER, tier) <= self.widest

    def texts(self) -> list[list[Spot]]:
        """Return the words of each field that is searched; no phrase crosses from one field to the next."""
        return [spots_of(getattr(self.article, name)) for name in self.fields]


# --- an archive against one request ----------------------------------------------------------------------


def texts_in(query: Query) -> list[str]:
    """Return everything that is typed as words."""
    match query:
        case And(parts) | Or(parts):
            return [text for part in parts for text in texts_in(part)]
        case Not(part) | Field(_, part) | AccentMode(_, part) | Boost(_, part) | Named(part):
            return texts_in(part)
        case Word(text) | Phrase(text) | Pattern(text) | Fuzzy(text):
            return [text]
        case _:
            return []


def side_by_side(query: Query) -> list[Query]:
    """Return the clauses side by side at the top of a query."""
    match query:
        case And(parts):
            return list(parts)
        case Field(name, And(parts)):
            return [Field(name, part) for part in parts]
        case _:
            return [query]


def takes_part(clause: Query) -> bool:
    """Return whether relaxing the query may drop this clause."""
    if isinstance(clause, Field | AccentMode | Boost):
        return takes_part(clause.part)
    return not isinstance(clause, Not) and bool(texts_in(clause))


def words_of_name(clauses: Sequence[Query]) -> Sequence[Query]:
    """Return the words of a name that is the only clause; any other clauses as they are."""
    match clauses:
        case [Named(And(parts))]:
            return parts
        case _:
            return clauses


def is_left(archive: Archive, article: Article, request: Request) -> bool:
    """Return whether the article has a chosen value of every facet that has choices, and no excluded value."""

    def has_any(facet: str, values: tuple[Value, ...]) -> bool:
        return any(has_value(article, facet, value, archive.broader) for value in values)

    return all(has_any(facet, values) for facet, values in request.chosen.items() if values) and not any(
        has_any(facet, values) for facet, values in request.excluded.items()
    )


def widest_needed(archive: Archive, request: Request) -> tuple[dict[str, int], bool]:
    """Return the widest tier that each article needs to match, choices aside, and whether the query was relaxed."""
    clauses = side_by_side(request.query)
    firm = [clause for clause in clauses if not takes_part(clause)]
    loose = [clause for clause in clauses if takes_part(clause)]

    def score(article: Article, widest: int, wanted: Sequence[Query]) -> int:
        """Return how many clauses match; -1 if a required one does not."""
        judge = Judge(article, archive.broader, request.mode, widest, has_accents(request.query))
        return sum(map(judge.matches, wanted)) if all(map(judge.matches, firm)) else -1

    def most(wanted: Sequence[Query]) -> int:
        return max((score(article, OTHER, wanted) for article in archive.articles), default=-1)

    wanted: Sequence[Query] = loose if most(loose) == len(loose) else words_of_name(loose)
    needed = most(wanted)
    if needed < 0 or (wanted and not needed):
        return {}, False
    widest = {
        article.id: min(w for w in range(OTHER + 1) if score(article, w, wanted) >= needed)
        for article in archive.articles
        if score(article, OTHER, wanted) >= needed
    }
    return widest, needed < len(wanted)


def search(archive: Archive, request: Request) -> Found:
    """Return what the request finds."""
    widest, relaxed = widest_needed(archive, request)
    left = [article.id for article in archive.articles if is_left(archive, article, request)]
    return Found({id: tier_name(request.query, widest[id]) for id in left if id in widest}, relaxed)


def has_accents(query: Query) -> bool:
    """Return whether any accent was typed."""
    return any(skeleton(text) != compose(text) for text in texts_in(query))


def tier_name(query: Query, widest: int) -> str | None:
    """Return the name of a tier, None for a query without words."""
    return TIERS[widest] if texts_in(query) else None


def shown_name(archive: Archive, name: str) -> str:
    """Return the most frequent spelling of a name, the first by code point in case of a tie."""
    prints = sorted(article.source for article in archive.articles if same_name(article.source, name))
    return max(prints, key=prints.count)


def count_facet(archive: Archive, request: Request, facet: str) -> dict[Value, int]:
    """Return how many articles each value would find as the only choice in its facet, if any.

    A year is a span from itself to itself.
    """
    counts = {
        value: len(search(archive, replace(request, chosen={**request.chosen, facet: (value,)})).tiers)
        for value in facet_values(archive, facet)
    }
    return {value: count for value, count in counts.items() if count}


def count_pairs(archive: Archive, request: Request, one: str, other: str) -> dict[tuple[Value, Value], int]:
    """Return how many articles two values would find as the only choices in their facets, if any."""
    found: dict[tuple[Value, Value], int] = {}
    for value in facet_values(archive, one):
        narrowed = replace(request, chosen={**request.chosen, one: (value,)})
        counts = count_facet(archive, narrowed, other)
        found.update({(value, second): count for second, count in counts.items()})
    return found


def facet_values(archive: Archive, facet: str) -> set[Value]:
    """Return every value of a facet that an article has, and None for articles without one."""
    values: set[Value] = {None}
    for article in archive.articles:
        if facet == "years" and article.year is not None:
            values.add((article.year, article.year))
        if facet == "sources" and article.source:
            values.add(shown_name(archive, article.source))
        if facet in ("forums", "topics"):
            labels = article.forums if facet == "forums" else article.topics
            values |= with_broader(labels, archive.broader)
    return values


def in_order(articles: Iterable[Article], sort: str) -> list[str]:
    """Return ids by newest, oldest or title; ties by id."""
    result = sorted(articles, key=lambda a: a.id)
    if sort == "title":
        collator = icu.Collator.createInstance(icu.Locale("vi"))
        return [a.id for a in sorted(result, key=lambda a: (not a.title, collator.getSortKey(a.title)))]
    dated = [a for a in result if a.year is not None]
    dated.sort(key=lambda a: a.date or "", reverse=sort == "newest")
    dated.sort(key=lambda a: a.date is None)
    dated.sort(key=lambda a: a.year or 0, reverse=sort == "newest")
    return [a.id for a in [*dated, *(a for a in result if a.year is None)]]
