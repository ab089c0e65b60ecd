"""Names that find each other, in every engine against the twin, with a vocabulary made for this.

Names are within names, share words, mean two things at once, and differ in accents.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pytest

from indexer import ENGINES, SearchRequest
from tests import naive
from tests import naive_values as twin
from tests.archives import Grown, indexed, search_request
from tests.naive_syllables import skeleton
from tests.naive_words import EXACT, FULLER, classify, typed_words
from tests.other_vocabulary import other_vocabulary
from tests.properties.test_scores import check

FORUMS = """
[lake]
vi = "Diễn đàn ven hồ (chung)"
en = "Lake Forum"
short = "LF"
synonyms = ["Diễn đàn các hồ"]

[lake-meeting]
vi = "Họp LF"
en = "LF Meeting"
broader = "lake"

[hill]
vi = "Hội nghị đồi"
en = "Hill-Top Meeting"
short = "HM+"
"""
TOPICS = """
[water]
vi = "Hồ"
en = "Water"

[forests]
vi = "Rừng"
en = "LF"
"""
MEANINGS = (
    ("Diễn đàn ven hồ", "Lake Forum", "LF", "Diễn đàn các hồ"),
    ("Họp LF", "LF Meeting"),
    ("Hội nghị đồi", "Hill-Top Meeting", "HM+"),
    ("Hồ", "Water"),
    ("Rừng", "LF"),
)
NAMES = tuple(dict.fromkeys(name for names in MEANINGS for name in names))
OTHERS = ("nga", "ngã", "họp", "hop", "forum", "đàn", "dien", "ven", "hộ", "rứng")
ARCHIVES, SEARCHES = 8, 25
every_engine = pytest.mark.parametrize("engine", ENGINES)


@dataclass(frozen=True)
class Typed:
    """Part of a query as the twin's tree and as a reader types it."""

    tree: twin.Query
    text: str


def others_of(typed: Sequence[str]) -> tuple[str, ...]:
    """Return the other names of what words mean that find more articles than the words do; nothing if they are none."""
    found: dict[str, None] = {}
    for names in MEANINGS:
        if any(may_be(typed, name) for name in names):
            own = [name for name in names if not may_be(typed, name)]
            found |= dict.fromkeys(name for name in own if not contains_shorter(name, names))
    return tuple(found)


def contains_shorter(name: str, names: Sequence[str]) -> bool:
    return any(other != name and f" {other} ".lower() in f" {name} ".lower() for other in names)


def may_be(typed: Sequence[str], name: str) -> bool:
    """Return whether words may be a name; accents may be missing."""
    words = typed_words(name)
    pairs = zip(typed, words, strict=False)
    return len(typed) == len(words) and all(classify(one, other) in (EXACT, FULLER) for one, other in pairs)


def named(items: Sequence[str]) -> list[twin.Query]:
    """Return the clauses of a row of words: the longest name at each place, else a word."""
    clauses: list[twin.Query] = []
    at = 0
    while at < len(items):
        end, others = longest(items, at)
        words = tuple(twin.Word(item) for item in items[at:end])
        literal = words[0] if len(words) == 1 else twin.And(words)
        clauses.append(twin.Named(literal, others) if others else literal)
        at = end
    return clauses


def longest(items: Sequence[str], at: int) -> tuple[int, tuple[str, ...]]:
    """Return where the longest name ends that begins at an item, with its other names."""
    for end in range(len(items), at, -1):
        typed = [word for item in items[at:end] for word in typed_words(item)]
        if any(may_be(typed, name) for names in MEANINGS for name in names):
            return end, others_of(typed)
    return at + 1, ()


class DrawNames:
    """Draws texts and queries full of names."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def run(self) -> tuple[twin.Article, ...]:
        return tuple(
            twin.Article(f"a{number}", title=self.text(1), body=self.text(3) or "nga")
            for number in range(self.rng.randint(4, 12))
        )

    def text(self, most: int) -> str:
        return ", ".join(self.written() for _ in range(self.rng.randint(0, most)))

    def written(self) -> str:
        """Draw a name, a part of one, or another word, in some spelling."""
        text = self.rng.choice((*NAMES, *NAMES, *OTHERS))
        if self.rng.random() < 0.2:
            text = self.rng.choice(text.split())
        return self.rng.choice((text, text, text.upper(), skeleton(text)))

    def row(self) -> Typed:
        """Draw words and names side by side."""
        text = " ".join(self.written() for _ in range(self.rng.choice((1, 1, 1, 2, 3))))
        clauses = named(text.split())
        return Typed(clauses[0] if len(clauses) == 1 else twin.And(tuple(clauses)), text)

    def quoted(self) -> Typed:
        text = self.written()
        others = others_of(typed_words(text))
        phrase = twin.Phrase(text)
        return Typed(twin.Named(phrase, others) if others else phrase, f'"{text}"')

    def marked(self) -> Typed:
        """Draw a name, quoted or in brackets, with a sign."""
        sign = self.rng.choice("-=~^")
        # Brackets may be the whole query, and relaxing one forgets its weight.
        part = self.quoted() if sign == "^" else self.rng.choice((self.quoted, self.row))()
        text = part.text if part.text.startswith('"') else f"({part.text})"
        match sign:
            case "-":
                return Typed(twin.Not(part.tree), f"-{text}")
            case "^":
                return Typed(twin.Boost(2, part.tree), f"{text}^2")
            case _:
                return Typed(twin.AccentMode({"=": "strict", "~": "loose"}[sign], part.tree), sign + text)

    def query(self) -> Typed:
        drawn = self.rng.choice((self.row, self.row, self.quoted, self.marked))()
        if self.rng.random() < 0.6:
            return drawn
        other = self.rng.choice((self.quoted, self.marked))()
        if self.rng.random() < 0.3:
            return Typed(twin.Or((drawn.tree, other.tree)), f"{drawn.text} OR {other.text}")
        clauses = drawn.tree.parts if isinstance(drawn.tree, twin.And) else (drawn.tree,)
        return Typed(twin.And((*clauses, other.tree)), f"{drawn.text} {other.text}")

    def requests(self) -> Iterator[tuple[str, twin.Request]]:
        for _ in range(SEARCHES):
            query = self.query()
            yield query.text, twin.Request(query.tree, self.rng.choice(("auto", "auto", "strict", "loose")))


@pytest.fixture(scope="module", autouse=True)
def vocabulary() -> Iterator[None]:
    with other_vocabulary(FORUMS, TOPICS):
        yield


@every_engine
@pytest.mark.parametrize("seed", range(ARCHIVES))
def test_names_find_what_the_twin_finds(engine: str, seed: int) -> None:
    draw = DrawNames(seed)
    run = draw.run()
    archive = twin.Archive(run, {})
    with indexed(engine, [run]) as index:
        for text, request in draw.requests():
            expected = naive.search(archive, request)
            found = index.search(search_request(text, request, aliases=True))
            assert {hit.id: hit.tier for hit in found.hits} == dict(expected.tiers), (text, request)
            assert any(notice.code == "relaxed" for notice in found.notices) == expected.relaxed, (text, request)


@every_engine
@pytest.mark.parametrize("seed", range(ARCHIVES))
def test_wider_modes_and_aliases_only_add(engine: str, seed: int) -> None:
    draw = DrawNames(seed)
    with indexed(engine, [draw.run()]) as index:

        def found(request: SearchRequest) -> set[str]:
            result = index.search(request)
            return (
                set() if any(notice.code == "relaxed" for notice in result.notices) else {hit.id for hit in result.hits}
            )

        for _ in range(SEARCHES):
            request = SearchRequest(draw.row().text, size=100, snippets=False)
            strict, auto, loose = (found(replace(request, mode=mode)) for mode in ("strict", "auto", "loose"))
            assert strict <= auto <= loose, request
            assert found(replace(request, aliases=False)) <= auto, request
            assert strict == found(replace(request, mode="strict", aliases=False)), request


@every_engine
@pytest.mark.parametrize("seed", range(ARCHIVES))
def test_scores_of_names_are_those_of_the_twin(engine: str, seed: int) -> None:
    """Names that are one word, or quoted: what is typed side by side also scores by its nearness."""
    draw, archive = DrawNames(seed), Grown()
    archive.run(draw.run())
    with indexed(engine, [archive.live]) as index:
        for typed in [draw.quoted() for _ in range(SEARCHES)] + [Typed(named(["lf"])[0], "lf")]:
            request = twin.Request(typed.tree)
            check(index, archive.archive, archive.rules(engine), typed.text, request, aliases=True)


def test_draws_have_names_in_every_place() -> None:
    """If the draws found no article by another name, the comparisons above would prove nothing."""
    seen: Counter[str] = Counter()
    for seed in range(ARCHIVES):
        draw = DrawNames(seed)
        archive = twin.Archive(draw.run(), {})
        for text, request in draw.requests():
            literal = naive.search(archive, replace(request, query=without_aliases(request.query))).tiers
            found = naive.search(archive, request)
            seen["by an alias"] += bool(found.tiers.keys() - literal.keys()) and not found.relaxed
            seen["excluded by an alias"] += bool(literal.keys() - found.tiers.keys()) and "-" in text
            seen["relaxed"] += found.relaxed
            seen["after literal hits"] += {"exact", "fuller"} <= {*found.tiers.values()}
    assert min(seen.values()) > 5, seen
    assert len(seen) == 4


def without_aliases(query: twin.Query) -> twin.Query:
    """Return a query that matches names only as they were typed."""
    match query:
        case twin.Named(part):
            return part
        case twin.And(parts):
            return twin.And(tuple(map(without_aliases, parts)))
        case twin.Or(parts):
            return twin.Or(tuple(map(without_aliases, parts)))
        case twin.Not(part):
            return twin.Not(without_aliases(part))
        case twin.Boost(factor, part):
            return twin.Boost(factor, without_aliases(part))
        case twin.AccentMode(mode, part):
            return twin.AccentMode(mode, without_aliases(part))
        case _:
            return query
