"""Which forums and topics do words typed side by side name? The vocabulary says, never the archive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from indexer.analysis import compare_accents, word
from indexer.query.matching import FULLER
from indexer.query.words import phrase_words
from indexer.vocabulary import VOCABULARIES

_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a forum or topic, as readers see it and as the words that search it."""

    text: str
    words: _Words


@dataclass(frozen=True, slots=True)
class Meaning:
    """A forum or topic that a name means (its field and id), and those of its other names that find more articles."""

    field: str
    id: str
    others: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class NamedStretch:
    """Items from `start` to before `end` that are a name, and what it means: usually one forum or topic."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class _NamesByLetters:
    """What each name means, by its letters and then by its words, and the most words of a name by its first letters."""

    meanings: Mapping[_Words, Mapping[_Words, tuple[Meaning, ...]]]
    longest: Mapping[str, int]


def named_stretches(items: Sequence[Sequence[str]]) -> list[NamedStretch]:
    """Return which stretches of items, each some words, are names; the longest at each place, without overlaps.

    Accents that were typed bind, missing ones match any.

    >>> [(each.start, each.end) for each in named_stretches([["họp"], ["asean"], ["regional"], ["forum"], ["nga"]])]
    [(1, 4)]
    """
    found: list[NamedStretch] = []
    at = 0
    while at < len(items):
        named = _longest(items, at)
        if named:
            found.append(named)
        at = named.end if named else at + 1
    return found


def _longest(items: Sequence[Sequence[str]], start: int) -> NamedStretch | None:
    found: NamedStretch | None = None
    words: list[str] = []
    most = _names().longest.get(word(items[start][0]).folded, 0) if items[start] else 0
    for end, item in enumerate(items[start : start + most], start + 1):
        if not item:
            break
        words += item
        meanings = _meanings(words)
        found = NamedStretch(start, end, meanings) if meanings else found
    return found


def _meanings(typed: Sequence[str]) -> tuple[Meaning, ...]:
    """Return what all words together mean as a name; nothing if they are none."""
    known = _names().meanings.get(tuple(word(each).folded for each in typed), {})
    fitting = (meanings for words, meanings in known.items() if _may_stand_for(typed, words))
    return tuple(dict.fromkeys(chain.from_iterable(fitting)))


def _may_stand_for(typed: Sequence[str], words: _Words) -> bool:
    """Return whether words have all the accents of those typed, which have the same letters."""
    pairs = zip(typed, words, strict=True)
    return all(compare_accents(word(one).accents, word(other).accents) <= FULLER for one, other in pairs)


@cache
def _names() -> _NamesByLetters:
    meanings: dict[_Words, dict[_Words, tuple[Meaning, ...]]] = {}
    longest: dict[str, int] = {}
    for field, vocabulary in VOCABULARIES.items():
        for id in vocabulary().ids:
            spelled_names = (Name(text, tuple(phrase_words(text))) for text in vocabulary().names(id))
            names = [name for name in spelled_names if name.words]
            for name in names:
                letters = tuple(word(each).folded for each in name.words)
                longest[letters[0]] = max(len(letters), longest.get(letters[0], 0))
                spelled = meanings.setdefault(letters, {})
                spelled[name.words] = (*spelled.get(name.words, ()), Meaning(field, id, _others(name, names)))
    return _NamesByLetters(meanings, longest)


def _others(name: Name, names: Sequence[Name]) -> tuple[Name, ...]:
    """Return the other names, without those that contain a shorter one or this one: they find nothing more."""
    others = {each.words: each for each in names if each.words != name.words}
    return tuple(
        each
        for each in others.values()
        if not any(other.words != each.words and _contains(each.words, other.words) for other in names)
    )


def _contains(words: _Words, others: _Words) -> bool:
    return any(words[at : at + len(others)] == others for at in range(len(words) - len(others) + 1))
