"""The scores of every engine against the twin's, and the order that follows from them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

import pytest

from indexer import ENGINES, Article, Hit, Index, SearchRequest, open_index, reindex
from tests import naive, naive_scores
from tests import naive_values as twin
from tests.archives import Grown, grown, indexed, search_request
from tests.naive_scores import Rules, Scored, arrays_rules, scores
from tests.strategies import Draw

ARCHIVES, SEARCHES = 8, 9
SHOWN = 5e-5
"""Hits show their scores with four decimals."""
FLOAT = 1e-6
"""What single precision adds to the error of an engine."""
every_engine = pytest.mark.parametrize("engine", ENGINES)


def requests(draw: Draw) -> Iterator[tuple[str, twin.Request]]:
    """Yield requests of any shape, and as many for words and phrases side by side."""
    for _ in range(SEARCHES):
        yield draw.request()
        yield draw.side_by_side()


@every_engine
@pytest.mark.parametrize("seed", range(ARCHIVES))
def test_scores_and_their_order_are_those_of_the_twin(engine: str, seed: int) -> None:
    draw, runs, archive = grown(seed)
    with indexed(engine, runs) as index:
        for text, request in requests(draw):
            check(index, archive.archive, archive.rules(engine), text, request)


def check(
    index: Index, archive: twin.Archive, rules: Rules, text: str, request: twin.Request, *, aliases: bool = False
) -> None:
    """Compare the score of each hit, all that adds to it, and the order of the hits, whole and page by page."""
    asked, expected = (
        replace(search_request(text, request, aliases=aliases), facets=()),
        scores(archive, request, rules),
    )
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
    for number, hit in enumerate(hits[:6]):
        page = index.search(replace(asked, page=1 + number // 2, size=2)).hits
        assert page[number % 2] == hit, (text, request)


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


@every_engine
def test_scores_of_long_phrases_are_those_of_the_twin(engine: str) -> None:
    """A phrase may fill the title, end with it, or be in a field whose positions the title has, too."""
    archive = Grown()
    archive.run(
        (
            twin.Article("filled", "Hội nghị cấp cao", "Hội nghị cấp cao bế mạc.", author="Lê Minh Hoà"),
            twin.Article("ended", "Tham dự hội nghị cấp cao", "Đoàn lên đường sáng nay.", author="Trần Lê Minh Hoà"),
            twin.Article("none", "Đường sắt", "Hội nghị bàn về cấp cao hơn, hội nghị cấp cao còn xa."),
        )
    )
    phrases = ("hội nghị cấp", "hội nghị cấp cao", "hoi nghi cap cao", "hội cao", "Lê Minh Hoà")
    with indexed(engine, [archive.live]) as index:
        for text, gap in product(phrases, (0, 3)):
            phrase, typed = twin.Phrase(text, gap), f'"{text}"~{gap}'
            check(index, archive.archive, archive.rules(engine), typed, twin.Request(phrase))
            for name in ("title", "author"):
                inside = twin.Request(twin.Field(name, phrase))
                check(index, archive.archive, archive.rules(engine), f"{name}:{typed}", inside)


@every_engine
@pytest.mark.parametrize("seed", range(4))
def test_scores_of_the_names_of_files_are_those_of_the_twin(engine: str, seed: int, tmp_path: Path) -> None:
    draw = Draw(seed)
    docs, folder = tmp_path / "docs", tmp_path / "index"
    docs.mkdir()
    for number, article in enumerate(draw.archive(longest=30).articles):
        (docs / f"{number} {article.file or '.txt'}").with_suffix(".txt").write_text(
            f"Bản tin\n\n{article.body}.", "utf-8"
        )
    reindex([docs], index=folder, engine=engine)
    archive = Grown()
    with open_index(folder, engine=engine) as index:
        stored = [index.article(hit.id) for hit in index.search(SearchRequest(size=100)).hits]
        archive.run(tuple(as_twin(article) for article in stored if article))
        for _ in range(SEARCHES):
            check(index, archive.archive, archive.rules(engine), *draw.side_by_side())


def as_twin(article: Article) -> twin.Article:
    """Return a stored article as the twin sees it."""
    return twin.Article(
        id=article.id,
        title=article.title or "",
        body=article.body,
        aside=article.aside,
        file=article.file or "",
        author=article.author or "",
        source=article.source or "",
        date=article.date,
        year=article.year,
    )


def all_scored(rules: Callable[[Grown], Rules]) -> list[Scored]:
    """Return what the twin makes of hits that are compared above."""
    found: list[Scored] = []
    for seed in range(ARCHIVES):
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


@every_engine
def test_the_average_length_is_kept_even_when_no_article_is_left(engine: str) -> None:
    long = tuple(twin.Article(f"a{n}", body="hội nghị " * 20) for n in range(3))
    short = twin.Article("b0", body="hội nghị"), twin.Article("b1", body="hội đồng họp về hội nghị sắp tới")
    runs, archive = [long, (), short], Grown()
    for articles in runs:
        archive.run(articles)
    with indexed(engine, runs) as index:
        check(index, archive.archive, archive.rules(engine), "hội", twin.Request(twin.Word("hội")))


@every_engine
def test_nearness_counts_up_to_the_end_of_the_lead(engine: str) -> None:
    """The second word ends before, at or after the last word of the lead, with a title and without."""
    articles = tuple(
        twin.Article(f"{title}-{words}", title=title, body=f"{'cờ ' * words}nắng gió mưa bão covid-19")
        for title in ("", "chợ nổi")
        for words in range(95, 101)
    )
    archive = Grown()
    archive.run(articles)
    with indexed(engine, [articles]) as index:
        for text in ("nắng bão", "gió covid-19", "cờ mưa"):
            words = twin.And(tuple(map(twin.Word, text.split())))
            check(index, archive.archive, archive.rules(engine), text, twin.Request(words))
