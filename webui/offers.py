"""The line above the results: other searches for what was typed, each with the number of articles it finds."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer import FACET_KINDS, FACETS, Labels, Notice, SearchResult, Suggestion
from webui import transitions
from webui.facet_panels import value_label
from webui.frame import Link
from webui.state import SEARCH, State, url
from webui.texts import Texts

_LABELLED = tuple(facet for facet in FACETS if isinstance(FACET_KINDS[facet], Labels))
_CONDITION = re.compile(rf"\b({'|'.join(_LABELLED)}):([\w-]+)")
KINDS = (("accents", ("accents",)), ("spelling", ("keystrokes", "spelling")), ("facet", ("facet",)))
"""The texts that introduce suggestions, and the kinds of suggestions that each introduces."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Links to other searches, and the text that introduces them."""

    text: str
    links: tuple[Link, ...]


def offers(state: State, result: SearchResult, joined: SearchResult | None, texts: Texts) -> tuple[Offer, ...]:
    """Return what to offer next to a result.

    `joined` is the result with joined words, given if the words of the query are searched apart.
    """
    about_words = _apart(state, result, texts) if joined is None else _joined(state, joined, texts)
    return (*about_words, *_suggested(state, result.suggestions, texts))


def _apart(state: State, result: SearchResult, texts: Texts) -> Iterator[Offer]:
    """Yield which words are joined, with a link to a search for their syllables."""
    # The link keeps the query as it was typed: the suggested one has operators in it.
    apart = url(SEARCH, transitions.changed(state, words="apart"))
    counts = (texts.number(each.count) for each in result.suggestions if each.kind == "apart")
    links = tuple(Link(texts("offer.apart.link", n=count), apart) for count in counts)
    for notice in _about_joined(result):
        yield Offer(notice.text, links)


def _joined(state: State, joined: SearchResult, texts: Texts) -> Iterator[Offer]:
    """Yield that syllables are searched apart, with a link to a search for joined words, if any would be."""
    for notice in _about_joined(joined):
        words = ", ".join(f"“{word}”" for word in dict.fromkeys(notice.words))
        text = texts("offer.joined.link", words=words, n=texts.number(joined.total))
        yield Offer(
            texts("offer.joined"),
            (Link(text, url(SEARCH, transitions.changed(state, words="joined"))),),
        )


def _about_joined(result: SearchResult) -> Iterator[Notice]:
    return (notice for notice in result.notices if notice.code == "joined")


def _suggested(state: State, suggestions: Iterable[Suggestion], texts: Texts) -> Iterator[Offer]:
    for name, kinds in KINDS:
        links = tuple(
            Link(
                texts(f"offer.{name}.link", query=_shown(each.query, texts), n=texts.number(each.count)),
                url(SEARCH, transitions.changed(state, query=each.query)),
            )
            for each in suggestions
            if each.kind in kinds
        )
        if links:
            yield Offer(texts(f"offer.{name}"), links)


def _shown(query: str, texts: Texts) -> str:
    """Return a query with the names of forums and topics in place of their ids."""
    return _CONDITION.sub(lambda found: _label(found, texts), query)


def _label(condition: re.Match[str], texts: Texts) -> str:
    facet = next(facet for facet in _LABELLED if facet == condition[1])
    return value_label(facet, condition[2], texts.lang)
