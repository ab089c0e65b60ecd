"""How near to each other does a document have the words of a query? Read from the leads of a few documents."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.searching.segment_matcher import SegmentMatcher
from indexer.engines.arrays.searching.term_expansion import MatchedSpellings
from indexer.engines.arrays.segments.leads import LeadTokens
from indexer.engines.arrays.segments.numeric import Indexes, Integers, concat_ranges
from indexer.query.nodes import Phrase, Term
from indexer.query.scored import width

_SLOT_SHIFT = 32
"""A position within all leads is one integer: the slot of the document in the upper bits, the position in the lower."""
TOKEN = 3
"""The steps to compare one token of a lead with one unit."""

Stretches = tuple[Integers, Integers]
"""Where the occurrences of a unit start and end (the next position), within all leads."""


def nearness(
    matcher: SegmentMatcher, units: Sequence[Term | Phrase], cap: int, tier: int, docs: Indexes
) -> NDArray[np.float64]:
    """Return how near units are to each other in each document, from 0 to 1; 0 if a lead lacks one of them.

    It is the tightness of the shortest stretch of the lead that has all units, as in `indexer.engines.scoring`. Words
    are expanded up to `cap`; spellings of a tier worse than `tier` do not count.
    """
    near = np.zeros(len(docs))
    spellings = [matcher.spellings_of(unit, cap) for unit in units]
    tokens = matcher.segment.leads.tokens(docs)
    if not all(spellings) or not matcher.budget.spend(len(tokens.terms) * len(units) * TOKEN):
        return near
    ends_of_leads = (np.arange(len(docs)) << _SLOT_SHIFT) + matcher.segment.lead_ends.take(docs)
    found = [_occurrences(tokens, words, tier, ends_of_leads) for words in spellings]
    if not all(len(starts) for starts, _ in found):
        return near
    starts = np.concatenate([starts for starts, _ in found])
    ends = np.concatenate([ends for _, ends in found])
    owners = np.repeat(np.arange(len(found)), [len(starts) for starts, _ in found])
    order = np.lexsort((ends, starts))
    starts, ends, owners = starts.take(order), ends.take(order), owners.take(order)
    first = starts.copy()
    for owner in range(len(found)):
        last = np.where(owners == owner, starts, -1)
        np.maximum.accumulate(last, out=last)
        np.minimum(first, last, out=first)
    lengths = ends - first
    words_in_all = sum(map(width, units))
    tight = words_in_all / np.maximum(words_in_all, lengths)
    slots = starts >> _SLOT_SHIFT
    tight[first >> _SLOT_SHIFT != slots] = 0
    np.maximum.at(near, slots, tight)
    return near


def _occurrences(
    tokens: LeadTokens, words: Sequence[MatchedSpellings], tier: int, ends_of_leads: Integers
) -> Stretches:
    """Return where a word, or two next to each other, occur within the leads with a tier up to this one."""
    starts, ends, slots = _matching(tokens, words[0], tier)
    if len(words) > 1:
        nexts, last_ends, _ = _matching(tokens, words[1], tier)
        order = nexts.argsort()
        nexts, last_ends = nexts.take(order), last_ends.take(order)
        low, high = nexts.searchsorted(ends), nexts.searchsorted(ends, "right")
        starts, slots = np.repeat(starts, high - low), np.repeat(slots, high - low)
        ends = last_ends.take(concat_ranges(low, high))
    within = ends <= ends_of_leads.take(slots)
    return starts[within], ends[within]


def _matching(tokens: LeadTokens, word: MatchedSpellings, tier: int) -> tuple[Integers, Integers, Indexes]:
    """Return where the occurrences of a word with a tier up to this one start and end, and the slot of each."""
    first, end = word.surface_terms
    chosen = ((tokens.terms >= first) & (tokens.terms < end)).nonzero()[0]
    spellings = (tokens.terms.take(chosen) - np.uint32(first)).astype(np.intp)
    if not word.ignores_accents:
        matching = word.tiers.take(spellings) <= tier
        chosen, spellings = chosen[matching], spellings[matching]
    slots = tokens.slots.take(chosen)
    starts = (slots << _SLOT_SHIFT) + tokens.positions.take(chosen)
    return starts, starts + word.widths.take(spellings), slots
