"""Facet values for readers: labelled, ordered, with chosen values always among them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import assert_never

from indexer.engines.base import Choice
from indexer.fields import FACET_KINDS, FacetKind, Labels, Names, Years, covers
from indexer.languages import Language
from indexer.messages import message
from indexer.model import Facet, FacetChoice, FacetCode, FacetValue
from indexer.vocabulary import Vocabulary


def facet_values(
    facet: Facet, counts: Mapping[FacetCode, int], choice: Choice, lang: Language
) -> tuple[FacetValue, ...]:
    """Return every value with a count, and all chosen or excluded ones; unknown comes last.

    Labels follow their nearest broader one, most frequent first; years are newest first, names most frequent first.
    """
    kind = FACET_KINDS[facet]
    shown = _with_named(kind, counts, choice) if choice.any_of or choice.none_of else counts
    selected, excluded = _holds(facet, choice.any_of), _holds(facet, choice.none_of)
    if isinstance(kind, Labels):
        vocabulary = kind.vocabulary()
        labels, parents = vocabulary.labels(lang), vocabulary.parents
        values = [
            FacetValue(code, labels[code], shown[code], selected(code), excluded(code), parents[code])
            for code in _tree(vocabulary, shown)
        ]
    else:
        values = [
            FacetValue(code, str(code), shown[code], selected(code), excluded(code)) for code in _ordered(kind, shown)
        ]
    if None in shown:
        values.append(FacetValue(None, message("unknown", lang), shown[None], selected(None), excluded(None)))
    return tuple(values)


def _with_named(kind: FacetKind, counts: Mapping[FacetCode, int], choice: Choice) -> Mapping[FacetCode, int]:
    """Return the counts with those of the values that are chosen or excluded one by one, 0 if they have none."""
    groups = set(map(kind.group, counts))
    absent = {kind.group(value): value for value in reversed(list(_named(choice)))}
    return {**counts, **{value: 0 for group, value in absent.items() if group not in groups}}


def _named(choice: Choice) -> Iterator[FacetCode]:
    """Yield the values that are chosen or excluded one by one, not as part of a range."""
    for value in (*choice.any_of, *choice.none_of):
        if not isinstance(value, tuple):
            yield value
        elif value[0] == value[1]:
            yield value[0]


def _ordered(kind: Years | Names, counts: Mapping[FacetCode, int]) -> Iterable[FacetCode]:
    known = (value for value in counts if value is not None)
    match kind:
        case Years():
            return sorted(known, key=int, reverse=True)
        case Names():
            return sorted(known, key=lambda name: (-counts[name], str(kind.group(name)), str(name)))
        case _:
            assert_never(kind)


def _tree(vocabulary: Vocabulary, counts: Mapping[FacetCode, int]) -> list[str]:
    """Return ids so that each follows its nearest broader one among them, siblings the most frequent first."""
    ids = sorted([code for code in counts if isinstance(code, str)], key=vocabulary.alphabetical.__getitem__)
    ids.sort(key=counts.__getitem__, reverse=True)
    parents = vocabulary.parents
    children: dict[str | None, list[str]] = {}
    for code in reversed(ids):
        parent = parents[code]
        while parent is not None and parent not in counts:
            parent = parents[parent]
        children.setdefault(parent, []).append(code)
    ordered, pending = [], children.get(None, [])
    while pending:
        code = pending.pop()
        ordered.append(code)
        pending += children.get(code, ())
    return ordered


def _holds(facet: Facet, choices: tuple[FacetChoice, ...]) -> Callable[[FacetCode], bool]:
    """Return what says whether a value is among those named, or in one of the ranges."""
    if not choices:
        return _never
    return lambda code: any(covers(facet, choice, code) for choice in choices)


def _never(_code: FacetCode) -> bool:
    return False
