"""How near to each other does a document have the words of a query? Read from positions, for a few documents."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.searching.phrases import DOC_SHIFT
from indexer.engines.arrays.searching.segment_matcher import SegmentMatcher
from indexer.engines.arrays.segments.numeric import Indexes
from indexer.query.nodes import Phrase, Term

LONGEST = 1 << DOC_SHIFT
"""More than the positions of any text."""
_OCCURRENCE = 10
"""The steps to look at one occurrence for one unit."""


def tightness(
    matcher: SegmentMatcher, units: Sequence[Term | Phrase], cap: int, tier: int, docs: Indexes
) -> NDArray[np.float64]:
    """Return the words that the units have over those of the shortest stretch that has all units, in each document.

    It is 1 if the units follow each other directly, and 0 in a document that lacks one. Words are expanded up to `cap`;
    spellings of a tier worse than `tier` do not count.
    """
    tight = np.zeros(len(docs))
    wanted = np.zeros(matcher.segment.documents, np.bool_)
    wanted[docs] = True
    found = [matcher.occurrences(unit, cap, tier, wanted) for unit in units]
    if not all(len(each.starts) for each in found):
        return tight
    starts = np.concatenate([each.starts for each in found])
    ends = np.concatenate([each.ends for each in found])
    owners = np.repeat(np.arange(len(found)), [len(each.starts) for each in found])
    if not matcher.budget.spend(len(starts) * len(found) * _OCCURRENCE):
        return tight
    order = starts.argsort(kind="stable")
    starts, ends, owners = starts.take(order), ends.take(order), owners.take(order)
    # A stretch that begins in another document is longer than any text.
    first = starts.copy()
    for owner in range(len(found)):
        last = np.where(owners == owner, starts, -LONGEST)
        np.maximum.accumulate(last, out=last)
        np.minimum(first, last, out=first)
    owner_docs = starts >> DOC_SHIFT
    heads = np.append(0, np.flatnonzero(np.diff(owner_docs)) + 1)
    shortest = np.minimum.reduceat(ends - first, heads)
    slots = np.zeros(matcher.segment.documents, np.intp)
    slots[docs] = np.arange(len(docs))
    words = sum(len(unit.words) if isinstance(unit, Phrase) else 1 for unit in units)
    has_all = shortest < LONGEST
    tight[slots[owner_docs[heads[has_all]]]] = np.minimum(1.0, words / shortest[has_all])
    return tight
