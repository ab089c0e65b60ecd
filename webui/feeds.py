"""What other programs subscribe to or search by: the Atom feed of a search, and the OpenSearch description."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, jsonify, make_response

from indexer import FACETS, Completions, Facet, Hit, SearchResult, chosen, one_line, remarks_of
from webui.facet_panels import label, value_label
from webui.site import public_root, the_site
from webui.state import (
    DESCRIPTION,
    PAGE_PARAMETERS,
    SEARCH,
    State,
    path_in,
)
from webui.take_away import FEED, absolute, of_feed, page_address
from webui.texts import Texts, texts
from webui.views import the_index, the_state, with_strange

feeds = Blueprint("feeds", __name__)

ENTRIES = 50
_ATOM, _OPENSEARCH = "http://www.w3.org/2005/Atom", "http://a9.com/-/spec/opensearch/1.1/"
_FEED_TYPE = "application/atom+xml"
_DESCRIPTION_TYPE = "application/opensearchdescription+xml"
_SUGGESTIONS_TYPE = "application/x-suggestions+json"
_UNDATED = "1970-01-01"
"""Atom wants a date of every entry, and the same one whenever it is asked; only articles without a year have this."""
_PLACEHOLDER = "{searchTerms}"
_SHORT_NAME, _LONG_NAME = 16, 48
"""The most characters of the names of a search engine, as OpenSearch has it."""


@feeds.get(FEED)
def feed() -> Response:
    """The newest articles of a search, as an Atom feed."""
    state, index = the_state(), the_index()
    wanted = replace(state.request, sort="newest", page=1, size=ENTRIES, facets=(), near=False)
    result = with_strange(index.search(wanted, lang=state.lang), PAGE_PARAMETERS, state)
    xml = feed_xml(state, result, updated=index.stats().created, base=public_root(), texts=texts(state.lang))
    return _typed(xml, _FEED_TYPE)


@feeds.get(DESCRIPTION)
def description() -> Response:
    """How browsers search this archive from their address bar."""
    return _typed(description_xml(the_state(), public_root()), _DESCRIPTION_TYPE)


@feeds.get("/suggest.json")
def suggestions() -> Response:
    """What the text in `q` may become, as browsers take it."""
    state = the_state()
    response = jsonify(browser_suggestions(the_index().suggest(state.request.query, state.lang)))
    response.headers["Content-Type"] = f"{_SUGGESTIONS_TYPE}; charset=utf-8"
    return response


def feed_xml(state: State, result: SearchResult, *, updated: str, base: str, texts: Texts) -> bytes:
    """Return a result as a feed of the site at `base`, in the order of its hits."""
    here = absolute(base, path_in(FEED, of_feed(state)))
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": texts.lang})
    SubElement(root, "id").text = here
    SubElement(root, "title").text = texts("feed.title", site=the_site().title, query=_named(state, texts))
    remarks = remarks_of(result)
    SubElement(root, "subtitle").text = ". ".join([texts.count("results", result.total), *remarks])
    SubElement(root, "updated").text = updated
    _link(root, "self", here, _FEED_TYPE)
    _link(root, "alternate", absolute(base, path_in(SEARCH, state)), "text/html")
    SubElement(SubElement(root, "author"), "name").text = the_site().title
    SubElement(root, "generator").text = "timdau"
    for hit in result.hits:
        _entry(root, hit, base, texts)
    return _document(root)


def description_xml(state: State, base: str) -> bytes:
    """Return the description of the site at `base`, with the addresses of its search, feed and suggestions."""
    words = texts(state.lang)
    root = Element("OpenSearchDescription", {"xmlns": _OPENSEARCH})
    name = the_site().title
    SubElement(root, "ShortName").text = name[:_SHORT_NAME]
    SubElement(root, "LongName").text = name[:_LONG_NAME]
    SubElement(root, "Description").text = words("search.title")
    SubElement(root, "InputEncoding").text = "UTF-8"
    SubElement(root, "Language").text = state.lang
    for path, kind in ((SEARCH, "text/html"), (FEED, _FEED_TYPE), ("/suggest.json", _SUGGESTIONS_TYPE)):
        template = f"{absolute(base, path)}?{urlencode({'q': _PLACEHOLDER, 'lang': state.lang}, safe='{}')}"
        SubElement(root, "Url", {"type": kind, "template": template})
    itself = absolute(base, path_in(DESCRIPTION, State(lang=state.lang)))
    SubElement(root, "Url", {"type": _DESCRIPTION_TYPE, "rel": "self", "template": itself})
    return _document(root)


def browser_suggestions(completions: Completions) -> list[Any]:
    """Return completions as browsers take them: what was typed, and the words that it may become."""
    return [completions.query, [each.text for each in completions.words]]


def _entry(root: Element, hit: Hit, base: str, texts: Texts) -> None:
    page = page_address(base, hit.id)
    entry = SubElement(root, "entry")
    SubElement(entry, "id").text = page
    SubElement(entry, "title").text = (
        one_line(hit.title or "") or one_line(hit.opening or "") or one_line(hit.id) or page
    )
    day = hit.date or (f"{hit.year:04}-01-01" if hit.year else _UNDATED)
    SubElement(entry, "updated").text = f"{day}T00:00:00Z"
    _link(entry, "alternate", page, "text/html")
    if hit.url and hit.url.startswith(("http://", "https://")):
        _link(entry, "via", one_line(hit.url))
    if author := one_line(hit.author or ""):
        SubElement(SubElement(entry, "author"), "name").text = author
    if hit.snippet and (text := one_line(hit.snippet.text)):
        SubElement(entry, "summary").text = text
    labels: Sequence[tuple[Facet, tuple[str, ...]]] = (("forum", hit.forums), ("topic", hit.topics))
    for facet, ids in labels:
        for id in ids:
            names = {"term": one_line(id) or "-", "label": one_line(value_label(facet, id, texts.lang))}
            SubElement(entry, "category", names)


def _named(state: State, texts: Texts) -> str:
    """Return a search as the title of its feed: the query, and its choices in words."""
    choices = [
        texts("feed.not", choice=text) if excluded else text
        for excluded in (False, True)
        for facet in FACETS
        for choice in chosen(state.request, facet, excluded=excluded)
        if (text := label(facet, choice, texts))
    ]
    return one_line(" · ".join(filter(None, [state.request.query, *choices]))) or texts("feed.everything")


def _link(parent: Element, rel: str, href: str, kind: str | None = None) -> None:
    SubElement(parent, "link", {"rel": rel, "href": href, **({"type": kind} if kind else {})})


def _document(root: Element) -> bytes:
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _typed(xml: bytes, kind: str) -> Response:
    response = make_response(xml)
    response.headers["Content-Type"] = f"{kind}; charset=utf-8"
    return response
