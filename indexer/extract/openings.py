"""Which pairs of words open a phrase: a test of all words of a text at once, so that few are looked at one by one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import compress
from operator import contains


class _AnyWord(frozenset[str]):
    """What may follow a word that is a phrase by itself: any word, and none."""

    def __contains__(self, word: object) -> bool:
        return True


_ANY_WORD = _AnyWord({""})


class Openings:
    """The first words of phrases with the second words that may follow them.

    Given are a first word, its second words, and whether it is a phrase by itself; it may be given several times.
    """

    def __init__(self, openings: Iterable[tuple[str, Iterable[str], bool]]) -> None:
        seconds = defaultdict[str, frozenset[str]](frozenset)
        for first, following, alone in openings:
            known = seconds[first]
            seconds[first] = _ANY_WORD if alone or known is _ANY_WORD else known.union(following)
        self._seconds = dict(seconds)

    def places(self, words: Sequence[str]) -> list[int]:
        """The numbers of the words with which a phrase may begin.

        Most words begin none, and most that do are not followed by its second word.
        """
        seconds = list(map(self._seconds.get, words))
        following = compress([*words[1:], ""], seconds)
        opens = map(contains, filter(None, seconds), following)
        return list(compress(compress(range(len(words)), seconds), opens))
