"""The scores of every engine against the twin's, and the order that follows from them.

Archives are indexed by several runs: articles are added, changed and removed, so that they lie in several segments.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from indexer import ENGINES, Hit, Index, SearchRequest, open_index, reindex
from tests import naive, naive_scores
from tests import naive_values as twin
from tests.naive_scores import Rules, Scored, arrays_rules, scores, whoosh_rules
from tests.strategies import BROADER, Draw

ARCHIVES, SEARCHES = 12, 10
SHOWN = 5e-5
"""Hits show their scores with four decimals."""
FLOAT = 1e-6
"""What single precision adds to the error of an engine."""
every_engine = pytest.mark.parametrize("engine", ENGINES)


@dataclass
class Grown:
    """An archive after some runs: `first` are the articles of the first one, `segments` all documents on disk."""

    first: tuple[twin.Article, ...] = ()
    live: tuple[twin.Article, ...] = ()
    segments: list[list[twin.Article]] = field(default_factory=list)

    @property
    def archive(self) -> twin.Archive:
        return twin.Archive(self.live, BROADER)

    def run(self, articles: Sequence[twin.Article]) -> None:
        """Take the articles of one more run; a segment that is mostly deleted is written again without the deleted."""
        self.segments.append([article for article in articles if article not in self.live])
        self.live = tuple(articles)
        self.first = self.first or self.live
        for segment in self.segments:
            left = [article for article in segment if article in self.live]
            if 2 * len(left) < len(segment):
                segment[:] = left

    def rules(self, engine: str) -> Rules:
        if engine == "whoosh":
            return whoosh_rules(self.live)
        return arrays_rules([article for segment in self.segments for article in segment], self.first)


def runs_of(draw: Draw) -> Iterator[tuple[twin.Article, ...]]:
    """Yield the articles that are there at each of three runs.

    Some articles have the texts of others, so that only their date and id tell them apart.
    """
    drawn = [article for article in draw.archive(longest=30).articles if naive.spots_of(article.body)]
    drawn += [
        replace(article, id=f"b{number}", date=None, year=draw.rng.choice((None, 2012)))
        for number, article in enumerate(draw.rng.sample(drawn, len(drawn) // 3))
    ]
    drawn = draw.rng.sample([replace(article, aside="") for article in drawn], len(drawn))
    yield tuple(drawn[: len(drawn) // 2])
    yield tuple(drawn[1:])
    changed = {id(article) for article in draw.rng.sample(drawn, draw.rng.randrange(len(drawn)))}
    yield tuple(
        replace(article, title=draw.text(3), body=f"hội nghị {draw.text(10)}") if id(article) in changed else article
        for article in drawn[2:]
    )


@contextmanager
def indexed(engine: str, runs: Sequence[Sequence[twin.Article]]) -> Iterator[Index]:
    """Open the index of an archive after some runs."""
    with TemporaryDirectory() as name:
        docs, folder = Path(name, "docs"), Path(name, "index")
        docs.mkdir()
        for articles in runs:
            Path(docs, "batch.jsonl").write_text("".join(map(record, articles)), "utf-8")
            report = reindex([docs], index=folder, engine=engine)
            assert not report.skipped
        with open_index(folder) as index:
            yield index


def record(article: twin.Article) -> str:
    """Return an article as a line of a batch."""
    names = ("id", "title", "body", "author", "source", "date", "year", "forums", "topics")
    return json.dumps({name: getattr(article, name) for name in names}) + "\n"


def search_request(text: str, request: twin.Request) -> SearchRequest:
    """Return the twin's request as the package takes it, with everything on one page."""
    excluded = {f"not_{facet}": values for facet, values in request.excluded.items()}
    choices: Mapping[str, Any] = {**request.chosen, **excluded}
    mode: Any = request.mode
    return SearchRequest(text, mode=mode, size=100, facets=(), snippets=False, **choices)


def grown(seed: int) -> tuple[Draw, list[tuple[twin.Article, ...]], Grown]:
    """Return an archive of one to three runs, and what draws requests for it."""
    draw = Draw(seed)
    runs = list(runs_of(draw))[: 1 + seed % 3]
    archive = Grown()
    for articles in runs:
        archive.run(articles)
    return draw, runs, archive


def requests(draw: Draw) -> Iterator[tuple[str, twin.Request]]:
    """Yield requests of any shape, and as many for some words side by side."""
    for _ in range(SEARCHES):
        yield draw.request()
        yield draw.words()


@every_engine
@pytest.mark.parametrize("seed", range(ARCHIVES))
def test_scores_and_their_order_are_those_of_the_twin(engine: str, seed: int) -> None:
    draw, runs, archive = grown(seed)
    with indexed(engine, runs) as index:
        for text, request in requests(draw):
            check(index, archive.archive, archive.rules(engine), text, request)


def check(index: Index, archive: twin.Archive, rules: Rules, text: str, request: twin.Request) -> None:
    """Compare the score of each hit, all that adds to it, and the order of the hits."""
    asked, expected = search_request(text, request), scores(archive, request, rules)
    hits = index.search(asked).hits
    tiers = naive.search(archive, request).tiers
    assert {hit.id: hit.tier for hit in hits} == dict(tiers), (text, request)
    for hit in hits:
        scored = expected[hit.id]
        assert hit.score == pytest.approx(scored.score, abs=scored.error + SHOWN + FLOAT), (text, request, hit.id)
        check_parts(index, asked, hit, scored)
    newest = naive.in_order(archive.articles, "newest")
    for before, after in combinations(hits, 2):
        check_order(before, after, expected, newest)


def check_parts(index: Index, asked: SearchRequest, hit: Hit, scored: Scored) -> None:
    """Compare what adds to a score: each part with its boost, its weight and its saturation."""
    told = index.explain(asked, hit.id)
    assert told is not None
    assert [(part.kind, part.boost) for part in told.parts] == [
        (each.part.kind, each.part.boost) for each in scored.addends
    ], (asked, hit.id)
    for part, each in zip(told.parts, scored.addends, strict=True):
        assert part.weight == pytest.approx(each.weight), (asked, hit.id, part)
        assert part.saturation == pytest.approx(each.saturation, abs=each.error + FLOAT), (asked, hit.id, part)


def check_order(before: Hit, after: Hit, expected: Mapping[str, Scored], newest: Sequence[str]) -> None:
    """Hold the order of two hits: tier, then score, then newest first, then id."""
    one, other = expected[before.id], expected[after.id]
    better, worse = (naive.TIERS.index(hit.tier) if hit.tier else 0 for hit in (before, after))
    assert better <= worse
    if better == worse:
        assert one.score + one.error + other.error + FLOAT >= other.score
        if one.equals(other):
            assert newest.index(before.id) < newest.index(after.id)


def all_scored(rules: Callable[[Grown], Rules]) -> list[Scored]:
    """Return what the twin makes of the hits that are compared above, those of some archives."""
    found: list[Scored] = []
    for seed in range(ARCHIVES // 3):
        draw, _, archive = grown(seed)
        for _, request in requests(draw):
            found += scores(archive.archive, request, rules(archive)).values()
    return found


def plain(archive: Grown) -> Rules:
    return archive.rules("arrays")


def moved(before: Sequence[Scored], after: Sequence[Scored]) -> int:
    """Return how many scores are another by more than rounding makes of them."""
    return sum(abs(one.score - other.score) > one.error for one, other in zip(before, after, strict=True))


@pytest.fixture(scope="module")
def scored() -> list[Scored]:
    return all_scored(plain)


@pytest.mark.parametrize(
    ("name", "value"),
    [("TITLE_WEIGHT", 0), ("B", 0.0), ("K1", 0.0), ("log", lambda _: 1.0), ("PAIR_WEIGHT", 0.0)],
    ids=["title", "length", "frequency", "rarity", "pairs"],
)
def test_every_factor_moves_scores_compared_here(
    monkeypatch: pytest.MonkeyPatch, scored: Sequence[Scored], name: str, value: object
) -> None:
    """Were the draws to miss a factor, the comparison would hold without it."""
    monkeypatch.setattr(naive_scores, name, value)
    assert moved(scored, all_scored(plain)) > len(scored) / 50


@pytest.mark.parametrize(
    "rules",
    [
        lambda archive: replace(plain(archive), counted=archive.live),
        lambda archive: arrays_rules(plain(archive).counted, archive.live),
        lambda archive: replace(plain(archive), is_arrays=False),
    ],
    ids=["deleted", "average length", "tiers"],
)
def test_every_rule_moves_scores_compared_here(scored: Sequence[Scored], rules: Callable[[Grown], Rules]) -> None:
    assert moved(scored, all_scored(rules)) > len(scored) / 5


@every_engine
def test_equally_relevant_articles_of_several_runs_come_newest_first(engine: str) -> None:
    """Though the word has one spelling in the articles of one run and two in those of the other."""
    texts = [f"hội {'trường ' * length}{'hội ' * count}" for length in range(5) for count in range(5)]
    older = tuple(twin.Article(f"a{n:02}", body=text, year=2020) for n, text in enumerate(texts))
    newer = tuple(replace(article, id=f"b{n:02}", year=2021) for n, article in enumerate(older))
    others = twin.Article("other", body="hồi hỏi", year=2019), twin.Article("away", body="tiếng chuông", year=2019)
    for first, second in ((older, newer), (newer, older)):
        with indexed(engine, [first, (*first, *second, *others)]) as index:
            found = [hit.id for hit in index.search(SearchRequest("hôi", size=100, snippets=False)).hits]
        for one, other in zip(older, newer, strict=True):
            assert found.index(other.id) < found.index(one.id)
