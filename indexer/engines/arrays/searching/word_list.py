"""Which words are in the text of the live documents, which pairs of them are joined, and how often? All at once.

And given one of them: which documents have it?
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from indexer.analysis import word
from indexer.engines.arrays.searching.word_counts import total_words
from indexer.engines.arrays.segments.numeric import Indexes, Integers
from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.arrays.segments.term_dictionary import FIELD_LETTERS, FoldedTerm
from indexer.engines.base import WordList
from indexer.fields import TEXT
from indexer.query.joining import FEWEST_OCCURRENCES, is_joined

_SHIFT = 32


class _SegmentWords(NamedTuple):
    """The words of a segment, by their numbers in the whole index, and its pairs: two numbers packed into one.

    A word with spellings of several widths repeats, and so do its pairs.
    """

    words: Indexes
    occurrences: Integers
    pairs: Integers
    pair_occurrences: Integers


def word_list(segments: Sequence[Segment], most: int) -> WordList:
    """Count the words and the joined words of all segments."""
    numbers: dict[str, int] = {}
    found = [_segment_words(segment, numbers) for segment in segments]
    words = np.zeros(len(numbers), np.int64)
    for each in found:
        words += np.bincount(each.words, each.occurrences, len(numbers)).astype(np.int64)
    surfaces = list(numbers)
    pairs, together = _summed(found)
    lefts, rights = pairs >> _SHIFT, pairs & ((1 << _SHIFT) - 1)
    left, right = (words.take(each).astype(np.float64) for each in (lefts, rights))
    joined = is_joined(together, left, right, total_words(segments))
    counts = np.concatenate([words, together * joined])
    least = np.partition(counts, -most - 1)[-most - 1] if len(counts) > most else 0
    kept = (counts > least).nonzero()[0]
    single, double = kept[kept < len(words)], kept[kept >= len(words)] - len(words)
    halves = zip(lefts.take(double).tolist(), rights.take(double).tolist(), strict=True)
    texts = [surfaces[number] for number in single.tolist()]
    texts += [f"{surfaces[first]} {surfaces[second]}" for first, second in halves]
    return dict(zip(texts, counts.take(kept).tolist(), strict=True))


def documents_spelled(segment: Segment, words: Sequence[str]) -> Iterator[int]:
    """Yield the live documents whose text has one word, or two next to each other, in exactly these spellings."""
    folded = [segment.terms.find(FoldedTerm.of(TEXT, word(each).folded)) for each in words]
    if min(folded) < 0:
        return
    spellings = [segment.terms.surfaces(range(each, each + 1)) for each in folded]
    bigrams = segment.bigrams.of_terms(*folded) if len(words) > 1 else segment.bigrams.starting_with(folded[0])
    own = slice(bigrams.start, bigrams.stop)
    wanted = np.array([each == words[0] for each in spellings[0]]).take(segment.bigrams.firsts[own])
    if len(words) > 1:
        wanted &= np.array([each == words[1] for each in spellings[1]]).take(segment.bigrams.seconds[own])
    seen: set[int] = set()
    for number in wanted.nonzero()[0].tolist():
        docs = segment.bigrams.run(range(bigrams.start + number, bigrams.start + number + 1)).docs
        for doc in docs.compress(segment.live.take(docs)).tolist():
            if doc not in seen:
                seen.add(doc)
                yield doc


def _segment_words(segment: Segment, numbers: dict[str, int]) -> _SegmentWords:
    """Count the words and pairs of a segment; words that no segment before it had get the next numbers."""
    folded = segment.terms.starting_with(FIELD_LETTERS[TEXT].encode())
    own = np.array([numbers.setdefault(each, len(numbers)) for each in segment.terms.surfaces(folded)], np.int64)
    first, _ = segment.terms.surface_range(folded.start) if folded else (0, 0)
    bigrams = segment.bigrams.starting_with_any(folded)
    lefts, rights = segment.bigrams.leading(folded) - first, segment.bigrams.following_any(folded)
    occurrences = segment.bigrams.occurrences_of(bigrams, segment.live)
    counted_once = ~segment.terms.are_double.take(rights)
    counts = np.bincount(lefts, occurrences * counted_once, len(own)).astype(np.int64)
    paired = ((rights < first + len(own)) & (occurrences > 0)).nonzero()[0]
    pairs = (own.take(lefts.take(paired)) << _SHIFT) | own.take(rights.take(paired) - first)
    return _SegmentWords(own, counts, pairs, occurrences.take(paired))


def _summed(found: Sequence[_SegmentWords]) -> tuple[Integers, Integers]:
    """Return the pairs that occur often enough to be joined, and how often each occurs."""
    every = np.concatenate([np.empty(0, np.int64), *(each.pairs for each in found)])
    occurrences = np.concatenate([np.empty(0, np.int64), *(each.pair_occurrences for each in found)])
    order = np.argsort(every, kind="stable")
    sorted_pairs = every.take(order)
    starts = np.flatnonzero(np.diff(sorted_pairs, prepend=-1))
    sums = np.add.reduceat(occurrences.take(order), starts) if len(starts) else occurrences
    frequent = sums >= FEWEST_OCCURRENCES
    return sorted_pairs.take(starts)[frequent], sums[frequent]
