"""The table of ranking quality, and plain BM25 as a peer."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from bench.known_items import Quality
from bench.peers.bm25 import K1, B, Bm25Peer, weighted_postings
from bench.peers.contract import Corpus, Peer, Query
from bench.peers.fts5 import Fts5Peer
from bench.relevance import Row, quality_table

TEXTS = {"1": "Đường về làng, đường về!", "2": "Con đường cũ", "3": "duong pho", "4": "làng cũ"}


def test_the_table_has_a_row_for_each_engine() -> None:
    rows = [
        Row("timdau", {"accented": Quality(0.3125, 0.5), "plain": Quality(0.25, 0.4)}),
        Row("other, any word", {"accented": Quality(0.2, 0.35), "plain": Quality(0.1, 1.0)}),
    ]

    assert quality_table(rows).splitlines() == [
        "|  | accented: MRR@10 | accented: recall@10 | plain: MRR@10 | plain: recall@10 |",
        "| --- | --- | --- | --- | --- |",
        "| timdau | 0.312 | 0.500 | 0.250 | 0.400 |",
        "| other, any word | 0.200 | 0.350 | 0.100 | 1.000 |",
    ]


def test_postings_are_weighted_by_bm25() -> None:
    starts, docs, weights = weighted_postings(np.array([0, 1, 0, 0, 2]), np.array([3, 2]), 3)
    idf = math.log1p(0.5 / 2.5)
    long, short = (K1 * (1 - B + B * length / 2.5) for length in (3, 2))

    assert list(starts) == [0, 2, 3, 4]
    assert list(docs) == [0, 1, 0, 1]
    assert weights[:2] == pytest.approx([idf * 2 / (2 + long), idf / (1 + short)])


@pytest.mark.parametrize("peer", [Bm25Peer(), Fts5Peer()], ids=["bm25", "fts5"])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query("bare", ("duong",)), {"1", "2", "3"}),
        (Query("accented", ("đường",)), {"1", "2"}),
        (Query("accented", ("đường", "cũ")), {"2"}),
        (Query("accented", ("đường", "cũ"), "any"), {"1", "2", "4"}),
        (Query("accented", ("đường", "xyz")), set()),
    ],
)
def test_peers_find_all_or_any_words_as_printed_or_folded(
    peer: Peer, query: Query, expected: set[str], tmp_path: Path
) -> None:
    articles = tmp_path / "articles.jsonl"
    rest = {"title": "", "forums": [], "topics": [], "year": 0}
    lines = [json.dumps({"id": key, "text": text, **rest}) + "\n" for key, text in TEXTS.items()]
    articles.write_text("".join(lines), encoding="utf-8")
    peer.build(Corpus("bodies-4", tmp_path, articles, len(TEXTS), 0, "synthetic"), tmp_path)
    found = peer.open(tmp_path).plan(query)()

    assert ({key for key, _ in found.hits}, found.total) == (expected, len(expected))
