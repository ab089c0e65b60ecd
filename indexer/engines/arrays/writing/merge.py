"""Which segments are to become one: many small runs must not make many segments."""

from collections.abc import Sequence

_FAN = 4
"""So many segments of about one size become one; sizes differ by this factor from tier to tier."""


def to_merge(live: Sequence[int], documents: Sequence[int], bound: int) -> list[int]:
    """Return the numbers of segments to be merged next; none where all is well.

    `live` documents are those that are not deleted. A segment that is mostly deleted is written anew alone.

    >>> to_merge([10, 9, 700, 12, 11], [10, 9, 700, 12, 11], 1000), to_merge([10, 300], [10, 700], 1000)
    ([1, 0, 4, 3], [1])
    """
    for number, (left, size) in enumerate(zip(live, documents, strict=True)):
        if 2 * left < size:
            return [number]
    tiers: dict[int, list[int]] = {}
    for number in sorted(range(len(live)), key=lambda number: live[number]):
        tiers.setdefault(live[number].bit_length() // 2, []).append(number)
    for numbers in tiers.values():
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
