"""Which pairs of words open a phrase: a test of all words of a text at once, so that few are looked at one by one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import compress
from operator import contains

from indexer.analysis.remembered import Remembered
from indexer.extract.words import FOLDED

_MOST_REMEMBERED = 1 << 16


class _AnyWord(frozenset[str]):
    """What may follow a word that is a phrase by itself: any word, and none."""

    def __contains__(self, word: object) -> bool:
        return True


_ANY_WORD = _AnyWord({""})
_NO_WORD = frozenset[str]()


class Openings:
    """The first words of phrases with the second words that may follow them, folded.

    Given are a first word, its second words, and whether it is a phrase by itself; it may be given several times.
    """

    def __init__(self, openings: Iterable[tuple[str, Iterable[str], bool]]) -> None:
        seconds = defaultdict[str, frozenset[str]](frozenset)
        for first, following, alone in openings:
            known = seconds[first]
            seconds[first] = _ANY_WORD if alone or known is _ANY_WORD else known.union(following)
        self._seconds = Remembered(lambda word: seconds.get(FOLDED[word], _NO_WORD), _MOST_REMEMBERED)

    def places(self, printed: Sequence[str]) -> list[int]:
        """The numbers of the words, as they are printed, with which a phrase may begin.

        Most words begin none, and most that do are not followed by its second word.
        """
        seconds = list(map(self._seconds.__getitem__, printed))
        following = map(FOLDED.__getitem__, compress([*printed[1:], ""], seconds))
        opens = map(contains, compress(seconds, seconds), following)
        return list(compress(compress(range(len(printed)), seconds), opens))
