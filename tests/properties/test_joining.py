"""Joined words in every engine against the twin: the counts, which words are joined, and what is found then."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from indexer.analysis import word
from indexer.engines.base import Engine, EngineReader
from indexer.query import parse
from indexer.query.joining import joins
from tests import naive
from tests import naive_values as twin
from tests.naive_joining import Counts
from tests.naive_words import typed_words
from tests.properties.test_engines import engine_request, every_engine, stored
from tests.strategies import BROADER, Draw

ARCHIVES, QUERIES = 12, 25
SYLLABLES = [
    "biển",
    "bien",
    "biến",
    "đông",
    "dong",
    "động",
    "đồng",
    "Mỹ",
    "mĩ",
    "my",
    "kỹ",
    "kĩ",
    "ky",
    "thuật",
    "thuat",
    "ADMM+",
    "covid-19",
    "19",
    "của",
    "các",
]
"""Words of which some pairs will be frequent."""
WORDS = [
    "Biển Đông",
    "biến động",
    "kỹ thuật",
    "kĩ thuật",
    "bien dong",
    "của các",
    "covid-19",
    "ADMM+",
    "Mỹ",
    "đồng",
    "thuật",
]


def archive(seed: int) -> twin.Archive:
    """Draw articles in which some syllables mostly occur side by side."""
    rng = random.Random(seed)
    favourites = rng.sample(WORDS, 3)

    def text(most: int) -> str:
        drawn = (favourites if rng.random() < 0.6 else SYLLABLES for _ in range(rng.randint(0, most)))
        return rng.choice((" ", " ", ", ")).join(map(rng.choice, drawn))

    articles = [twin.Article(f"a{n}", title=text(4), body=text(40), aside=text(6)) for n in range(rng.randint(4, 12))]
    return twin.Archive(tuple(articles), BROADER)


@contextmanager
def changed(engine: Engine[Any], kept: twin.Archive, removed: twin.Archive) -> Iterator[EngineReader]:
    """Open an index that holds one archive after articles of another were removed and replaced.

    At least half of the first segment stays, so that it is not rewritten without what is deleted.
    """
    gone = [replace(each, id=f"r{each.id}") for each in removed.articles[: max(0, len(kept.articles) - 4)]]
    replaced = [
        replace(other, id=each.id) for each, other in zip(kept.articles[:2], removed.articles[-2:], strict=False)
    ]
    with TemporaryDirectory() as folder:
        first = engine.writer(Path(folder))
        first.put(engine.prepare([stored(each) for each in (*gone, *replaced, *kept.articles[len(replaced) :])]))
        first.commit()
        second = engine.writer(Path(folder))
        second.put(engine.prepare([stored(each) for each in kept.articles[: len(replaced)]]))
        for each in gone:
            second.delete(each.id)
        second.commit()
        reader = engine.reader(Path(folder))
        try:
            yield reader
        finally:
            reader.close()


@every_engine
def test_counts_are_those_of_the_twin_after_articles_were_removed(engine: Engine[Any]) -> None:
    draw = Draw(0)
    for seed in range(ARCHIVES):
        kept = archive(seed) if seed % 2 else draw.archive(longest=30)
        expected = Counts(kept.articles)
        with changed(engine, kept, archive(seed + 100)) as reader:
            assert reader.counts.words == expected.words.total()
            found = {
                surface: count
                for folded in {word(each).folded for each in expected.words}
                for surface, count in reader.counts.spellings(folded).items()
            }
            assert found == expected.words
            pairs = {
                pair: count
                for folded in {(word(one).folded, word(other).folded) for one, other in expected.pairs}
                for pair, count in reader.counts.pairs(*folded).items()
            }
            assert pairs == expected.pairs


def typed_side_by_side(rng: random.Random) -> list[str]:
    """Draw a few syllables, most of them as the words that are frequent in some archives."""
    drawn = (rng.choice(WORDS[:6] if rng.random() < 0.7 else SYLLABLES[:14]) for _ in range(rng.randint(1, 3)))
    return " ".join(drawn).casefold().split()


@every_engine
def test_joined_words_are_those_of_the_twin_and_are_found_as_phrases(engine: Engine[Any]) -> None:
    joined = 0
    for seed in range(ARCHIVES):
        kept, rng = archive(seed), random.Random(seed)
        expected = Counts(kept.articles)
        with changed(engine, kept, archive(seed + 100)) as reader:
            for _ in range(QUERIES):
                typed = typed_side_by_side(rng)
                gaps = expected.joined([typed_words(each)[0] for each in typed])
                parsed = parse(" ".join(typed), joins=joins(reader.counts))
                assert [(each.first, each.second) for each in parsed.joined] == [
                    (word(typed[gap]).surface, word(typed[gap + 1]).surface) for gap in gaps
                ], typed
                joined += len(gaps)
                check_search(reader, kept, typed, gaps)
    assert joined > QUERIES


def check_search(reader: EngineReader, kept: twin.Archive, typed: list[str], gaps: list[int]) -> None:
    """Compare what is found, joined, with the twin's phrases, and with what is found apart."""
    parts: list[twin.Query] = []
    for number, each in enumerate(typed):
        if number in gaps:
            parts.append(twin.Phrase(f"{each} {typed[number + 1]}"))
        elif number - 1 not in gaps:
            parts.append(twin.Word(each))
    text, request = " ".join(typed), twin.Request(twin.And(tuple(parts)))
    tree = parse(text, joins=joins(reader.counts)).tree
    found = reader.search(replace(engine_request(text, request), query=tree))
    expected = naive.search(kept, request)
    assert {hit.summary.id: hit.tier for hit in found.hits} == dict(expected.tiers), text
    assert found.relaxed == expected.relaxed
    if not found.relaxed:
        apart = reader.search(engine_request(text, request))
        assert {hit.summary.id for hit in found.hits} <= {hit.summary.id for hit in apart.hits}
