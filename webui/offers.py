"""The line above the results: other searches for what was typed, each with the number of articles it finds."""

import re
from dataclasses import dataclass

from indexer import FACET_KINDS, FACETS, Labels, Notice, SearchResult
from webui import transitions
from webui.facet_panels import value_label
from webui.frame import Link
from webui.state import SEARCH, State, url
from webui.texts import Texts

_LABELLED = tuple(facet for facet in FACETS if isinstance(FACET_KINDS[facet], Labels))
_CONDITION = re.compile(rf"\b({'|'.join(_LABELLED)}):([\w-]+)")
KINDS = {"accents": ("accents",), "spelling": ("keystrokes", "spelling"), "facet": ("facet",)}
"""The texts that introduce suggestions → the kinds of suggestions that each introduces."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Links to other searches, and the text that introduces them."""

    text: str
    links: tuple[Link, ...]


def offers(state: State, result: SearchResult, joined: SearchResult | None, texts: Texts) -> tuple[Offer, ...]:
    """Return what to offer next to a result.

    `joined` is the result with joined words, given if the words of the query are searched apart. A single way to read
    bare words is no choice.
    """
    accents = _suggested("accents", state, result, texts)
    offered = (
        accents if len(accents.links) > 1 else None,
        _apart(state, result, texts) if joined is None else _joined(state, joined, texts),
        _suggested("spelling", state, result, texts),
        _suggested("facet", state, result, texts),
    )
    return tuple(offer for offer in offered if offer and offer.links)


def _apart(state: State, result: SearchResult, texts: Texts) -> Offer | None:
    """Return which words are joined, with a link to a search for their syllables."""
    notice = _about_joined(result)
    # The link keeps the query as it was typed: the suggested one has operators in it.
    apart = url(SEARCH, transitions.changed(state, words="apart"))
    counts = (texts.number(each.count) for each in result.suggestions if each.kind == "apart")
    links = tuple(Link(texts("offer.apart.link", n=count), apart) for count in counts)
    return Offer(notice.text, links) if notice else None


def _joined(state: State, joined: SearchResult, texts: Texts) -> Offer | None:
    """Return that syllables are searched apart, with a link to joined words; None if that finds nothing new."""
    notice = _about_joined(joined)
    is_relaxed = any(other.code == "relaxed" for other in joined.notices)
    if notice is None or is_relaxed or not joined.total:
        return None
    words = ", ".join(f"“{word}”" for word in dict.fromkeys(notice.words))
    text = texts("offer.joined.link", words=words, n=texts.number(joined.total))
    return Offer(texts("offer.joined"), (Link(text, url(SEARCH, transitions.changed(state, words="joined"))),))


def _about_joined(result: SearchResult) -> Notice | None:
    return next((notice for notice in result.notices if notice.code == "joined"), None)


def _suggested(name: str, state: State, result: SearchResult, texts: Texts) -> Offer:
    links = (
        Link(
            texts(f"offer.{name}.link", query=_shown(each.query, texts), n=texts.number(each.count)),
            url(SEARCH, transitions.changed(state, query=each.query)),
        )
        for each in result.suggestions
        if each.kind in KINDS[name]
    )
    return Offer(texts(f"offer.{name}"), tuple(links))


def _shown(query: str, texts: Texts) -> str:
    """Return a query with the names of forums and topics in place of their ids."""
    return _CONDITION.sub(lambda found: _label(found, texts), query)


def _label(condition: re.Match[str], texts: Texts) -> str:
    facet = next(facet for facet in _LABELLED if facet == condition[1])
    return value_label(facet, condition[2], texts.lang)
