"""Documents of a segment that are looked at, in place of all of them."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray


class Found:
    """Some documents of a segment of so many `documents`, each once, in any order: `docs` are their numbers."""

    def __init__(self, docs: NDArray[np.intp], documents: int) -> None:
        self.docs = docs
        self.documents = documents

    def __len__(self) -> int:
        """Return how many documents these are."""
        return len(self.docs)

    @cached_property
    def numbers(self) -> NDArray[np.uint16]:
        """The documents as lists of postings have them."""
        return self.docs.astype(np.uint16)

    @cached_property
    def places(self) -> NDArray[np.uint32]:
        """For each document of the segment its place among these, counted from 1; 0 for all others."""
        places = np.zeros(self.documents, np.uint32)
        places[self.docs] = np.arange(1, len(self.docs) + 1)
        return places
