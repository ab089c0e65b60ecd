"""What readers may rely on, whatever the archive: more accents never find more, and wider modes never find less."""

import random
from dataclasses import replace
from typing import Any

from indexer.analysis import word
from indexer.engines.base import Engine, EngineReader
from indexer.model import MODES, Mode
from indexer.query import parse
from indexer.query.joining import Joins, apart, joins
from indexer.query.nodes import Query
from tests import naive_values as twin
from tests.naive import spots_of
from tests.properties.test_engines import engine_request, every_engine, opened
from tests.properties.test_joining import archive, typed_side_by_side

ARCHIVES, QUERIES = 8, 25


def found(reader: EngineReader, tree: Query, mode: Mode = "auto") -> set[str] | None:
    """Return the ids that a query finds; None if it was relaxed."""
    request = replace(engine_request("", twin.Request()), query=tree, mode=mode, facets=())
    result = reader.search(request)
    return None if result.relaxed else {hit.summary.id for hit in result.hits}


def accented_words(kept: twin.Archive) -> list[str]:
    """Return the words of an archive that have an accent."""
    words = {spot.word for each in kept.articles for text in (each.title, each.body) for spot in spots_of(text)}
    return sorted(each for each in words if each.isalpha() and word(each).accents)


@every_engine
def test_a_correct_accent_never_adds_articles_if_words_are_apart(engine: Engine[Any]) -> None:
    compared = 0
    for seed in range(ARCHIVES):
        kept, rng = archive(seed), random.Random(seed)
        with opened(engine, kept) as reader:
            for accented in accented_words(kept):
                other = rng.choice(typed_side_by_side(rng))
                bare = found(reader, parse(f"{word(accented).folded} {other}").tree)
                typed = found(reader, parse(f"{accented} {other}").tree)
                if bare is not None and typed is not None:
                    assert typed <= bare, (accented, other)
                    compared += bool(typed)
    assert compared > ARCHIVES


@every_engine
def test_a_wider_mode_finds_all_that_a_narrower_one_does(engine: Engine[Any]) -> None:
    compared = 0
    for seed in range(ARCHIVES):
        kept, rng = archive(seed), random.Random(seed)
        with opened(engine, kept) as reader:
            ways: tuple[Joins, ...] = (apart, joins(reader.counts))
            for number in range(QUERIES):
                tree = parse(" ".join(typed_side_by_side(rng)), joins=ways[number % 2]).tree
                strict, auto, loose = (found(reader, tree, mode) for mode in ("strict", "auto", "loose"))
                for narrow, wide in ((strict, auto), (auto, loose)):
                    if narrow is not None and wide is not None:
                        assert narrow <= wide, tree
                        compared += bool(narrow)
    assert compared > ARCHIVES * QUERIES / 4
    assert set(MODES) == {"strict", "auto", "loose"}
