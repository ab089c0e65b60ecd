"""How much of two texts is the same, whatever their accents? Compared by runs of words (shingles)."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, islice

from indexer.analysis import analyse_chunk, chunk_matches, core

Shingles = frozenset[int]
"""The hashes of runs of words, which are smaller than the runs; they differ from process to process."""
COMPARED = 50_000
"""The characters of a text that are read: some 10,000 words, more than all but the longest articles have."""
_RUN = 4
"""Shorter runs are common phrases; the longer they are, the more of them a changed word changes."""


def folded_words(text: str) -> list[str]:
    """Return the words of the start of a text, folded; compounds and words that were run together in their parts.

    >>> folded_words("Dịch Covid-19: HàNội")
    ['dich', 'covid', '19', 'ha', 'noi']
    """
    return [word for chunk in chunk_matches(text[:COMPARED]) for word in _folded(core(chunk[0]))]


@lru_cache(maxsize=1 << 15)
def _folded(chunk: str) -> tuple[str, ...]:
    parts = chain.from_iterable(analyse_chunk(chunk).runs)
    return tuple(token.word.folded for part in parts for token in part.syllables)


def shingles(words: Sequence[str]) -> Shingles:
    """Return the runs of four words; a shorter text is one run.

    >>> [len(shingles(words)) for words in (["a"] * 9, list("abcde"), ["a"], [])]
    [1, 2, 1, 0]
    """
    if len(words) < _RUN:
        return frozenset([hash(tuple(words))] if words else [])
    return frozenset(map(hash, zip(*(islice(words, shift, None) for shift in range(_RUN)), strict=False)))


def similarity(one: Shingles, other: Shingles) -> float:
    """Return the share of the runs of two texts that both have, from 0 to 1 (Dice coefficient); 0 without words.

    >>> similarity(shingles(list("abcde")), shingles(list("abcd")))
    0.6666666666666666
    """
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
