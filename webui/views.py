"""The pages: each view reads the state, asks the index and renders a template with the result."""

import os
from collections.abc import Collection
from dataclasses import replace
from io import BufferedReader
from pathlib import PurePosixPath
from typing import (
    NoReturn,
    TypeVar,
    cast,
)
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, request, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wrappers import Response as Redirect

from indexer import (
    CONTEXT_ORDERS,
    Article,
    ContextOrder,
    CrossCounts,
    HitStream,
    Index,
    Problem,
    Related,
    SearchRequest,
    SearchResult,
    holds_articles,
)
from webui.article import article_page
from webui.error_pages import NoOriginal
from webui.facet_page import facet_page, listing_of
from webui.heat_map import ROWS
from webui.present import search_page
from webui.result_place import result_place
from webui.site import address, public_root
from webui.start import start_page
from webui.state import (
    PAGE_PARAMETERS,
    PAGE_SIZE,
    PARAMETERS,
    SEARCH,
    Arguments,
    State,
    id_path,
    is_facet,
    last,
    number,
    parse,
    unknown_parameters,
    url,
    with_query,
)
from webui.status import listing, listing_page, status_page
from webui.take_away import page_address
from webui.texts import texts
from webui.year_form import FROM, TO, chosen_years, mistake, typed_years

pages = Blueprint("pages", __name__)

Found = TypeVar("Found", SearchResult, CrossCounts, HitStream)
_KNOWN = (*PAGE_PARAMETERS, FROM, TO)
"""The parameters of the page of results."""

_TEXTS = (".txt", ".md", ".markdown")
_TEXT = "text/plain"
_CHARSETS = ("utf-", "windows-")


def the_index() -> Index:
    """Return the open index of this application. Raises `StorageError` if it cannot be opened."""
    index: Index = current_app.extensions["timdau"].get()
    return index


def the_arguments() -> Arguments:
    """Return the parameters in the address of this request."""
    return request.args.to_dict(flat=False)


def the_state() -> State:
    """Return the state in the address of this request. Raises `BadRequest`.

    Without a size, a page of results has more articles than an answer of the API.
    """
    size = SearchRequest().size if request.blueprint == "api" else PAGE_SIZE
    return parse(the_arguments(), size=size)


def the_result(state: State, known: Collection[str] = PARAMETERS) -> SearchResult:
    """Return the answer of the index, with suggestions. Raises `BadRequest`.

    Parameters that are not among the `known` ones are problems.
    """
    result = the_index().search(replace(state.request, suggestions=True), lang=state.lang)
    return with_strange(result, known, state)


def with_strange(found: Found, known: Collection[str], state: State) -> Found:
    """Return what was found with a problem for each parameter of this request that is not among the `known` ones."""
    strange: tuple[Problem, ...] = unknown_parameters(the_arguments(), known, state.lang)
    return replace(found, problems=(*strange, *found.problems)) if strange else found


def the_order() -> ContextOrder:
    """Return the order of matches in the address of this request, which may be an unknown one."""
    return cast(ContextOrder, last(the_arguments(), "by", CONTEXT_ORDERS[0]))


def the_article(article_id: str | None, below: str = "") -> Article:
    """Return the article with this id, or with the id in the parameter `id`; `below` follows it in the address.

    Answers 301 if its file was moved, so that its id is another one now, and 404 if there is no such article.
    """
    wanted = request.args.get("id", "") if article_id is None else article_id
    return the_index().article(wanted) or _redirect(wanted, below)


def the_original(article: Article) -> BufferedReader | None:
    """Open the file an article was read from; None if it is gone or outside the folders that may be handed out."""
    return the_index().open_original(article.id, below=current_app.config["ORIGINALS"])


def _redirect(article_id: str, below: str) -> NoReturn:
    """Redirect to the new id of an article, with the same kind of address and the same parameters."""
    new = the_index().moved_to(article_id)
    if new is None or request.url_rule is None:
        abort(404)
    prefix = request.url_rule.rule.removesuffix(below).removesuffix("/<path:article_id>")
    path = id_path(prefix, new, below)
    parameters = [(name, value) for name, value in request.args.items(multi=True) if name != "id"]
    abort(redirect(address(with_query(path, urlencode(parameters))), 301))


@pages.get("/")
def start() -> str | Redirect:
    """The archive at a glance; the results for an address that asks for some."""
    state = the_state()
    if not state.is_start:
        return search()
    return render_template("start.html", page=start_page(state, the_index(), texts(state.lang)))


@pages.get("/search")
def search() -> str | Redirect:
    """Search results; the whole collection without a query."""
    state = the_state()
    words = texts(state.lang)
    years = typed_years(the_arguments())
    wrong = mistake(years, words)
    if years is not None and wrong is None:
        values = the_index().search_facet("year", "", state.request)
        return redirect(url(SEARCH, chosen_years(state, years, values)), 303)
    result = the_result(state, _KNOWN)
    page = search_page(state, result, _joined(state), the_total, words, crossed=_crossed(state), mistake=wrong)
    return render_template("search.html", page=page)


@pages.get("/facets/<facet>")
def facet(facet: str) -> str:
    """All values of a facet, with the counts of the search they narrow."""
    state, arguments = the_state(), the_arguments()
    if not is_facet(facet):
        abort(404)
    listing = listing_of(arguments)
    values = the_index().search_facet(facet, listing.prefix, state.request, state.lang)
    page = facet_page(state, facet, listing, values, texts(state.lang))
    return render_template("facet.html", page=page)


def the_total(state: State) -> int:
    """Return how many articles have everything that a state asks for."""
    return the_index().count(state.request).exact


def _crossed(state: State) -> CrossCounts | None:
    """Return the counts of forums by years if the page shows these."""
    return the_index().cross_counts(state.request, ROWS, "year", state.lang) if state.chart == "forums" else None


def _joined(state: State) -> SearchResult | None:
    """Return how many articles are found with joined words, and which words these are; None if they are joined."""
    if state.request.words == "joined":
        return None
    joined = replace(state.request, words="joined", page=1, size=1, facets=(), snippets=False)
    return the_index().search(joined, lang=state.lang)


@pages.get("/articles")
@pages.get("/articles/<path:article_id>")
def article(article_id: str | None = None) -> str:
    """An article, with the matches of `q` highlighted; `at` is its position in the results it was opened from."""
    state, index, found = the_state(), the_index(), the_article(article_id)
    asked = state.request
    highlighted = (
        index.highlight(found, asked.query, asked.mode, asked.words, aliases=asked.aliases)
        if asked.query.strip()
        else None
    )
    file = the_original(found)
    if file is not None:
        file.close()
    at = number(the_arguments(), "at", 0)
    page = article_page(
        state,
        found,
        highlighted,
        index.related(found.id) or Related(),
        result_place(index.search, asked, at, found.id),
        printed=page_address(public_root(), found.id),
        original=file is not None,
        texts=texts(state.lang),
    )
    return render_template("article.html", page=page)


@pages.get("/originals")
@pages.get("/originals/<path:article_id>")
def original(article_id: str | None = None) -> Response:
    """The file an article was read from: plain text in the browser, anything else as a download.

    Of a batch or an archive, only the record, as JSON, or the member.
    """
    found = the_article(article_id)
    if holds_articles(found.path):
        return _part(found)
    file = the_original(found)
    if file is None:
        raise NoOriginal
    status, name = os.fstat(file.fileno()), PurePosixPath(found.path)
    mimetype = _mimetype(name.name, found)
    response = send_file(
        file,
        mimetype=mimetype,
        as_attachment=mimetype != _TEXT,
        download_name=name.name,
        etag=f"{status.st_mtime_ns}-{status.st_size}",
        last_modified=status.st_mtime,
        conditional=False,
    )
    # Flask does not ask an open file for its size, which parts of it and Content-Length need.
    response.content_length = status.st_size
    try:
        response.make_conditional(request.environ, accept_ranges=True, complete_length=status.st_size)
    except RequestedRangeNotSatisfiable:
        file.close()
        raise
    return _with_charset(response, found)


def _part(article: Article) -> Response:
    part = the_index().original_part(article.id, below=current_app.config["ORIGINALS"])
    if part is None:
        raise NoOriginal
    mimetype = "application/json" if part.is_record else _mimetype(part.name, article)
    response = Response(part.content, mimetype=mimetype)
    shown = part.is_record or mimetype == _TEXT
    response.headers.set("Content-Disposition", "inline" if shown else "attachment", filename=part.name)
    return _with_charset(response, article)


def _mimetype(name: str, article: Article) -> str:
    """Return the type of a file; HTML from the archive must not run as a page of this site, so only text has one."""
    is_text = PurePosixPath(name).suffix.lower() in _TEXTS and article.encoding.startswith(_CHARSETS)
    return _TEXT if is_text else "application/octet-stream"


def _with_charset(response: Response, article: Article) -> Response:
    if response.mimetype == _TEXT:
        response.mimetype_params["charset"] = article.encoding.partition("/")[0].replace("utf-16-", "utf-16")
    return response


@pages.get("/status")
def status() -> str:
    """How the archive was read; with `skipped` or `problems`, everything with that code."""
    state, index = the_state(), the_index()
    words = texts(state.lang)
    found = listing(index, the_arguments(), state.request.page)
    if found is not None:
        return render_template("listing.html", page=listing_page(state, found, words))
    return render_template("status.html", page=status_page(state, index.stats(), index.ingest_report(), words))


@pages.get("/healthz")
def health() -> Response:
    """200 if the index answers a search; otherwise the error handler answers 503 with the reason."""
    result = the_index().search(SearchRequest(size=1, facets=(), snippets=False))
    return make_response({"status": "ok", "articles": result.total, "generation": result.generation})
