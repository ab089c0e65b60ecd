"""The postings of a term, or of several: which documents have them, and what they add to their scores.

The postings of a rare term are listed, those of a frequent one have a row with a byte for every document.
"""

import sys
from abc import ABC, abstractmethod
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.found import Found
from indexer.engines.arrays.segments.impacts import LEVELS, RATIO, saturation
from indexer.engines.arrays.segments.tiers import TierArray, where

Impacts = NDArray[np.uint8]
"""Impact codes, 0 for none: one a posting, or one a document of a segment."""
_PROBE = 12
"""To look a document up in a list takes as long as to lay out so many of its postings: measured."""


class PostingList(Protocol):
    """Postings: there are `size` of them, in as many documents where they are `distinct`."""

    distinct: bool

    @property
    def size(self) -> int:
        """How many postings there are."""
        ...

    def documents(self) -> NDArray[np.intp] | None:
        """Return the documents, ascending, where they are at hand."""
        ...

    def mark(self, tiers: TierArray, tier: int) -> None:
        """Give every document that has one a tier, which must not be worse than the one it has."""
        ...

    @property
    def reach(self) -> int:
        """Fewer documents than these are looked up for less than it costs to lay all postings out."""
        ...

    def having(self, found: Found) -> NDArray[np.bool_]:
        """Return which of some documents have one."""
        ...

    def ratios(self, found: Found) -> NDArray[np.float64]:
        """Return what is to be added up in each of some documents: x, as `impacts` has it."""
        ...

    def scores(self, found: Found, weight: float) -> NDArray[np.floating]:
        """Return the saturation in each of some documents times a weight, 0 for none."""
        ...


class _Coded(ABC):
    """Postings of one term, with an impact code each."""

    distinct = True

    @abstractmethod
    def codes(self, found: Found) -> Impacts:
        """Return the impact in each of some documents."""

    def ratios(self, found: Found) -> NDArray[np.float64]:
        return RATIO.take(self.codes(found))

    def scores(self, found: Found, weight: float) -> NDArray[np.floating]:
        return self.codes(found) * np.float32(weight / LEVELS)


class Listed(_Coded):
    """A rare term: `docs` ascending, and the impact in each."""

    def __init__(self, docs: NDArray[np.uint16], impacts: Impacts) -> None:
        self.docs = docs
        self._impacts = impacts

    @property
    def size(self) -> int:
        return len(self.docs)

    def documents(self) -> NDArray[np.intp] | None:
        return self.docs.astype(np.intp)

    def mark(self, tiers: TierArray, tier: int) -> None:
        tiers[self.docs.astype(np.intp)] = tier

    @property
    def reach(self) -> int:
        return len(self.docs) // _PROBE

    def having(self, found: Found) -> NDArray[np.bool_]:
        return self._probed(found)[1] if len(found) < self.reach else self.codes(found) != 0

    def codes(self, found: Found) -> Impacts:
        if len(found) < self.reach:
            places, there = self._probed(found)
            return self._impacts.take(places, mode="clip") * there
        codes = np.zeros(found.documents, np.uint8)
        codes[self.docs.astype(np.intp)] = self._impacts
        return codes.take(found.docs)

    def _probed(self, found: Found) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Return for each of some documents a place in the list, past its end too, and whether it is there."""
        places = self.docs.searchsorted(found.numbers)
        return places, self.docs.take(places, mode="clip") == found.numbers


class Row(_Coded):
    """A frequent term: the impact in every document, above 0 in `size` of them."""

    reach = sys.maxsize

    def __init__(self, impacts: Impacts, size: int) -> None:
        self._impacts = impacts
        self.size = size

    def documents(self) -> NDArray[np.intp] | None:
        return None

    def mark(self, tiers: TierArray, tier: int) -> None:
        np.minimum(tiers, where(self._impacts != 0) | np.uint8(tier), out=tiers)

    def having(self, found: Found) -> NDArray[np.bool_]:
        having: NDArray[np.bool_] = self._impacts.take(found.docs) != 0
        return having

    def codes(self, found: Found) -> Impacts:
        return self._impacts.take(found.docs)


class Mixed:
    """Several rare terms, one behind the other, so that documents repeat where they have several of them."""

    distinct = False
    reach = 0

    def __init__(self, docs: NDArray[np.uint16], impacts: Impacts) -> None:
        self._docs = docs.astype(np.intp)
        self._impacts = impacts

    @property
    def size(self) -> int:
        return len(self._docs)

    def documents(self) -> NDArray[np.intp] | None:
        return None

    def mark(self, tiers: TierArray, tier: int) -> None:
        tiers[self._docs] = tier

    def having(self, found: Found) -> NDArray[np.bool_]:
        having = np.zeros(found.documents, np.bool_)
        having[self._docs] = True
        return having.take(found.docs)

    def ratios(self, found: Found) -> NDArray[np.float64]:
        places = found.places.take(self._docs)
        here = places.nonzero()[0]
        added = RATIO.take(self._impacts.take(here))
        return np.bincount(places.take(here), added, len(found) + 1).astype(np.float64, copy=False)[1:]

    def scores(self, found: Found, weight: float) -> NDArray[np.floating]:
        return saturation(self.ratios(found)) * weight
