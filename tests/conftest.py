"""What every test relies on: reproducible examples of Hypothesis, and a kernel that agrees with NumPy."""

from collections.abc import Iterator
from copy import copy

import numpy as np
import pytest
from hypothesis import settings

from indexer.engines.arrays.reader import ArraysReader
from indexer.engines.arrays.writing import tokens
from indexer.engines.base import EngineRequest, EngineResult

settings.register_profile("deterministic", derandomize=True, deadline=None, database=None)
settings.load_profile("deterministic")


@pytest.fixture(scope="session", autouse=True)
def both_ways() -> Iterator[None]:
    """Analyse every batch, and answer every search, by the kernel and by NumPy as well: both agree to the bit.

    A search whose time runs out may end anywhere.
    """
    search, of_kernel, of_numpy = ArraysReader.search, tokens._columns_of_kernel, tokens._columns

    def checked(self: ArraysReader, request: EngineRequest) -> EngineResult:
        found = search(self, request)
        if self.uses_kernel and not found.bounded:
            without = copy(self)
            without.uses_kernel = False
            assert search(without, request) == found
        return found

    def checked_columns(given: tokens._Stretches, ahead: int) -> tokens._Columns:
        found = of_kernel(given, ahead)
        assert all(map(np.array_equal, found, of_numpy(given, ahead)))
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ArraysReader, "search", checked)
        patch.setattr(tokens, "_columns_of_kernel", checked_columns)
        yield
