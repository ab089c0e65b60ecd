"""Finding the phrases of vocabularies in a text: word by word, the longest phrase first, none inside another.

White space, hyphens, dashes and quotation marks between words do not matter, other signs do: “ASEAN, Nga” is no
“ASEAN – Nga”. An ordinal (“lần thứ 14”) may stand between the words of a phrase, but not behind the first.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Literal, NamedTuple

from indexer.analysis.normalise import compose
from indexer.analysis.syllables import tone_placements
from indexer.extract.labels.openings import LONGEST, Openings
from indexer.extract.labels.words import Words, printed_words, spellings

Kind = Literal["alias", "abbreviation", "ambiguous", "cue", "exclusion"]

_ORDINAL, _NUMBER = spellings("lần"), spellings("thứ")


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


class _Node(dict[str, "_Node"]):
    """What may follow a row of words, as it is spelled in small letters; `phrases` end with the row, by their ids."""

    __slots__ = ("has_exact", "phrases")

    def __init__(self) -> None:
        self.phrases: dict[str, Phrase] = {}
        self.has_exact = False


class Matcher:
    """The phrases of several vocabularies, a tree of words for each. Of equal phrases of one id the first stays."""

    def __init__(self, *vocabularies: Iterable[Phrase]) -> None:
        self._trees = tuple(map(_tree, vocabularies))
        self._openings = Openings(chain.from_iterable(map(_opening_rows, self._trees)))

    def find(self, words: Words) -> tuple[list[Match], ...]:
        """The phrases of each vocabulary in the order of their places; one place may speak for several ids."""
        beginnings = [(place, words.small(place)) for place in self._openings.places(words)]
        return tuple(_find(tree, words, beginnings) for tree in self._trees)


def _find(tree: _Node, words: Words, beginnings: Iterable[tuple[int, str]]) -> list[Match]:
    found, after = list[Match](), 0
    for index, word in beginnings:
        node = tree.get(word)
        if node is None or index < after:
            continue
        end, phrases = _longest(words, index, node)
        if phrases:
            after = end
            found += [Match(phrase.id, phrase.kind, index, end) for phrase in phrases]
    return found


def _tree(phrases: Iterable[Phrase]) -> _Node:
    root = _Node()
    for phrase in phrases:
        node = root
        for word in printed_words(compose(phrase.spelling)):
            node = _following(node, word.lower())
        node.phrases.setdefault(phrase.id, phrase)
        node.has_exact |= phrase.exact
    return root


def _following(node: _Node, word: str) -> _Node:
    """The node behind a word, which is the same wherever the word's tone stands; there is one from now on."""
    known = node.get(word)
    if known is None:
        known = _Node()
        node.update(dict.fromkeys(tone_placements(word), known))
    return known


def _opening_rows(node: _Node, row: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The first words of all phrases behind a row of words: as many as may open one, or up to where a phrase ends."""
    for word, following in node.items():
        longer = (*row, word)
        if following.phrases or len(longer) == LONGEST:
            yield longer
        else:
            yield from _opening_rows(following, longer)
    if row[1:]:
        yield from ((*row, word) for word in _ORDINAL)


def _longest(words: Words, index: int, node: _Node) -> tuple[int, Collection[Phrase]]:
    """Where the longest phrase ends that begins with a word, whose node this is, and the phrases that end there."""
    position, most = index + 1, len(words)
    end, phrases = position, _in_case(node, words, index) if node.phrases else ()
    while position < most:
        word = words.small(position)
        following = node.get(word)
        if following is not None:
            node = following
            position += 1
            if node.phrases and (here := _in_case(node, words, index)):
                end, phrases = position, here
        elif word in _ORDINAL and _is_passed_over(words, position, index, node):
            position += 3
        else:
            break
    return end, phrases


def _is_passed_over(words: Words, position: int, index: int, node: _Node) -> bool:
    """Whether an ordinal stands at a place: not behind the first word of a phrase, if that is no phrase itself."""
    ordinal = position + 1 < len(words) and words.small(position + 1) in _NUMBER
    return ordinal and (position > index + 1 or bool(node.phrases))


def _in_case(node: _Node, words: Words, index: int) -> Collection[Phrase]:
    """The phrases that end in a node, the exact ones where they are printed so from a word on."""
    if not node.has_exact:
        return node.phrases.values()
    return [phrase for phrase in node.phrases.values() if not phrase.exact or _is_printed(phrase, words, index)]


def _is_printed(phrase: Phrase, words: Words, index: int) -> bool:
    spelled = _spelled(phrase.spelling)
    return words.printed(index, index + len(spelled)) == spelled


@lru_cache(maxsize=1 << 12)
def _spelled(spelling: str) -> list[str]:
    """The words of a phrase as they are printed; there are few phrases, asked for in every text."""
    return printed_words(spelling)
