"""Every engine against the twin: what it finds, in which tiers, with which counts and in which order."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from indexer import ENGINES
from indexer.engines.base import Choice, Engine, EngineHit, EngineReader, EngineRequest
from indexer.model import FACETS, SORTS, Article, Explanation, Facet, FacetCode, Label
from indexer.query import parse, with_file_names
from tests import naive
from tests import naive_values as twin
from tests.strategies import BROADER, Draw

ARCHIVES, SEARCHES = 30, 20
PLURAL: dict[Facet, str] = dict(zip(FACETS, twin.FACETS, strict=True))
every_engine = pytest.mark.parametrize("engine", ENGINES.values(), ids=lambda engine: engine.name)


def stored(article: twin.Article) -> Article:
    """Return the twin's article as engines take it."""
    return Article(
        id=article.id,
        path=article.id,
        title=article.title or None,
        body=article.body,
        aside=article.aside,
        file=article.file or None,
        author=article.author or None,
        source=article.source or None,
        date=article.date,
        year=article.year,
        forums=tuple(Label(value, "") for value in article.forums),
        topics=tuple(Label(value, "") for value in article.topics),
    )


@contextmanager
def opened(engine: Engine[Any], archive: twin.Archive) -> Iterator[EngineReader]:
    """Index an archive and open it."""
    with TemporaryDirectory() as folder:
        writer = engine.writer(Path(folder))
        for article in archive.articles:
            writer.put(engine.prepare([stored(article)]))
        writer.commit()
        reader = engine.reader(Path(folder))
        try:
            yield reader
        finally:
            reader.close()


def engine_request(query: str, request: twin.Request, **changes: object) -> EngineRequest:
    """Return the twin's request as engines take it, with everything on one page."""
    chosen = {
        facet: Choice(any_of=request.chosen.get(name, ()), none_of=request.excluded.get(name, ()))
        for facet, name in PLURAL.items()
    }
    arguments: dict[str, object] = {"mode": request.mode, "choices": chosen, "limit": 100, "facets": FACETS, **changes}
    return EngineRequest(query=with_file_names(parse(query).tree), **arguments)  # type: ignore[arg-type]


def code_of(value: twin.Value) -> FacetCode:
    """Return a value of the twin, which has a year as a span, as a facet code."""
    return value[0] if isinstance(value, tuple) else value


@every_engine
@pytest.mark.parametrize("seed", range(ARCHIVES))
def test_engine_finds_what_the_twin_finds(engine: Engine[Any], seed: int) -> None:
    draw = Draw(seed)
    archive = draw.archive()
    with opened(engine, archive) as reader:
        for _ in range(SEARCHES):
            check_search(reader, archive, *draw.request())


def check_search(reader: EngineReader, archive: twin.Archive, text: str, request: twin.Request) -> None:
    """Compare ids, tiers, relaxation and all counts, and check the order by its definition."""
    found, expected = reader.search(engine_request(text, request, by_tier=True)), naive.search(archive, request)
    assert {hit.summary.id: hit.tier for hit in found.hits} == dict(expected.tiers), (text, request)
    assert found.total == len(expected.tiers) == len(found.hits)
    assert found.relaxed == expected.relaxed, (text, request)
    tiers = Counter(tier for tier in expected.tiers.values() if tier)
    assert {tier: count for tier, count in found.tiers.items() if count} == tiers, (text, request)
    for facet, name in PLURAL.items():
        counts = {code_of(value): count for value, count in naive.count_facet(archive, request, name).items()}
        assert found.facets[facet] == counts, (text, request)
    left = [article for article in archive.articles if article.id in expected.tiers]
    newest = naive.in_order(left, "newest")
    relevance = [
        (naive.TIERS.index(hit.tier) if hit.tier else 0, -hit.score, newest.index(hit.summary.id)) for hit in found.hits
    ]
    assert relevance == sorted(relevance), (text, request)


@every_engine
@pytest.mark.parametrize("seed", range(10))
def test_pairs_of_values_are_counted_as_the_twin_counts_them(engine: Engine[Any], seed: int) -> None:
    draw = Draw(seed)
    archive = draw.archive()
    with opened(engine, archive) as reader:
        for one, other in (draw.rng.sample(FACETS, 2) for _ in range(4)):
            text, request = draw.request()
            pairs = reader.search(engine_request(text, request, crossed=(one, other))).pairs
            expected = naive.count_pairs(archive, request, PLURAL[one], PLURAL[other])
            assert pairs == {tuple(map(code_of, pair)): count for pair, count in expected.items()}, (text, request)


@every_engine
@pytest.mark.parametrize("sort", ["newest", "oldest", "title"])
def test_order_is_that_of_the_twin(engine: Engine[Any], sort: str) -> None:
    for seed in range(ARCHIVES, ARCHIVES + 10):
        draw = Draw(seed)
        archive = draw.archive()
        with opened(engine, archive) as reader:
            for text, request in [("", twin.Request()), draw.request(), draw.request()]:
                tiers = naive.search(archive, request).tiers
                expected = naive.in_order([a for a in archive.articles if a.id in tiers], sort)
                found = reader.search(engine_request(text, request, sort=sort))
                assert [hit.summary.id for hit in found.hits] == expected, (text, request)


@every_engine
def test_pages_follow_each_other(engine: Engine[Any]) -> None:
    draw = Draw(0)
    archive = draw.archive()
    with opened(engine, archive) as reader:
        for _ in range(20):
            text, request = draw.request()
            whole = reader.search(engine_request(text, request)).hits
            pages = [reader.search(engine_request(text, request, offset=at, limit=3)) for at in range(0, 15, 3)]
            assert {page.total for page in pages} == {len(whole)}
            assert [hit.summary.id for page in pages for hit in page.hits] == [hit.summary.id for hit in whole]


@every_engine
def test_iterating_yields_all_hits_regardless_of_the_page(engine: Engine[Any]) -> None:
    for seed in range(5):
        draw = Draw(seed)
        archive = draw.archive()
        with opened(engine, archive) as reader:
            for sort in SORTS:
                text, request = draw.request()
                whole = reader.search(engine_request(text, request, sort=sort)).hits
                stream = reader.stream(engine_request(text, request, sort=sort, offset=3, limit=1))
                assert (tuple(stream.hits), stream.total) == (whole, len(whole))


@every_engine
@pytest.mark.parametrize("seed", range(ARCHIVES))
def test_parts_of_a_score_add_up_to_it(engine: Engine[Any], seed: int) -> None:
    draw = Draw(seed)
    archive = draw.archive()
    with opened(engine, archive) as reader:
        for _ in range(SEARCHES):
            asked = engine_request(*draw.request())
            found = {hit.summary.id: hit for hit in reader.search(asked).hits}
            for article in archive.articles:
                check_explanation(reader.explain(asked, article.id), found.get(article.id))
            assert reader.explain(asked, "no such article") is None


def check_explanation(explanation: Explanation | None, hit: EngineHit | None) -> None:
    """Compare an explanation with the hit it explains; without a hit there is none."""
    if explanation is None or hit is None:
        assert (explanation, hit) == (None, None)
        return
    assert (explanation.id, explanation.tier) == (hit.summary.id, hit.tier)
    assert explanation.score == pytest.approx(hit.score, rel=1e-5)
    assert sum(part.score for part in explanation.parts) == pytest.approx(explanation.score)
    assert all(part.score > 0 and 0 < part.saturation <= 1 for part in explanation.parts)


@every_engine
def test_articles_without_words_are_found(engine: Engine[Any]) -> None:
    archive = twin.Archive((twin.Article("a0", body="* * *"), twin.Article("a1", body="Hạt gạo")), BROADER)
    with opened(engine, archive) as reader:
        check_search(reader, archive, "hạt", twin.Request(twin.Word("hạt")))
        check_search(reader, archive, "-hạt", twin.Request(twin.Not(twin.Word("hạt"))))
        check_search(reader, archive, "", twin.Request())


def test_drawn_requests_find_articles_in_every_tier() -> None:
    """If the draws found nothing, the comparisons above would prove nothing."""
    tiers: Counter[str | None] = Counter()
    relaxed = found = 0
    for seed in range(ARCHIVES):
        draw = Draw(seed)
        archive = draw.archive()
        for _ in range(SEARCHES):
            result = naive.search(archive, draw.request()[1])
            tiers.update(set(result.tiers.values()))
            relaxed += result.relaxed
            found += bool(result.tiers)
    assert found > ARCHIVES * SEARCHES / 2
    assert min(relaxed, *(tiers[tier] for tier in naive.TIERS)) > 5, tiers
