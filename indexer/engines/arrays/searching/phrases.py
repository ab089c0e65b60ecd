"""Phrases and nearness in one segment: pairs first, positions only where pairs do not decide."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.searching.matches import Matches, TieredPostings
from indexer.engines.arrays.searching.plans import Members
from indexer.engines.arrays.segments.impacts import quantise
from indexer.engines.arrays.segments.lists import Listed
from indexer.engines.arrays.segments.pairs import Pairs, Run
from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.arrays.segments.tiers import NO_MATCH, TierArray
from indexer.fields import TEXT, TITLE_WEIGHT

_DOC = 32
"""A place is one number: the document in the upper bits, the position in the lower 32."""

_RANK = 2
"""A tier behind a place takes so many bits."""

Places = NDArray[np.int64]
TieredVariants = tuple[int, Sequence[int]]
"""Variants of a pair that match with one tier, ascending."""


class Steps(NamedTuple):
    """Occurrences of a part of a phrase: where each begins and ends (the place behind it), and its tier."""

    starts: Places
    ends: Places
    tiers: TierArray


class _Part(NamedTuple):
    """Two neighbouring words of a phrase, or one word: its postings, with their tiers and the widths of their forms."""

    run: Run
    tiers: TierArray
    lefts: NDArray[np.int64]
    rights: NDArray[np.int64]

    @classmethod
    def of_pair(cls, segment: Segment, left: Members, right: Members) -> "_Part":
        """Return where a form of one family stands right behind a form of another."""
        pairs = segment.pairs
        variants = pairs.variants(left.family, right.family)
        lefts, rights = (forms[variants.start : variants.stop] for forms in (pairs.lefts, pairs.rights))
        run = pairs.run(variants)
        tiers = np.maximum(left.tiers.take(lefts), right.tiers.take(rights)).take(run.of)
        return cls(run, tiers, left.widths.take(lefts), right.widths.take(rights))

    @classmethod
    def of_word(cls, segment: Segment, word: Members) -> "_Part":
        """Return where a form of a family stands."""
        variants = segment.pairs.beginning(word.family)
        forms = segment.pairs.lefts[variants.start : variants.stop]
        run = segment.pairs.run(variants)
        return cls(run, word.tiers.take(forms).take(run.of), word.widths.take(forms), np.zeros(len(forms), np.int64))

    def steps(self, segment: Segment, wanted: NDArray[np.bool_], *, is_behind: bool = False) -> Steps:
        """Return the occurrences in the documents wanted (a flag each), `is_behind` those of the second word alone."""
        chosen = (wanted.take(self.run.docs) & (self.tiers != NO_MATCH)).nonzero()[0]
        postings, positions = segment.pairs.occurrences(self.run, chosen)
        of = self.run.of.take(postings)
        starts = (self.run.docs.take(postings) << _DOC) + positions
        middles = starts + self.lefts.take(of)
        return Steps(middles if is_behind else starts, middles + self.rights.take(of), self.tiers.take(postings))


def adjacent(pairs: Pairs, left: Members, right: Members) -> Sequence[TieredVariants]:
    """Return the variants of a pair of families whose forms are both wanted, by their tiers, the worst tier first."""
    variants = pairs.variants(left.family, right.family)
    if left.alike and right.alike:
        return [(0, variants)] if variants else []
    within = slice(variants.start, variants.stop)
    forms = zip(variants, pairs.lefts[within].tolist(), pairs.rights[within].tolist(), strict=True)
    left_tiers, right_tiers = left.tiers_by_place, right.tiers_by_place
    by_tier: dict[int, list[int]] = {}
    for variant, first, second in forms:
        if first in left_tiers and second in right_tiers:
            by_tier.setdefault(max(left_tiers[first], right_tiers[second]), []).append(variant)
    return sorted(by_tier.items(), reverse=True)


def chain(segment: Segment, words: Sequence[Members], slop: int, field: str) -> Matches:
    """Return where words follow each other with at most `slop - 1` words between neighbours."""
    steps = _pairs(segment, words) if slop == 1 else _singles(segment, words)
    if not all(len(step.starts) for step in steps):
        return Matches(segment.documents)
    ends, tiers = _settled(steps[0].ends, steps[0].tiers)
    for following in steps[1:]:
        ends, tiers = _followed(ends, tiers, following, slop)
    return _counted(segment, ends, tiers, field)


def _pairs(segment: Segment, words: Sequence[Members]) -> list[Steps]:
    """Return the steps of a phrase without gaps: every second pair, and at the end the last one.

    Where the number of words is odd, the last pair shares its first word with the one before, and so begins for
    the chain where that word ends.
    """
    firsts = [*range(0, len(words) - 1, 2), *([len(words) - 2] if len(words) % 2 else [])]
    parts = [_Part.of_pair(segment, words[first], words[first + 1]) for first in firsts]
    wanted = _in_all(parts, segment.documents)
    return [
        part.steps(segment, wanted, is_behind=number > 0 and first != 2 * number)
        for number, (first, part) in enumerate(zip(firsts, parts, strict=True))
    ]


def _singles(segment: Segment, words: Sequence[Members]) -> list[Steps]:
    """Return the places of each word, in documents that have all of them."""
    parts = [_Part.of_word(segment, word) for word in words]
    wanted = _in_all(parts, segment.documents)
    return [part.steps(segment, wanted) for part in parts]


def _in_all(parts: Sequence[_Part], documents: int) -> NDArray[np.bool_]:
    """Return which documents have postings in all parts."""
    having = np.zeros(documents, np.uint16)
    for number, part in enumerate(parts):
        docs = part.run.docs[part.tiers != NO_MATCH]
        having[docs[having.take(docs) == number]] = number + 1
    wanted: NDArray[np.bool_] = having == len(parts)
    return wanted


def _settled(ends: Places, tiers: TierArray) -> tuple[Places, TierArray]:
    """Return each place once, ascending, with its least tier."""
    coded = ends << _RANK | tiers
    coded.sort()
    ends = coded >> _RANK
    first = np.ones(len(ends), np.bool_)
    np.not_equal(ends[1:], ends[:-1], out=first[1:])
    return ends[first], (coded[first] & ((1 << _RANK) - 1)).astype(np.uint8)


def _followed(ends: Places, tiers: TierArray, steps: Steps, slop: int) -> tuple[Places, TierArray]:
    """Return where those steps end that begin at one of the ends, or less than `slop` words behind it."""
    reached = np.full(len(steps.starts), NO_MATCH)
    for tier in _present(tiers):
        reachable = ends[tiers <= tier]
        near = reachable.searchsorted(steps.starts, "right") > reachable.searchsorted(steps.starts - (slop - 1))
        reached[near] = tier
    kept = reached != NO_MATCH
    return _settled(steps.ends[kept], np.maximum(reached, steps.tiers)[kept])


def _counted(segment: Segment, ends: Places, tiers: TierArray, field: str) -> Matches:
    """Return the matches of a phrase that ends at these places; an occurrence in the title counts more, as words do."""
    docs = ends >> _DOC
    frequencies = np.ones(len(ends))
    if field == TEXT:
        frequencies += TITLE_WEIGHT * ((ends & ((1 << _DOC) - 1)) <= segment.title_ends[docs])
    parts: list[TieredPostings] = []
    for tier in _present(tiers):
        here = tiers == tier
        there, totals = _totals(docs[here], frequencies[here])
        impacts = quantise(totals.astype(np.float32) * segment.norms[there])
        parts.append((tier, [Listed(there.astype(np.uint16), impacts)]))
    return Matches(segment.documents, parts)


def _totals(docs: Places, frequencies: NDArray[np.float64]) -> tuple[Places, NDArray[np.float64]]:
    """Return each of several ascending documents once, and what its frequencies add up to."""
    heads = np.append(0, np.flatnonzero(docs[1:] != docs[:-1]) + 1)
    return docs[heads], np.add.reduceat(frequencies, heads)


def _present(tiers: TierArray) -> list[int]:
    """Return the tiers that there are, the worst first."""
    present: list[int] = np.flatnonzero(np.bincount(tiers)).tolist()
    return present[::-1]
