"""Postings as lists, rows and mixed lists, against plain dictionaries."""

import random
from collections import Counter

import numpy as np
import pytest

from indexer.engines.arrays.searching.matches import Matches
from indexer.engines.arrays.segments.found import Found
from indexer.engines.arrays.segments.impacts import RATIO
from indexer.engines.arrays.segments.lists import Listed, Mixed, PostingList, Row
from indexer.engines.arrays.segments.tiers import NO_MATCH

DOCUMENTS = 500
Term = dict[int, int]
"""The code of each document that has a term."""


def drawn(rng: random.Random, size: int) -> Term:
    return {doc: rng.randint(1, 254) for doc in sorted(rng.sample(range(DOCUMENTS), size))}


def listed(term: Term) -> Listed:
    return Listed(np.array([*term], np.uint16), np.array([*term.values()], np.uint8))


def row(term: Term) -> Row:
    return Row(np.array([term.get(doc, 0) for doc in range(DOCUMENTS)], np.uint8), len(term))


def mixed(terms: list[Term]) -> Mixed:
    docs = [doc for term in terms for doc in term]
    return Mixed(np.array(docs, np.uint16), np.array([code for term in terms for code in term.values()], np.uint8))


def check(postings: PostingList, terms: list[Term], found: Found) -> None:
    """Hold what postings say against the codes of the terms that they are made of."""
    here = found.docs.tolist()
    ratios = [sum(RATIO[term[doc]] for term in terms if doc in term) for doc in here]
    marked = np.full(DOCUMENTS, NO_MATCH)
    postings.mark(marked, 1)

    assert postings.size == sum(map(len, terms))
    assert postings.distinct == all(times == 1 for times in Counter(doc for term in terms for doc in term).values())
    assert postings.having(found).tolist() == [ratio > 0 for ratio in ratios]
    assert postings.ratios(found).tolist() == pytest.approx(ratios)
    assert postings.scores(found, 2.0).tolist() == pytest.approx(
        [2 * ratio / (1 + ratio) for ratio in ratios], abs=1e-6
    )
    assert marked.tolist() == [1 if any(doc in term for term in terms) else NO_MATCH for doc in range(DOCUMENTS)]


@pytest.mark.parametrize("asked", [0, 1, 5, 60, 500])
@pytest.mark.parametrize("size", [0, 1, 40, 300])
def test_lists_and_rows_say_the_same(asked: int, size: int) -> None:
    rng = random.Random(asked * 1000 + size)
    found = Found(np.array(rng.sample(range(DOCUMENTS), asked), np.intp), DOCUMENTS)
    term = drawn(rng, size)
    check(listed(term), [term], found)
    check(row(term), [term], found)
    overlapping = [drawn(rng, size), drawn(rng, 300), drawn(rng, 300)]
    check(mixed(overlapping), overlapping, found)


def test_the_best_tier_counts_wherever_it_is_asked() -> None:
    rng = random.Random(4)
    bare, fuller, exact = (drawn(rng, size) for size in (200, 60, 20))
    matches = Matches(DOCUMENTS, [(2, [row(bare)]), (1, [mixed([fuller])]), (0, [listed(exact)])])
    found = Found(np.array(rng.sample(range(DOCUMENTS), 10), np.intp), DOCUMENTS)
    tiers = [
        next((tier for tier, term in enumerate((exact, fuller, bare)) if doc in term), NO_MATCH)
        for doc in range(DOCUMENTS)
    ]
    assert matches.tiers().tolist() == tiers
    assert matches.tiers(found).tolist() == [tiers[doc] for doc in found.docs.tolist()]
    assert [matches.frequency(tier) for tier in range(3)] == [sum(each <= tier for each in tiers) for tier in range(3)]
    assert matches.size == 280
