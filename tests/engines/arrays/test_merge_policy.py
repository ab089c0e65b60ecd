"""Which segments are merged: few enough to search, small enough to be one."""

from indexer.engines.arrays.writing.merge_policy import to_merge


def test_a_segment_is_rewritten_alone_once_most_of_it_is_deleted() -> None:
    assert to_merge([90, 5, 80], [90, 10, 80], 1000) == []
    assert to_merge([90, 4, 80], [90, 10, 80], 1000) == [1]
    assert to_merge([0], [1], 1000) == [0]


def test_four_segments_of_about_the_same_size_are_merged_smallest_first() -> None:
    assert to_merge([23, 500, 21, 22], [23, 500, 21, 22], 1000) == []
    assert to_merge([23, 500, 21, 22, 20], [23, 500, 21, 22, 20], 1000) == [4, 2, 3, 0]


def test_merged_segments_fit_in_one() -> None:
    assert to_merge([24, 20, 23, 21, 22], [24, 20, 23, 21, 22], 100) == [1, 3, 4, 2]
    assert to_merge([29, 27, 28, 30, 31], [29, 27, 28, 30, 31], 100) == []
