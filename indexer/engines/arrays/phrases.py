"""Phrases and nearness in one segment: pairs first, positions only where pairs do not decide."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.impacts import quantise
from indexer.engines.arrays.matches import Matches
from indexer.engines.arrays.plans import Members
from indexer.engines.arrays.postings import Gathered
from indexer.engines.arrays.ranks import NONE, Ranks
from indexer.engines.arrays.segment import Segment
from indexer.engines.scoring import TITLE_WEIGHT

_DOC = 32
"""A place is one number: the document in the upper bits, the position in the lower 32."""

Places = NDArray[np.int64]


class Steps(NamedTuple):
    """Occurrences of a part of a phrase: where each begins and ends (the place behind it), and its rank."""

    starts: Places
    ends: Places
    ranks: Ranks


def adjacent(segment: Segment, left: Members, right: Members) -> Matches:
    """Return where a form of one family stands right behind a form of the other."""
    pairs = segment.pairs
    if left.alike and right.alike:
        return Matches(segment.documents, [(0, pairs.neighbours(pairs.variants(left.family, right.family)))])
    variants, ranks = _wanted(segment, left, right)
    parts = [(rank, pairs.gathered(variants[ranks == rank])) for rank in sorted({*ranks.tolist()}, reverse=True)]
    return Matches(segment.documents, parts)


def chain(segment: Segment, words: Sequence[Members], slop: int, field: str) -> Matches:
    """Return where words follow each other with at most `slop - 1` words between neighbours."""
    steps = _pairs(segment, words) if slop == 1 else _singles(segment, words)
    if steps is None:
        return Matches(segment.documents)
    ends, ranks = _settled(steps[0].ends, steps[0].ranks)
    for following in steps[1:]:
        ends, ranks = _followed(ends, ranks, following, slop)
    return _counted(segment, ends, ranks, field)


def _wanted(segment: Segment, left: Members, right: Members) -> tuple[NDArray[np.intp], Ranks]:
    """Return the variants of a pair of families whose forms are both wanted, and the rank of each."""
    pairs = segment.pairs
    variants = pairs.variants(left.family, right.family)
    within = slice(variants.start, variants.stop)
    ranks = np.maximum(left.ranks[pairs.lefts[within]], right.ranks[pairs.rights[within]])
    kept = np.flatnonzero(ranks != NONE)
    return kept + variants.start, ranks.take(kept)


def _pairs(segment: Segment, words: Sequence[Members]) -> list[Steps] | None:
    """Return the steps of a phrase without gaps: every second pair, and at the end the last one.

    Where the number of words is odd, the last pair shares its first word with the one before, and so begins for
    the chain where that word ends.
    """
    firsts = [*range(0, len(words) - 1, 2), *([len(words) - 2] if len(words) % 2 else [])]
    found = [_wanted(segment, words[i], words[i + 1]) for i in firsts]
    wanted = np.ones(segment.documents, np.bool_)
    for variants, _ in found:
        having = np.zeros(segment.documents, np.bool_)
        having[segment.pairs.gathered(variants).docs] = True
        wanted &= having
    if not wanted.any():
        return None
    steps = []
    for number, (first, (variants, ranks)) in enumerate(zip(firsts, found, strict=True)):
        occurrences = segment.pairs.occurrences(variants, wanted)
        lefts, rights = words[first], words[first + 1]
        starts = (occurrences.docs << _DOC) + occurrences.positions
        middles = starts + lefts.widths[segment.pairs.lefts[occurrences.variants]]
        ends = middles + rights.widths[segment.pairs.rights[occurrences.variants]]
        shares_a_word = number > 0 and first != 2 * number
        rank_of = ranks[np.searchsorted(variants, occurrences.variants)]
        steps.append(Steps(middles if shares_a_word else starts, ends, rank_of))
    return steps


def _singles(segment: Segment, words: Sequence[Members]) -> list[Steps] | None:
    """Return the places of each word, in documents that have all of them."""
    wanted = np.ones(segment.documents, np.bool_)
    for word in words:
        wanted &= Matches(segment.documents, [(0, segment.postings.gathered([word.family]))]).ranks != NONE
    if not wanted.any():
        return None
    return [_places(segment, word, wanted) for word in words]


def _places(segment: Segment, word: Members, wanted: NDArray[np.bool_]) -> Steps:
    pairs = segment.pairs
    variants = pairs.beginning(word.family)
    ranks = word.ranks[pairs.lefts[variants.start : variants.stop]]
    occurrences = pairs.occurrences(np.flatnonzero(ranks != NONE) + variants.start, wanted)
    forms = pairs.lefts[occurrences.variants]
    starts = (occurrences.docs << _DOC) + occurrences.positions
    return Steps(starts, starts + word.widths[forms], word.ranks[forms])


def _settled(ends: Places, ranks: Ranks) -> tuple[Places, Ranks]:
    """Return each place once, ascending, with its least rank."""
    order = np.lexsort((ranks, ends))
    ends, ranks = ends[order], ranks[order]
    first = np.ones(len(ends), np.bool_)
    first[1:] = ends[1:] != ends[:-1]
    return ends[first], ranks[first]


def _followed(ends: Places, ranks: Ranks, steps: Steps, slop: int) -> tuple[Places, Ranks]:
    """Return where those steps end that begin at one of the ends, or less than `slop` words behind it."""
    reached = np.full(len(steps.starts), NONE)
    for rank in sorted({*ranks.tolist()}, reverse=True):
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
    parts = []
    for rank in sorted({*ranks.tolist()}, reverse=True):
        here = ranks == rank
        totals = np.bincount(docs[here], frequencies[here], segment.documents)
        there = totals.nonzero()[0]
        impacts = quantise(totals[there].astype(np.float32) * segment.norms[there])
        parts.append((rank, Gathered(there, impacts, (), len(there))))
    return Matches(segment.documents, parts)
