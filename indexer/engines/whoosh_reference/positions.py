"""Phrases and nearness: positions that follow each other."""

from collections.abc import Mapping, Sequence

from indexer.analysis import analyse_chunk
from indexer.analysis.analyzers import MAX_NEARNESS

Places = dict[int, int]
"""The positions of a word in one document, each with the rank of the word that stands there."""


def width(form: str) -> int:
    """Return how many positions a word takes: a compound as many as it has parts."""
    return analyse_chunk(form).width


def chain(places: Sequence[Mapping[int, int]], forms: Sequence[str], slop: int) -> Places:
    """Return where the last word of each occurrence stands, with the best rank of an occurrence that ends there.

    The words follow in order, with at most `slop - 1` words between neighbours (never more than `MAX_NEARNESS`).
    """
    reach = range(min(slop, MAX_NEARNESS + 1))
    ends = dict(places[0])
    for previous, following in zip(forms, places[1:], strict=False):
        step = width(previous)
        reached: Places = {}
        for position, rank in following.items():
            before = [ends[start] for gap in reach if (start := position - step - gap) in ends]
            if before:
                reached[position] = max(rank, min(before))
        ends = reached
    return ends


def adjacent(left: Mapping[int, int], right: Mapping[int, int], form: str) -> int:
    """Return how often a word stands right behind another of the given form."""
    step = width(form)
    return sum(position + step in right for position in left)
