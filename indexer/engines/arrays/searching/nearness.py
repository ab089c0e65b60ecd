"""How near to each other does a document have the words of a query? Read from positions, for a few documents."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.searching.phrases import DOC_SHIFT, POSITION_MASK
from indexer.engines.arrays.searching.segment_matcher import SegmentMatcher
from indexer.engines.arrays.segments.numeric import Indexes
from indexer.engines.scoring import AFTER_LEAD
from indexer.query.nodes import Phrase, Term
from indexer.query.scored import width

LONGEST = 1 << DOC_SHIFT
"""More than the positions of any text."""
_OCCURRENCE = 10
"""The steps to look at one occurrence for one unit."""


def nearness(
    matcher: SegmentMatcher, units: Sequence[Term | Phrase], cap: int, tier: int, docs: Indexes
) -> NDArray[np.float64]:
    """Return how near units are to each other in each document, from 0 to 1; 0 if the document lacks one.

    It is the tightness of the best stretch, as in `indexer.engines.scoring`; one that begins after the lead counts
    `AFTER_LEAD` times. Words are expanded up to `cap`; spellings of a tier worse than `tier` do not count.
    """
    near = np.zeros(len(docs))
    wanted = np.zeros(matcher.segment.documents, np.bool_)
    wanted[docs] = True
    found = [matcher.occurrences(unit, cap, tier, wanted) for unit in units]
    if not all(len(each.starts) for each in found):
        return near
    starts = np.concatenate([each.starts for each in found])
    ends = np.concatenate([each.ends for each in found])
    owners = np.repeat(np.arange(len(found)), [len(each.starts) for each in found])
    if not matcher.budget.spend(len(starts) * len(found) * _OCCURRENCE):
        return near
    order = np.lexsort((ends, starts))
    starts, ends, owners = starts.take(order), ends.take(order), owners.take(order)
    # A stretch that begins in another document is longer than any text.
    first = starts.copy()
    for owner in range(len(found)):
        last = np.where(owners == owner, starts, -LONGEST)
        np.maximum.accumulate(last, out=last)
        np.minimum(first, last, out=first)
    documents, lengths = starts >> DOC_SHIFT, ends - first
    words = sum(map(width, units))
    tight = words / np.maximum(words, lengths)
    tight[lengths >= LONGEST] = 0
    tight[(first & POSITION_MASK) >= matcher.segment.lead_ends.take(documents)] *= AFTER_LEAD
    heads = np.append(0, np.flatnonzero(np.diff(documents)) + 1)
    slots = np.zeros(matcher.segment.documents, np.intp)
    slots[docs] = np.arange(len(docs))
    near[slots[documents[heads]]] = np.maximum.reduceat(tight, heads)
    return near
