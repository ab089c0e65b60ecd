"""The scores of the slow, obvious twin: BM25 once more, in loops over plain strings.

Written from docs/searching.md (Order), docs/index-format.md and DECISIONS.md. It imports nothing of what it checks: the
constants are repeated here on purpose. Which articles match, and in which tier, is left to `tests/naive.py`.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain, pairwise, product
from math import log, pow
from statistics import fmean

from whoosh.util.numeric import byte_to_length, length_to_byte

from tests import naive_values as twin
from tests.naive import (
    MODES,
    has_accents,
    is_left,
    is_run_together,
    side_by_side,
    spots_of,
    takes_part,
    widest_needed,
    words_of_name,
)
from tests.naive_spellings import classify_respelled, groups_of, joined_acronym, numbers_and_words, standard
from tests.naive_syllables import placed, skeleton
from tests.naive_words import EXACT, FULLER, OTHER, Spot, classify, match_pattern, one_edit_apart, typed_words

K1, B = 1.2, 0.75
TITLE_WEIGHT, PAIR_WEIGHT = 2, 0.5
RARITY_POWER, NEARNESS_WEIGHT, LEAD = 0.85, 1.0, 100
SECTION_GAP = 256
TEXT = ("title", "body", "aside")
WORD_FIELDS = (*TEXT, "author", "source", "file", "file_stem")
Tiers = frozenset[int]
Matcher = Callable[[str], int | None]
"""Returns the tier of a word, None if it does not match."""
Spelling = tuple[str, ...]
Articles = Sequence[twin.Article]
Words = Collection[str]


# --- where the engines differ ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Rules:
    """The articles that an engine counts over, how it measures them, and whose rules it follows."""

    counted: Articles
    length: Callable[[twin.Article], int]
    average_length: float
    is_arrays: bool
    rounding: float


def words_in(article: twin.Article) -> int:
    """Return the length of an article: its words, compounds and their parts each counted."""
    return sum(len(spots_of(getattr(article, name))) for name in TEXT)


def arrays_rules(counted: Articles, first: Articles) -> Rules:
    """Return the rules of the arrays engine; `first` are the articles of the first segment of a full run.

    - An article is scored by the words of its own tier or a better one.
    - `counted` are all documents on disk, deleted ones included until they are merged away.
    - The average length is that of `first`.
    - For the rarity of a pair, an article counts once for each spelling of the pair in it.
    - A saturation is stored as one byte c for c / 255, one for each spelling: each is off by half a code at most.
    """
    return Rules(counted, words_in, max(1.0, fmean(map(words_in, first))), is_arrays=True, rounding=0.5 / 255)


def whoosh_rules(live: Articles) -> Rules:
    """Return the rules of the Whoosh engine, given the articles that are not deleted.

    - An article is scored by all words that the mode lets match.
    - For the rarity of a pair, the articles that have it are counted among those that the query finds.
    - A pair in the title counts no more than elsewhere.
    - Whoosh stores a length as one of 256 numbers, rounded up.
    """

    def length(article: twin.Article) -> int:
        return int(byte_to_length(length_to_byte(words_in(article))))

    return Rules(live, length, max(1.0, fmean(map(length, live))), is_arrays=False, rounding=0.0)


# --- what scores in a query ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A word, phrase or pair: a matcher for each of its words in a row, and where it is looked for.

    If it is `respelled`, some word is in another spelling than the typed one, and no match is exact.
    """

    kind: str
    words: Sequence[Matcher]
    boost: float
    mode: str
    fields: Sequence[str] = TEXT
    gap: int = 0
    respelled: bool = False

    def spellings(self, article: twin.Article, tiers: Tiers, title_weight: int) -> Counter[Spelling]:
        """Return how often each spelling occurs; in the title of a text, an occurrence counts that much more."""
        found = Counter[Spelling]()
        for name in self.fields:
            weight = 1 + title_weight * (name == "title" and self.fields == TEXT)
            for spelling in self._in_a_row(spots_of(getattr(article, name)), tiers & MODES[self.mode]):
                found[spelling] += weight
        return found

    def _in_a_row(self, spots: Sequence[Spot], tiers: Tiers) -> list[Spelling]:
        """Return the spelling of each occurrence; for a phrase, the best one of each place where it ends."""
        first, *others = self.words
        rows: list[tuple[int, int, Spelling]]
        rows = [(s.at + s.parts, tier, (placed(s.word),)) for s in spots if (tier := first(s.word)) in tiers]
        for word in others:
            longer = [
                (s.at + s.parts, max(tier, before), (*spelling, placed(s.word)))
                for s in spots
                if (tier := word(s.word)) in tiers
                for end, before, spelling in rows
                if 0 <= s.at - end <= self.gap
            ]
            rows = [*{row[0]: row for row in sorted(longer, reverse=True)}.values()]
        return [spelling for _, _, spelling in rows]


def leaves(
    query: twin.Query, known: Words, mode: str, boost: float = 1.0, fields: Sequence[str] = TEXT
) -> Iterator[Part]:
    """Yield the words and phrases of a query that are not excluded, each in all spellings that an archive has."""

    def part(*words: Matcher, gap: int = 0, respelled: bool = False) -> Part:
        return Part("phrase" if len(words) > 1 else "word", words, boost, mode, fields, gap, respelled)

    def row(words: Sequence[str], gap: int = 0) -> Iterator[tuple[Part, str]]:
        """Yield a part for each way to spell words in a row, the typed one first, and how it is spelled."""
        first, *others = product(*(spellings_of(each, known) for each in numbers_and_words(words)))
        for number, spelled in enumerate([first, *others]):
            matchers, prints = zip(*chain.from_iterable(spelled), strict=True)
            yield part(*matchers, gap=gap, respelled=number > 0), "".join(prints)

    def everywhere(spelled: Iterable[tuple[Part, str]]) -> Iterator[Part]:
        """Yield parts, and then once more for the names of files, if they are looked for in the text."""
        parts = list(spelled)
        yield from (each for each, _ in parts)
        for each, text in parts if fields == TEXT else ():
            names = ("file",) if len(each.words) > 1 or "." in text else ("file_stem",)
            yield replace(each, words=[partial(fuller, word) for word in each.words], fields=names, respelled=True)

    match query:
        case twin.And(children) | twin.Or(children):
            for child in children:
                yield from leaves(child, known, mode, boost, fields)
        case twin.Boost(factor, child):
            yield from leaves(child, known, mode, boost * factor, fields)
        case twin.AccentMode(own, child):
            yield from leaves(child, known, own, boost, fields)
        case twin.Field(name, child):
            yield from leaves(child, known, mode, boost, (name,))
        case twin.Named(child, others):
            yield from leaves(child, known, mode, boost, fields)
            for name in others:
                yield part(*(partial(classify_fuller, word) for word in typed_words(name)), respelled=True)
        case twin.Word(text):
            if is_run_together(text):
                yield from everywhere([(part(partial(classify, text)), text)])
            acronym = joined_acronym(text)
            whole = [(part(partial(classify_fuller, acronym), respelled=True), acronym)] if acronym else []
            yield from everywhere([*row(typed_words(text)), *whole])
        case twin.Phrase(text, gap):
            yield from everywhere(row(typed_words(text), gap))
        case twin.Pattern(text):
            yield part(partial(match_pattern, text))
        case twin.Fuzzy(text):
            yield part(lambda found: EXACT if one_edit_apart(text, found) else None)


Written = list[tuple[Matcher, str]]
"""The words of one way to write something, each as a matcher and as it is printed."""


def spellings_of(typed: Sequence[str], known: Words) -> list[Written]:
    """Return the ways to write a word, or a number grouped by spaces, the typed one first."""
    ways: list[Written] = [[(partial(classify, each), each) for each in typed]]
    number = standard(" ".join(typed)) if len(typed) > 1 else typed[0]
    if len(typed) > 1:
        ways.append([(partial(classify_fuller, number), number)])
    ways += [[(partial(as_printed, number, each), each)] for each in other_prints(number, known)]
    if len(typed) == 1 and groups_of(number):
        ways.append([(partial(classify_fuller, each), each) for each in groups_of(number)])
    return ways


def other_prints(typed: str, known: Words) -> list[str]:
    """Return the letters of the other spellings of a word that an archive has."""
    prints = {skeleton(word) for word in known if classify_respelled(typed, word) is not None}
    return sorted(prints, key=lambda letters: (len(letters), "," in letters, letters))


def classify_fuller(typed: str, found: str) -> int | None:
    """Return the tier of a word found for another spelling of the word typed."""
    return fuller(partial(classify, typed), found)


def fuller(matcher: Matcher, found: str) -> int | None:
    """Return the tier of a word found in the name of a file."""
    tier = matcher(found)
    return None if tier is None else max(FULLER, tier)


def as_printed(typed: str, letters: str, found: str) -> int | None:
    """Return the tier of a word in one of the other spellings of the word typed."""
    return classify_respelled(typed, found) if skeleton(found) == letters else None


def pairs(query: twin.Query, mode: str, boost: float = 1.0) -> Iterator[Part]:
    """Yield the pairs of plain words that were typed side by side and must both match."""
    match query:
        case twin.Boost(factor, child):
            yield from pairs(child, mode, boost * factor)
        case twin.And(children) | twin.Or(children):
            for left, right in pairwise(children if isinstance(query, twin.And) else ()):
                words = [*plain_words(last_word(left))[-1:], *plain_words(first_word(right))[:1]]
                if len(words) == 2:
                    (one, one_boost), (other, other_boost) = words
                    matchers = partial(classify, one), partial(classify, other)
                    yield Part("pair", matchers, boost * one_boost * other_boost, mode)
            for child in children:
                yield from pairs(child, mode, boost)
        case twin.Named(child):
            yield from pairs(child, mode, boost)


def first_word(query: twin.Query) -> twin.Query:
    """Return the first word of a name, anything else as it is."""
    match query:
        case twin.Named(twin.And((first, *_)) | first):
            return first
        case _:
            return query


def last_word(query: twin.Query) -> twin.Query:
    """Return the last word of a name, anything else as it is."""
    match query:
        case twin.Named(twin.And((*_, last)) | last):
            return last
        case _:
            return query


def plain_words(query: twin.Query, boost: float = 1.0) -> list[tuple[str, float]]:
    """Return the words of a word or phrase without field, sign or pattern, and their boost; nothing for all else."""
    match query:
        case twin.Boost(factor, child):
            return plain_words(child, boost * factor)
        case twin.Word(text) if not is_run_together(text):
            return [(word, boost) for word in typed_words(text)]
        case twin.Phrase(text, gap) if not gap or len(typed_words(text)) == 1:
            return [(word, boost) for word in typed_words(text)]
        case _:
            return []


def units(query: twin.Query, mode: str, boost: float = 1.0) -> list[Part]:
    """Return the words, and phrases of two, that must all match and so may be near to each other."""
    match query:
        case twin.Boost(factor, child):
            return units(child, mode, boost * factor)
        case twin.And(children):
            words = [each for child in children if len(each := plain_words(child)) in (1, 2)]
            return [
                Part("unit", [partial(classify, word) for word, _ in each], boost * each[0][1], mode) for each in words
            ]
        case _:
            return []


def nearness(article: twin.Article, parts: Sequence[Part], tiers: Tiers) -> float:
    """Return how near to each other the lead of an article has all units: the most for any stretch with all of them."""
    lead = bases(article)[1] + LEAD
    places = [
        {(start, end) for start, end in places_of(article, part, tiers & MODES[part.mode]) if end <= lead}
        for part in parts
    ]
    words = sum(len(part.words) for part in parts)
    best = 0.0
    for first, _ in set().union(*places):
        for last in set().union(*places):
            if all(any(first <= span[0] and span <= last for span in own) for own in places):
                best = max(best, words / max(words, last[1] - first))
    return best


def places_of(article: twin.Article, part: Part, tiers: Tiers) -> set[tuple[int, int]]:
    """Return where a unit starts and ends (the next position), counted through all sections."""
    found = set()
    for name, base in zip(TEXT, bases(article), strict=True):
        spots = spots_of(getattr(article, name))
        rows = [(s.at, s.at + s.parts) for s in spots if part.words[0](s.word) in tiers]
        for word in part.words[1:]:
            rows = [
                (start, s.at + s.parts) for s in spots if word(s.word) in tiers for start, end in rows if s.at == end
            ]
        found |= {(base + start, base + end) for start, end in rows}
    return found


def bases(article: twin.Article) -> list[int]:
    """Return the position of the first word of each section: no stretch crosses the gap between two."""
    found = [0]
    for name in TEXT[:-1]:
        width = max((spot.at + spot.parts for spot in spots_of(getattr(article, name))), default=1)
        found.append(found[-1] + width - 1 + SECTION_GAP)
    return found


# --- an archive against one request ----------------------------------------------------------------------


@dataclass(frozen=True)
class Addend:
    """What a part adds to the score of an article; `spellings` says how often each of them occurs there."""

    part: Part
    weight: float
    saturation: float
    error: float
    spellings: Counter[Spelling]


@dataclass(frozen=True)
class Scored:
    """What adds up to the score of an article; `error` is how far rounding may have moved the engine's score."""

    addends: Sequence[Addend]

    @property
    def score(self) -> float:
        return sum(each.part.boost * each.weight * each.saturation for each in self.addends)

    @property
    def error(self) -> float:
        return sum(each.part.boost * each.weight * each.error for each in self.addends)

    def equals(self, other: "Scored") -> bool:
        """Return whether an engine must score both alike: one spelling is rounded in one way, several in any."""
        return self.addends == other.addends and all(len(each.spellings) == 1 for each in self.addends if each.error)


def rarity(having: int, documents: int) -> float:
    """Return the weight of what this number of documents has."""
    return pow(log(1 + (documents - having + 0.5) / (having + 0.5)), RARITY_POWER)


def scores(archive: twin.Archive, request: twin.Request, rules: Rules) -> dict[str, Scored]:
    """Return the score of each article that a query finds.

    What is chosen in facets decides only in which articles nearness counts: the best ones of the best tier.
    """
    widest, relaxed = widest_needed(archive, request)
    tree = (
        twin.And(tuple(words_of_name([*filter(takes_part, side_by_side(request.query))]))) if relaxed else request.query
    )
    known = {
        spot.word for article in archive.articles for name in WORD_FIELDS for spot in spots_of(getattr(article, name))
    }
    parts = [*leaves(tree, known, request.mode), *pairs(tree, request.mode)]
    found = [article for article in archive.articles if article.id in widest]
    near = [] if relaxed else units(tree, request.mode)
    first = min((widest[article.id] for article in found if is_left(archive, article, request)), default=OTHER)

    def tiers_of(part: Part, worst: int) -> Tiers:
        """Return the tiers that count up to this one; without typed accents, fuller is exact, unless respelled."""
        best = EXACT if part.respelled or has_accents(request.query) else FULLER
        return frozenset(range(1 + max(best, worst)))

    @cache
    def weight(number: int, tiers: Tiers) -> float:
        part, documents = parts[number], len(rules.counted)
        is_pair = part.kind == "pair"
        counted = found if is_pair and not rules.is_arrays else rules.counted
        there = [len(part.spellings(article, tiers, 0)) for article in counted]
        having = min(sum(there), documents) if is_pair and rules.is_arrays else sum(map(bool, there))
        return (PAIR_WEIGHT if is_pair else 1) * rarity(having, documents)

    def nearness_weight(tiers: Tiers) -> float:
        documents = len(rules.counted)
        having = [sum(bool(part.spellings(each, tiers, 0)) for each in rules.counted) for part in near]
        return NEARNESS_WEIGHT * sum(part.boost * rarity(n, documents) for part, n in zip(near, having, strict=True))

    def addends(article: twin.Article) -> Iterator[Addend]:
        worst = widest[article.id] if rules.is_arrays else OTHER
        norm = K1 * (1 - B + B * rules.length(article) / rules.average_length)
        for number, part in enumerate(parts):
            tiers = tiers_of(part, worst)
            title_weight = TITLE_WEIGHT if rules.is_arrays or part.kind != "pair" else 0
            spellings = part.spellings(article, tiers, title_weight)
            if frequency := sum(spellings.values()):
                saturation = frequency / (frequency + norm)
                yield Addend(part, weight(number, tiers), saturation, rules.rounding * len(spellings), spellings)
        if len(near) > 1 and widest[article.id] == first:
            tiers = tiers_of(near[0], worst)
            if saturation := nearness(article, near, tiers):
                part = Part("nearness", (), 1.0, request.mode)
                yield Addend(part, nearness_weight(tiers), saturation, 0.0, Counter())

    return {article.id: Scored(tuple(addends(article))) for article in found}
