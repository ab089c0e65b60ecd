"""Finding the phrases of vocabularies in a text: word by word, the longest phrase first, none inside another.

White space, hyphens, dashes and quotation marks between words do not matter, other signs do: “ASEAN, Nga” is no
“ASEAN – Nga”. An ordinal (“lần thứ 14”) may stand between the words of a phrase, but not behind the first.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal, NamedTuple

from indexer.analysis.normalise import compose
from indexer.extract.openings import Openings
from indexer.extract.words import FOLDED, Words, printed_words

Kind = Literal["alias", "abbreviation", "ambiguous", "cue", "exclusion"]

_ORDINAL = ["lần", "thứ"]


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


@dataclass(slots=True)
class _Node:
    """What may follow a row of words, and the phrases that end with it, by id; some of them may be exact ones."""

    following: dict[str, "_Node"] = field(default_factory=dict)
    phrases: dict[str, Phrase] = field(default_factory=dict)
    has_exact: bool = False


class Matcher:
    """The phrases of several vocabularies, a tree of words for each. Of equal phrases of one id the first stays."""

    def __init__(self, *vocabularies: Iterable[Phrase]) -> None:
        self._trees = tuple(map(_tree, vocabularies))
        firsts = chain.from_iterable(tree.following.items() for tree in self._trees)
        self._openings = Openings((word, node.following, bool(node.phrases)) for word, node in firsts)

    def find(self, words: Words) -> tuple[list[Match], ...]:
        """The phrases of each vocabulary in the order of their places; one place may speak for several ids."""
        beginnings = self._openings.places(words.printed)
        return tuple(list(_find(tree, words.printed, beginnings)) for tree in self._trees)


def _find(tree: _Node, printed: Sequence[str], beginnings: Iterable[int]) -> Iterator[Match]:
    after = 0
    for index in beginnings:
        node = tree.following.get(FOLDED[printed[index]])
        if node is None or index < after:
            continue
        end, phrases = _longest(printed, index, node)
        if phrases:
            after = end
            yield from (Match(phrase.id, phrase.kind, index, end) for phrase in phrases)


def _tree(phrases: Iterable[Phrase]) -> _Node:
    root = _Node()
    for phrase in phrases:
        node = root
        for word in printed_words(compose(phrase.spelling)):
            node = node.following.setdefault(FOLDED[word], _Node())
        node.phrases.setdefault(phrase.id, phrase)
        node.has_exact |= phrase.exact
    return root


def _longest(printed: Sequence[str], index: int, node: _Node) -> tuple[int, Collection[Phrase]]:
    """Where the longest phrase ends that begins with a word, whose node this is, and the phrases that end there."""
    position = index + 1
    end, phrases = position, _in_case(node, printed, index)
    while position < len(printed):
        word = FOLDED[printed[position]]
        if following := node.following.get(word):
            node, position = following, position + 1
            if here := _in_case(node, printed, index):
                end, phrases = position, here
        elif word == _ORDINAL[0] and _is_passed_over(printed, position, index, node):
            position += 3
        else:
            break
    return end, phrases


def _is_passed_over(printed: Sequence[str], position: int, index: int, node: _Node) -> bool:
    """Whether an ordinal stands at a place: not behind the first word of a phrase, if that is no phrase itself."""
    ordinal = [FOLDED[word] for word in printed[position : position + 2]] == _ORDINAL
    return ordinal and (position > index + 1 or bool(node.phrases))


def _in_case(node: _Node, printed: Sequence[str], index: int) -> Collection[Phrase]:
    """The phrases that end in a node, the exact ones where they are printed so from a word on."""
    if not node.has_exact:
        return node.phrases.values()
    return [phrase for phrase in node.phrases.values() if not phrase.exact or _is_printed(phrase, printed, index)]


def _is_printed(phrase: Phrase, printed: Sequence[str], index: int) -> bool:
    spelled = printed_words(phrase.spelling)
    return printed[index : index + len(spelled)] == spelled
