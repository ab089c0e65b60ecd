"""The parts of a score: which there are, and what makes each of them greater."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.engines.base import Choice, EngineRequest
from indexer.engines.scoring import PAIR_WEIGHT, rarity, saturation
from indexer.engines.whoosh_reference import WhooshEngine
from indexer.engines.whoosh_reference.reader import WhooshReader
from indexer.fields import TITLE_WEIGHT
from indexer.model import Article, Contribution
from indexer.query import parse

# Each has ten words, as Whoosh rounds the lengths of articles.
ARTICLES = (
    Article("mua.txt", "mua.txt", "Mưa lớn ở miền Trung, mưa cả tuần", title="Tin mưa", year=2020, source="Báo Trung"),
    Article("nang.txt", "nang.txt", "Miền Nam nắng, không mưa, miền Trung mưa", title="Thời tiết", year=2021),
    Article("gio.txt", "gio.txt", "Trung du miền núi nhiều gió và sương", title="Thời tiết", year=2021),
)


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[WhooshReader]:
    engine = WhooshEngine()
    writer = engine.writer(tmp_path)
    writer.put(engine.prepare(ARTICLES))
    writer.commit()
    reader = engine.reader(tmp_path)
    yield reader
    reader.close()


def parts(reader: WhooshReader, query: str, article: str = "mua.txt", **choices: Choice) -> list[Contribution]:
    explanation = reader.explain(EngineRequest(parse(query).tree, choices=choices), article)  # type: ignore[arg-type]
    assert explanation is not None
    assert sum(part.score for part in explanation.parts) == pytest.approx(explanation.score)
    return list(explanation.parts)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("mua", [("word", "mua", 1.0)]),
        (
            "mưa lớn",
            [("word", "mưa", 1.0), ("word", "lớn", 1.0), ("pair", "mưa lớn", 1.0), ("nearness", "mưa … lớn", 1.0)],
        ),
        ("lớn mưa", [("word", "lớn", 1.0), ("word", "mưa", 1.0), ("nearness", "lớn … mưa", 1.0)]),
        ('"miền trung"^3', [("phrase", "miền trung", 3.0)]),
        (
            "(mưa^2 lớn)^2",
            [("word", "mưa", 4.0), ("word", "lớn", 2.0), ("pair", "mưa lớn", 4.0), ("nearness", "mưa … lớn", 1.0)],
        ),
        ("title:mua source:trung", [("word", "title:mua", 1.0), ("word", "source:trung", 1.0)]),
        ("m* nắng~ OR tu?n", [("word", "m*", 1.0), ("word", "tu?n", 1.0)]),
        ("mưa -nắng year:2020", [("word", "mưa", 1.0)]),
        ("mưa tuyết bão", [("word", "mưa", 1.0)]),
    ],
)
def test_parts_are_the_words_phrases_and_pairs_found(
    reader: WhooshReader, query: str, expected: list[tuple[str, str, float]]
) -> None:
    assert [(part.kind, part.text, part.boost) for part in parts(reader, query)] == expected


def test_a_word_is_weighted_by_rarity_and_frequency(reader: WhooshReader) -> None:
    (word,) = parts(reader, "mưa")
    in_text, in_title = 3, 1
    assert word.weight == rarity(2, 3)
    assert word.saturation == saturation(in_text + TITLE_WEIGHT * in_title, length=10, average_length=10)


def test_a_pair_is_weighted_by_its_rarity_among_the_articles_found(reader: WhooshReader) -> None:
    *_, pair, _ = parts(reader, "miền trung")
    assert (pair.kind, pair.weight) == ("pair", PAIR_WEIGHT * rarity(2, 3))


def test_choices_change_no_part(reader: WhooshReader) -> None:
    chosen = parts(reader, "miền trung", year=Choice(any_of=((2020, 2020),)))
    assert chosen == parts(reader, "miền trung")


def test_articles_that_choices_exclude_are_not_explained(reader: WhooshReader) -> None:
    request = EngineRequest(parse("miền trung").tree, choices={"year": Choice(none_of=((2020, 2020),))})
    assert reader.explain(request, "mua.txt") is None
    assert reader.explain(request, "nang.txt") is not None
