"""Sorting numbers with their rows is NumPy's stable sort."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.arrays.writing.sorting import stably_sorted


@pytest.mark.parametrize("bound", [3, 1 << 30, 1 << 55])
@given(data=st.data())
def test_equal_numbers_stay_in_their_order(bound: int, data: st.DataObject) -> None:
    numbers = np.array(data.draw(st.lists(st.integers(0, bound - 1), max_size=50)), np.uint64)
    order, found = stably_sorted(numbers, bound)
    assert order.tolist() == np.argsort(numbers, kind="stable").tolist()
    assert found.tolist() == np.sort(numbers).tolist()
