"""Which are the newest articles with a word in their title, or in the name of their file, that starts so?"""

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import islice

from indexer.engines.arrays.searching.topk import ScoredDoc, first_by_ordinal, newest_key
from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.arrays.segments.term_dictionary import FIELD_LETTERS, FoldedTerm
from indexer.engines.base import NameField
from indexer.summary import Summary

MOST_POSTINGS = 1 << 17
"""The most occurrences that are looked up, within about 2 ms: the start of more words than these says too little."""
_REPEATED = 2
"""How many times the articles wanted are taken: a name may have several words that start so."""


def newest_named(segments: Sequence[Segment], field: NameField, words: Sequence[str], most: int) -> Iterator[Summary]:
    """Yield the newest articles that have the last word's letters at the start of a word, after the word before.

    None if there are more than `MOST_POSTINGS` of them.
    """
    found = [(segment, bigrams) for segment in segments if (bigrams := _bigrams(segment, field, words))]
    if sum(segment.bigrams.posting_count(bigrams) for segment, bigrams in found) <= MOST_POSTINGS:
        orders = [_newest(segment, bigrams, most) for segment, bigrams in found]
        yield from (hit.summary for hit in islice(merge(*orders, key=newest_key), most))


def _bigrams(segment: Segment, field: NameField, words: Sequence[str]) -> range:
    """Return the surface bigrams that start with the one word, or that have the two."""
    *before, last = words
    ending = segment.terms.starting_with(f"{FIELD_LETTERS[field]}{last}".encode())
    if not before:
        return segment.bigrams.starting_with_any(ending)
    first = segment.terms.find(FoldedTerm.of(field, before[-1]))
    return segment.bigrams.of_any(first, ending) if first >= 0 else range(0)


def _newest(segment: Segment, bigrams: range, most: int) -> Iterator[ScoredDoc]:
    """Yield the newest live documents of some bigrams, each once."""
    docs = segment.bigrams.run(bigrams).docs
    docs = docs.compress(segment.live.take(docs))
    first = docs.take(first_by_ordinal(docs, segment.columns.ordinals("newest"), _REPEATED * most))
    return (ScoredDoc(segment, doc, 0, 0.0) for doc in islice(dict.fromkeys(first.tolist()), most))
