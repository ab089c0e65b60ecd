"""Phrases and nearness in one segment: bigrams decide where they can, positions are read only for the rest."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.searching.matched_postings import MatchedPostings, TieredPostings
from indexer.engines.arrays.searching.term_expansion import MatchedSpellings
from indexer.engines.arrays.segments.bigrams import BigramRun, Bigrams
from indexer.engines.arrays.segments.numeric import Flags, Integers
from indexer.engines.arrays.segments.postings import SparsePostings, quantise
from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.arrays.segments.tiers import NO_MATCH, TierArray
from indexer.engines.budget import Budget
from indexer.fields import TEXT, TITLE_WEIGHT

DOC_SHIFT = 32
"""A position within the segment is one integer: the document in the upper bits, the position in the lower 32."""
_PART, _POSTING, _POSITION = 4_000, 1, 10
"""The steps to read a bigram, however few postings it has, one of its postings, and to read or compare one position."""
POSITION_MASK = (1 << DOC_SHIFT) - 1
_TIER_BITS = 2
"""The bits of a tier that is appended to a position."""

SegmentPositions = NDArray[np.int64]
TieredBigrams = tuple[int, Sequence[int]]
"""Surface bigrams that match with one tier, ascending."""


class Occurrences(NamedTuple):
    """Occurrences of a part of a phrase: where each starts and ends (the next position), and its tier."""

    starts: SegmentPositions
    ends: SegmentPositions
    tiers: TierArray


class _PhrasePart(NamedTuple):
    """Two adjacent words of a phrase, or one: the postings with their tiers, and the widths of the spellings."""

    run: BigramRun
    tiers: TierArray
    first_widths: Integers
    second_widths: Integers

    @classmethod
    def of_bigram(cls, segment: Segment, first: MatchedSpellings, second: MatchedSpellings) -> "_PhrasePart":
        """Return the part of two adjacent words."""
        bigrams = segment.bigrams
        chosen = bigrams.of_terms(first.folded, second.folded)
        firsts, seconds = (each[chosen.start : chosen.stop] for each in (bigrams.firsts, bigrams.seconds))
        run = bigrams.run(chosen)
        tiers = np.maximum(first.tiers.take(firsts), second.tiers.take(seconds)).take(run.bigrams)
        return cls(run, tiers, first.widths.take(firsts), second.widths.take(seconds))

    @classmethod
    def of_word(cls, segment: Segment, word: MatchedSpellings) -> "_PhrasePart":
        """Return the part of one word."""
        chosen = segment.bigrams.starting_with(word.folded)
        firsts = segment.bigrams.firsts[chosen.start : chosen.stop]
        run = segment.bigrams.run(chosen)
        no_widths = np.zeros(len(firsts), np.int64)
        return cls(run, word.tiers.take(firsts).take(run.bigrams), word.widths.take(firsts), no_widths)

    def occurrences(self, segment: Segment, wanted: Flags, *, second_only: bool = False) -> Occurrences:
        """Return the occurrences in the wanted documents (a flag each), or those of the second word alone."""
        chosen = (wanted.take(self.run.docs) & (self.tiers != NO_MATCH)).nonzero()[0]
        postings, positions = segment.bigrams.occurrences(self.run, chosen)
        bigrams = self.run.bigrams.take(postings)
        starts = (self.run.docs.take(postings) << DOC_SHIFT) + positions
        middles = starts + self.first_widths.take(bigrams)
        ends = middles + self.second_widths.take(bigrams)
        return Occurrences(middles if second_only else starts, ends, self.tiers.take(postings))

    def ordered_occurrences(self, segment: Segment, wanted: Flags) -> Occurrences:
        """Return the occurrences in order: they are searched for many times, which is faster for sorted positions."""
        found = self.occurrences(segment, wanted)
        order = found.starts.argsort()
        return Occurrences(found.starts.take(order), found.ends.take(order), found.tiers.take(order))


def adjacent(bigrams: Bigrams, first: MatchedSpellings, second: MatchedSpellings) -> Sequence[TieredBigrams]:
    """Return the surface bigrams of two words whose spellings both match, by tier, the worst tier first."""
    chosen = bigrams.of_terms(first.folded, second.folded)
    if first.ignores_accents and second.ignores_accents:
        return [(0, chosen)] if chosen else []
    own = slice(chosen.start, chosen.stop)
    spellings = zip(chosen, bigrams.firsts[own].tolist(), bigrams.seconds[own].tolist(), strict=True)
    first_tiers, second_tiers = first.tiers_by_spelling, second.tiers_by_spelling
    by_tier: dict[int, list[int]] = {}
    for number, left, right in spellings:
        if left in first_tiers and right in second_tiers:
            by_tier.setdefault(max(first_tiers[left], second_tiers[right]), []).append(number)
    return sorted(by_tier.items(), reverse=True)


def chain(
    segment: Segment, words: Sequence[MatchedSpellings], slop: int, field: str, budget: Budget
) -> MatchedPostings:
    """Return the matches of words in order, with at most `slop - 1` words between neighbours.

    Returns none if the budget is exhausted.
    """
    parts = _bigram_parts(segment, words, budget) if slop == 1 else _word_parts(segment, words, budget)
    if not parts or budget.exhausted or not all(len(part.starts) for part in parts):
        return MatchedPostings(segment.documents)
    ends, tiers = _best_of_each(parts[0].ends, parts[0].tiers)
    for part in parts[1:]:
        if not budget.spend((len(ends) + len(part.starts) * len(_present(tiers))) * _POSITION):
            return MatchedPostings(segment.documents)
        ends, tiers = _extended(ends, tiers, part, slop)
    return _as_postings(segment, ends, tiers, field)


def _bigram_parts(segment: Segment, words: Sequence[MatchedSpellings], budget: Budget) -> list[Occurrences]:
    """Return the occurrences that make up a phrase without gaps: every second bigram, and the last one.

    If the number of words is odd, the last bigram shares its first word with the one before it, so only its second
    word is added. Returns none if two neighbours never are adjacent, or if the budget is exhausted.
    """
    pairs = {(id(left), id(right)): (left, right) for left, right in pairwise(words)}
    if not all(segment.bigrams.of_terms(left.folded, right.folded) for left, right in pairs.values()):
        return []
    firsts = [*range(0, len(words) - 1, 2), *([len(words) - 2] if len(words) % 2 else [])]
    keys = [(id(words[first]), id(words[first + 1])) for first in firsts]
    parts: dict[tuple[int, int], _PhrasePart] = {}
    for key in dict.fromkeys(keys):
        if not budget.spend(_PART):
            return []
        parts[key] = _PhrasePart.of_bigram(segment, *pairs[key])
    wanted = _in_all([*parts.values()], segment.documents)
    occurrences = {key: part.occurrences(segment, wanted) for key, part in parts.items()}
    if len(words) % 2:
        last = parts[keys[-1]].occurrences(segment, wanted, second_only=True)
        return [*map(occurrences.__getitem__, keys[:-1]), last]
    return [occurrences[key] for key in keys]


def _word_parts(segment: Segment, words: Sequence[MatchedSpellings], budget: Budget) -> list[Occurrences]:
    """Return the occurrences of each word, in documents that have all of them; none if the budget is exhausted."""
    distinct: dict[int, _PhrasePart] = {}
    for word in words:
        if id(word) not in distinct:
            distinct[id(word)] = part = _PhrasePart.of_word(segment, word)
            if not budget.spend(len(part.run.docs) * _POSTING):
                return []
    wanted = _in_all([*distinct.values()], segment.documents)
    occurrences: dict[int, Occurrences] = {}
    for number, part in distinct.items():
        occurrences[number] = found = part.ordered_occurrences(segment, wanted)
        if not budget.spend(len(found.starts) * _POSITION):
            return []
    return [occurrences[id(word)] for word in words]


def _in_all(parts: Sequence[_PhrasePart], documents: int) -> Flags:
    """Return which documents have postings of all parts."""
    matched = np.zeros(documents, np.uint16)
    for number, part in enumerate(parts):
        docs = part.run.docs[part.tiers != NO_MATCH]
        matched[docs[matched.take(docs) == number]] = number + 1
    wanted: Flags = matched == len(parts)
    return wanted


def _best_of_each(ends: SegmentPositions, tiers: TierArray) -> tuple[SegmentPositions, TierArray]:
    """Return the distinct ends, ascending, each with its best tier."""
    coded = ends << _TIER_BITS | tiers
    coded.sort()
    ends = coded >> _TIER_BITS
    first = np.ones(len(ends), np.bool_)
    np.not_equal(ends[1:], ends[:-1], out=first[1:])
    return ends[first], (coded[first] & ((1 << _TIER_BITS) - 1)).astype(np.uint8)


def _extended(
    ends: SegmentPositions, tiers: TierArray, part: Occurrences, slop: int
) -> tuple[SegmentPositions, TierArray]:
    """Return the ends of the occurrences that start fewer than `slop` words after one of the ends so far."""
    reached = np.full(len(part.starts), NO_MATCH)
    for tier in _present(tiers):
        reachable = ends[tiers <= tier]
        near = reachable.searchsorted(part.starts, "right") > reachable.searchsorted(part.starts - (slop - 1))
        reached[near] = tier
    kept = reached != NO_MATCH
    return _best_of_each(part.ends[kept], np.maximum(reached, part.tiers)[kept])


def _as_postings(segment: Segment, ends: SegmentPositions, tiers: TierArray, field: str) -> MatchedPostings:
    """Return the postings of a phrase that ends at these positions; an occurrence in the title counts for more."""
    docs = ends >> DOC_SHIFT
    frequencies = np.ones(len(ends))
    if field == TEXT:
        frequencies += TITLE_WEIGHT * ((ends & POSITION_MASK) <= segment.title_ends[docs])
    parts: list[TieredPostings] = []
    for tier in _present(tiers):
        own = tiers == tier
        matched, totals = _totals(docs[own], frequencies[own])
        impacts = quantise(totals.astype(np.float32) * segment.norms[matched])
        parts.append((tier, [SparsePostings(matched.astype(np.uint16), impacts)]))
    return MatchedPostings(segment.documents, parts)


def _totals(docs: Integers, frequencies: NDArray[np.float64]) -> tuple[Integers, NDArray[np.float64]]:
    """Return the distinct documents out of ascending ones, and the sum of the frequencies of each."""
    heads = np.append(0, np.flatnonzero(docs[1:] != docs[:-1]) + 1)
    return docs[heads], np.add.reduceat(frequencies, heads)


def _present(tiers: TierArray) -> list[int]:
    """Return the tiers that occur, the worst first."""
    present: list[int] = np.flatnonzero(np.bincount(tiers)).tolist()
    return present[::-1]
