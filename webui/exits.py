"""The ways out of a search that finds nothing, or not what was asked: searches that do find something, with counts."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from indexer import FACETS, chosen
from webui import transitions
from webui.facet_panels import label
from webui.state import SEARCH, State, has_choices, url
from webui.texts import Texts

Total = Callable[[State], int]
"""Returns how many articles have everything that a state asks for."""


@dataclass(frozen=True, slots=True)
class CountedLink:
    """A link to a search, and how many articles it finds."""

    text: str
    count: str
    url: str


_MOST_SEARCHES = 16
_MOST_EXITS = 8
_PLAIN = re.compile(r"(?:[^\s\"():^~*?\[\]{}|+=]+|\"[^\"]*\")(?:\s+|$)")
_OPERATORS = frozenset(("AND", "OR", "NOT"))


def exits(state: State, total: Total, texts: Texts) -> tuple[CountedLink, ...]:
    """Return searches with something left out that find something; at most `_MOST_SEARCHES` are tried."""
    tried = islice(_all(state, texts), _MOST_SEARCHES)
    return tuple(islice(_counted(tried, total, texts), _MOST_EXITS))


def word_exits(state: State, total: Total, texts: Texts) -> tuple[CountedLink, ...]:
    """Return searches without one of the words that have all the others."""
    return tuple(_counted(islice(_dropped_words(state, texts), _MOST_SEARCHES), total, texts))


def _counted(tried: Iterable[tuple[str, State]], total: Total, texts: Texts) -> Iterator[CountedLink]:
    for text, other in tried:
        if count := total(other):
            yield CountedLink(text, texts.number(count), url(SEARCH, other))


def _all(state: State, texts: Texts) -> Iterator[tuple[str, State]]:
    """Yield what could be left out, in words, and the search without it."""
    if has_choices(state.request):
        yield texts("exit.clear"), transitions.clear(state)
    dropped = list(_dropped_choices(state, texts))
    if len(dropped) > 1:
        yield from dropped
    if state.request.mode != "loose":
        yield texts("exit.loose"), transitions.changed(state, mode="loose")
    yield from _dropped_words(state, texts)
    if has_choices(state.request):
        # A query with a word that the archive does not have finds nothing with choices or without.
        for text, other in _dropped_words(state, texts):
            yield texts("exit.both", text=text), transitions.clear(other)


def _dropped_words(state: State, texts: Texts) -> Iterator[tuple[str, State]]:
    """Yield each word or phrase of a plain query, and the search without it; nothing for a query with operators."""
    words = _plain_words(state.request.query)
    if len(words) < 2:
        return
    for number, word in enumerate(words):
        rest = " ".join((*words[:number], *words[number + 1 :]))
        yield texts("exit.word", word=word), transitions.changed(state, query=rest)


def _plain_words(query: str) -> tuple[str, ...]:
    """Return the words and phrases of a query; nothing if it has operators, fields or brackets."""
    words, at = list[str](), 0
    text = query.strip()
    while at < len(text):
        found = _PLAIN.match(text, at)
        if found is None:
            return ()
        words.append(found[0].strip())
        at = found.end()
    if any(word in _OPERATORS or word.startswith("-") for word in words):
        return ()
    return tuple(dict.fromkeys(words))


def _dropped_choices(state: State, texts: Texts) -> Iterator[tuple[str, State]]:
    for excluded in (False, True):
        for facet in FACETS:
            for choice in chosen(state.request, facet, excluded=excluded):
                name = label(facet, choice, texts)
                yield texts("exit.undo", label=name), transitions.drop(state, facet, choice, excluded=excluded)
