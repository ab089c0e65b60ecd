"""Which segments are merged next? Many small runs must not leave many segments."""

from collections.abc import Sequence

_FAN = 4
"""This many segments of about the same size become one; size classes differ by this factor."""


def to_merge(live: Sequence[int], documents: Sequence[int], bound: int) -> list[int]:
    """Return the numbers of segments to merge next; empty if there is nothing to do.

    `live` are the documents of each segment that are not deleted. A segment of mostly deleted documents is rewritten
    alone.

    >>> to_merge([10, 9, 700, 12, 11], [10, 9, 700, 12, 11], 1000), to_merge([10, 300], [10, 700], 1000)
    ([1, 0, 4, 3], [1])
    """
    for number, (left, size) in enumerate(zip(live, documents, strict=True)):
        if 2 * left < size:
            return [number]
    size_classes: dict[int, list[int]] = {}
    for number in sorted(range(len(live)), key=lambda number: live[number]):
        size_classes.setdefault(live[number].bit_length() // 2, []).append(number)
    for numbers in size_classes.values():
        fitting = _fitting(numbers, live, bound)
        if len(fitting) >= _FAN:
            return fitting
    return []


def _fitting(numbers: Sequence[int], live: Sequence[int], bound: int) -> list[int]:
    """Return the first numbers whose segments fit into one."""
    total, fitting = 0, []
    for number in numbers:
        total += live[number]
        if total > bound:
            break
        fitting.append(number)
    return fitting
