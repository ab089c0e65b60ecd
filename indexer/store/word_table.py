"""The words of a generation, for completing what is being typed: a JSON file next to the catalog.

See `docs/index-format.md`, Words.
"""

import hashlib
import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from pathlib import Path

import msgspec

from indexer.analysis import word
from indexer.engines.base import WordList
from indexer.errors import IndexCorrupt
from indexer.query.prefixes import TypedPrefix
from indexer.regular_files import create_anew, read_regular, unreadable
from indexer.store.manifest import WORDS, FileEntry, Manifest

MOST_COMPARED = 250
"""The most words whose accents are compared with the typed ones: the most frequent ones with the same letters."""
_LARGEST = 256 << 20
_PAST_ALL = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class WordTable:
    """Words, the most frequent first. `keys` are the folded texts that complete a prefix, ascending: each word, and
    for joined words the second one too; `numbers` says of which word each of them is.
    """

    words: Sequence[str]
    counts: Sequence[int]
    keys: Sequence[str]
    numbers: "array[int]"

    def completions(self, typed: TypedPrefix, most: int) -> list[tuple[str, int]]:
        """Return words that have typed words at their start or, if joined, at their second word, with their counts.

        They are the most frequent ones; those that lack the accents typed come last.
        """
        if not typed.words:
            return []
        low = bisect_left(self.keys, typed.folded)
        found = self.numbers[low : bisect_left(self.keys, typed.folded + _PAST_ALL)]
        # A word repeats if both its halves start as typed.
        frequent = dict.fromkeys(nsmallest(MOST_COMPARED, found))
        chosen = typed.first_of(frequent, self.words.__getitem__, most)
        return [(self.words[number], self.counts[number]) for number in chosen]


def write_word_table(path: Path, listed: WordList) -> None:
    """Write the table of the words of a generation; the same words always give the same bytes."""
    words = sorted(listed)
    words.sort(key=listed.__getitem__, reverse=True)
    # Folding takes longest, and both halves of a joined word occur at least as often as it does.
    folds = {text: text if text.isascii() else word(text).folded for text in words if " " not in text}
    keys: list[str] = []
    numbers: list[int] = []
    for number, text in enumerate(words):
        if text in folds:
            keys.append(folds[text])
            numbers.append(number)
        else:
            first, second = map(folds.__getitem__, text.split(" "))
            keys += f"{first} {second}", second
            numbers += number, number
    ascending = sorted(range(len(keys)), key=keys.__getitem__)
    values = {
        "words": _text(words),
        "counts": [listed[text] for text in words],
        "keys": _text([keys[each] for each in ascending]),
        "numbers": [numbers[each] for each in ascending],
    }
    with create_anew(path) as file:
        file.write(msgspec.json.encode(values))


def _text(lines: Iterable[str]) -> str:
    """Return lines as one text; JSON cannot have lone surrogates."""
    return "\n".join(lines).encode("utf-8", "replace").decode()


def read_word_table(index: Path, manifest: Manifest) -> WordTable:
    """Read the table of a generation. Raises `IndexCorrupt` if it is not what was written, `StorageError`."""
    path = index / manifest.folder / WORDS
    try:
        data = read_regular(path, _LARGEST)
    except OSError as error:
        raise unreadable(path, error) from error
    if FileEntry(len(data), hashlib.sha256(data).hexdigest()) != manifest.files.get(WORDS):
        raise IndexCorrupt(f"{path} differs from what was written; run timdau reindex --full")
    try:
        return _table(**json.loads(data))
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise IndexCorrupt(f"{path} holds no words; run timdau reindex --full") from error


def _table(*, words: str, counts: list[int], keys: str, numbers: list[int]) -> WordTable:
    """Return a table from its values. Raises `ValueError`, `TypeError` or the like if they are none of a table."""
    table = WordTable(_lines(words), array("Q", counts), _lines(keys), array("I", numbers))
    if len(table.words) != len(counts) or len(table.keys) != len(numbers) or max(numbers, default=-1) >= len(counts):
        raise ValueError("the lists do not fit together")
    return table


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []
