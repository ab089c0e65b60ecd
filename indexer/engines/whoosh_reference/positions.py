"""Phrases and nearness: positions that follow each other."""

from collections.abc import Mapping, Sequence

Places = dict[int, tuple[int, int]]
"""Where a word stands in one document: position → (tier of the word there, positions it takes)."""


def chain(places: Sequence[Mapping[int, tuple[int, int]]], slop: int) -> dict[int, int]:
    """Return where occurrences of a phrase end (the position behind), each with the best tier of one that ends there.

    The words follow in order, with at most `slop - 1` words between neighbours. The width is that of the word in
    the text: a compound takes as many positions as it has parts.
    """
    ends = {position + width: tier for position, (tier, width) in places[0].items()}
    for following in places[1:]:
        reached: dict[int, int] = {}
        for position, (tier, width) in following.items():
            before = [ends[start] for start in range(position - slop + 1, position + 1) if start in ends]
            if before:
                best = max(tier, min(before))
                reached[position + width] = min(best, reached.get(position + width, best))
        ends = reached
    return ends


def adjacent(left: Mapping[int, tuple[int, int]], right: Mapping[int, tuple[int, int]]) -> int:
    """Return how often a word stands right behind another."""
    return sum(position + width in right for position, (_, width) in left.items())
