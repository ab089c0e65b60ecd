"""Finding the phrases of vocabularies in a text: word by word, the longest phrase first, none inside another.

White space, hyphens, dashes and quotation marks between words do not matter, other signs do: “ASEAN, Nga” is no
“ASEAN – Nga”. An ordinal (“lần thứ 14”) may stand between the words of a phrase, but not behind the first.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from indexer.analysis.normalise import compose
from indexer.extract.labels.openings import LONGEST, Openings
from indexer.extract.labels.words import Texts, Words, number, printed_words, spelled_numbers

Kind = Literal["alias", "abbreviation", "ambiguous", "cue", "exclusion"]

_ORDINAL, _NUMBER = spelled_numbers("lần"), spelled_numbers("thứ")


class Phrase(NamedTuple):
    """A spelling that speaks for an id; an `exact` one only in this very case."""

    spelling: str
    id: str
    kind: Kind
    exact: bool = False


class Match(NamedTuple):
    """A phrase found: it takes the words from number `start` up to `end`."""

    id: str
    kind: Kind
    start: int
    end: int


class _Node(dict[int, "_Node"]):
    """What may follow a row of words, by the numbers of these.

    `phrases` end with the row: for each vocabulary that has some, by its number, the phrases by their ids.
    """

    __slots__ = ("phrases",)

    def __init__(self) -> None:
        self.phrases: dict[int, dict[str, Phrase]] = {}


class Matcher:
    """The phrases of several vocabularies, in one tree of words. Of equal phrases of one id the first stays."""

    def __init__(self, *vocabularies: Iterable[Phrase]) -> None:
        self._vocabularies = range(len(vocabularies))
        self._tree = _tree(vocabularies)
        self._openings = Openings(_opening_rows(self._tree))

    def find_all(self, texts: Texts) -> list[tuple[list[Match], ...]]:
        """The phrases in each text, as `find` gives them."""
        places = texts.by_text(self._openings.places(texts.numbers))
        return list(map(self.find, texts.words, places))

    def find(self, words: Words, places: Iterable[int]) -> tuple[list[Match], ...]:
        """The phrases of each vocabulary that begin with one of the words at these places, given and found in order.

        One place may speak for several ids.
        """
        found: list[list[Match]] = [[] for _ in self._vocabularies]
        after = [0 for _ in self._vocabularies]
        for index in places:
            for end, node in reversed(_ends(self._tree, words.numbers, index)):
                for vocabulary, phrases in node.phrases.items():
                    if index >= after[vocabulary] and (here := _in_case(phrases.values(), words, index)):
                        after[vocabulary] = end
                        found[vocabulary] += [Match(phrase.id, phrase.kind, index, end) for phrase in here]
        return tuple(found)


def _tree(vocabularies: Iterable[Iterable[Phrase]]) -> _Node:
    root = _Node()
    for vocabulary, phrases in enumerate(vocabularies):
        for phrase in phrases:
            node = root
            for word in printed_words(compose(phrase.spelling)):
                node = _following(node, word.lower())
            node.phrases.setdefault(vocabulary, {}).setdefault(phrase.id, phrase)
    return root


def _following(node: _Node, word: str) -> _Node:
    """The node behind a word, which is the same wherever the word's tone stands; there is one from now on."""
    known = node.get(number(word))
    if known is None:
        known = _Node()
        node.update(dict.fromkeys(spelled_numbers(word), known))
    return known


def _opening_rows(node: _Node, row: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """The first words of all phrases behind a row of words: as many as may open one, or up to where a phrase ends."""
    for word, following in node.items():
        longer = (*row, word)
        if following.phrases or len(longer) == LONGEST:
            yield longer
        else:
            yield from _opening_rows(following, longer)
    if row[1:]:
        yield from ((*row, word) for word in _ORDINAL)


def _ends(tree: _Node, words: Sequence[int], index: int) -> list[tuple[int, _Node]]:
    """Where phrases end that begin with a word, shortest first, and the nodes that hold them."""
    found: list[tuple[int, _Node]] = []
    node, position, most = tree, index, len(words)
    while position < most:
        word = words[position]
        following = node.get(word)
        if following is not None:
            node = following
            position += 1
            if node.phrases:
                found.append((position, node))
        elif word in _ORDINAL and _is_passed_over(words, position, index, node):
            position += 3
        else:
            break
    return found


def _is_passed_over(words: Sequence[int], position: int, index: int, node: _Node) -> bool:
    """Whether an ordinal stands at a place: not behind the first word of a phrase, if that is no phrase itself."""
    ordinal = position + 1 < len(words) and words[position + 1] in _NUMBER
    return ordinal and (position > index + 1 or bool(node.phrases))


def _in_case(phrases: Iterable[Phrase], words: Words, index: int) -> list[Phrase]:
    """The phrases but for the exact ones that are printed otherwise from a word on."""
    return [phrase for phrase in phrases if not phrase.exact or _is_printed(phrase, words, index)]


def _is_printed(phrase: Phrase, words: Words, index: int) -> bool:
    spelled = _spelled(phrase.spelling)
    return words.printed(index, index + len(spelled)) == spelled


@lru_cache(maxsize=1 << 12)
def _spelled(spelling: str) -> list[str]:
    """The words of a phrase as they are printed; there are few phrases, asked for in every text."""
    return printed_words(spelling)
