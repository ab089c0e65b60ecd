"""`stable_sort` is NumPy's stable sort."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.arrays.segments.numeric import stable_sort


@pytest.mark.parametrize("bound", [3, 1 << 30, 1 << 55])
@given(data=st.data())
def test_equal_keys_keep_their_order(bound: int, data: st.DataObject) -> None:
    keys = np.array(data.draw(st.lists(st.integers(0, bound - 1), max_size=50)), np.uint64)
    order, found = stable_sort(keys, bound)
    assert order.tolist() == np.argsort(keys, kind="stable").tolist()
    assert found.tolist() == np.sort(keys).tolist()
