"""Sparse, dense and union postings, against plain dictionaries."""

import random
from collections import Counter
from zlib import crc32

import numpy as np
import pytest

from indexer.engines.arrays.searching.matched_postings import MatchedPostings
from indexer.engines.arrays.segments.postings import (
    RATIO,
    DensePostings,
    DocSet,
    Postings,
    SparsePostings,
    UnionPostings,
)
from indexer.engines.arrays.segments.tiers import NO_MATCH

DOCUMENTS = 500
Term = dict[int, int]
"""The impact code of each document that has a term."""


def drawn(rng: random.Random, size: int) -> Term:
    return {doc: rng.randint(1, 254) for doc in sorted(rng.sample(range(DOCUMENTS), size))}


def sparse(term: Term) -> SparsePostings:
    return SparsePostings(np.array([*term], np.uint16), np.array([*term.values()], np.uint8))


def dense(term: Term) -> DensePostings:
    impacts = np.array([term.get(doc, 0) for doc in range(DOCUMENTS)], np.uint8)
    return DensePostings(impacts, len(term), crc32(impacts.data))


def union(terms: list[Term]) -> UnionPostings:
    docs = [doc for term in terms for doc in term]
    codes = [code for term in terms for code in term.values()]
    return UnionPostings(np.array(docs, np.uint16), np.array(codes, np.uint8))


def check(postings: Postings, terms: list[Term], candidates: DocSet) -> None:
    """Compare postings with the codes of the terms that they are made of."""
    docs = candidates.docs.tolist()
    ratios = [sum(RATIO[term[doc]] for term in terms if doc in term) for doc in docs]
    tiers = np.full(DOCUMENTS, NO_MATCH)
    postings.set_tier(tiers, 1)

    assert postings.size == sum(map(len, terms))
    assert postings.distinct == all(times == 1 for times in Counter(doc for term in terms for doc in term).values())
    assert postings.contains(candidates).tolist() == [ratio > 0 for ratio in ratios]
    assert postings.ratios(candidates).tolist() == pytest.approx(ratios)
    assert postings.scores(candidates, 2.0).tolist() == pytest.approx(
        [2 * ratio / (1 + ratio) for ratio in ratios], abs=1e-6
    )
    assert tiers.tolist() == [1 if any(doc in term for term in terms) else NO_MATCH for doc in range(DOCUMENTS)]


@pytest.mark.parametrize("number", [0, 1, 5, 60, 500])
@pytest.mark.parametrize("size", [0, 1, 40, 300])
def test_all_kinds_of_postings_agree(number: int, size: int) -> None:
    rng = random.Random(number * 1000 + size)
    candidates = DocSet(np.array(rng.sample(range(DOCUMENTS), number), np.intp), DOCUMENTS)
    term = drawn(rng, size)
    check(sparse(term), [term], candidates)
    check(dense(term), [term], candidates)
    overlapping = [drawn(rng, size), drawn(rng, 300), drawn(rng, 300)]
    check(union(overlapping), overlapping, candidates)


def test_the_best_tier_of_a_document_counts() -> None:
    rng = random.Random(4)
    bare, fuller, exact = (drawn(rng, size) for size in (200, 60, 20))
    matches = MatchedPostings(DOCUMENTS, [(2, [dense(bare)]), (1, [union([fuller])]), (0, [sparse(exact)])])
    candidates = DocSet(np.array(rng.sample(range(DOCUMENTS), 10), np.intp), DOCUMENTS)
    tiers = [
        next((tier for tier, term in enumerate((exact, fuller, bare)) if doc in term), NO_MATCH)
        for doc in range(DOCUMENTS)
    ]
    assert matches.tiers().tolist() == tiers
    assert matches.tiers(candidates).tolist() == [tiers[doc] for doc in candidates.docs.tolist()]
    frequencies = [sum(each <= tier for each in tiers) for tier in range(3)]
    assert [matches.document_frequency(tier) for tier in range(3)] == frequencies
    assert matches.size == 280
