"""Which words are in the text of all live documents, which pairs of them are joined, and how often?

And given one of them: which documents have it?
"""

from collections.abc import Iterator, Sequence

import numpy as np

from indexer.analysis import word
from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.arrays.segments.term_dictionary import FoldedTerm
from indexer.engines.arrays.segments.word_totals import WordTotals
from indexer.engines.base import WordList
from indexer.fields import TEXT
from indexer.query.joining import is_joined


def word_list(totals: WordTotals, size: int, most: int) -> WordList:
    """Return the words and the joined words of an index with `size` words, the `most` frequent ones."""
    lefts, rights, together = totals.lefts, totals.rights, totals.pair_occurrences
    left, right = (totals.occurrences.take(each).astype(np.float64) for each in (lefts, rights))
    counts = np.concatenate([totals.occurrences, together * is_joined(together, left, right, size)])
    least = np.partition(counts, -most - 1)[-most - 1] if len(counts) > most else 0
    kept = (counts > least).nonzero()[0]
    words = totals.words
    single, double = kept[kept < len(words)], kept[kept >= len(words)] - len(words)
    halves = zip(lefts.take(double).tolist(), rights.take(double).tolist(), strict=True)
    texts = [words[number] for number in single.tolist()]
    texts += [f"{words[first]} {words[second]}" for first, second in halves]
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
