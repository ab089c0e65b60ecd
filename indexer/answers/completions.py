"""What a half-typed text may become: labels, titles, names of files, and words as articles print them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from indexer.analysis import Word
from indexer.engines.base import EngineReader, EngineRequest
from indexer.fields import FACET_KINDS, Labels
from indexer.languages import LANGUAGES, Language
from indexer.model import FACETS, Completion, Facet, FacetCode, FacetValue
from indexer.query.nodes import every
from indexer.query.prefixes import TypedPrefix, folded, words_of
from indexer.summary import Summary

_COMPARED = 32
"""The newest articles with the letters typed in their names whose accents and further words are compared."""
_SAMPLED = 3
"""The articles that are looked up for how a word is printed."""

LabelCounts = Mapping[Facet, Mapping[FacetCode, int]]
"""For each facet whose values are labels, how many articles have each of them."""


class _Name(NamedTuple):
    """A name of a label: its words, and these without accents, with a space before each."""

    words: Sequence[Word]
    folded: str


def label_counts(reader: EngineReader) -> LabelCounts:
    """Return how many articles have each label."""
    facets = tuple(facet for facet in FACETS if isinstance(FACET_KINDS[facet], Labels))
    return reader.search(EngineRequest(every(), limit=0, facets=facets)).facets


def labels(typed: TypedPrefix, counts: LabelCounts, lang: Language, most: int) -> tuple[Completion, ...]:
    """Return the most frequent labels with a name, in any language, in which the typed words start at a word."""
    found = [
        (facet, value, count)
        for facet, values in counts.items()
        for value, count in values.items()
        if isinstance(value, str) and any(_has(typed, name) for name in _names(facet, value))
    ]
    found.sort(key=lambda each: (-each[2], each[0], each[1]))
    return tuple(
        Completion(_label(facet, value, lang), count, "label", facet=facet, value=value)
        for facet, value, count in found[:most]
    )


def titles(typed: TypedPrefix, reader: EngineReader, most: int) -> tuple[Completion, ...]:
    """Return the newest articles in whose title the typed words start at a word; of those with one title, the first."""
    newest = reader.newest_named("title", typed.indexed, _COMPARED)
    chosen = typed.first_of(_distinct(newest, _title), _title, most)
    return tuple(Completion(_title(each), 1, "title", id=each.id) for each in chosen)


def files(typed: TypedPrefix, reader: EngineReader, most: int) -> tuple[Completion, ...]:
    """Return the newest articles in the name of whose file the typed words start at a word; of one name, the first."""
    newest = reader.newest_named("file", typed.indexed, _COMPARED)
    chosen = typed.first_of(_distinct(newest, _file), _file, most)
    return tuple(Completion(_file(each), 1, "file", id=each.id) for each in chosen)


def values_with(typed: TypedPrefix, values: Iterable[FacetValue]) -> tuple[FacetValue, ...]:
    """Return the values with a label or an id in which the typed words start at a word."""
    return tuple(
        each for each in values if any(_has(typed, _name(text)) for text in (each.label, str(each.value or "")))
    )


def as_printed(surfaces: str, reader: EngineReader) -> str:
    """Return words with the capitals that most of a few articles print them with; of two, the one with fewer capitals.

    If the first article mostly prints them without any, no other is read: a capital may be that of a sentence. If none
    of the articles prints them in this spelling, they are returned as they are.
    """
    forms = Counter[str]()
    printed = surfaces
    for article in reader.articles_with(surfaces.split(" "), _SAMPLED):
        for text in (article.title or "", article.body, article.aside):
            forms.update(_printed_forms(text, surfaces))
        printed = min(forms, key=lambda form: (-forms[form], sum(map(str.isupper, form)), form), default=surfaces)
        if printed == surfaces and forms:
            break
    return printed


def _printed_forms(text: str, surfaces: str) -> Iterator[str]:
    """Yield lower-case words as a text prints them; nothing if its lower case has other positions (İ is i̇)."""
    lowered = text.lower()
    at = lowered.find(surfaces) if len(lowered) == len(text) else -1
    while at >= 0:
        end = at + len(surfaces)
        if not lowered[at - 1 : at].isalnum() and not lowered[end : end + 1].isalnum():
            yield text[at:end]
        at = lowered.find(surfaces, end)


def _has(typed: TypedPrefix, name: _Name) -> bool:
    return f" {typed.words[0].folded}" in name.folded and typed.tier_in(name.words) is not None


@cache
def _names(facet: Facet, value: str) -> tuple[_Name, ...]:
    """Return the id of a label and its names in every language."""
    return tuple(map(_name, dict.fromkeys((value, *(_label(facet, value, lang) for lang in LANGUAGES)))))


def _label(facet: Facet, value: str, lang: Language) -> str:
    kind = FACET_KINDS[facet]
    return kind.vocabulary().label(value, lang) if isinstance(kind, Labels) else value


def _distinct(newest: Iterable[Summary], name: Callable[[Summary], str]) -> Iterator[Summary]:
    """Yield the first article with each name."""
    seen: set[str] = set()
    for each in newest:
        if name(each) not in seen:
            seen.add(name(each))
            yield each


def _title(shown: Summary) -> str:
    return shown.title or ""


def _file(shown: Summary) -> str:
    """Return the name of an article's own file: its id is the path below its folder."""
    return shown.id.rpartition("/")[2]


def _name(text: str) -> _Name:
    words = words_of(text)
    return _Name(words, f" {folded(words)}")
