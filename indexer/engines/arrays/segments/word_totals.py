"""How often does each word occur in the text of all live documents, and each frequent pair of words? Carried forward.

A run adds what it writes to the totals of the run before, and takes off what it deletes: see `docs/index-format.md`,
Word totals.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from indexer.analysis import word
from indexer.engines.arrays.segments.container import ContainerWriter, open_container
from indexer.engines.arrays.segments.numeric import Flags, Indexes, Integers, narrowest
from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.arrays.segments.segment_infos import SegmentInfo
from indexer.engines.arrays.segments.term_dictionary import FIELD_LETTERS, FoldedTerm
from indexer.errors import IndexCorrupt
from indexer.fields import TEXT
from indexer.query.joining import FEWEST_OCCURRENCES

FILE_NAME = "word-totals"
_SHIFT = 32
_AT_ONCE = 1 << 22
"""The pairs of all segments that are counted at once: these take about 200 MB."""
_Spelling = tuple[int, int]
"""A folded term, and the number of one of its spellings."""


class KeptDocuments(NamedTuple):
    """A segment, and which of its documents count."""

    segment: Segment
    kept: Flags


class WordTotals(NamedTuple):
    """Words with their occurrences, and the pairs of them that occur `FEWEST_OCCURRENCES` times or more, ascending.

    A pair is the numbers of two words, packed into one.
    """

    words: Sequence[str]
    occurrences: Integers
    pairs: Integers
    pair_occurrences: Integers

    @property
    def lefts(self) -> Integers:
        """The first word of each pair."""
        return _left(self.pairs)

    @property
    def rights(self) -> Integers:
        """The second word of each pair."""
        return _right(self.pairs)


class _NumberedWords(NamedTuple):
    """Documents of a segment, the folded terms of their text, and for each surface term of these the word's number.

    A word with spellings of several widths repeats.
    """

    documents: KeptDocuments
    folded: range
    numbers: Indexes


class _Tally(NamedTuple):
    """How often each word and each pair occurs in a segment, by their numbers in the whole index; some repeat."""

    words: Indexes
    occurrences: Integers
    pairs: Integers
    pair_occurrences: Integers


def count_words(counted: Sequence[KeptDocuments]) -> WordTotals:
    """Count the words and pairs of all segments of an index, a stretch of words at a time, as pairs are many."""
    numbers: dict[str, int] = {}
    numbered = [_numbered(each, numbers) for each in counted]
    occurrences = np.zeros(len(numbers), np.int64)
    frequent = [(np.empty(0, np.int64), np.empty(0, np.int64))]
    for stretch in _stretches(numbered):
        tallies = [_tally(*each) for each in zip(numbered, stretch, strict=True)]
        occurrences += _word_sums(tallies, len(numbers))
        pairs, together = _pair_sums(tallies)
        kept = together >= FEWEST_OCCURRENCES
        frequent.append((pairs[kept], together[kept]))
    pairs, together = map(np.concatenate, zip(*frequent, strict=True))
    order = np.argsort(pairs)
    return _totals(list(numbers), occurrences, pairs.take(order), together.take(order))


def update_totals(
    before: WordTotals,
    added: Sequence[KeptDocuments],
    removed: Sequence[KeptDocuments],
    others: Sequence[KeptDocuments],
) -> WordTotals:
    """Return totals with the documents `added`, and without those `removed`; `others` are the segments not added.

    A pair that was too rare for the totals before is counted in the other segments if it may be frequent now.
    """
    numbers = dict(zip(before.words, range(len(before.words)), strict=True))
    gained, lost = (
        [_tally(own, own.folded) for own in (_numbered(each, numbers) for each in some)] for some in (added, removed)
    )
    words = list(numbers)
    occurrences = _word_sums(gained, len(words)) - _word_sums(lost, len(words))
    occurrences[: len(before.words)] += before.occurrences
    together = before.pair_occurrences.copy()
    pairs, losses = _pair_sums(lost)
    places, known = _places(pairs, before.pairs)
    together[places[known]] -= losses[known]
    pairs, gains = _pair_sums(gained)
    places, known = _places(pairs, before.pairs)
    together[places[known]] += gains[known]
    # No pair occurs more often than either of its words.
    frequent = occurrences >= FEWEST_OCCURRENCES
    may_be_new = ~known & frequent.take(_left(pairs)) & frequent.take(_right(pairs))
    candidates = pairs[may_be_new]
    found = gains[may_be_new] + _occurrences_of(words, candidates, others)
    at = before.pairs.searchsorted(candidates)
    return _totals(words, occurrences, np.insert(before.pairs, at, candidates), np.insert(together, at, found))


def write_word_totals(folder: Path, totals: WordTotals, segments: Sequence[SegmentInfo]) -> None:
    """Replace the totals of an index with these segments; hard links to the old file keep its content."""
    temporary = folder / f"{FILE_NAME}.new"
    with ContainerWriter(temporary) as file:
        file.add("words", np.frombuffer("\n".join(totals.words).encode(), np.uint8))
        file.add("occurrences", narrowest(totals.occurrences))
        file.add("pair_lefts", narrowest(totals.lefts))
        file.add("pair_rights", narrowest(totals.rights))
        file.add("pair_occurrences", narrowest(totals.pair_occurrences))
        file.close({"segments": _names(segments)})
    temporary.replace(folder / FILE_NAME)


def read_word_totals(folder: Path, segments: Sequence[SegmentInfo]) -> WordTotals | None:
    """Return the totals of an index with these segments, None if there are none. Raises `IndexCorrupt`."""
    if not (folder / FILE_NAME).exists():
        return None
    container = open_container(folder / FILE_NAME)
    container.refuse_damaged()
    if container.meta.get("segments") != _names(segments):
        return None
    try:
        arrays = container.arrays
        text = str(arrays["words"].data, "utf-8")
        lefts, rights = arrays["pair_lefts"].astype(np.int64), arrays["pair_rights"].astype(np.int64)
        return WordTotals(
            text.split("\n") if text else [],
            arrays["occurrences"].astype(np.int64),
            _packed(lefts, rights),
            arrays["pair_occurrences"].astype(np.int64),
        )
    except (KeyError, ValueError) as error:
        raise IndexCorrupt(f"{container.path} lacks {error}; run timdau reindex --full") from error


def _packed(lefts: Integers, rights: Integers) -> Integers:
    """Return pairs of numbers, each packed into one."""
    return (lefts << _SHIFT) | rights


def _left(pairs: Integers) -> Integers:
    return pairs >> _SHIFT


def _right(pairs: Integers) -> Integers:
    return pairs & ((1 << _SHIFT) - 1)


def _names(segments: Sequence[SegmentInfo]) -> list[list[str | None]]:
    return [[each.name, each.deleted] for each in segments]


def _numbered(documents: KeptDocuments, numbers: dict[str, int]) -> _NumberedWords:
    """Number the words of a segment; those without a number get the next ones."""
    terms = documents.segment.terms
    folded = terms.starting_with(FIELD_LETTERS[TEXT].encode())
    own = np.array([numbers.setdefault(each, len(numbers)) for each in terms.surfaces(folded)], np.int64)
    return _NumberedWords(documents, folded, own)


def _stretches(numbered: Sequence[_NumberedWords]) -> Iterator[list[range]]:
    """Yield the folded terms of each segment, stretch by stretch; the pairs that start in one are about `_AT_ONCE`."""
    if not numbered:
        return
    pairs = [len(each.documents.segment.bigrams.starting_with_any(each.folded)) for each in numbered]
    longest = numbered[pairs.index(max(pairs))]
    cuts = longest.documents.segment.bigrams.even_cuts(longest.folded, sum(pairs) // _AT_ONCE + 1)
    prefixes = longest.documents.segment.terms.prefixes.take(cuts)
    edges = [
        [each.folded.start, *each.documents.segment.terms.prefixes.searchsorted(prefixes).tolist(), each.folded.stop]
        for each in numbered
    ]
    for number in range(len(cuts) + 1):
        yield [range(own[number], own[number + 1]) for own in edges]


def _tally(numbered: _NumberedWords, folded: range) -> _Tally:
    """Count the words of some folded terms of a segment, and the pairs that start with them."""
    segment, kept = numbered.documents
    own = numbered.numbers
    first, _ = segment.terms.surface_range(numbered.folded.start) if numbered.folded else (0, 0)
    bigrams = segment.bigrams.starting_with_any(folded)
    lefts, rights = segment.bigrams.leading(folded) - first, segment.bigrams.following_any(folded)
    occurrences = segment.bigrams.occurrences_of(bigrams, kept)
    counted_once = ~segment.terms.are_double.take(rights)
    counts = np.bincount(lefts, occurrences * counted_once, len(own)).astype(np.int64)
    paired = ((rights < first + len(own)) & (occurrences > 0)).nonzero()[0]
    pairs = _packed(own.take(lefts.take(paired)), own.take(rights.take(paired) - first))
    return _Tally(own, counts, pairs, occurrences.take(paired))


def _word_sums(tallies: Iterable[_Tally], words: int) -> Integers:
    """Return how often each word occurs."""
    sums = np.zeros(words, np.int64)
    for each in tallies:
        sums += np.bincount(each.words, each.occurrences, words).astype(np.int64)
    return sums


def _pair_sums(tallies: Sequence[_Tally]) -> tuple[Integers, Integers]:
    """Return the different pairs, ascending, and how often each occurs."""
    every = np.concatenate([np.empty(0, np.int64), *(each.pairs for each in tallies)])
    occurrences = np.concatenate([np.empty(0, np.int64), *(each.pair_occurrences for each in tallies)])
    order = np.argsort(every, kind="stable")
    sorted_pairs = every.take(order)
    starts = np.flatnonzero(np.diff(sorted_pairs, prepend=-1))
    sums = np.add.reduceat(occurrences.take(order), starts) if len(starts) else occurrences
    return sorted_pairs.take(starts), sums


def _places(pairs: Integers, known: Integers) -> tuple[Indexes, Flags]:
    """Return where pairs belong among ascending ones, and which of them are there."""
    places = known.searchsorted(pairs)
    return places, np.append(known, -1).take(places) == pairs


def _occurrences_of(words: Sequence[str], pairs: Integers, counted: Iterable[KeptDocuments]) -> Integers:
    """Return how often each of some pairs of words occurs in some segments."""
    sides = _left(pairs).tolist(), _right(pairs).tolist()
    terms = {number: FoldedTerm.of(TEXT, word(words[number]).folded) for number in {*sides[0], *sides[1]}}
    sums = np.zeros(len(pairs), np.int64)
    for segment, kept in counted:
        spellings = {number: _spellings(segment, term, words[number]) for number, term in terms.items()}
        found = [
            (row, bigram)
            for row, (left, right) in enumerate(zip(*sides, strict=True))
            for bigram in _bigrams(segment, spellings[left], spellings[right])
        ]
        rows, bigrams = np.array(found, np.intp).reshape(-1, 2).T
        occurrences = segment.bigrams.occurrences_of_each(bigrams, kept)
        sums += np.bincount(rows, occurrences, len(pairs)).astype(np.int64)
    return sums


def _spellings(segment: Segment, term: FoldedTerm, surface: str) -> list[_Spelling]:
    """Return the folded term and the spelling of a word, of each of its widths."""
    folded = segment.terms.find(term)
    if folded < 0:
        return []
    surfaces = segment.terms.surfaces(range(folded, folded + 1))
    return [(folded, number) for number, each in enumerate(surfaces) if each == surface]


def _bigrams(segment: Segment, firsts: Iterable[_Spelling], seconds: Sequence[_Spelling]) -> list[int]:
    """Return the surface bigrams of the spellings of two words."""
    return [
        bigram for first in firsts for second in seconds for bigram in segment.bigrams.of_spellings(*first, *second)
    ]


def _totals(words: Sequence[str], occurrences: Integers, pairs: Integers, together: Integers) -> WordTotals:
    """Return totals of ascending pairs, without those that are too rare and without words that no longer occur."""
    frequent = together >= FEWEST_OCCURRENCES
    pairs, kept = pairs[frequent], occurrences > 0
    if not kept.all():
        numbers = np.cumsum(kept) - 1
        pairs = _packed(numbers.take(_left(pairs)), numbers.take(_right(pairs)))
        words = [text for text, is_kept in zip(words, kept.tolist(), strict=True) if is_kept]
    return WordTotals(words, occurrences[kept], pairs, together[frequent])
