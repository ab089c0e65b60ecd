"""Facet values for readers: with labels, in order, chosen ones always among them."""

from collections.abc import Iterable, Iterator, Mapping

from indexer.engines.base import Choice, FacetCode
from indexer.messages import Language, message
from indexer.model import Facet, FacetValue
from indexer.vocabulary import VOCABULARIES, Vocabulary

Counts = Mapping[FacetCode, int]


def facet_values(facet: Facet, counts: Counts, choice: Choice, lang: Language) -> tuple[FacetValue, ...]:
    """Return every value with a count, and all chosen or excluded ones; unknown comes last.

    Forums and topics stand behind their broader ones, the most frequent first; years stand newest first.
    """
    shown = dict(counts) | {code: counts.get(code, 0) for code in _named(choice)}
    known = [code for code in shown if code is not None]
    vocabulary = VOCABULARIES.get(facet)
    ordered = list(_tree(vocabulary(), known, counts)) if vocabulary else sorted(known, reverse=True)
    codes = [*ordered, *([None] if None in shown else [])]
    return tuple(_value(facet, code, shown[code], choice, lang) for code in codes)


def _named(choice: Choice) -> Iterator[FacetCode]:
    """Yield the values that are chosen or excluded one by one, not as part of a range."""
    for value in (*choice.any_of, *choice.none_of):
        if not isinstance(value, tuple):
            yield value
        elif value[0] == value[1]:
            yield value[0]


def _tree(vocabulary: Vocabulary, codes: Iterable[FacetCode], counts: Counts) -> Iterator[str]:
    """Yield ids so that each stands right behind its nearest broader one among them."""
    shown = {str(code) for code in codes}
    children: dict[str | None, list[str]] = {}
    for code in shown:
        children.setdefault(_parent(vocabulary, code, shown), []).append(code)

    def walk(parent: str | None) -> Iterator[str]:
        for code in sorted(children.get(parent, ()), key=lambda c: (-counts.get(c, 0), vocabulary.label(c))):
            yield code
            yield from walk(code)

    return walk(None)


def _parent(vocabulary: Vocabulary, code: str, shown: set[str]) -> str | None:
    return next((broader for broader in vocabulary.ancestors(code) if broader in shown), None)


def _value(facet: Facet, code: FacetCode, count: int, choice: Choice, lang: Language) -> FacetValue:
    vocabulary = VOCABULARIES[facet]() if facet in VOCABULARIES else None
    label = message("unknown", lang) if code is None else str(code)
    if vocabulary and isinstance(code, str):
        label = vocabulary.label(code, lang)
    return FacetValue(
        value=code,
        label=label,
        count=count,
        selected=_holds(choice.any_of, code),
        excluded=_holds(choice.none_of, code),
        parent=vocabulary.parent(code) if vocabulary and isinstance(code, str) else None,
    )


def _holds(values: tuple[str | tuple[int, int] | None, ...], code: FacetCode) -> bool:
    """Say whether a value is among those named, or in one of the ranges."""
    return any(
        value[0] <= code <= value[1] if isinstance(value, tuple) and isinstance(code, int) else value == code
        for value in values
    )
