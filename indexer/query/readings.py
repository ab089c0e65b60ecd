"""Which words with accents may words typed without them stand for? The archive's own counts decide."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from indexer.analysis import word
from indexer.query.joining import WordCounts, occurrences, word_occurrences

_LEAST_OFFERED = 0.05
"""How probable a reading must be, compared with the most probable one."""
_LEAST_PURSUED = 0.01
_MOST_PURSUED = 32
"""Of the readings of the first words, those with this share of the best one's probability, and no more than these."""
_PRIOR = 1.0
"""How many occurrences next to the word before what is expected by chance is worth."""

Read = tuple[str, ...]
"""What the words of a query stand for, one surface for each."""


class _Path(NamedTuple):
    """The first words of a query as read, the form of the last one, and how often that occurs."""

    read: Read
    last: str
    occurrences: int


_Reading = TypeVar("_Reading", Read, _Path)


def readings(counts: WordCounts, rows: Iterable[Sequence[str]]) -> Mapping[Read, float]:
    """Return what the words of some rows, each typed side by side, may stand for, with the probability of each.

    Words with accents, and those that the archive does not have, stand for themselves; all others for the spellings
    that the archive has. In a row, the probability of a word depends on the word before it (a bigram model); all
    probabilities share a factor. The most probable reading comes first.
    """
    paths: Mapping[_Path, float] = {_Path((), "", 0): 1.0}
    for row in rows:
        before = ""
        for typed in row:
            paths = _longer(counts, paths, before, typed)
            before = typed
    found: dict[Read, float] = defaultdict(float)
    for path, probability in paths.items():
        found[path.read] += probability
    return _probable(found, _LEAST_OFFERED)


def is_bare(surface: str) -> bool:
    """Return whether a word has letters alone, none of them with an accent."""
    return surface.isalpha() and not word(surface).accents


def _longer(counts: WordCounts, paths: Mapping[_Path, float], before: str, typed: str) -> Mapping[_Path, float]:
    """Return readings with one more word, each as probable as its words are in this order, up to a common factor."""
    forms = word_occurrences(counts, typed) or {typed: 1}
    pairs = occurrences(counts, before, typed) if before else {}
    size = max(counts.words, 1)
    longer: dict[_Path, float] = defaultdict(float)
    for path, probability in paths.items():
        for form, count in forms.items():
            following = (pairs.get((path.last, form), 0) + _PRIOR * count / size) / (path.occurrences + _PRIOR)
            read = form if is_bare(typed) else typed
            longer[_Path((*path.read, read), form, count)] += probability * (following if before else count)
    return dict(list(_probable(longer, _LEAST_PURSUED).items())[:_MOST_PURSUED])


def _probable(found: Mapping[_Reading, float], least: float) -> Mapping[_Reading, float]:
    """Return what is not improbable, compared with the most probable one, which comes first."""
    ordered = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    return {each: probability for each, probability in ordered if probability >= least * ordered[0][1]}
