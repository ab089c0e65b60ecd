"""Facet values for readers: labelled, ordered, with chosen values always among them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from indexer.engines.base import Choice
from indexer.fields import FACET_KINDS, Labels, Names, Years, covers
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
    shown = dict(counts)
    if named := list(_named(choice)):
        groups = set(map(kind.group, counts))
        absent = {kind.group(value): value for value in reversed(named)}
        shown |= {value: 0 for group, value in absent.items() if group not in groups}
    known = [value for value in shown if value is not None]
    codes = [*_ordered(facet, known, shown), *([None] if None in shown else [])]
    vocabulary = kind.vocabulary() if isinstance(kind, Labels) else None
    return tuple(
        FacetValue(
            value=code,
            label=_label(vocabulary, code, lang),
            count=shown[code],
            selected=_holds(facet, choice.any_of, code),
            excluded=_holds(facet, choice.none_of, code),
            parent=vocabulary.parent(code) if vocabulary and isinstance(code, str) else None,
        )
        for code in codes
    )


def _named(choice: Choice) -> Iterator[FacetCode]:
    """Yield the values that are chosen or excluded one by one, not as part of a range."""
    for value in (*choice.any_of, *choice.none_of):
        if not isinstance(value, tuple):
            yield value
        elif value[0] == value[1]:
            yield value[0]


def _ordered(facet: Facet, values: Iterable[FacetCode], counts: Mapping[FacetCode, int]) -> Iterable[FacetCode]:
    match FACET_KINDS[facet]:
        case Labels(vocabulary=vocabulary):
            return _tree(vocabulary(), values, counts)
        case Years():
            return sorted(values, key=lambda year: int(year or 0), reverse=True)
        case Names() as names:
            return sorted(values, key=lambda name: (-counts[name], str(names.group(name)), str(name)))
        case kind:
            assert_never(kind)


def _tree(vocabulary: Vocabulary, codes: Iterable[FacetCode], counts: Mapping[FacetCode, int]) -> Iterator[str]:
    """Yield ids so that each follows its nearest broader one among them."""
    shown = {str(code) for code in codes}
    children: dict[str | None, list[str]] = {}
    for code in shown:
        children.setdefault(_parent(vocabulary, code, shown), []).append(code)

    def walk(parent: str | None) -> Iterator[str]:
        for code in sorted(children.get(parent, ()), key=lambda c: (-counts[c], vocabulary.label(c))):
            yield code
            yield from walk(code)

    return walk(None)


def _parent(vocabulary: Vocabulary, code: str, shown: set[str]) -> str | None:
    return next((broader for broader in vocabulary.ancestors(code) if broader in shown), None)


def _label(vocabulary: Vocabulary | None, code: FacetCode, lang: Language) -> str:
    if code is None:
        return message("unknown", lang)
    return vocabulary.label(code, lang) if vocabulary and isinstance(code, str) else str(code)


def _holds(facet: Facet, choices: tuple[FacetChoice, ...], code: FacetCode) -> bool:
    """Return whether a value is among those named, or in one of the ranges."""
    return bool(choices) and any(covers(facet, choice, code) for choice in choices)
