"""The line of choices above the results: what else the query may mean, each with the number of articles it finds."""

import re
from dataclasses import dataclass

from indexer import FACET_KINDS, FACETS, MODES, Labels, Notice, SearchResult
from webui import transitions
from webui.exits import CountedLink, Total
from webui.facet_panels import value_label
from webui.state import SEARCH, State, url
from webui.texts import Texts, is_bare

_LABELLED = tuple(facet for facet in FACETS if isinstance(FACET_KINDS[facet], Labels))
_CONDITION = re.compile(rf"\b({'|'.join(_LABELLED)}):([\w-]+)")
_MOST_NAMES = 2
"""The other names that are listed."""
KINDS = {"accents": ("accents",), "spelling": ("keystrokes", "spelling"), "facet": ("facet",)}
"""The texts that introduce suggestions → the kinds of suggestions that each introduces."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Links to other searches, and the text that introduces them; without links, the text is all there is to say."""

    text: str
    links: tuple[CountedLink, ...]


def offers(
    state: State, result: SearchResult, joined: SearchResult | None, total: Total, texts: Texts
) -> tuple[Offer, ...]:
    """Return what to offer next to a result.

    `joined` is the result with joined words, given if the words of the query are searched apart. A single way to read
    bare words is no choice.
    """
    accents = _suggested("accents", state, result, texts)
    offered = (
        _suggested("spelling", state, result, texts),
        accents if accents and len(accents.links) > 1 else None,
        _apart(state, result, texts) if joined is None else _joined(state, joined, texts),
        _suggested("facet", state, result, texts),
        _aliases(state, result, total, texts),
        _modes(state, result, total, texts),
    )
    return tuple(offer for offer in offered if offer)


def _apart(state: State, result: SearchResult, texts: Texts) -> Offer | None:
    """Return which words are joined, with a link to a search for their syllables."""
    notice = _notice("joined", result)
    # The link keeps the query as it was typed: the suggested one has operators in it.
    apart = url(SEARCH, transitions.changed(state, words="apart"))
    counts = (texts.number(each.count) for each in result.suggestions if each.kind == "apart")
    links = tuple(CountedLink(texts("offer.apart.link"), count, apart) for count in counts)
    return Offer(texts("offer.apart", words=_words(notice)), links) if notice and links else None


def _joined(state: State, joined: SearchResult, texts: Texts) -> Offer | None:
    """Return that syllables are searched apart, with a link to joined words; None if that finds nothing new."""
    notice = _notice("joined", joined)
    is_relaxed = any(other.code == "relaxed" for other in joined.notices)
    if notice is None or is_relaxed or not joined.total:
        return None
    text = texts("offer.joined.link", words=_words(notice))
    address = url(SEARCH, transitions.changed(state, words="joined"))
    return Offer(texts("offer.joined"), (CountedLink(text, texts.number(joined.total), address),))


def _aliases(state: State, result: SearchResult, total: Total, texts: Texts) -> Offer | None:
    """Return which other names are searched too, or that none are, with a link to the other way if that finds anything.

    None if other names find nothing more.
    """
    notice, switched = _notice("aliases", result), transitions.changed(state, aliases=not state.request.aliases)
    if notice is None and state.request.aliases:
        return None
    count = total(switched)
    if notice and count == result.total:
        return None
    if not count:
        return Offer(_names(notice, "offer.aliases.only", texts), ()) if notice else None
    name = "off" if notice else "on"
    text = _names(notice, "offer.aliases.names", texts) if notice else texts("offer.aliases")
    return Offer(text, (CountedLink(texts(f"offer.aliases.{name}"), texts.number(count), url(SEARCH, switched)),))


def _names(notice: Notice, text: str, texts: Texts) -> str:
    names = [f"“{word}”" for word in dict.fromkeys(notice.words)]
    more = ("…",) if len(names) > _MOST_NAMES else ()
    return texts(text, names=", ".join((*names[:_MOST_NAMES], *more)))


def _modes(state: State, result: SearchResult, total: Total, texts: Texts) -> Offer | None:
    """Return other ways to read accents that find other articles; from another way than usual, always the way back."""
    if not result.query.strip() or (is_bare(result.query) and state.request.mode == "auto"):
        return None
    links = []
    for mode in MODES:
        if mode == state.request.mode:
            continue
        other = transitions.changed(state, mode=mode)
        count = total(other)
        if count and (count != result.total or mode == "auto"):
            links.append(CountedLink(texts(f"mode.{mode}"), texts.number(count), url(SEARCH, other)))
    return Offer(texts(f"offer.mode.{state.request.mode}"), tuple(links)) if links else None


def _notice(code: str, result: SearchResult) -> Notice | None:
    return next((notice for notice in result.notices if notice.code == code), None)


def _words(notice: Notice | None) -> str:
    return ", ".join(f"“{word}”" for word in dict.fromkeys(notice.words)) if notice else ""


def _suggested(name: str, state: State, result: SearchResult, texts: Texts) -> Offer | None:
    links = tuple(
        CountedLink(
            _shown(each.query, texts).replace('"', ""),
            texts.number(each.count),
            url(SEARCH, transitions.changed(state, query=each.query)),
        )
        for each in result.suggestions
        if each.kind in KINDS[name]
    )
    return Offer(texts(f"offer.{name}"), links) if links else None


def _shown(query: str, texts: Texts) -> str:
    """Return a query with the names of forums and topics in place of their ids."""
    return _CONDITION.sub(lambda found: _label(found, texts), query)


def _label(condition: re.Match[str], texts: Texts) -> str:
    facet = next(facet for facet in _LABELLED if facet == condition[1])
    return value_label(facet, condition[2], texts.lang)
