"""Phrases and nearness in one segment: pairs first, positions only where pairs do not decide."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.searching.matches import Matches, RankedPostings, having
from indexer.engines.arrays.searching.plans import Members
from indexer.engines.arrays.segments.impacts import quantise
from indexer.engines.arrays.segments.lists import Listed, PostingList
from indexer.engines.arrays.segments.ranks import NONE, Ranks
from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.scoring import TITLE_WEIGHT
from indexer.model import TIERS

_DOC = 32
"""A place is one number: the document in the upper bits, the position in the lower 32."""

_WORST = len(TIERS) - 1
_RANK = 2
"""A rank behind a place takes so many bits."""

Places = NDArray[np.int64]


class Steps(NamedTuple):
    """Occurrences of a part of a phrase: where each begins and ends (the place behind it), and its rank."""

    starts: Places
    ends: Places
    ranks: Ranks


_NO_STEPS = Steps(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.uint8))


def adjacent(segment: Segment, left: Members, right: Members, worst: int = _WORST) -> Matches:
    """Return where a form of one family stands right behind a form of the other, up to a worst rank."""
    pairs = segment.pairs
    if left.alike and right.alike:
        return Matches(segment.documents, [(0, [pairs.neighbours(pairs.variants(left.family, right.family))])])
    by_rank: dict[int, list[int]] = {}
    for variant, rank in _wanted(segment, left, right):
        if rank <= worst:
            by_rank.setdefault(rank, []).append(variant)
    ranked = [(rank, [pairs.postings(by_rank[rank])]) for rank in sorted(by_rank, reverse=True)]
    return Matches(segment.documents, ranked)


def chain(segment: Segment, words: Sequence[Members], slop: int, field: str) -> Matches:
    """Return where words follow each other with at most `slop - 1` words between neighbours."""
    steps = _pairs(segment, words) if slop == 1 else _singles(segment, words)
    if not all(len(step.starts) for step in steps):
        return Matches(segment.documents)
    ends, ranks = _settled(steps[0].ends, steps[0].ranks)
    for following in steps[1:]:
        ends, ranks = _followed(ends, ranks, following, slop)
    return _counted(segment, ends, ranks, field)


def _wanted(segment: Segment, left: Members, right: Members) -> Sequence[tuple[int, int]]:
    """Return the variants of a pair of families whose forms are both wanted, each with its rank."""
    pairs = segment.pairs
    variants = pairs.variants(left.family, right.family)
    if left.alike and right.alike:
        return [(variant, 0) for variant in variants]
    within = slice(variants.start, variants.stop)
    forms = zip(variants, pairs.lefts[within].tolist(), pairs.rights[within].tolist(), strict=True)
    left_ranks, right_ranks = left.ranks_by_place, right.ranks_by_place
    return [
        (variant, max(left_ranks[first], right_ranks[second]))
        for variant, first, second in forms
        if first in left_ranks and second in right_ranks
    ]


def _pairs(segment: Segment, words: Sequence[Members]) -> list[Steps]:
    """Return the steps of a phrase without gaps: every second pair, and at the end the last one.

    Where the number of words is odd, the last pair shares its first word with the one before, and so begins for
    the chain where that word ends.
    """
    firsts = [*range(0, len(words) - 1, 2), *([len(words) - 2] if len(words) % 2 else [])]
    found = [_wanted(segment, words[i], words[i + 1]) for i in firsts]
    if not all(found):
        return [_NO_STEPS]
    chosen = [np.array(ranked, np.intp).T for ranked in found]
    wanted = _in_all([segment.pairs.postings(variants.tolist()) for variants, _ in chosen], segment.documents)
    steps = []
    for number, (first, (variants, ranks)) in enumerate(zip(firsts, chosen, strict=True)):
        occurrences = segment.pairs.occurrences(variants, wanted)
        starts = (occurrences.docs << _DOC) + occurrences.positions
        middles = starts + words[first].widths[segment.pairs.lefts[variants]][occurrences.of]
        ends = middles + words[first + 1].widths[segment.pairs.rights[variants]][occurrences.of]
        shares_a_word = number > 0 and first != 2 * number
        steps.append(Steps(middles if shares_a_word else starts, ends, ranks.astype(np.uint8)[occurrences.of]))
    return steps


def _singles(segment: Segment, words: Sequence[Members]) -> list[Steps]:
    """Return the places of each word, in documents that have all of them."""
    wanted = _in_all([segment.postings.of_term(word.family) for word in words], segment.documents)
    return [_places(segment, word, wanted) for word in words]


def _in_all(parts: Sequence[PostingList], documents: int) -> NDArray[np.bool_]:
    """Return which documents have postings in all parts."""
    wanted: NDArray[np.bool_] = np.logical_and.reduce([having(documents, [part]) for part in parts])
    return wanted


def _places(segment: Segment, word: Members, wanted: NDArray[np.bool_]) -> Steps:
    pairs = segment.pairs
    variants = pairs.beginning(word.family)
    forms = pairs.lefts[variants.start : variants.stop]
    ranks, widths = word.ranks[forms], word.widths[forms]
    chosen = np.flatnonzero(ranks != NONE)
    if not len(chosen):
        return _NO_STEPS
    occurrences = pairs.occurrences(chosen + variants.start, wanted)
    of = chosen[occurrences.of]
    starts = (occurrences.docs << _DOC) + occurrences.positions
    return Steps(starts, starts + widths[of], ranks[of])


def _settled(ends: Places, ranks: Ranks) -> tuple[Places, Ranks]:
    """Return each place once, ascending, with its least rank."""
    coded = ends << _RANK | ranks
    coded.sort()
    ends = coded >> _RANK
    first = np.ones(len(ends), np.bool_)
    np.not_equal(ends[1:], ends[:-1], out=first[1:])
    return ends[first], (coded[first] & ((1 << _RANK) - 1)).astype(np.uint8)


def _followed(ends: Places, ranks: Ranks, steps: Steps, slop: int) -> tuple[Places, Ranks]:
    """Return where those steps end that begin at one of the ends, or less than `slop` words behind it."""
    reached = np.full(len(steps.starts), NONE)
    for rank in _present(ranks):
        reachable = ends[ranks <= rank]
        near = reachable.searchsorted(steps.starts, "right") > reachable.searchsorted(steps.starts - (slop - 1))
        reached[near] = rank
    kept = reached != NONE
    return _settled(steps.ends[kept], np.maximum(reached, steps.ranks)[kept])


def _counted(segment: Segment, ends: Places, ranks: Ranks, field: str) -> Matches:
    """Return the matches of a phrase that ends at these places; an occurrence in the title counts more, as words do."""
    docs = ends >> _DOC
    frequencies = np.ones(len(ends))
    if field == "text":
        frequencies += TITLE_WEIGHT * ((ends & ((1 << _DOC) - 1)) <= segment.title_ends[docs])
    parts: list[RankedPostings] = []
    for rank in _present(ranks):
        here = ranks == rank
        there, totals = _totals(docs[here], frequencies[here])
        impacts = quantise(totals.astype(np.float32) * segment.norms[there])
        parts.append((rank, [Listed(there.astype(np.uint16), impacts)]))
    return Matches(segment.documents, parts)


def _totals(docs: Places, frequencies: NDArray[np.float64]) -> tuple[Places, NDArray[np.float64]]:
    """Return each of several ascending documents once, and what its frequencies add up to."""
    heads = np.append(0, np.flatnonzero(docs[1:] != docs[:-1]) + 1)
    return docs[heads], np.add.reduceat(frequencies, heads)


def _present(ranks: Ranks) -> list[int]:
    """Return the ranks that there are, the worst first."""
    present: list[int] = np.flatnonzero(np.bincount(ranks)).tolist()
    return present[::-1]
