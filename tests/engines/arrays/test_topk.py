"""The top documents, against sorting all of them."""

import random
from pathlib import Path

import numpy as np
import pytest

from indexer import Article
from indexer.engines.arrays import ArraysEngine
from indexer.engines.arrays.searching.topk import first_by_ordinal, first_by_score
from indexer.engines.base import EngineRequest
from indexer.query import parse


@pytest.mark.parametrize("wanted", [1, 3, 10, 29, 30])
@pytest.mark.parametrize("seed", range(8))
def test_first_documents_are_those_of_a_full_sort(seed: int, wanted: int) -> None:
    rng = random.Random(seed)
    docs = np.array(sorted(rng.sample(range(100), 30)))
    ordinals = np.array(rng.sample(range(100), 100), np.uint16)
    scores = np.array([rng.choice((0.0, 1.5, 2.5)) for _ in docs], np.float32)
    by_score = sorted(range(30), key=lambda i: (-scores[i], ordinals[docs[i]]))
    assert first_by_score(docs, scores, ordinals, wanted).tolist() == by_score[:wanted]
    by_ordinal = sorted(range(30), key=lambda i: ordinals[docs[i]])
    assert first_by_ordinal(docs, ordinals, wanted).tolist() == by_ordinal[:wanted]


@pytest.mark.parametrize("wanted", [1, 10, 11, 400])
@pytest.mark.parametrize("different", [3, 5000])
def test_first_of_many_documents_are_those_of_a_full_sort(wanted: int, different: int) -> None:
    """Enough documents to find a threshold by columns, if few are wanted; with many ties, and with few."""
    rng = np.random.default_rng(wanted)
    docs = np.sort(rng.permutation(20_000)[:12_345])
    ordinals = rng.permutation(20_000).astype(np.uint16)
    scores = rng.integers(0, different, len(docs)).astype(np.float32)
    by_score = np.lexsort((ordinals[docs], -scores))
    assert first_by_score(docs, scores, ordinals, wanted).tolist() == by_score[:wanted].tolist()


def test_hits_of_several_segments_that_are_equal_in_all_else_are_ordered_by_id(tmp_path: Path) -> None:
    engine = ArraysEngine()
    for article_id in ("z", "a", "m"):
        writer = engine.writer(tmp_path)
        writer.put(engine.prepare([Article(article_id, "a.jsonl", "biển Đông")]))
        writer.commit()
    reader = engine.reader(tmp_path)
    found = reader.search(EngineRequest(parse("biển Đông").tree, limit=3))
    assert [hit.summary.id for hit in found.hits] == ["a", "m", "z"]
