"""Links to what a reader can take away from a search or an article, and the addresses that other programs need."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from indexer import CITATION_FORMATS, Article, CitationFormat, ExportFormat, Language, SearchRequest
from webui.frame import Link
from webui.state import CHARTS, SEARCH, Chart, State, article_path, id_path, path_in, url, with_query
from webui.texts import texts

EXPORTS: Mapping[str, ExportFormat] = {"csv": "csv", "jsonl": "jsonl", "ris": "ris", "bib": "bibtex"}
"""The endings of the addresses and files of a whole result, and their formats."""
CITATIONS = "/citations"
FEED = "/feed.atom"
KWIC = "/kwic"

_ANY = State().request
_TABLES: Mapping[Chart, str] = {"years": "/years.csv", "forums": "/forum-years.csv"}


def export_links(state: State) -> tuple[Link, ...]:
    """Return a link to the whole result of a search in each format."""
    whole, words = everything(state), texts(state.lang)
    return tuple(Link(words(f"export.{ending}"), url(f"/export.{ending}", whole)) for ending in EXPORTS)


def cite_links(article: Article, state: State) -> tuple[Link, ...]:
    """Return a link to a reference to an article in each format."""
    words = texts(state.lang)
    return tuple(Link(words(f"cite.{format}"), cite_url(article.id, format, state)) for format in CITATION_FORMATS)


def cite_url(article_id: str, format: CitationFormat, state: State) -> str:
    """Return the address of a reference to an article."""
    path = with_query(id_path(CITATIONS, article_id), urlencode({"format": format}))
    return url(path, State(lang=state.lang))


def feed_url(state: State) -> str:
    """Return the address of the feed of a search."""
    return url(FEED, of_feed(state))


def of_feed(state: State) -> State:
    """Return the state of the feed of a search, whose order is always the newest first."""
    whole = everything(state)
    return replace(whole, request=replace(whole.request, sort=_ANY.sort))


def kwic_url(state: State) -> str:
    """Return the address of the concordance of a search."""
    return url(KWIC, everything(state))


def table_url(state: State) -> str:
    """Return the address of the numbers that the chart of a search shows, as a table."""
    return url(_TABLES[state.chart], everything(state))


def page_address(base: str, article_id: str) -> str:
    """Return the absolute address of the page of an article, below the address `base` of the site."""
    return absolute(base, article_path(article_id))


def search_address(base: str, asked: SearchRequest, query: str, lang: Language) -> str:
    """Return the absolute address of a search for a query, under the choices and settings of a request."""
    return absolute(base, path_in(SEARCH, everything(State(replace(asked, query=query), lang))))


def absolute(base: str, path: str) -> str:
    """Return the absolute address of a path of the site at `base`.

    >>> absolute("https://kho.example/timdau/", "/search?q=arf")
    'https://kho.example/timdau/search?q=arf'
    """
    return base.rstrip("/") + path


def everything(state: State) -> State:
    """Return a state with all hits: on no page in particular, under no chart."""
    return replace(state, request=replace(state.request, page=_ANY.page, size=_ANY.size), chart=CHARTS[0])
